// By python framebyframe/widgets/bundling.py, of modules with the sha256 5e36819731929b88b45d044e3800cf4ac9be1d1fbf1365969aa2f1802e35d2b8
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
function marked(tag, html) {
  const made2 = element(tag);
  made2.innerHTML = html;
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
  const sign2 = element("p", { className: "fbf-gone-sign", role: "status" });
  root.prepend(sign2);
  const gone = () => {
    root.classList.add("fbf-gone");
    sign2.textContent = "The kernel of this widget is gone. Run the notebook again, down to this cell, to bring it back.";
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
    for (const [name, draw2] of Object.entries(draws)) {
      const act = () => draw2(view);
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

// wire_tap/row_list.js
var ROW = 26;
var MARGIN = 10;
var VERDICTS = (
  /** @type {Record<string, [string, string]>} */
  {
    same: ["=", "tone-right"],
    chance: ["≈", "tone-right"],
    differs: ["≠", "tone-wrong"],
    left: ["◂", "tone-hint"],
    right: ["▸", "tone-hint"]
  }
);
var RowList = class {
  /**
   * @param {Record<string, string>} words
   * @param {{ask: (first: number, count: number) => void, open: (place: number) => void, unfollow: () => void, moved: () => void}} to
   */
  constructor(words, to) {
    this.words = words;
    this.to = to;
    this.shown = /** @type {Shown} */
    { version: 0, first: 0, count: 0, following: false, is_live: false, columns: [], chosen: "" };
    this.rows = /* @__PURE__ */ new Map();
    this.lines = [];
    this.current = null;
    this.opened = null;
    this.isWaiting = false;
    this.isStale = false;
    this.space = element("div", { className: "fbf-tap-space", role: "presentation" });
    this.nothing = element("p", { className: "fbf-tap-nothing" });
    this.heads = element("div", { className: "fbf-tap-pair fbf-tap-heads", "aria-hidden": "true" });
    this.list = element("div", { className: "fbf-tap-list fbf-code", role: "listbox", tabIndex: 0 }, this.space);
    this.element = element("div", {}, this.heads, this.list, this.nothing);
    this.list.addEventListener("scroll", () => this.scrolled());
    this.list.addEventListener("keydown", (event) => this.pressed(event));
    this.list.addEventListener("click", (event) => this.clicked(event));
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
    line.replaceChildren(...row ? "verdict" in row ? this.pairCells(row) : this.cells(row) : [element("span", {}, "…")]);
    line.setAttribute("aria-label", row ? this.says(row) : "…");
  }
  /** @param {Row} row */
  cells(row) {
    return [
      element("span", { className: "fbf-tap-time" }, row.time),
      element("span", { className: "fbf-tap-number" }, `#${row.connection}`),
      sign(row),
      element("span", { className: "fbf-tap-words" }, ...painted(row.parts))
    ];
  }
  /** @param {Pair} pair */
  pairCells(pair) {
    const [mark, look] = VERDICTS[pair.verdict];
    const side = (parts) => element("span", { className: "fbf-tap-words" }, sign(pair), " ", ...painted(parts.map(([words, of]) => [`${words} `, of])));
    return [
      pair.left.length ? side(pair.left) : element("span", { className: "fbf-tap-words" }),
      inked(element("span", { className: "fbf-tap-verdict", title: pair.words }, mark), look),
      pair.right.length ? side(pair.right) : element("span", { className: "fbf-tap-words" })
    ];
  }
  /** @param {Row | Pair} row */
  says(row) {
    const words = (parts) => parts.map(([one]) => one).join(" ").replace(/\s+/g, " ").trim();
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
    const place = this.current === null ? where === MOVES.End ? high : where === MOVES.Home ? low : inSight : where(this.current, page, high);
    this.current = Math.max(low, Math.min(place, high));
    this.to.moved();
    if (this.shown.following && this.shown.is_live && this.current < high) this.leaveEnd();
    this.bringIntoSight(this.current);
    this.draw();
  }
  /** @param {MouseEvent} event */
  clicked(event) {
    const line = (
      /** @type {HTMLElement | null} */
      /** @type {HTMLElement} */
      event.target.closest(".fbf-tap-row")
    );
    if (!line) return;
    this.current = Number(line.dataset.place);
    this.draw();
    this.to.open(this.current);
  }
};
var MOVES = (
  /** @type {Record<string, (place: number, page: number, last: number) => number>} */
  {
    ArrowDown: (place) => place + 1,
    ArrowUp: (place) => place - 1,
    PageDown: (place, page) => place + page,
    PageUp: (place, page) => place - page,
    Home: () => 0,
    End: (_place, _page, last) => last
  }
);
function painted(parts) {
  return parts.map(([words, look]) => look ? inked(element("span", {}, words), look) : words);
}
function inked(one, look) {
  one.style.color = `var(--fbf-${look}-ink)`;
  one.dataset.look = look;
  return one;
}
function sign(row) {
  return element("span", { className: `fbf-tap-sign fbf-tap-${row.sender || "here"}`, "aria-hidden": "true" }, row.sign);
}
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// wire_tap/choosing.js
var KINDS = (
  /** @type {const} */
  ["all", "connections", "frames", "calls", "wrong"]
);
var COLUMNS = (
  /** @type {const} */
  ["connection", "state", "frames", "calls", "in_flight"]
);
var TYPING = 150;
var Choosing = class {
  /** @param {Record<string, string>} words @param {(kind: string, value: any) => void} send @param {AbortSignal} signal */
  constructor(words, send, signal) {
    this.words = words;
    this.send = send;
    this.kinds = this.select((value) => send("kind", value));
    this.connections = this.select((value) => send("connection", Number(value)));
    this.beside = this.select((value) => send("beside", Number(value)));
    this.search = element("input", { type: "text", id: freshId("search"), placeholder: words.search_how, spellcheck: false });
    this.search.addEventListener("input", () => this.typed());
    signal.addEventListener("abort", () => clearTimeout(this.timer));
    this.clear = button("fbf-tool", words.clear, () => this.empty());
    this.pause = button("fbf-tool", words.pause, () => send("paused", this.pause.getAttribute("aria-pressed") !== "true"));
    this.follow = button("fbf-tool", words.follow, () => send("following", this.follow.getAttribute("aria-pressed") !== "true"));
    this.live = element("span", { className: "fbf-line" }, this.pause, this.follow);
    this.element = element(
      "div",
      { className: "fbf-tap-choosing" },
      element("div", { className: "fbf-line" }, ...this.labelled("kinds", this.kinds), ...this.labelled("connections", this.connections), ...this.labelled("beside", this.beside)),
      element("div", { className: "fbf-line" }, ...this.labelled("search", this.search), this.clear, this.live)
    );
    this.who = new Who(words);
  }
  /** @param {(value: string) => void} act */
  select(act) {
    const made2 = element("select", { id: freshId("choice") });
    made2.addEventListener("change", () => act(made2.value));
    return made2;
  }
  /** @param {string} name @param {HTMLElement} control */
  labelled(name, control) {
    return [element("span", { className: "fbf-tap-control" }, element("label", { for: control.id }, this.words[name]), control)];
  }
  typed() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.send("search", this.search.value), TYPING);
  }
  empty() {
    this.search.value = "";
    clearTimeout(this.timer);
    this.send("search", "");
  }
  /** @param {any} state */
  show(state) {
    const isBeside = state.beside.length > 0;
    const kinds = KINDS.map((kind) => [kind, this.words[`kind_${kind === "wrong" && isBeside ? "differs" : kind}`]]);
    const known = (
      /** @type {Connection[]} */
      state.connections.map((one) => [String(one.number), one.name])
    );
    fillSelect(this.kinds, kinds, state.kind);
    fillSelect(this.connections, [["0", this.words.connection_all], ...known], String(state.beside[0] ?? state.connection));
    fillSelect(this.beside, [["0", this.words.beside_none], ...known], String(state.beside[1] ?? 0));
    if (!this.search.matches(":focus")) this.search.value = state.search;
    this.live.hidden = !state.is_live;
    this.pause.textContent = state.paused ? this.words.go_on : this.words.pause;
    this.pause.setAttribute("aria-pressed", String(state.paused));
    this.follow.setAttribute("aria-pressed", String(state.following));
    this.who.show(state);
  }
};
var Who = class {
  /** @param {Record<string, string>} words */
  constructor(words) {
    this.words = words;
    this.summary = element("summary", {});
    this.rows = element("tbody");
    const heads = COLUMNS.map((name) => element("th", { scope: "col" }, words[`column_${name}`]));
    this.element = element(
      "details",
      { className: "fbf-tap-who" },
      this.summary,
      element("div", { className: "fbf-tap-table" }, element("table", {}, element("thead", {}, element("tr", {}, ...heads)), this.rows))
    );
    this.isNew = true;
  }
  /** @param {any} state */
  show(state) {
    if (this.isNew) this.element.open = state.is_live;
    this.isNew = false;
    const all = (
      /** @type {Connection[]} */
      state.connections
    );
    const open = all.filter((one) => one.state === "open").length;
    this.summary.textContent = all.length ? fill(this.words.who, { open: String(open), all: String(all.length) }) : this.words.no_connections;
    this.rows.replaceChildren(...all.map((one) => this.row(one)));
  }
  /** @param {Connection} one */
  row(one) {
    const state = element("td", { className: `fbf-tap-state-${one.state}` }, `${one.state === "open" ? "●" : "○"} ${this.words[`state_${one.state}`]}`);
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, one.name),
      state,
      ...[one.frames, one.calls, one.in_flight].map((number) => element("td", {}, number.toLocaleString("en")))
    );
  }
};
function fillSelect(select, options, value) {
  const names = JSON.stringify(options);
  if (select.dataset.names !== names) {
    select.dataset.names = names;
    select.replaceChildren(...options.map(([key, name]) => element("option", { value: key }, name)));
  }
  select.value = value;
}

// wire_tap/opened.js
var STATUS_SIGNS = (
  /** @type {Record<string, string>} */
  { same: "=", chance: "≈", differs: "≠" }
);
var Opened = class {
  /**
   * @param {Record<string, string>} words
   * @param {{close: () => void, bits: (on: boolean) => void, item: (number: number) => void}} to
   */
  constructor(words, to) {
    this.words = words;
    this.to = to;
    this.open = null;
    this.title = element("p", { className: "fbf-tap-title", role: "status" });
    this.bits = button("fbf-tool", words.bits, () => to.bits(this.bits.getAttribute("aria-pressed") !== "true"));
    this.close = button("fbf-tool", words.close, to.close);
    this.links = element("span", { className: "fbf-line" });
    this.body = element("div", { className: "fbf-tap-body" });
    this.tools = element("div", { className: "fbf-line" }, this.bits, this.links, this.close);
    this.box = element("section", { className: "fbf-tap-opened", "aria-label": words.opened }, this.tools, this.body);
    this.element = element("div", {}, this.title, this.box);
  }
  /** @param {any} open {} where nothing is open */
  show(open) {
    if (open === this.open) return;
    this.open = open;
    const isOpen = "title" in open;
    this.box.hidden = !isOpen;
    this.title.textContent = isOpen ? open.title : "";
    if (!isOpen) return;
    this.bits.hidden = !open.has_bits;
    this.bits.setAttribute("aria-pressed", String(Boolean(open.bits)));
    this.showLinks(open.links ?? []);
    this.body.replaceChildren(...open.aspects ? [this.aspects(open)] : this.parts(open));
  }
  /** One that is focused stays, where the links are the same. @param {{item: number, words: string}[]} links */
  showLinks(links) {
    const names = JSON.stringify(links);
    if (this.links.dataset.names === names) return;
    this.links.dataset.names = names;
    this.links.replaceChildren(...links.map((link) => button("fbf-tool", link.words, () => this.to.item(link.item))));
  }
  /** @param {any} open */
  parts(open) {
    const faults = (open.faults ?? []).map((fault) => element("li", {}, `✗ ${fault}`));
    return [
      ...faults.length ? [element("ul", { className: "fbf-tap-faults" }, ...faults)] : [],
      ...open.figures.map(drawing),
      ...open.text ? [element("p", { className: "fbf-tap-text" }, open.text)] : [],
      ...open.fields.length ? [this.fields(open.fields)] : [],
      this.facts(open.facts)
    ];
  }
  /** @param {Field[]} fields */
  fields(fields) {
    const rows = fields.map((field) => element(
      "tr",
      { className: field.wrong ? "fbf-tap-wrong" : "" },
      element("th", { scope: "row" }, chip(field.name, field.look)),
      element("td", { className: "fbf-code" }, `${field.wrong ? "✗ " : ""}${field.shown}`),
      element("td", {}, field.meaning, " ", element("span", { className: "fbf-tap-section" }, field.section))
    ));
    return table([this.words.field, this.words.value, this.words.meaning], rows, this.words.opened);
  }
  /** @param {{name: string, value: string}[]} facts */
  facts(facts) {
    return element("dl", { className: "fbf-tap-facts" }, ...facts.flatMap((fact) => [element("dt", {}, fact.name), element("dd", {}, fact.value)]));
  }
  /** @param {{columns: string[], aspects: Aspect[]}} open */
  aspects(open) {
    const rows = open.aspects.map((aspect) => element(
      "tr",
      { className: `fbf-tap-is-${aspect.status}` },
      element("th", { scope: "row" }, chip(aspect.name, aspect.look)),
      element("td", {}, `${STATUS_SIGNS[aspect.status]} ${aspect.words}`),
      ...[aspect.left, aspect.right].map((parts) => element("td", { className: "fbf-code" }, ...marked2(parts, aspect.status)))
    ));
    return table([this.words.field, "", ...open.columns], rows, this.words.opened);
  }
};
function drawing(drawn) {
  const image = element("img", { className: "fbf-tap-figure", alt: drawn.alt });
  const figure = element("figure", {}, image);
  image.addEventListener("load", () => figure.scrollWidth > figure.clientWidth && (figure.tabIndex = 0));
  image.src = drawn.src;
  return figure;
}
function table(heads, rows, label) {
  const head = heads.map((name) => name ? element("th", { scope: "col" }, name) : element("td", {}));
  const made2 = element("table", { "aria-label": label, id: freshId("table") }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
  return element("div", { className: "fbf-tap-table" }, made2);
}
function chip(words, look) {
  return coloured(element("span", { className: "fbf-tap-chip" }, words), look);
}
function marked2([before, differs, behind], status) {
  const middle = differs ? [element("mark", { className: `fbf-tap-mark-${status}` }, differs)] : [];
  return [before, ...middle, behind];
}

// wire_tap/time_line.js
var SVG = marked("div", "<svg></svg>").firstChild.namespaceURI;
var HEIGHT = 60;
var MIDDLE = { top: 17, height: 26 };
var TALLEST = 14;
var TimeLine = class {
  /**
   * @param {Record<string, string>} words
   * @param {{at: (step: number) => void, open: (place: number) => void, zoom: (steps: number) => void}} to
   */
  constructor(words, to) {
    this.words = words;
    this.to = to;
    this.shown = { first: 0, count: 0 };
    this.place = null;
    this.steps = 1;
    this.alt = element("p", { className: "fbf-unseen", id: freshId("alt") });
    this.lanes = element("div", { role: "presentation" });
    this.ends = element("div", { className: "fbf-tap-ends fbf-code", role: "presentation" });
    this.slider = element("div", { className: "fbf-tap-line", role: "slider", tabIndex: 0, "aria-label": words.line, "aria-valuemin": "0", "aria-describedby": this.alt.id }, this.lanes, this.ends);
    this.slider.addEventListener("click", (event) => this.clicked(event));
    this.slider.addEventListener("keydown", (event) => this.pressed(event));
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
    this.lanes.replaceChildren(...line.lanes.map((lane) => this.lane(lane, line)));
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
    const drawing2 = draw("svg", { viewBox: `0 0 ${this.steps} ${HEIGHT}`, preserveAspectRatio: "none", class: "fbf-tap-lane", "aria-hidden": "true" });
    for (const step of line.found) drawing2.append(bar(step, 0, 1, HEIGHT, "tone-hint", "fbf-tap-found"));
    for (const step of line.breaks) drawing2.append(bar(step, 0, 1.2, HEIGHT, "tone-plain", "fbf-tap-break", this.words.cut_pause));
    for (const tick of lane.client) drawing2.append(tickBar(tick, (height) => MIDDLE.top - 2 - height));
    for (const tick of lane.server) drawing2.append(tickBar(tick, () => MIDDLE.top + MIDDLE.height + 2));
    for (const one of lane.bars) drawing2.append(callBar(one));
    drawing2.append(...loadBars(lane.load));
    if (line.here !== null) drawing2.append(bar(line.here - 0.3, 0, 0.6, HEIGHT, "", "fbf-tap-here-line"));
    return element("div", { className: "fbf-tap-lane-box", role: "presentation" }, element("span", { className: "fbf-tap-lane-name" }, lane.name), drawing2);
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
    const places = (
      /** @type {Record<string, number>} */
      { ArrowRight: here + 1, ArrowUp: here + 1, ArrowLeft: here - 1, ArrowDown: here - 1, PageUp: here + leap, PageDown: here - leap, Home: low, End: high }
    );
    if (event.key in ZOOMS) this.to.zoom(ZOOMS[event.key]);
    else if (event.key in places && high >= low) this.to.open(Math.max(low, Math.min(places[event.key], high)));
    else return;
    event.preventDefault();
  }
};
var ZOOMS = (
  /** @type {Record<string, number>} */
  { "+": 1, "=": 1, "-": -1, "0": 0 }
);
function draw(tag, attributes) {
  const made2 = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made2.setAttribute(name, value);
  return (
    /** @type {SVGElement} */
    made2
  );
}
function bar(x, y, width, height, look, className, title) {
  const made2 = draw("rect", { x: String(x), y: String(y), width: String(width), height: String(height), class: className });
  if (look) made2.style.fill = `var(--fbf-${look}-line)`;
  if (title) {
    const words = draw("title", {});
    words.textContent = title;
    made2.append(words);
  }
  return made2;
}
function tickBar(tick, top) {
  const height = Math.min(TALLEST, 7 + Math.log2(tick.count));
  return bar(tick.at, top(height), 0.9, height, tick.look, "fbf-tap-tick");
}
function callBar(one) {
  const made2 = bar(one.from, MIDDLE.top + one.deep * 4.4, Math.max(one.to - one.from, 0.6), 3.6, one.look, "fbf-tap-call", one.words);
  if (one.open) made2.classList.add("fbf-tap-in-flight");
  return made2;
}
function loadBars(load) {
  const most = Math.max(1, ...load);
  return load.flatMap((number, step) => {
    const height = number / most * MIDDLE.height;
    return number ? [bar(step, MIDDLE.top + MIDDLE.height - height, 1.02, height, "result", "fbf-tap-load", String(number))] : [];
  });
}

// wire_tap/wire_tap.js
var NARROW = 640;
var TapView = class {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.edits = new Edits(model, signal, () => this.status.textContent = this.words.busy);
    this.goingTo = 0;
    this.isDue = false;
    this.status = element("p", { className: "fbf-status", role: "status" });
    this.summary = element("p", { className: "fbf-tap-nothing fbf-tap-summary" });
    this.choosing = new Choosing(this.words, (kind, value) => this.send(kind, value), signal);
    this.list = new RowList(this.words, {
      ask: (first, count) => model.send({ kind: "rows", view: this.edits.view, first, count }),
      open: (place) => this.open(place),
      unfollow: () => this.send("following", false),
      moved: () => this.goingTo = 0
    });
    this.line = new TimeLine(this.words, { at: (step) => this.bringHere("at", step), open: (place) => this.goTo(place), zoom: (steps) => this.send("zoom", steps) });
    this.opened = new Opened(this.words, { close: () => this.closeRow(), bits: (on) => this.send("bits", on), item: (number) => this.goToItem(number) });
    this.root = element(
      "div",
      { className: "fbf-widget fbf-tap", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, this.choosing.element, this.line.element, this.list.element, this.summary, this.status, this.opened.element, this.choosing.who.element)
    );
    narrowBelow(this.root, NARROW, signal);
    this.listen(signal);
  }
  /** @param {AbortSignal} signal */
  listen(signal) {
    const take = (message) => message.kind === "rows" && message.view === this.edits.view && this.list.take(message);
    const sizes = new ResizeObserver(() => this.list.scrolled());
    this.model.on("msg:custom", take);
    sizes.observe(this.list.list);
    this.model.send({ kind: "here", view: this.edits.view });
    signal.addEventListener("abort", () => {
      this.model.off("msg:custom", take);
      sizes.disconnect();
      this.model.send({ kind: "gone", view: this.edits.view });
    });
  }
  // --- to the kernel ---
  /** @param {string} kind @param {any} value */
  send(kind, value) {
    this.edits.send({ kind, value });
  }
  /** @param {number} place in the list as it is shown */
  open(place) {
    this.edits.send({ kind: "open", value: place, version: this.list.shown.version });
  }
  /** Open a row that may be out of sight. @param {number} place */
  goTo(place) {
    this.open(place);
    this.goingTo = this.edits.last;
  }
  /** The same for one that the kernel finds. @param {string} kind @param {number} value */
  bringHere(kind, value) {
    this.send(kind, value);
    this.goingTo = this.edits.last;
  }
  /** @param {number} number */
  goToItem(number) {
    this.list.list.focus();
    this.bringHere("item", number);
  }
  closeRow() {
    this.list.list.focus();
    this.send("close", null);
  }
  // --- from the kernel ---
  /** Values that come together are shown together. */
  showSoon() {
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      this.showState();
    });
  }
  showState() {
    const state = this.model.get("_state");
    if (!this.edits.take(state.answers)) return;
    const behind = state.behind ? fill(this.words.behind, { number: state.behind.toLocaleString("en") }) : "";
    this.status.textContent = state.problem ? `✗ ${state.problem}` : behind;
    this.summary.textContent = state.end ? state.summary : "";
    this.choosing.show(state);
    const chosen = JSON.stringify([state.kind, state.connection, state.search, state.beside]);
    this.list.show({ ...state, chosen }, state.end ? this.words.nothing_found : this.words.nothing_yet, this.model.get("_ready"));
    this.line.show(this.model.get("_line"), state);
    this.showOpened();
  }
  showOpened() {
    const open = this.model.get("_open");
    const place = open.place ?? null;
    this.opened.show(open);
    const { answers } = this.model.get("_state");
    const isThere = this.goingTo > 0 && this.edits.areAnswered(answers) && answers.edit >= this.goingTo;
    this.list.showOpened(place, isThere);
    this.line.showOpened(place, open.title ?? "");
    if (isThere) this.goingTo = 0;
  }
};
function made(model, signal) {
  const view = new TapView(model, signal);
  view.showState();
  return view;
}
var wire_tap_default = { render: renderer(made, { _state: (view) => view.showSoon(), _line: (view) => view.showSoon(), _open: (view) => view.showSoon() }) };
export {
  wire_tap_default as default
};
