// The time line: what each side sent, and the calls. It is a slider: its value is the row that is open.
import { button, element, freshId, marked } from "../page.js";

/**
 * @typedef {{at: number, count: number, look: string}} Tick
 * @typedef {{from: number, to: number, deep: number, look: string, open: boolean, words: string}} Bar
 * @typedef {{name: string, client: Tick[], server: Tick[], bars: Bar[], load: number[]}} Lane
 */

const SVG = marked("div", "<svg></svg>").firstChild.namespaceURI;
const HEIGHT = 60; // of a lane
const MIDDLE = { top: 17, height: 26 };
const TALLEST = 14;

export class TimeLine {
  /**
   * @param {Record<string, string>} words
   * @param {{at: (step: number) => void, open: (place: number) => void, zoom: (steps: number) => void}} to
   */
  constructor(words, to) {
    this.words = words;
    this.to = to;
    this.shown = { first: 0, count: 0 };
    /** @type {number | null} */
    this.place = null;
    this.steps = 1;
    this.alt = element("p", { className: "fbf-unseen", id: freshId("alt") });
    this.lanes = element("div", { role: "presentation" });
    this.ends = element("div", { className: "fbf-tap-ends fbf-code", role: "presentation" });
    this.slider = element("div", { className: "fbf-tap-line", role: "slider", tabIndex: 0, "aria-label": words.line, "aria-valuemin": "0", "aria-describedby": this.alt.id }, this.lanes, this.ends);
    this.slider.addEventListener("click", (/** @type {MouseEvent} */ event) => this.clicked(event));
    this.slider.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.pressed(event));
    this.more = element("p", { className: "fbf-tap-nothing" });
    this.pauses = element("p", { className: "fbf-tap-nothing fbf-tap-legend" }, words.cut_pauses);
    const tools = [["closer", 1], ["farther", -1], ["whole", 0]].map(([name, steps]) => button("fbf-tool", words[name], () => to.zoom(Number(steps))));
    this.tools = element("div", { className: "fbf-line" }, ...tools);
    this.element = element("div", { className: "fbf-tap-time-line" }, this.slider, this.alt, this.more, this.pauses, this.tools);
  }

  /** @param {any} line @param {{first: number, count: number}} shown */
  show(line, shown) {
    this.shown = shown;
    this.steps = line.steps;
    this.element.hidden = line.lanes.length === 0;
    this.alt.textContent = line.alt;
    this.more.textContent = line.more;
    this.pauses.hidden = line.breaks.length === 0;
    this.ends.replaceChildren(element("span", {}, `${line.from} s`), element("span", {}, `${line.to} s`));
    this.lanes.replaceChildren(...line.lanes.map((/** @type {Lane} */ lane) => this.lane(lane, line)));
    this.slider.setAttribute("aria-valuemax", String(Math.max(0, shown.count - 1)));
  }

  /** @param {number | null} place @param {string} title */
  showOpened(place, title) {
    this.place = place;
    this.slider.setAttribute("aria-valuenow", String(place === null ? 0 : place - this.shown.first));
    this.slider.setAttribute("aria-valuetext", title || this.words.no_row_open);
  }

  // --- drawing ---

  /** @param {Lane} lane @param {any} line */
  lane(lane, line) {
    const drawing = draw("svg", { viewBox: `0 0 ${this.steps} ${HEIGHT}`, preserveAspectRatio: "none", class: "fbf-tap-lane", "aria-hidden": "true" });
    for (const step of line.found) drawing.append(bar(step, 0, 1, HEIGHT, "tone-hint", "fbf-tap-found"));
    for (const step of line.breaks) drawing.append(bar(step, 0, 1.2, HEIGHT, "tone-plain", "fbf-tap-break", this.words.cut_pause));
    for (const tick of lane.client) drawing.append(tickBar(tick, (height) => MIDDLE.top - 2 - height));
    for (const tick of lane.server) drawing.append(tickBar(tick, () => MIDDLE.top + MIDDLE.height + 2));
    for (const one of lane.bars) drawing.append(callBar(one));
    drawing.append(...loadBars(lane.load));
    if (line.here !== null) drawing.append(bar(line.here - 0.3, 0, 0.6, HEIGHT, "", "fbf-tap-here-line"));
    return element("div", { className: "fbf-tap-lane-box", role: "presentation" }, element("span", { className: "fbf-tap-lane-name" }, lane.name), drawing);
  }

  // --- keys and the mouse ---

  /** @param {MouseEvent} event */
  clicked(event) {
    const lane = this.lanes.querySelector("svg");
    if (!lane) return;
    const box = lane.getBoundingClientRect();
    const part = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    this.to.at(part * this.steps);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [low, high] = [this.shown.first, this.shown.first + this.shown.count - 1];
    const here = this.place ?? low - 1;
    const leap = Math.max(1, Math.round(this.shown.count / 10));
    const places = /** @type {Record<string, number>} */ ({ ArrowRight: here + 1, ArrowUp: here + 1, ArrowLeft: here - 1, ArrowDown: here - 1, PageUp: here + leap, PageDown: here - leap, Home: low, End: high });
    if (event.key in ZOOMS) this.to.zoom(ZOOMS[event.key]);
    else if (event.key in places && high >= low) this.to.open(Math.max(low, Math.min(places[event.key], high)));
    else return;
    event.preventDefault();
  }
}

const ZOOMS = /** @type {Record<string, number>} */ ({ "+": 1, "=": 1, "-": -1, "0": 0 });

/** @param {string} tag @param {Record<string, string>} attributes @returns {SVGElement} */
function draw(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return /** @type {SVGElement} */ (made);
}

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {string} look @param {string} className @param {string} [title] */
function bar(x, y, width, height, look, className, title) {
  const made = draw("rect", { x: String(x), y: String(y), width: String(width), height: String(height), class: className });
  if (look) made.style.fill = `var(--fbf-${look}-line)`;
  if (title) {
    const words = draw("title", {});
    words.textContent = title;
    made.append(words);
  }
  return made;
}

/** @param {Tick} tick @param {(height: number) => number} top */
function tickBar(tick, top) {
  const height = Math.min(TALLEST, 7 + Math.log2(tick.count));
  return bar(tick.at, top(height), 0.9, height, tick.look, "fbf-tap-tick");
}

/** @param {Bar} one */
function callBar(one) {
  const made = bar(one.from, MIDDLE.top + one.deep * 4.4, Math.max(one.to - one.from, 0.6), 3.6, one.look, "fbf-tap-call", one.words);
  if (one.open) made.classList.add("fbf-tap-in-flight");
  return made;
}

/** How many calls are in flight, step by step. @param {number[]} load */
function loadBars(load) {
  const most = Math.max(1, ...load);
  return load.flatMap((number, step) => {
    const height = (number / most) * MIDDLE.height;
    return number ? [bar(step, MIDDLE.top + MIDDLE.height - height, 1.02, height, "result", "fbf-tap-load", String(number))] : [];
  });
}
