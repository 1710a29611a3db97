// Connection in motion: buttons that move a real connection, its states, and every frame. The kernel does it all.
import { Edits, button, element, freshId, narrowBelow, offer, renderer } from "../page.js";

/** @typedef {{sender: string, bytes: string, says: string, did: string, state: string}} Move */

const ACTIONS = /** @type {const} */ (["call", "ping", "goodbye", "no_mask", "lose"]);
const COLUMNS = /** @type {const} */ (["from", "bytes", "says", "did", "state"]);
const NARROW = 640; // pixels

class MotionView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => (this.status.textContent = this.words.busy));
    this.image = element("img", { className: "fbf-motion-states" });
    this.rows = element("tbody");
    this.nothing = element("p", { className: "fbf-motion-nothing" }, this.words.nothing_yet);
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.actions = ACTIONS.map((kind) => button("fbf-tool", this.words[kind], () => this.send(kind, null)));
    const again = button("fbf-tool", this.words.again, () => this.send("again", null));
    this.root = element("div", { className: "fbf-widget fbf-motion", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, element("div", { className: "fbf-line" }, ...this.actions, again),
        this.figure(), this.slider(), this.status, this.nothing, this.table()));
    narrowBelow(this.root, NARROW, signal);
  }

  figure() {
    const figure = element("figure", {}, this.image);
    this.image.addEventListener("load", () => figure.scrollWidth > figure.clientWidth && (figure.tabIndex = 0)); // for arrow keys
    return figure;
  }

  slider() {
    this.range = element("input", { type: "range", min: 0, step: 1, id: freshId("shown") });
    this.range.addEventListener("input", () => this.send("at", Number(this.range.value)));
    this.count = element("output", { className: "fbf-code" });
    this.back = button("fbf-tool", this.words.back, () => this.send("at", this.picture().at - 1));
    this.step = button("fbf-tool", this.words.step, () => this.send("at", this.picture().at + 1));
    return element("div", { className: "fbf-line fbf-motion-slider" }, this.back, this.step,
      element("label", { for: this.range.id }, this.words.shown), this.range, this.count);
  }

  table() {
    const heads = COLUMNS.map((name) => element("th", { scope: "col" }, this.words[name]));
    this.sheet = element("table", { "aria-label": this.words.title }, element("thead", {}, element("tr", {}, ...heads)), this.rows);
    return this.sheet;
  }

  picture() {
    return this.model.get("_picture");
  }

  // --- to the kernel ---

  /** @param {string} kind @param {number | null} value */
  send(kind, value) {
    this.edits.send({ kind, value });
  }

  // --- from the kernel ---

  showPicture() {
    const picture = this.picture();
    if (!this.edits.take(picture.answers)) return;
    this.status.textContent = picture.problem ? `✗ ${picture.problem}` : "";
    this.image.src = picture.diagram;
    this.image.alt = picture.alt;
    for (const action of this.actions) offer(action, picture.is_open);
    this.showMoves(picture.moves, picture.at);
  }

  /** @param {Move[]} moves @param {number} at */
  showMoves(moves, at) {
    this.range.max = String(moves.length);
    this.range.value = String(at);
    this.count.textContent = `${at} / ${moves.length}`;
    offer(this.back, at > 0);
    offer(this.step, at < moves.length);
    this.nothing.hidden = moves.length > 0;
    this.sheet.hidden = moves.length === 0;
    this.rows.replaceChildren(...moves.map((move, place) => this.row(move, place, at)));
  }

  /** @param {Move} move @param {number} place @param {number} at */
  row(move, place, at) {
    const cells = [move.sender, move.bytes, move.says, move.did, move.state];
    const row = element("tr", {}, ...cells.map((text, column) => element("td", { className: column === 1 ? "fbf-code" : "" }, ...withBreaks(text))));
    row.classList.toggle("fbf-motion-now", place === at - 1);
    row.classList.toggle("fbf-motion-ahead", place >= at);
    if (place === at - 1) row.setAttribute("aria-current", "step");
    row.addEventListener("click", () => this.send("at", place + 1));
    return row;
  }
}

/** A text that may break inside a name such as ConnectionClosed, before its second word. @param {string} text */
function withBreaks(text) {
  return text.split(/(?<=[a-z])(?=[A-Z])/).flatMap((part, place) => (place ? [element("wbr"), part] : [part]));
}

function made(/** @type {any} */ model, /** @type {AbortSignal} */ signal) {
  const view = new MotionView(model, signal);
  view.showPicture();
  return view;
}

export default { render: renderer(made, { _picture: (view) => view.showPicture() }) };
