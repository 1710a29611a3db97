// The mask player: three rows of bytes, and how far the mask has come. What is masked with what, the kernel says.
import { Edits, button, coloured, element, freshId, offer, renderer } from "../page.js";

/**
 * @typedef {{hex: string, shown: string, bits: string}} Byte
 * @typedef {{payload: Byte, key: Byte, masked: Byte, turn: number}} Meeting
 */

const ROWS = /** @type {const} */ (["payload", "key", "masked"]);
const BEAT = 700; // milliseconds from byte to byte
const NARROW = 560; // pixels
const HEAD = 84; // pixels for the name of a row
const WIDE_CELL = 42; // pixels that a byte needs
const NARROW_CELL = 30;
const WIDE_EDGES = 48; // pixels left and right, in widget.css
const NARROW_EDGES = 32;

class PlayerView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => (this.status.textContent = this.words.busy));
    this.beat = 0;
    this.inARow = 16;
    this.drawn = "";
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.rows = element("div", { className: "fbf-mask-rows" });
    this.bits = element("div", { className: "fbf-mask-bits" });
    this.text = this.field("text", "payload");
    this.key = this.field("key_field", "key");
    this.moved = element("span", { className: "fbf-mask-moved", role: "status" });
    this.key.element.append(this.moved);
    this.root = element("div", { className: "fbf-widget fbf-player", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, element("div", { className: "fbf-line" }, this.text.element, this.key.element),
        this.rows, this.slider(), this.buttons(), this.bits, this.status));
    this.rows.addEventListener("click", (/** @type {MouseEvent} */ event) => this.clicked(event));
    const sizes = new ResizeObserver(() => this.resized());
    sizes.observe(this.root);
    signal.addEventListener("abort", () => {
      sizes.disconnect();
      this.pause();
    });
  }

  /** @param {"text" | "key_field"} word @param {"payload" | "key"} kind */
  field(word, kind) {
    const problem = element("span", { className: "fbf-mask-problem", id: freshId("problem") });
    const input = element("input", { type: "text", className: "fbf-code", spellcheck: false, autocomplete: "off", id: freshId(kind),
      "aria-describedby": problem.id });
    input.addEventListener("input", () => this.send(kind, input.value));
    input.addEventListener("blur", () => this.showPicture());
    const made = element("span", { className: `fbf-mask-field fbf-mask-field-${kind}` }, element("label", { for: input.id }, this.words[word]), input, problem);
    return { element: made, input, problem, kind, refused: /** @type {{problem: string, value: string} | null} */ (null) };
  }

  slider() {
    this.range = element("input", { type: "range", min: 0, step: 1, id: freshId("done") });
    this.range.addEventListener("input", () => this.go(Number(this.range.value)));
    this.count = element("output", { className: "fbf-code" });
    return element("div", { className: "fbf-line fbf-mask-slider" }, element("label", { for: this.range.id }, this.words.done), this.range, this.count);
  }

  buttons() {
    this.stepButton = button("fbf-tool", this.words.step, () => this.go(this.done() + 1));
    this.backButton = button("fbf-tool", this.words.back, () => this.go(this.done() - 1));
    this.playButton = button("fbf-tool", this.words.play, () => (this.beat ? this.pause() : this.play()));
    const turn = button("fbf-tool", this.words.turn, () => this.send("turn", null));
    const again = button("fbf-tool", this.words.again, () => {
      this.go(0);
      this.send("again", null);
    });
    return element("div", { className: "fbf-line" }, this.backButton, this.stepButton, this.playButton, turn, again);
  }

  // --- how far the mask has come ---

  /** @returns {Meeting[]} */
  bytes() {
    return this.model.get("_picture").bytes;
  }

  done() {
    return Math.min(this.model.get("done"), this.bytes().length);
  }

  /** @param {number} done */
  go(done) {
    this.pause();
    this.move(done);
  }

  /** @param {number} done */
  move(done) {
    this.model.set("done", Math.max(0, Math.min(done, this.bytes().length)));
    this.model.save_changes();
  }

  play() {
    if (this.done() === this.bytes().length) this.move(0);
    this.beat = window.setInterval(() => {
      this.move(this.done() + 1);
      if (this.done() === this.bytes().length) this.pause();
    }, BEAT);
    this.playButton.textContent = this.words.pause;
  }

  pause() {
    clearInterval(this.beat);
    this.beat = 0;
    this.playButton.textContent = this.words.play;
  }

  /** A byte that is clicked is the last one that is masked. @param {MouseEvent} event */
  clicked(event) {
    const cell = /** @type {HTMLElement} */ (event.target).closest("[data-place]");
    if (cell) this.go(Number(/** @type {HTMLElement} */ (cell).dataset.place) + 1);
  }

  // --- to the kernel ---

  /** @param {string} kind @param {string | null} value */
  send(kind, value) {
    this.edits.send({ kind, value });
  }

  // --- from the kernel ---

  showPicture() {
    const picture = this.model.get("_picture");
    this.noteRefusal(this.text, picture.text);
    this.noteRefusal(this.key, picture.key);
    if (!this.edits.take(picture.answers)) return;
    this.status.textContent = "";
    this.showField(this.text, picture.text);
    this.showField(this.key, picture.key);
    this.moved.textContent = picture.moved;
    this.lay();
    this.showDone();
  }

  /**
   * What is being typed stays as it is typed, and what was refused stays until it is mended.
   * @param {any} field @param {string} value
   */
  showField(field, value) {
    const isTyped = field.input === /** @type {any} */ (this.root.getRootNode()).activeElement;
    if (!isTyped && !field.refused) field.input.value = value;
    const problem = field.refused?.problem ?? "";
    field.problem.textContent = problem ? `✗ ${problem}` : "";
    if (problem) field.input.setAttribute("aria-invalid", "true");
    else field.input.removeAttribute("aria-invalid");
  }

  /**
   * An edit of the field is refused or taken; a value that comes from elsewhere ends a refusal, too.
   * @param {any} field @param {string} value
   */
  noteRefusal(field, value) {
    const { answers, problem } = this.model.get("_picture");
    if (this.edits.areAnswered(answers) && answers.kind === field.kind) field.refused = problem ? { problem, value } : null;
    if (field.refused && field.refused.value !== value) field.refused = null;
  }

  /** One table for as many bytes as there is room for side by side. */
  lay() {
    const bytes = this.bytes();
    const layout = JSON.stringify([this.inARow, bytes]);
    if (layout === this.drawn) return;
    this.drawn = layout;
    const starts = [...Array(Math.ceil(bytes.length / this.inARow)).keys()].map((row) => row * this.inARow);
    this.rows.replaceChildren(...starts.map((start) => this.layTable(bytes.slice(start, start + this.inARow), start)));
  }

  /** @param {Meeting[]} bytes @param {number} start */
  layTable(bytes, start) {
    const places = bytes.map((_, index) => element("th", { scope: "col" }, String(start + index)));
    const head = element("tr", {}, element("th", { scope: "row" }, this.words.place), ...places);
    const rows = ROWS.map((row) => element("tr", {}, element("th", { scope: "row" }, this.words[row]), ...bytes.map((byte, index) => this.layCell(row, byte[row], start + index))));
    return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  }

  /** @param {string} row @param {Byte} byte @param {number} place */
  layCell(row, byte, place) {
    const cell = element("td", { className: "fbf-code" }, element("span", { className: "fbf-mask-shown" }, byte.shown), element("span", {}, byte.hex));
    cell.dataset.place = String(place);
    cell.dataset.row = row;
    return coloured(cell, this.words.fields[row]);
  }

  showDone() {
    const [bytes, done] = [this.bytes(), this.done()];
    this.range.max = String(bytes.length);
    this.range.value = String(done);
    this.count.textContent = `${done} / ${bytes.length}`;
    offer(this.backButton, done > 0);
    offer(this.stepButton, done < bytes.length);
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (this.rows.querySelectorAll("[data-place]"))) {
      const place = Number(cell.dataset.place);
      cell.classList.toggle("fbf-mask-now", place === done - 1);
      cell.classList.toggle("fbf-mask-ahead", cell.dataset.row === "masked" && place >= done);
    }
    this.showBits(bytes[done - 1], done - 1);
  }

  /** @param {Meeting | undefined} byte @param {number} place */
  showBits(byte, place) {
    if (!byte) {
      this.bits.replaceChildren(element("p", {}, this.words.nothing_yet));
      return;
    }
    const sentence = this.words.meets.replace("{place}", String(place)).replace("{turn}", String(byte.turn));
    const rows = ROWS.map((row) => element("tr", {}, element("th", { scope: "row" }, this.words[row]),
      ...[...byte[row].bits].map((bit, index) => this.layBit(row, bit, byte.key.bits[index] === "1"))));
    this.bits.replaceChildren(element("p", {}, sentence), element("table", { "aria-label": this.words.bits }, element("tbody", {}, ...rows)));
  }

  /** @param {string} row @param {string} bit @param {boolean} turns */
  layBit(row, bit, turns) {
    const cell = element("td", { className: "fbf-code" }, bit);
    cell.classList.toggle("fbf-mask-turned", turns && row !== "payload");
    return coloured(cell, this.words.fields[row]);
  }

  /** As many bytes side by side as the notebook leaves room for: a whole number of keys. */
  resized() {
    const isNarrow = this.root.clientWidth < NARROW;
    this.root.classList.toggle("fbf-narrow", isNarrow);
    const [cell, edges] = isNarrow ? [NARROW_CELL, NARROW_EDGES] : [WIDE_CELL, WIDE_EDGES];
    const room = Math.floor((this.root.clientWidth - edges - HEAD) / cell);
    const inARow = Math.max(4, Math.min(16, room - (room % 4)));
    if (inARow === this.inARow) return;
    this.inARow = inARow;
    this.lay();
    this.showDone();
  }
}

function made(/** @type {any} */ model, /** @type {AbortSignal} */ signal) {
  const view = new PlayerView(model, signal);
  view.showPicture();
  return view;
}

export default { render: renderer(made, { _picture: (view) => view.showPicture(), done: (view) => view.showDone() }) };
