// The wire tap: a time line, a list of rows, and what is open. What there is to see, the kernel says.
import { Edits, element, narrowBelow, renderer } from "../page.js";
import { Choosing } from "./choosing.js";
import { Opened } from "./opened.js";
import { RowList, fill } from "./row_list.js";
import { TimeLine } from "./time_line.js";

const NARROW = 640; // pixels

class TapView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => (this.status.textContent = this.words.busy));
    this.goingTo = 0; // the edit whose answer is to be brought into sight
    this.isDue = false;
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.summary = element("p", { className: "fbf-tap-nothing fbf-tap-summary" });
    this.choosing = new Choosing(this.words, (kind, value) => this.send(kind, value), signal);
    this.list = new RowList(this.words, {
      ask: (first, count) => model.send({ kind: "rows", view: this.edits.view, first, count }),
      open: (place) => this.open(place),
      unfollow: () => this.send("following", false),
      moved: () => (this.goingTo = 0),
    });
    this.line = new TimeLine(this.words, { at: (step) => this.bringHere("at", step), open: (place) => this.goTo(place), zoom: (steps) => this.send("zoom", steps) });
    this.opened = new Opened(this.words, { close: () => this.closeRow(), bits: (on) => this.send("bits", on), item: (number) => this.goToItem(number) });
    this.root = element("div", { className: "fbf-widget fbf-tap", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, this.choosing.element, this.line.element, this.list.element, this.summary, this.status, this.opened.element, this.choosing.who.element));
    narrowBelow(this.root, NARROW, signal);
    this.listen(signal);
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const take = (/** @type {any} */ message) => message.kind === "rows" && message.view === this.edits.view && this.list.take(message);
    const sizes = new ResizeObserver(() => this.list.scrolled()); // it has no height before it is on the page
    this.model.on("msg:custom", take);
    sizes.observe(this.list.list);
    this.model.send({ kind: "here", view: this.edits.view });
    signal.addEventListener("abort", () => {
      this.model.off("msg:custom", take);
      sizes.disconnect();
      this.model.send({ kind: "gone", view: this.edits.view });
    });
  }

  // --- to the kernel ---

  /** @param {string} kind @param {any} value */
  send(kind, value) {
    this.edits.send({ kind, value });
  }

  /** @param {number} place in the list as it is shown */
  open(place) {
    this.edits.send({ kind: "open", value: place, version: this.list.shown.version });
  }

  /** Open a row that may be out of sight. @param {number} place */
  goTo(place) {
    this.open(place);
    this.goingTo = this.edits.last;
  }

  /** The same for one that the kernel finds. @param {string} kind @param {number} value */
  bringHere(kind, value) {
    this.send(kind, value);
    this.goingTo = this.edits.last;
  }

  /** @param {number} number */
  goToItem(number) {
    this.list.list.focus(); // the button that was pressed goes away
    this.bringHere("item", number);
  }

  closeRow() {
    this.list.list.focus();
    this.send("close", null);
  }

  // --- from the kernel ---

  /** Values that come together are shown together. */
  showSoon() {
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      this.showState();
    });
  }

  showState() {
    const state = this.model.get("_state");
    if (!this.edits.take(state.answers)) return;
    const behind = state.behind ? fill(this.words.behind, { number: state.behind.toLocaleString("en") }) : "";
    this.status.textContent = state.problem ? `✗ ${state.problem}` : behind;
    this.summary.textContent = state.end ? state.summary : "";
    this.choosing.show(state);
    const chosen = JSON.stringify([state.kind, state.connection, state.search, state.beside]);
    this.list.show({ ...state, chosen }, state.end ? this.words.nothing_found : this.words.nothing_yet, this.model.get("_ready"));
    this.line.show(this.model.get("_line"), state);
    this.showOpened();
  }

  showOpened() {
    const open = this.model.get("_open");
    const place = open.place ?? null;
    this.opened.show(open);
    const { answers } = this.model.get("_state");
    const isThere = this.goingTo > 0 && this.edits.areAnswered(answers) && answers.edit >= this.goingTo;
    this.list.showOpened(place, isThere);
    this.line.showOpened(place, open.title ?? "");
    if (isThere) this.goingTo = 0;
  }
}

function made(/** @type {any} */ model, /** @type {AbortSignal} */ signal) {
  const view = new TapView(model, signal);
  view.showState();
  return view;
}

export default { render: renderer(made, { _state: (view) => view.showSoon(), _line: (view) => view.showSoon(), _open: (view) => view.showSoon() }) };
