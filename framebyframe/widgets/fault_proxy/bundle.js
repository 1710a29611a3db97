// By python framebyframe/widgets/bundling.py, of modules with the sha256 d5f684c72c3ce409bae7ebbfba1b0bf145419c3c71dd170949f12aa9cdea5e98
// page.js
var BUSY_AFTER = 3e3;
function element(tag, properties = {}, ...children) {
  const made2 = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") made2.setAttribute(name, value);
    else made2[name] = value;
  }
  made2.append(...children);
  return made2;
}
function button(className, name, act) {
  const made2 = element("button", { type: "button", className }, name);
  made2.addEventListener("click", () => {
    if (made2.getAttribute("aria-disabled") !== "true") act();
  });
  return made2;
}
function coloured(one, field) {
  const name = `--fbf-${field.replaceAll("_", "-")}`;
  for (const part of ["tint", "ink", "line", "band"]) one.style.setProperty(`--${part}`, `var(${name}-${part})`);
  return one;
}
var NAMES = /* @__PURE__ */ Symbol.for("framebyframe.names");
function freshId(word) {
  const page = globalThis;
  page[NAMES] = (page[NAMES] ?? 0) + 1;
  return `fbf-${word}-${page[NAMES]}`;
}
function keepKeys(root, signal) {
  const keep = (event) => {
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (saves) return;
    event.stopPropagation();
    if (event.type === "keydown" && isForTheCell(event)) handOver(root, event);
  };
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, keep, { signal });
  for (const kind of ["copy", "cut", "paste"]) root.addEventListener(kind, (event) => event.stopPropagation(), { signal });
}
function isForTheCell(event) {
  const runs = event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
  return runs || event.key === "Escape";
}
function handOver(root, event) {
  const cell = (
    /** @type {HTMLElement | null} */
    root.closest(".jp-Cell")
  );
  if (!cell) return;
  event.preventDefault();
  focus(cell);
  if (event.key === "Enter") cell.dispatchEvent(new KeyboardEvent("keydown", event));
}
function focus(cell) {
  if (cell.tabIndex < 0) cell.tabIndex = -1;
  cell.focus();
}
var TABBABLE = "button, input, textarea, select, summary, pre, [tabindex]";
function tabOn(root, signal) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey) return;
    const parts = (
      /** @type {any[]} */
      [...root.querySelectorAll(TABBABLE)]
    );
    const last = parts.filter((part) => part.tabIndex >= 0 && part.checkVisibility()).pop();
    const next = (
      /** @type {HTMLElement | null | undefined} */
      root.closest(".jp-Cell")?.nextElementSibling
    );
    if (event.target !== last || !next?.classList.contains("jp-Cell")) return;
    event.preventDefault();
    focus(next);
  }, { signal });
}
function watchKernel(root, model, signal) {
  const sign = element("p", { className: "fbf-gone-sign", role: "status" });
  root.prepend(sign);
  const gone = () => {
    root.classList.add("fbf-gone");
    sign.textContent = "The kernel of this widget is gone. Run the notebook again, down to this cell, to bring it back.";
    for (const part of root.querySelectorAll(".fbf-live")) part.inert = true;
  };
  model.on("comm_live_update", gone);
  signal.addEventListener("abort", () => model.off("comm_live_update", gone));
}
function hideStill(root, signal) {
  const output = root.closest(".jp-OutputArea-child");
  const area = output?.parentElement;
  if (!output || !area) return;
  let hidden = null;
  const hide = () => {
    const next = (
      /** @type {HTMLElement | null} */
      output.nextElementSibling
    );
    if (hidden || !next?.querySelector(".fbf-still")) return;
    hidden = next;
    hidden.style.display = "none";
  };
  const observer = new MutationObserver(hide);
  observer.observe(area, { childList: true, subtree: true });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    if (hidden) hidden.style.display = "";
  });
  hide();
}
function whenOnPage(root, signal, act) {
  const look = () => {
    if (signal.aborted) return;
    if (root.isConnected) act();
    else requestAnimationFrame(look);
  };
  look();
}
var Waiting = class {
  /** @param {AbortSignal} signal @param {() => void} say */
  constructor(signal, say) {
    this.say = say;
    this.timer = 0;
    signal.addEventListener("abort", () => this.end());
  }
  begin() {
    this.end();
    this.timer = window.setTimeout(this.say, BUSY_AFTER);
  }
  end() {
    clearTimeout(this.timer);
  }
};
var Edits = class {
  /** @param {any} model @param {AbortSignal} signal @param {() => void} sayBusy */
  constructor(model, signal, sayBusy) {
    this.model = model;
    this.view = freshId("view") + Math.random().toString(36).slice(2);
    this.last = 0;
    this.waiting = new Waiting(signal, sayBusy);
  }
  /** @param {Record<string, any>} content */
  send(content) {
    this.last += 1;
    this.model.send({ ...content, view: this.view, edit: this.last });
    this.waiting.begin();
  }
  /** Whether a picture answers an edit of this view. @param {{view?: string, edit?: number}} answers */
  areAnswered(answers) {
    return answers.view === this.view;
  }
  /** Whether a picture is to be shown: not where a later edit of ours is on its way. @param {{view?: string, edit?: number}} answers */
  take(answers) {
    if (this.areAnswered(answers) && Number(answers.edit) < this.last) return false;
    this.waiting.end();
    return true;
  }
};
function narrowBelow(root, width, signal) {
  const sizes = new ResizeObserver(() => root.classList.toggle("fbf-narrow", root.clientWidth < width));
  sizes.observe(root);
  signal.addEventListener("abort", () => sizes.disconnect());
}
function renderer(make, draws) {
  return ({ model, el }) => {
    const ending = new AbortController();
    const view = make(model, ending.signal);
    for (const [name, draw] of Object.entries(draws)) {
      const act = () => draw(view);
      model.on(`change:${name}`, act);
      ending.signal.addEventListener("abort", () => model.off(`change:${name}`, act));
    }
    el.append(view.root);
    keepKeys(view.root, ending.signal);
    tabOn(view.root, ending.signal);
    whenOnPage(view.root, ending.signal, () => {
      hideStill(view.root, ending.signal);
      watchKernel(view.root, model, ending.signal);
    });
    return () => ending.abort();
  };
}

// fault_proxy/fault_proxy.js
var NARROW = 640;
var FIRST_CODE = 1001;
var PanelView = class {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => this.status.textContent = this.words.busy);
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.root = element(
      "div",
      { className: "fbf-widget fbf-faults", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, this.planLine(), this.sliderGrid(), this.switchLine(), this.strikeLine(), this.status, this.table())
    );
    narrowBelow(this.root, NARROW, signal);
    this.model.send({ kind: "here", view: this.edits.view });
    signal.addEventListener("abort", () => this.model.send({ kind: "gone", view: this.edits.view }));
  }
  planLine() {
    this.plan = element("input", { type: "text", className: "fbf-code", spellcheck: false, autocomplete: "off", id: freshId("plan") });
    this.isUnsent = false;
    this.plan.addEventListener("input", () => this.isUnsent = true);
    this.plan.addEventListener("keydown", (event) => {
      const plain = !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
      if (event.key === "Enter" && plain) this.sendPlan(this.plan.value);
    });
    return element(
      "div",
      { className: "fbf-line fbf-faults-plan" },
      element("label", { for: this.plan.id }, this.words.plan),
      this.plan,
      button("fbf-tool", this.words.apply, () => this.sendPlan(this.plan.value)),
      button("fbf-tool", this.words.no_faults, () => this.sendPlan(""))
    );
  }
  sliderGrid() {
    this.sliders = {};
    return element(
      "div",
      { className: "fbf-faults-sliders" },
      ...Object.entries(this.model.get("_picture").sliders).map(([kind, slider]) => this.slider(kind, slider))
    );
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
    this.switches = {};
    return element(
      "div",
      { className: "fbf-line", role: "group", "aria-label": this.words.switches },
      ...Object.keys(this.model.get("_picture").switches).map((name) => this.switch(name))
    );
  }
  /** @param {string} name */
  switch(name) {
    const box = element("input", { type: "checkbox", id: freshId(name), role: "switch" });
    box.addEventListener("change", () => this.send("switch", { name, on: box.checked }));
    this.switches[name] = box;
    return element("span", { className: "fbf-faults-together" }, box, element("label", { for: box.id }, this.words[name]));
  }
  strikeLine() {
    const strikes = Object.entries(this.words.strike_plans).map(([name, plan]) => button("fbf-tool", this.words[name], () => this.send("strike", plan)));
    const code = element("input", { type: "number", className: "fbf-code", min: 1e3, max: 4999, value: FIRST_CODE, id: freshId("code") });
    const close = button("fbf-tool", this.words.close, () => this.send("strike", `close ${code.value}`));
    return element(
      "div",
      { className: "fbf-line", role: "group", "aria-label": this.words.strikes },
      element("span", { className: "fbf-faults-name" }, this.words.now),
      ...strikes,
      element("span", { className: "fbf-faults-together" }, element("label", { for: code.id }, this.words.code), code, close)
    );
  }
  table() {
    const names = this.words.heads.map((name) => element("th", { scope: "col" }, name));
    this.rows = element("tbody");
    this.open = element("p", { className: "fbf-faults-name" });
    return element(
      "div",
      { className: "fbf-faults-rows" },
      element("table", { "aria-label": this.words.rows }, element("thead", {}, element("tr", {}, ...names)), this.rows),
      this.open
    );
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
    this.rows.replaceChildren(...rows.map((cells) => element("tr", {}, ...cells.map((cell) => this.cell(cell)))));
  }
  /** @param {Cell} cell */
  cell(cell) {
    const made2 = element("td", {}, cell.text);
    return cell.tone ? coloured(made2, `tone-${cell.tone}`) : made2;
  }
};
function made(model, signal) {
  const view = new PanelView(model, signal);
  view.showPlan();
  view.showRows();
  return view;
}
var fault_proxy_default = { render: renderer(made, { _picture: (view) => view.showPlan(), _rows: (view) => view.showRows() }) };
export {
  fault_proxy_default as default
};
