// By python framebyframe/widgets/bundling.py, of modules with the sha256 9647e508f01467eb906078e5b20174e169fa8327c0cac7b6673141f2f632dbb0
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
function offer(one, isOffered) {
  one.setAttribute("aria-disabled", String(!isOffered));
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

// connection_in_motion/connection_in_motion.js
var ACTIONS = (
  /** @type {const} */
  ["call", "ping", "goodbye", "no_mask", "lose"]
);
var COLUMNS = (
  /** @type {const} */
  ["from", "bytes", "says", "did", "state"]
);
var NARROW = 640;
var MotionView = class {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => this.status.textContent = this.words.busy);
    this.image = element("img", { className: "fbf-motion-states" });
    this.rows = element("tbody");
    this.nothing = element("p", { className: "fbf-motion-nothing" }, this.words.nothing_yet);
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.actions = ACTIONS.map((kind) => button("fbf-tool", this.words[kind], () => this.send(kind, null)));
    const again = button("fbf-tool", this.words.again, () => this.send("again", null));
    this.root = element(
      "div",
      { className: "fbf-widget fbf-motion", role: "group", "aria-label": this.words.title },
      element(
        "div",
        { className: "fbf-live" },
        element("div", { className: "fbf-line" }, ...this.actions, again),
        this.figure(),
        this.slider(),
        this.status,
        this.nothing,
        this.table()
      )
    );
    narrowBelow(this.root, NARROW, signal);
  }
  figure() {
    const figure = element("figure", {}, this.image);
    this.image.addEventListener("load", () => figure.scrollWidth > figure.clientWidth && (figure.tabIndex = 0));
    return figure;
  }
  slider() {
    this.range = element("input", { type: "range", min: 0, step: 1, id: freshId("shown") });
    this.range.addEventListener("input", () => this.send("at", Number(this.range.value)));
    this.count = element("output", { className: "fbf-code" });
    this.back = button("fbf-tool", this.words.back, () => this.send("at", this.picture().at - 1));
    this.step = button("fbf-tool", this.words.step, () => this.send("at", this.picture().at + 1));
    return element(
      "div",
      { className: "fbf-line fbf-motion-slider" },
      this.back,
      this.step,
      element("label", { for: this.range.id }, this.words.shown),
      this.range,
      this.count
    );
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
};
function withBreaks(text) {
  return text.split(/(?<=[a-z])(?=[A-Z])/).flatMap((part, place) => place ? [element("wbr"), part] : [part]);
}
function made(model, signal) {
  const view = new MotionView(model, signal);
  view.showPicture();
  return view;
}
var connection_in_motion_default = { render: renderer(made, { _picture: (view) => view.showPicture() }) };
export {
  connection_in_motion_default as default
};
