// The handshake builder: lines to edit and to leave out, the key and its answer, and what each rule makes of it.
import { Edits, button, element, freshId, narrowBelow, offer, renderer } from "../page.js";
import { HeadPanel } from "./head_panel.js";

const NARROW = 560; // pixels
const KEY_ROWS = /** @type {const} */ (["key", "sha1", "accept"]);

class HandshakeView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => (this.status.textContent = this.words.busy));
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.note = element("p", { className: "fbf-hand-note" });
    this.request = new HeadPanel("request", this.words, (change) => this.send(change), () => this.show());
    this.response = new HeadPanel("response", this.words, (change) => this.send(change), () => this.show());
    this.root = element("div", { className: "fbf-widget fbf-hand", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, this.request.element, this.tools(), this.keyTable(),
        this.choice(), this.response.element, this.note, this.status));
    narrowBelow(this.root, NARROW, signal);
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
    this.edits.send(change);
  }

  show() {
    const picture = this.model.get("_picture");
    if (!this.edits.take(picture.answers)) return;
    const isAnswer = this.edits.areAnswered(picture.answers);
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

function made(/** @type {any} */ model, /** @type {AbortSignal} */ signal) {
  const view = new HandshakeView(model, signal);
  view.show();
  return view;
}

export default { render: renderer(made, { _picture: (view) => view.show() }) };
