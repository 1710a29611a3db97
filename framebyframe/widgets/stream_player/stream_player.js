// The stream player: the bytes of a stream, a knife, and what readers give. What is given, the kernel says.
import { Edits, button, coloured, element, freshId, narrowBelow, offer, renderer } from "../page.js";

/**
 * @typedef {{place: number, hex: string, shown: string, field: string, cut: boolean, fed: boolean, held: boolean, begins: boolean}} Byte
 * @typedef {{number: number, size: string, fed: boolean, kit: string, mine: string, parts: boolean}} Row
 * @typedef {{hidden: string}} HiddenRows
 */

const NARROW = 560; // pixels
const FIELDS = ["opcode", "payload_length", "masking_key", "masked_payload", "payload_data"];
const LEGEND = { out: "fed", held: "fed fbf-stream-held", to_come: "to-come", begins: "begins" };
const MOVES = /** @type {Record<string, (place: number, row: number, size: number) => number>} */ ({
  ArrowRight: (place) => place + 1,
  ArrowLeft: (place) => place - 1,
  ArrowDown: (place, row) => place + row,
  ArrowUp: (place, row) => place - row,
  Home: () => 0,
  End: (_place, _row, size) => size - 1,
});

class StreamView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => (this.status.textContent = this.words.busy));
    this.answered = 0;
    this.caret = 0;
    /** @type {number | null} */
    this.queued = null;
    /** @type {HTMLButtonElement[]} */
    this.cells = [];
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.state = element("p", { className: "fbf-stream-state", role: "status" });
    this.before = element("p", { className: "fbf-stream-rest" });
    this.behind = element("p", { className: "fbf-stream-rest" });
    this.grid = element("div", { className: "fbf-stream-grid", role: "group", "aria-label": this.words.grid });
    this.table = element("div", { className: "fbf-stream-table" });
    this.root = element("div", { className: "fbf-widget fbf-stream", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, this.before, this.grid, this.behind, this.legend(), this.knife(), this.buttons(), this.state, this.table, this.status));
    this.grid.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.moved(event));
    narrowBelow(this.root, NARROW, signal);
    const sizes = new ResizeObserver(() => this.numberRows());
    sizes.observe(this.grid);
    signal.addEventListener("abort", () => sizes.disconnect());
  }

  /** One cut that slides through the stream, and ways to cut it. */
  knife() {
    this.range = element("input", { type: "range", min: 0, value: 0, step: 1, id: freshId("knife") });
    this.range.addEventListener("input", () => this.slide(Number(this.range.value)));
    this.count = element("output", { className: "fbf-code" });
    this.ways = element("select", { id: freshId("ways") });
    this.ways.addEventListener("change", () => this.ways.value && this.send("way", this.ways.value));
    return element("div", { className: "fbf-line" },
      element("label", { for: this.ways.id }, this.words.ways), this.ways,
      element("span", { className: "fbf-line fbf-stream-knife" }, element("label", { for: this.range.id }, this.words.one_cut), this.range, this.count));
  }

  /** How a byte looks whose frame was given, one that waits, and the others; and the colours of the fields. */
  legend() {
    const looks = Object.entries(LEGEND).map(([word, look]) => this.entry(word, look, ""));
    const fields = FIELDS.map((field) => this.entry(field, "fed", field));
    return element("div", {},
      element("ul", { className: "fbf-stream-legend", "aria-label": this.words.legend }, ...looks),
      element("ul", { className: "fbf-stream-legend", "aria-label": this.words.fields }, ...fields));
  }

  /** @param {string} word @param {string} look @param {string} field */
  entry(word, look, field) {
    const sample = element("span", { className: `fbf-stream-sample fbf-stream-${look}`, "aria-hidden": "true" });
    return element("li", {}, field ? coloured(sample, field) : sample, this.words[word]);
  }

  buttons() {
    this.feedButton = button("fbf-tool", this.words.feed, () => this.send("feed", null));
    this.allButton = button("fbf-tool", this.words.feed_all, () => this.send("feed_all", null));
    this.againButton = button("fbf-tool", this.words.again, () => this.send("again", null));
    return element("div", { className: "fbf-line" }, this.feedButton, this.allButton, this.againButton);
  }

  // --- to the kernel ---

  /** @param {string} kind @param {string | number | null} value */
  send(kind, value) {
    this.edits.send({ kind, value });
  }

  /** While the kernel works on a place, only the last one that the slider passed is kept. @param {number} place */
  slide(place) {
    this.count.textContent = String(place);
    if (this.answered < this.edits.last) this.queued = place;
    else this.send("one_cut", place);
  }

  /** @param {KeyboardEvent} event */
  moved(event) {
    const move = MOVES[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const size = this.model.get("_picture").size;
    this.caret = Math.max(0, Math.min(size - 1, move(this.caret, this.inARow(), size)));
    const cell = this.cellAt(this.caret);
    if (cell) this.enter(cell);
    else this.send("look", this.caret);
  }

  /** How many bytes stand in one row. */
  inARow() {
    const top = this.cells[0]?.offsetTop;
    const next = this.cells.findIndex((cell) => cell.offsetTop !== top);
    return next > 0 ? next : this.cells.length;
  }

  /** At the left of each row stands the place of its first byte. */
  numberRows() {
    const row = this.inARow();
    this.cells.forEach((cell, index) => cell.classList.toggle("fbf-stream-first", index % row === 0));
  }

  /** @param {number} place */
  cellAt(place) {
    return this.cells.find((cell) => Number(cell.dataset.place) === place);
  }

  /** One byte is in the tab order: the last one that was looked at. @param {HTMLButtonElement} cell */
  enter(cell) {
    this.offerTab(cell);
    cell.focus();
  }

  /** @param {HTMLButtonElement | undefined} chosen */
  offerTab(chosen) {
    for (const cell of this.cells) cell.tabIndex = cell === chosen ? 0 : -1;
  }

  // --- from the kernel ---

  showPicture() {
    const picture = this.model.get("_picture");
    if (this.edits.areAnswered(picture.answers)) this.answered = picture.answers.edit;
    if (!this.edits.take(picture.answers)) return;
    this.status.textContent = picture.problem ? `✗ ${picture.problem}` : "";
    this.showKnife(picture);
    this.showBytes(picture.window);
    this.showTable(picture);
    this.state.textContent = [picture.state, picture.parting].filter(Boolean).join(" ");
    offer(this.feedButton, picture.fed < picture.pieces);
    offer(this.allButton, picture.fed < picture.pieces);
    offer(this.againButton, picture.fed > 0);
    if (this.queued !== null) {
      const place = this.queued;
      this.queued = null;
      this.send("one_cut", place);
    }
  }

  /** @param {any} picture */
  showKnife(picture) {
    this.range.max = String(picture.size - 1);
    this.range.value = String(picture.one); // 0: there is not one cut, and the first step gives the first
    this.count.textContent = picture.one ? `${picture.one} / ${picture.size}` : `– / ${picture.size}`;
    const ways = ["", ...picture.ways];
    const names = JSON.stringify(ways);
    if (this.ways.dataset.names !== names) {
      this.ways.dataset.names = names;
      this.ways.replaceChildren(...ways.map((way) => element("option", { value: way, disabled: !way, hidden: !way }, way ? this.words[`way_${way}`] : this.words.choose)));
    }
    this.ways.value = picture.way;
  }

  /** Buttons stay where they are, so that the focus stays in its place. @param {{bytes: Byte[], before: number, behind: number}} shown */
  showBytes(shown) {
    const hadFocus = this.cells.includes(/** @type {any} */ (this.grid.getRootNode()).activeElement);
    while (this.cells.length > shown.bytes.length) this.cells.pop()?.remove();
    while (this.cells.length < shown.bytes.length) this.addCell();
    shown.bytes.forEach((byte, index) => this.showByte(this.cells[index], byte));
    this.grid.style.setProperty("--digits", String(String(this.model.get("_picture").size - 1).length));
    this.numberRows();
    this.before.textContent = shown.before ? this.words.before.replace("{count}", shown.before.toLocaleString("en")) : "";
    this.behind.textContent = shown.behind ? this.words.behind.replace("{count}", shown.behind.toLocaleString("en")) : "";
    const chosen = this.cellAt(this.caret) ?? this.cells[0];
    this.caret = Number(chosen.dataset.place);
    this.offerTab(chosen);
    if (hadFocus) chosen.focus();
  }

  addCell() {
    const cell = /** @type {HTMLButtonElement} */ (element("button", { type: "button", className: "fbf-code fbf-stream-byte" },
      element("span", { className: "fbf-stream-shown" }), element("span")));
    cell.addEventListener("click", () => {
      this.caret = Number(cell.dataset.place);
      this.offerTab(cell);
      if (this.caret > 0) this.send("cut", this.caret);
      else this.status.textContent = this.words.is_first;
    });
    this.cells.push(cell);
    this.grid.append(cell);
  }

  /** @param {HTMLButtonElement} cell @param {Byte} byte */
  showByte(cell, byte) {
    const [shown, hex] = /** @type {any} */ (cell.children);
    shown.textContent = byte.shown;
    hex.textContent = byte.hex;
    cell.dataset.place = String(byte.place);
    cell.classList.toggle("fbf-stream-cut", byte.cut);
    cell.classList.toggle("fbf-stream-fed", byte.fed);
    cell.classList.toggle("fbf-stream-held", byte.held);
    cell.classList.toggle("fbf-stream-begins", byte.begins);
    cell.setAttribute("aria-pressed", String(byte.cut));
    const says = [this.words.place.replace("{place}", String(byte.place)), byte.hex, byte.cut ? this.words.is_cut : "", byte.fed ? this.words[byte.held ? "held" : "out"] : ""];
    cell.setAttribute("aria-label", says.filter(Boolean).join(", "));
    cell.title = byte.place ? this.words[byte.cut ? "uncut" : "cut"].replace("{place}", String(byte.place)) : "";
    coloured(cell, byte.field);
  }

  /** @param {any} picture */
  showTable(picture) {
    const readers = picture.has_mine ? ["kit", "mine"] : ["kit"];
    const head = ["number", "size", ...readers].map((name) => element("th", { scope: "col" }, this.words[name]));
    const rows = /** @type {(Row | HiddenRows)[]} */ (picture.rows).map((row) => ("hidden" in row ? this.layHidden(row, readers) : this.layRow(row, readers)));
    this.table.replaceChildren(element("table", { "aria-label": this.words.pieces, className: picture.has_mine ? "fbf-stream-two" : "" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)));
  }

  /** @param {HiddenRows} row @param {string[]} readers */
  layHidden(row, readers) {
    return element("tr", { className: "fbf-stream-hidden" }, element("td", { colSpan: 2 + readers.length }, row.hidden));
  }

  /** @param {Row} row @param {string[]} readers */
  layRow(row, readers) {
    const made = element("tr", {}, element("th", { scope: "row" }, String(row.number)), element("td", {}, row.size),
      ...readers.map((reader) => element("td", { className: "fbf-code" }, /** @type {any} */ (row)[reader])));
    made.classList.toggle("fbf-stream-waits", !row.fed);
    made.classList.toggle("fbf-stream-parts", row.parts);
    return made;
  }
}

function made(/** @type {any} */ model, /** @type {AbortSignal} */ signal) {
  const view = new StreamView(model, signal);
  view.showPicture();
  return view;
}

export default { render: renderer(made, { _picture: (view) => view.showPicture() }) };
