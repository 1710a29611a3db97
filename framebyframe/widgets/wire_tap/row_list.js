// A list of any length of which only the rows in sight are on the page. The kernel sends them when they are asked for.
import { element, freshId } from "../page.js";

/**
 * @typedef {[string, string]} Part
 * @typedef {{place: number, time: string, connection: number, sender: string, sign: string, parts: Part[], wrong: boolean}} Row
 * @typedef {{place: number, sender: string, sign: string, left: Part[], right: Part[], verdict: string, words: string, wrong: boolean}} Pair
 * @typedef {{version: number, first: number, count: number, following: boolean, is_live: boolean, columns: string[], chosen: string}} Shown
 * @typedef {{version: number, first: number, rows: (Row | Pair)[]}} Sent
 */

const ROW = 26; // pixels
const MARGIN = 10; // rows above and below those in sight
const VERDICTS = /** @type {Record<string, [string, string]>} */ ({
  same: ["=", "tone-right"],
  chance: ["≈", "tone-right"],
  differs: ["≠", "tone-wrong"],
  left: ["◂", "tone-hint"],
  right: ["▸", "tone-hint"],
});

export class RowList {
  /**
   * @param {Record<string, string>} words
   * @param {{ask: (first: number, count: number) => void, open: (place: number) => void, unfollow: () => void, moved: () => void}} to
   */
  constructor(words, to) {
    this.words = words;
    this.to = to;
    this.shown = /** @type {Shown} */ ({ version: 0, first: 0, count: 0, following: false, is_live: false, columns: [], chosen: "" });
    /** @type {Map<number, Row | Pair>} */
    this.rows = new Map();
    /** @type {HTMLElement[]} */
    this.lines = [];
    /** @type {number | null} */
    this.current = null;
    /** @type {number | null} */
    this.opened = null;
    this.isWaiting = false;
    this.isStale = false;
    this.space = element("div", { className: "fbf-tap-space", role: "presentation" });
    this.nothing = element("p", { className: "fbf-tap-nothing" });
    this.heads = element("div", { className: "fbf-tap-pair fbf-tap-heads", "aria-hidden": "true" });
    this.list = element("div", { className: "fbf-tap-list fbf-code", role: "listbox", tabIndex: 0 }, this.space);
    this.element = element("div", {}, this.heads, this.list, this.nothing);
    this.list.addEventListener("scroll", () => this.scrolled());
    this.list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.pressed(event));
    this.list.addEventListener("click", (/** @type {MouseEvent} */ event) => this.clicked(event));
  }

  // --- what there is ---

  /**
   * @param {Shown} shown
   * @param {string} nothing what to say where there are no rows
   * @param {Sent} ready rows that came along
   */
  show(shown, nothing, ready) {
    const isOther = shown.version !== this.shown.version;
    const isChosen = shown.chosen !== this.shown.chosen;
    const gone = isOther ? 0 : shown.first - this.shown.first;
    this.shown = shown;
    if (isOther) this.forget();
    this.list.hidden = shown.count === 0;
    this.nothing.hidden = shown.count > 0;
    this.nothing.textContent = nothing;
    this.list.setAttribute("aria-label", shown.columns.length ? this.words.pairs : this.words.list);
    this.showHeads(shown.columns);
    this.space.style.height = `${shown.count * ROW}px`;
    if (shown.following) this.list.scrollTop = shown.count * ROW;
    else if (isChosen) this.list.scrollTop = 0;
    else if (gone) this.list.scrollTop -= gone * ROW;
    this.keep(ready);
    const [first, stop] = this.sight();
    if (first < ready.first || stop > ready.first + ready.rows.length) this.ask();
    this.draw();
  }

  forget() {
    this.rows.clear();
    this.current = null;
  }

  /** @param {string[]} columns */
  showHeads(columns) {
    this.heads.hidden = columns.length === 0;
    this.heads.replaceChildren(...(columns.length ? [columns[0], "", columns[1]] : []).map((name) => element("span", {}, name)));
  }

  /** The place of the row that is open. @param {number | null} place @param {boolean} goThere */
  showOpened(place, goThere) {
    this.opened = place;
    if (place !== null && goThere) {
      this.current = place;
      this.bringIntoSight(place);
    }
    this.draw();
  }

  /** The answer to a question. @param {Sent} sent */
  take(sent) {
    this.isWaiting = false;
    this.keep(sent);
    this.draw();
    if (this.isStale || sent.version !== this.shown.version) this.ask();
  }

  /** @param {Sent} sent */
  keep(sent) {
    if (sent.version === this.shown.version) for (const row of sent.rows) this.rows.set(row.place, row);
  }

  // --- what is in sight ---

  /** The first place to be drawn, and the place behind the last one. */
  sight() {
    const first = this.shown.first + Math.floor(this.list.scrollTop / ROW) - MARGIN;
    const stop = first + Math.ceil((this.list.clientHeight || 1) / ROW) + 2 * MARGIN;
    const end = this.shown.first + this.shown.count;
    return [Math.max(this.shown.first, Math.min(first, end)), Math.min(stop, end)];
  }

  /** One question at a time; what has changed meanwhile is asked for afterwards. */
  ask() {
    this.isStale = this.isWaiting;
    if (this.isWaiting || !this.shown.count) return;
    const [first, stop] = this.sight();
    this.isWaiting = true;
    this.to.ask(first, stop - first);
  }

  scrolled() {
    const isAtEnd = this.list.scrollTop + this.list.clientHeight >= this.list.scrollHeight - ROW;
    if (this.shown.following && this.shown.is_live && !isAtEnd) this.leaveEnd();
    const [first, stop] = this.sight();
    for (let place = first; place < stop; place++)
      if (!this.rows.has(place)) {
        this.ask();
        break;
      }
    this.draw();
  }

  /** Somebody looks at earlier rows. */
  leaveEnd() {
    this.shown = { ...this.shown, following: false };
    this.to.unfollow();
  }

  /** @param {number} place */
  bringIntoSight(place) {
    const top = (place - this.shown.first) * ROW;
    const room = this.list.clientHeight - ROW;
    if (top < this.list.scrollTop) this.list.scrollTop = top;
    else if (top > this.list.scrollTop + room) this.list.scrollTop = top - room;
  }

  // --- drawing ---

  draw() {
    const [first, stop] = this.sight();
    while (this.lines.length > stop - first) this.lines.pop()?.remove();
    while (this.lines.length < stop - first) this.addLine();
    this.lines.forEach((line, index) => this.drawLine(line, first + index));
    for (const place of this.rows.keys()) if (place < first - 400 || place > stop + 400) this.rows.delete(place);
    const current = this.lines.find((line) => Number(line.dataset.place) === this.current);
    if (current) this.list.setAttribute("aria-activedescendant", current.id);
    else this.list.removeAttribute("aria-activedescendant");
  }

  addLine() {
    const line = element("div", { className: "fbf-tap-row", role: "option", id: freshId("row") });
    this.lines.push(line);
    this.space.append(line);
  }

  /** @param {any} line @param {number} place */
  drawLine(line, place) {
    const row = this.rows.get(place);
    line.style.top = `${(place - this.shown.first) * ROW}px`;
    line.dataset.place = String(place);
    line.setAttribute("aria-posinset", String(place - this.shown.first + 1));
    line.setAttribute("aria-setsize", String(this.shown.count));
    line.setAttribute("aria-selected", String(place === this.opened));
    line.classList.toggle("fbf-tap-current", place === this.current);
    if (line.row === row && row) return;
    line.row = row;
    line.classList.toggle("fbf-tap-wrong", Boolean(row?.wrong));
    line.classList.toggle("fbf-tap-pair", Boolean(row && "verdict" in row));
    line.replaceChildren(...(row ? ("verdict" in row ? this.pairCells(row) : this.cells(row)) : [element("span", {}, "…")]));
    line.setAttribute("aria-label", row ? this.says(row) : "…");
  }

  /** @param {Row} row */
  cells(row) {
    return [
      element("span", { className: "fbf-tap-time" }, row.time),
      element("span", { className: "fbf-tap-number" }, `#${row.connection}`),
      sign(row),
      element("span", { className: "fbf-tap-words" }, ...painted(row.parts)),
    ];
  }

  /** @param {Pair} pair */
  pairCells(pair) {
    const [mark, look] = VERDICTS[pair.verdict];
    const side = (/** @type {Part[]} */ parts) => element("span", { className: "fbf-tap-words" }, sign(pair), " ", ...painted(parts.map(([words, of]) => [`${words} `, of])));
    return [
      pair.left.length ? side(pair.left) : element("span", { className: "fbf-tap-words" }),
      inked(element("span", { className: "fbf-tap-verdict", title: pair.words }, mark), look),
      pair.right.length ? side(pair.right) : element("span", { className: "fbf-tap-words" }),
    ];
  }

  /** @param {Row | Pair} row */
  says(row) {
    const words = (/** @type {Part[]} */ parts) => parts.map(([one]) => one).join(" ").replace(/\s+/g, " ").trim();
    const sender = this.words[row.sender] ?? "";
    if ("verdict" in row)
      return fill(this.words.pair, { sender, left: words(row.left) || this.words.only, right: words(row.right) || this.words.only, words: row.words });
    const about = { time: row.time, connection: String(row.connection), sender, words: words(row.parts) };
    return fill(row.sender ? this.words.row : this.words.row_here, about);
  }

  // --- keys and the mouse ---

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Enter" || event.key === " ") {
      if (this.current !== null) this.to.open(this.current);
    } else if (event.key in MOVES) this.move(MOVES[event.key]);
    else return;
    event.preventDefault();
  }

  /** @param {(place: number, page: number, last: number) => number} where */
  move(where) {
    const [low, high] = [this.shown.first, this.shown.first + this.shown.count - 1];
    const page = Math.max(1, Math.floor(this.list.clientHeight / ROW) - 1);
    const inSight = low + Math.ceil(this.list.scrollTop / ROW);
    const place = this.current === null ? (where === MOVES.End ? high : where === MOVES.Home ? low : inSight) : where(this.current, page, high);
    this.current = Math.max(low, Math.min(place, high));
    this.to.moved();
    if (this.shown.following && this.shown.is_live && this.current < high) this.leaveEnd();
    this.bringIntoSight(this.current);
    this.draw();
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const line = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".fbf-tap-row"));
    if (!line) return;
    this.current = Number(line.dataset.place);
    this.draw();
    this.to.open(this.current);
  }
}

const MOVES = /** @type {Record<string, (place: number, page: number, last: number) => number>} */ ({
  ArrowDown: (place) => place + 1,
  ArrowUp: (place) => place - 1,
  PageDown: (place, page) => place + page,
  PageUp: (place, page) => place - page,
  Home: () => 0,
  End: (_place, _page, last) => last,
});

/** @param {Part[]} parts */
function painted(parts) {
  return parts.map(([words, look]) => (look ? inked(element("span", {}, words), look) : words));
}

/** @template {HTMLElement} T @param {T} one @param {string} look @returns {T} */
function inked(one, look) {
  one.style.color = `var(--fbf-${look}-ink)`;
  one.dataset.look = look;
  return one;
}

/** @param {{sender: string, sign: string}} row */
function sign(row) {
  return element("span", { className: `fbf-tap-sign fbf-tap-${row.sender || "here"}`, "aria-hidden": "true" }, row.sign);
}

/** A text with its values in their places. @param {string} text @param {Record<string, string>} values */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
