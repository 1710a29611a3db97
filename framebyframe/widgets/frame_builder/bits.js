// The bits of every frame, under the names of their fields: click, or arrow to one and press space.
import { coloured, element } from "../page.js";

/**
 * @typedef {{field: string, name: string, label: string, first: number, bits: number, shown: string,
 *   sentence: string, faulty: boolean}} Span
 * @typedef {{start: number, sentence: string, hex: string, characters: string[], spans: Span[],
 *   hidden: string, missing: string}} DrawnFrame
 */

const FIRST_ROW = 2; // bytes: the two that every frame has are drawn large

export class Bits {
  /**
   * @param {(bit: number) => void} flip
   */
  constructor(flip) {
    this.flip = flip;
    this.element = element("div", { className: "fbf-bits", role: "group", "aria-label": "Bits: arrow keys move, space flips" });
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    this.current = 0;
    this.drawn = "";
    this.otherRows = 4; // bytes: as in the RFC's picture
    /** @type {[DrawnFrame[], string]} */
    this.shown = [[], ""];
    this.element.addEventListener("click", (event) => this.clicked(event));
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    this.element.addEventListener("focusin", (event) => this.focused(event));
  }

  /**
   * @param {DrawnFrame[]} frames
   * @param {string} more
   */
  show(frames, more) {
    this.shown = [frames, more];
    const layout = JSON.stringify([more, this.otherRows, frames.map((frame) => [frame.start, frame.hidden, frame.missing, frame.hex.length, frame.spans.map((span) => [span.field, span.first, span.bits])])]);
    const hadFocus = this.element.contains(document.activeElement);
    if (layout !== this.drawn) this.lay(frames, more);
    this.drawn = layout;
    this.fill(frames);
    this.choose(Math.min(this.current, this.buttons.length - 1), hadFocus && !this.element.contains(document.activeElement));
  }

  /** @param {number} bytes in a row */
  setRow(bytes) {
    if (bytes === this.otherRows) return;
    this.otherRows = bytes;
    this.show(...this.shown);
  }

  /** @param {DrawnFrame[]} frames @param {string} more */
  lay(frames, more) {
    this.buttons = [];
    const drawn = frames.map((frame, index) => this.layFrame(frame, frames.length > 1 ? index + 1 : 0));
    const rest = more ? [element("p", { className: "fbf-more" }, `… ${more}`)] : [];
    this.element.replaceChildren(...drawn, ...rest);
    if (!frames.length) this.element.append(element("p", { className: "fbf-more" }, "No bytes yet. Choose an example, or write one below."));
  }

  /** @param {DrawnFrame} frame @param {number} number */
  layFrame(frame, number) {
    const made = element("div", { className: "fbf-frame" });
    if (number) made.append(element("p", { className: "fbf-frame-title" }));
    const bytes = frame.hex.length / 2;
    for (let start = 0; start < bytes; ) {
      const size = start === 0 ? FIRST_ROW : this.otherRows;
      made.append(this.layRow(frame, start, Math.min(size, bytes - start)));
      start += size;
    }
    const notes = [frame.hidden && `… ${frame.hidden}`, frame.missing && `… at least ${frame.missing} to come`];
    for (const note of notes.filter(Boolean)) made.append(element("p", { className: "fbf-more" }, note));
    return made;
  }

  /** @param {DrawnFrame} frame @param {number} start @param {number} bytes */
  layRow(frame, start, bytes) {
    const columns = 8 * (start === 0 ? FIRST_ROW : this.otherRows);
    const row = element("div", { className: start === 0 ? "fbf-row fbf-large" : "fbf-row" });
    row.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    const [first, stop] = [start * 8, (start + bytes) * 8];
    for (const span of frame.spans) {
      const [from, to] = [Math.max(span.first, first), Math.min(span.first + span.bits, stop)];
      if (from < to) row.append(this.layLabel(span, from, to, first));
      for (let bit = from; bit < to; bit++) row.append(this.layBit(frame, span, bit, bit - first));
    }
    for (let byte = start; byte < start + bytes; byte++) {
      const cell = element("div", { className: "fbf-byte fbf-code" });
      cell.style.gridColumn = `${(byte - start) * 8 + 1} / span 8`;
      cell.dataset.byte = String(frame.start + byte);
      row.append(cell);
    }
    return row;
  }

  /** @param {Span} span @param {number} from @param {number} to @param {number} first */
  layLabel(span, from, to, first) {
    const label = element("div", { className: "fbf-label", title: span.name, "aria-hidden": "true" }, from === span.first ? span.label : "");
    label.style.gridColumn = `${from - first + 1} / ${to - first + 1}`;
    label.dataset.span = String(span.first);
    if (span.bits === 1) label.classList.add("fbf-one-bit");
    return coloured(label, span.field);
  }

  /** @param {DrawnFrame} frame @param {Span} span @param {number} bit @param {number} column */
  layBit(frame, span, bit, column) {
    const button = element("button", { type: "button", className: "fbf-bit fbf-code", role: "switch", tabIndex: -1 });
    button.style.gridColumn = String(column + 1);
    button.dataset.bit = String(frame.start * 8 + bit);
    if (bit === span.first) button.classList.add("fbf-first");
    if (bit === span.first + span.bits - 1) button.classList.add("fbf-last");
    this.buttons.push(button);
    return coloured(button, span.field);
  }

  /** What changes where the layout stays. @param {DrawnFrame[]} frames */
  fill(frames) {
    const bits = this.buttons.values();
    for (const frame of frames) {
      const bytes = frame.hex.match(/../g) ?? [];
      for (const span of frame.spans) {
        const stop = Math.min(span.first + span.bits, bytes.length * 8);
        for (let bit = span.first; bit < stop; bit++) {
          const button = bits.next().value;
          if (!button) return;
          set(button, ((parseInt(bytes[bit >> 3], 16) >> (7 - (bit & 7))) & 1) === 1);
          button.classList.toggle("fbf-faulty", span.faulty);
          const place = span.bits > 1 ? `, bit ${bit - span.first + 1} of ${span.bits}` : "";
          button.setAttribute("aria-label", `${span.name}${place}, byte ${frame.start + (bit >> 3)}${span.faulty ? ", breaks a rule" : ""}`);
          button.title = `${span.name} ${span.shown}: ${span.sentence}`;
        }
      }
      bytes.forEach((byte, index) => this.fillByte(frame.start + index, byte, frame.characters[index]));
    }
    for (const [index, title] of [...this.element.querySelectorAll(".fbf-frame-title")].entries())
      title.textContent = `Frame ${index + 1}: ${frames[index].sentence}`;
    for (const [index, drawn] of [...this.element.querySelectorAll(".fbf-frame")].entries())
      for (const label of drawn.querySelectorAll(".fbf-label")) {
        const span = frames[index]?.spans.find((one) => String(one.first) === label.dataset.span);
        label.classList.toggle("fbf-faulty", Boolean(span?.faulty));
      }
  }

  /** @param {number} index @param {string} byte @param {string} character */
  fillByte(index, byte, character) {
    const cell = this.element.querySelector(`[data-byte="${index}"]`);
    cell?.replaceChildren(byte, element("span", { className: "fbf-character" }, character));
  }

  /** Go to a bit, if it is drawn. @param {number} bit */
  goTo(bit) {
    const index = this.buttons.findIndex((button) => button.dataset.bit === String(bit));
    if (index >= 0) this.choose(index, true);
    return index >= 0;
  }

  /** Of all bits one takes part in tabbing. @param {number} index @param {boolean} focus */
  choose(index, focus) {
    this.current = Math.max(0, index);
    this.buttons.forEach((button, at) => (button.tabIndex = at === this.current ? 0 : -1));
    if (focus) this.buttons[this.current]?.focus();
  }

  /** @param {FocusEvent} event */
  focused(event) {
    const index = this.buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (index >= 0 && index !== this.current) this.choose(index, false);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button) this.turn(/** @type {HTMLButtonElement} */ (button));
  }

  /** On the page at once; the kernel confirms it. @param {HTMLButtonElement} button */
  turn(button) {
    set(button, button.getAttribute("aria-checked") !== "true");
    this.flip(Number(button.dataset.bit));
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button = this.buttons[this.current];
    if (!button) return;
    if (event.key === "0" || event.key === "1") {
      if ((button.getAttribute("aria-checked") === "true") !== (event.key === "1")) this.turn(button);
      this.choose(Math.min(this.current + 1, this.buttons.length - 1), true);
    } else if (event.key in STEPS) this.choose(this.neighbour(button, STEPS[event.key]), true);
    else return;
    event.preventDefault();
  }

  /** @param {HTMLButtonElement} button @param {[number, number]} step */
  neighbour(button, [across, down]) {
    if (across === Infinity || across === -Infinity) {
      const row = this.rowOf(button);
      return this.buttons.indexOf(across > 0 ? row[row.length - 1] : row[0]);
    }
    if (across) return Math.min(Math.max(this.current + across, 0), this.buttons.length - 1);
    return this.buttons.indexOf(this.above(button, down));
  }

  /** @param {HTMLElement} button @returns {HTMLButtonElement[]} */
  rowOf(button) {
    return this.buttons.filter((other) => other.parentElement === button.parentElement);
  }

  /** The bit nearest to this one in the row above or below. @param {HTMLButtonElement} button @param {number} down */
  above(button, down) {
    const rows = [...this.element.querySelectorAll(".fbf-row")];
    const row = rows[rows.indexOf(/** @type {Element} */ (button.parentElement)) + down];
    const bits = this.buttons.filter((other) => other.parentElement === row);
    const middle = (/** @type {HTMLElement} */ one) => one.getBoundingClientRect().left + one.offsetWidth / 2;
    const distance = (/** @type {HTMLElement} */ one) => Math.abs(middle(one) - middle(button));
    return bits.reduce((best, other) => (distance(other) < distance(best) ? other : best), bits[0] ?? button);
  }
}

/** @type {Record<string, [number, number]>} */
const STEPS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

/** @param {HTMLButtonElement} button @param {boolean} on */
function set(button, on) {
  button.setAttribute("aria-checked", String(on));
  button.textContent = on ? "1" : "0";
}
