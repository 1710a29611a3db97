// By python framebyframe/widgets/bundling.py, of modules with the sha256 80da402809c299f61d17ec213c1bb5b89036701dacf5ae14c19282d50382fc15
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

// handshake_builder/head_panel.js
var SIGNS = (
  /** @type {Record<string, string>} */
  { right: "✓", wrong: "✗" }
);
var HeadPanel = class {
  /**
   * @param {"request" | "response"} name
   * @param {any} words
   * @param {(change: Record<string, any>) => void} send
   * @param {() => void} redraw
   */
  constructor(name, words, send, redraw) {
    this.name = name;
    this.words = words;
    this.send = send;
    this.redraw = redraw;
    this.rows = [];
    this.lines = element("div", { className: "fbf-hand-lines" });
    this.problem = element("p", { className: "fbf-hand-problem", id: freshId("problem") });
    this.rules = element("ul", { className: "fbf-hand-rules", "aria-label": words.rules });
    this.element = element(
      "div",
      { className: "fbf-hand-head", role: "group", "aria-label": words[name] },
      element("p", { className: "fbf-hand-title" }, `${name === "request" ? "→" : "←"} ${words[name]}`),
      this.lines,
      this.problem,
      this.rules
    );
  }
  /** @param {{lines: Line[], rules: Rule[]}} head @param {any} problem */
  show(head, problem) {
    while (this.rows.length > head.lines.length) this.rows.pop()?.row.remove();
    head.lines.forEach((line, index) => this.showLine(this.rows[index] ?? this.addRow(index), line));
    const isHere = problem.head === this.name;
    this.problem.textContent = isHere ? `✗ ${problem.words}` : "";
    this.rows.forEach((row, index) => {
      if (isHere && problem.index === index) row.input.setAttribute("aria-invalid", "true");
      else row.input.removeAttribute("aria-invalid");
    });
    this.rules.replaceChildren(...head.rules.map(shownRule));
  }
  /** @param {number} index */
  addRow(index) {
    const name = (word) => `${this.words[this.name]}: ${this.words[word].replace("{line}", String(index + 1))}`;
    const box = element("input", { type: "checkbox", "aria-label": name("left_out") });
    const input = element("input", {
      type: "text",
      className: "fbf-code",
      spellcheck: false,
      autocomplete: "off",
      "aria-label": name("line"),
      "aria-describedby": this.problem.id
    });
    const mark = element("span", { className: "fbf-hand-mark", "aria-hidden": "true" });
    box.addEventListener("change", () => this.send({ kind: "switch", head: this.name, index, value: box.checked }));
    input.addEventListener("input", () => this.send({ kind: "line", head: this.name, index, value: input.value }));
    input.addEventListener("blur", () => this.redraw());
    const row = { row: element("div", { className: "fbf-hand-line" }, box, input, mark), box, input, mark };
    this.rows.push(row);
    this.lines.append(row.row);
    return row;
  }
  /** What is being typed stays as it is typed. @param {any} row @param {Line} line */
  showLine(row, line) {
    const isTyped = row.input === row.input.getRootNode().activeElement;
    if (!isTyped) row.input.value = line.text;
    row.box.checked = line.sent;
    row.row.classList.toggle("fbf-hand-off", !line.sent);
    row.mark.textContent = SIGNS[line.mark] ?? "";
    row.mark.dataset.mark = line.mark;
  }
};
function shownRule(rule) {
  const mark = rule.fault ? "wrong" : "right";
  const sign = element("span", { className: "fbf-hand-mark" }, SIGNS[mark]);
  sign.dataset.mark = mark;
  const told = rule.fault && rule.fault !== rule.words ? `: ${rule.fault}` : "";
  return element("li", {}, sign, element("span", {}, `${rule.words}${told}`), element("span", { className: "fbf-hand-section" }, rule.section));
}

// handshake_builder/handshake_builder.js
var NARROW = 560;
var KEY_ROWS = (
  /** @type {const} */
  ["key", "sha1", "accept"]
);
var HandshakeView = class {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => this.status.textContent = this.words.busy);
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.note = element("p", { className: "fbf-hand-note" });
    this.request = new HeadPanel("request", this.words, (change) => this.send(change), () => this.show());
    this.response = new HeadPanel("response", this.words, (change) => this.send(change), () => this.show());
    this.root = element(
      "div",
      { className: "fbf-widget fbf-hand", role: "group", "aria-label": this.words.title },
      element(
        "div",
        { className: "fbf-live" },
        this.request.element,
        this.tools(),
        this.keyTable(),
        this.choice(),
        this.response.element,
        this.note,
        this.status
      )
    );
    narrowBelow(this.root, NARROW, signal);
  }
  tools() {
    const newKey = button("fbf-tool", this.words.new_key, () => this.send({ kind: "new_key" }));
    this.sendButtons = this.words.peers.map((peer) => button("fbf-send", this.words.send.replace("{peer}", peer), () => this.send({ kind: "send", value: peer })));
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
    const lies = this.words.lies.map((lie) => element("option", { value: lie }, lie));
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
    KEY_ROWS.forEach((row, index) => this.keyCells[index].textContent = key[row] || (index ? "" : this.words.no_key));
  }
  /** @param {{state: string, words: string}} note @param {string | undefined} problem */
  showNote(note, problem) {
    const isSending = note.state === "sending";
    for (const one of this.sendButtons) offer(one, !isSending);
    const sign = { answered: "←", endless: "…", silent: "…", failed: "✗" }[note.state] || "";
    this.note.textContent = problem ? `✗ ${problem}` : `${sign} ${note.words}`.trim();
    this.status.textContent = isSending ? this.words.waiting : "";
  }
};
function made(model, signal) {
  const view = new HandshakeView(model, signal);
  view.show();
  return view;
}
var handshake_builder_default = { render: renderer(made, { _picture: (view) => view.show() }) };
export {
  handshake_builder_default as default
};
