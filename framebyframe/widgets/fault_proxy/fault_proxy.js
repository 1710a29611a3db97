// The controls of a fault proxy: sliders, switches, buttons, a plan as text, and the last things it did.
import { Edits, button, coloured, element, freshId, narrowBelow, renderer } from "../page.js";

/**
 * @typedef {{place: number, of: number, shown: string}} Slider
 * @typedef {{text: string, tone: string}} Cell
 */

const NARROW = 640; // pixels
const FIRST_CODE = 1001; // after 1012 a client stays away for longer than most calls wait

class PanelView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => (this.status.textContent = this.words.busy));
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.root = element("div", { className: "fbf-widget fbf-faults", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, this.planLine(), this.sliderGrid(), this.switchLine(), this.strikeLine(), this.status, this.table()));
    narrowBelow(this.root, NARROW, signal);
    this.model.send({ kind: "here", view: this.edits.view });
    signal.addEventListener("abort", () => this.model.send({ kind: "gone", view: this.edits.view }));
  }

  planLine() {
    this.plan = element("input", { type: "text", className: "fbf-code", spellcheck: false, autocomplete: "off", id: freshId("plan") });
    this.isUnsent = false; // what is typed, or was refused, and not sent (again)
    this.plan.addEventListener("input", () => (this.isUnsent = true));
    this.plan.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const plain = !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
      if (event.key === "Enter" && plain) this.sendPlan(this.plan.value);
    });
    return element("div", { className: "fbf-line fbf-faults-plan" }, element("label", { for: this.plan.id }, this.words.plan), this.plan,
      button("fbf-tool", this.words.apply, () => this.sendPlan(this.plan.value)),
      button("fbf-tool", this.words.no_faults, () => this.sendPlan("")));
  }

  sliderGrid() {
    /** @type {Record<string, {range: any, shown: any}>} */
    this.sliders = {};
    return element("div", { className: "fbf-faults-sliders" },
      ...Object.entries(this.model.get("_picture").sliders).map(([kind, slider]) => this.slider(kind, slider)));
  }

  /** @param {string} kind @param {Slider} slider */
  slider(kind, slider) {
    const range = element("input", { type: "range", min: 0, max: slider.of, step: 1, id: freshId(kind) });
    const shown = element("output", { className: "fbf-code" });
    range.addEventListener("input", () => this.send("slide", { kind, place: Number(range.value) }));
    this.sliders[kind] = { range, shown };
    return element("div", { className: "fbf-faults-slider" }, element("label", { for: range.id }, this.words[kind]), range, shown);
  }

  switchLine() {
    /** @type {Record<string, any>} */
    this.switches = {};
    return element("div", { className: "fbf-line", role: "group", "aria-label": this.words.switches },
      ...Object.keys(this.model.get("_picture").switches).map((name) => this.switch(name)));
  }

  /** @param {string} name */
  switch(name) {
    const box = element("input", { type: "checkbox", id: freshId(name), role: "switch" });
    box.addEventListener("change", () => this.send("switch", { name, on: box.checked }));
    this.switches[name] = box;
    return element("span", { className: "fbf-faults-together" }, box, element("label", { for: box.id }, this.words[name]));
  }

  strikeLine() {
    const strikes = Object.entries(this.words.strike_plans).map(([name, plan]) =>
      button("fbf-tool", this.words[name], () => this.send("strike", plan)));
    const code = element("input", { type: "number", className: "fbf-code", min: 1000, max: 4999, value: FIRST_CODE, id: freshId("code") });
    const close = button("fbf-tool", this.words.close, () => this.send("strike", `close ${code.value}`));
    return element("div", { className: "fbf-line", role: "group", "aria-label": this.words.strikes },
      element("span", { className: "fbf-faults-name" }, this.words.now), ...strikes,
      element("span", { className: "fbf-faults-together" }, element("label", { for: code.id }, this.words.code), code, close));
  }

  table() {
    const names = this.words.heads.map((/** @type {string} */ name) => element("th", { scope: "col" }, name));
    this.rows = element("tbody");
    this.open = element("p", { className: "fbf-faults-name" });
    return element("div", { className: "fbf-faults-rows" },
      element("table", { "aria-label": this.words.rows }, element("thead", {}, element("tr", {}, ...names)), this.rows), this.open);
  }

  // --- to the kernel ---

  /** @param {string} kind @param {any} value */
  send(kind, value) {
    this.edits.send({ kind, value });
  }

  /** @param {string} plan as text */
  sendPlan(plan) {
    this.isUnsent = false;
    this.send("plan", plan);
  }

  // --- from the kernel ---

  showPlan() {
    const picture = this.model.get("_picture");
    if (!this.edits.take(picture.answers)) return;
    const problem = this.edits.areAnswered(picture.answers) ? picture.problem : "";
    this.status.textContent = problem ? `✗ ${problem}` : "";
    if (problem && picture.where === "plan") this.refuseText();
    else this.showText(picture.plan);
    for (const [kind, slider] of Object.entries(picture.sliders)) this.showSlider(kind, slider);
    for (const [name, box] of Object.entries(this.switches)) box.checked = picture.switches[name];
  }

  refuseText() {
    this.isUnsent = true;
    this.plan.setAttribute("aria-invalid", "true");
  }

  /** What is typed stays as it is typed, until it is sent. @param {string} plan */
  showText(plan) {
    if (this.isUnsent) return;
    this.plan.removeAttribute("aria-invalid");
    this.plan.value = plan;
  }

  /** @param {string} kind @param {Slider} slider */
  showSlider(kind, slider) {
    const { range, shown } = this.sliders[kind];
    range.value = String(slider.place);
    range.setAttribute("aria-valuetext", slider.shown);
    shown.textContent = slider.shown;
  }

  showRows() {
    const { rows, open } = this.model.get("_rows");
    this.open.textContent = open;
    this.rows.replaceChildren(...rows.map((/** @type {Cell[]} */ cells) => element("tr", {}, ...cells.map((cell) => this.cell(cell)))));
  }

  /** @param {Cell} cell */
  cell(cell) {
    const made = element("td", {}, cell.text);
    return cell.tone ? coloured(made, `tone-${cell.tone}`) : made;
  }
}

function made(/** @type {any} */ model, /** @type {AbortSignal} */ signal) {
  const view = new PanelView(model, signal);
  view.showPlan();
  view.showRows();
  return view;
}

export default { render: renderer(made, { _picture: (view) => view.showPlan(), _rows: (view) => view.showRows() }) };
