// The handshake builder: lines to edit and to leave out, the key and its answer, and what each rule makes of it.
import {
  BUSY_AFTER, button, element, freshId, hideStill, keepKeys, offer, tabOn, watchKernel, whenOnPage,
} from "../page.js";
import { HeadPanel } from "./head_panel.js";

const NARROW = 560; // pixels
const KEY_ROWS = /** @type {const} */ (["key", "sha1", "accept"]);

class HandshakeView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.view = freshId("view") + Math.random().toString(36).slice(2); // tells answers to this view from others
    this.edit = 0;
    this.waiting = 0;
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.note = element("p", { className: "fbf-hand-note" });
    this.request = new HeadPanel("request", this.words, (change) => this.send(change), () => this.show());
    this.response = new HeadPanel("response", this.words, (change) => this.send(change), () => this.show());
    this.root = element("div", { className: "fbf-widget fbf-hand", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, this.request.element, this.tools(), this.keyTable(),
        this.choice(), this.response.element, this.note, this.status));
    const sizes = new ResizeObserver(() => this.root.classList.toggle("fbf-narrow", this.root.clientWidth < NARROW));
    sizes.observe(this.root);
    signal.addEventListener("abort", () => {
      sizes.disconnect();
      clearTimeout(this.waiting);
    });
  }

  tools() {
    const newKey = button("fbf-tool", this.words.new_key, () => this.send({ kind: "new_key" }));
    this.sendButtons = this.words.peers.map((/** @type {string} */ peer) =>
      button("fbf-send", this.words.send.replace("{peer}", peer), () => this.send({ kind: "send", value: peer })));
    return element("div", { className: "fbf-line" }, newKey, ...this.sendButtons);
  }

  keyTable() {
    this.keyCells = KEY_ROWS.map(() => element("td", { className: "fbf-code" }));
    const names = [this.words.key, this.words.joined, this.words.accept];
    const rows = names.map((name, index) => element("tr", {}, element("th", { scope: "row" }, name), this.keyCells[index]));
    return element("table", { className: "fbf-hand-key" }, element("tbody", {}, ...rows));
  }

  choice() {
    this.select = element("select", { id: freshId("answer") });
    this.own = element("option", { value: "own" }, this.words.own);
    const lies = this.words.lies.map((/** @type {string} */ lie) => element("option", { value: lie }, lie));
    this.select.append(this.own, element("option", { value: "truth" }, this.words.truth), ...lies);
    this.select.addEventListener("change", () => {
      if (this.select.value === "own") this.show();
      else this.send({ kind: "lie", value: this.select.value });
    });
    return element("div", { className: "fbf-line" }, element("label", { for: this.select.id }, this.words.answer), this.select);
  }

  /** @param {Record<string, any>} change */
  send(change) {
    this.edit += 1;
    this.model.send({ ...change, view: this.view, edit: this.edit });
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => (this.status.textContent = this.words.busy), BUSY_AFTER);
  }

  show() {
    const picture = this.model.get("_picture");
    const isAnswer = picture.answers.view === this.view;
    if (isAnswer && picture.answers.edit < this.edit) return; // a later change of ours is on its way
    clearTimeout(this.waiting);
    this.request.show(picture.request, isAnswer ? picture.problem : {});
    this.response.show(picture.response, isAnswer ? picture.problem : {});
    this.showKey(picture.key);
    this.select.value = picture.lie;
    this.showNote(picture.note, isAnswer && !picture.problem.head ? picture.problem.words : "");
  }

  /** @param {any} key */
  showKey(key) {
    KEY_ROWS.forEach((row, index) => (this.keyCells[index].textContent = key[row] || (index ? "" : this.words.no_key)));
  }

  /** @param {{state: string, words: string}} note @param {string | undefined} problem */
  showNote(note, problem) {
    const isSending = note.state === "sending";
    for (const one of this.sendButtons) offer(one, !isSending);
    const sign = { answered: "←", endless: "…", silent: "…", failed: "✗" }[note.state] || "";
    this.note.textContent = problem ? `✗ ${problem}` : `${sign} ${note.words}`.trim();
    this.status.textContent = isSending ? this.words.waiting : "";
  }
}

/** @param {{model: any, el: HTMLElement}} context */
function render({ model, el }) {
  const ending = new AbortController();
  const view = new HandshakeView(model, ending.signal);
  const draw = () => view.show();
  model.on("change:_picture", draw);
  draw();
  el.append(view.root);
  keepKeys(view.root, ending.signal);
  tabOn(view.root, ending.signal);
  whenOnPage(view.root, ending.signal, () => {
    hideStill(view.root, ending.signal);
    watchKernel(view.root, model, ending.signal);
  });
  return () => {
    ending.abort();
    model.off("change:_picture", draw);
  };
}

export default { render };
