// By python framebyframe/widgets/bundling.py, of modules with the sha256 c4ce96b1938ce3e46cade85c0e3ef9fcfe5286b866d069aeb908f3857b1eb182
// page.js
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

// who_is_connected/page_client.js
var ALL_IS_DONE = 1e3;
var PageClient = class {
  /**
   * @param {string} url of a server of this machine
   * @param {AbortSignal} signal
   * @param {{opened: () => void, heard: (text: string) => void, closed: (code: number, wasOpen: boolean) => void}} tell
   */
  constructor(url, signal, tell) {
    this.url = url;
    this.tell = tell;
    this.nextId = 0;
    this.socket = null;
    signal.addEventListener("abort", () => this.close());
  }
  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }
  open() {
    if (this.socket) return;
    const socket = new WebSocket(this.url);
    let wasOpen = false;
    this.socket = socket;
    socket.addEventListener("open", () => {
      wasOpen = true;
      this.nextId = 0;
      this.tell.opened();
    });
    socket.addEventListener("message", (event) => this.tell.heard(String(event.data)));
    socket.addEventListener("close", (event) => {
      this.socket = null;
      this.tell.closed(event.code, wasOpen);
    });
  }
  /**
   * Make a call; its text, as it was sent.
   * @param {string} action
   * @param {string} params as JSON; none where it is empty
   */
  call(action, params) {
    const given = params.trim() ? { params: JSON.parse(params) } : {};
    const text = JSON.stringify({ action, ...given, id: this.nextId });
    this.nextId += 1;
    this.socket?.send(text);
    return text;
  }
  close() {
    this.socket?.close(ALL_IS_DONE);
  }
};

// who_is_connected/who_is_connected.js
var NARROW = 640;
var MOST_LINES = 50;
var ClientsView = class {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.client = new PageClient(model.get("_url"), signal, {
      opened: () => this.opened(),
      heard: (text) => this.add("received", text),
      closed: (code, wasOpen) => this.closed(code, wasOpen)
    });
    this.root = element(
      "div",
      { className: "fbf-widget fbf-clients", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, this.table(), this.controls(), this.conversation())
    );
    narrowBelow(this.root, NARROW, signal);
    this.offerWhatCanBeDone();
  }
  table() {
    const names = this.model.get("_heads").map((name) => element("th", { scope: "col" }, name));
    this.rows = element("tbody");
    this.nobody = element("p", { role: "status" });
    this.sheet = element("table", { "aria-label": this.words.title }, element("thead", {}, element("tr", {}, ...names)), this.rows);
    this.scroller = element("div", { className: "fbf-clients-table", role: "group", "aria-label": this.words.title }, this.sheet, this.nobody);
    return this.scroller;
  }
  controls() {
    this.connect = button("fbf-tool", this.words.connect, () => this.client.open());
    this.goodbye = button("fbf-tool", this.words.goodbye, () => this.client.close());
    this.call = button("fbf-send", this.words.call, () => this.send());
    this.action = this.field("echo", 12);
    this.params = this.field('{"n": 1}', 24);
    const labels = [
      element("label", { for: this.action.id }, this.words.action),
      element("label", { for: this.params.id }, this.words.params)
    ];
    return element(
      "div",
      { className: "fbf-line", role: "group", "aria-label": this.words.page },
      this.connect,
      labels[0],
      this.action,
      labels[1],
      this.params,
      this.call,
      this.goodbye
    );
  }
  /** @param {string} value @param {number} size */
  field(value, size) {
    const made2 = element("input", { type: "text", className: "fbf-code", value, size, id: freshId("call"), spellcheck: false });
    made2.addEventListener("keydown", (event) => {
      const plain = !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
      if (event.key === "Enter" && plain) this.send();
    });
    return made2;
  }
  conversation() {
    this.problem = element("p", { className: "fbf-status", role: "status" });
    this.lines = element("div", { className: "fbf-clients-said", role: "log", tabIndex: 0, "aria-label": this.words.said });
    return element("div", {}, this.problem, this.lines);
  }
  // --- the page's client ---
  send() {
    if (!this.client.isOpen) return;
    this.problem.textContent = "";
    try {
      this.add("sent", this.client.call(this.action.value, this.params.value));
    } catch (error) {
      this.problem.textContent = `✗ ${this.words.no_json.replace("{why}", String(
        /** @type {Error} */
        error.message
      ))}`;
    }
  }
  opened() {
    this.problem.textContent = "";
    this.add("connected", "");
    this.offerWhatCanBeDone();
  }
  /** @param {number} code @param {boolean} wasOpen */
  closed(code, wasOpen) {
    if (wasOpen) this.add("closed", "", code);
    else this.problem.textContent = `✗ ${this.words.refused}`;
    this.offerWhatCanBeDone();
  }
  offerWhatCanBeDone() {
    offer(this.connect, !this.client.isOpen);
    offer(this.call, this.client.isOpen);
    offer(this.goodbye, this.client.isOpen);
  }
  /** @param {"sent" | "received" | "connected" | "closed"} what @param {string} text @param {number} code */
  add(what, text, code = 0) {
    const sign = { sent: "→", received: "←", connected: "·", closed: "·" }[what];
    const word = element("span", { className: "fbf-clients-what" }, `${sign} ${this.words[what].replace("{code}", String(code))}`);
    this.lines.append(element("div", {}, word, " ", element("code", {}, text)));
    while (this.lines.children.length > MOST_LINES) this.lines.firstElementChild.remove();
    this.lines.scrollTop = this.lines.scrollHeight;
  }
  // --- from the kernel ---
  showClients() {
    const rows = this.model.get("_rows");
    this.rows.replaceChildren(...rows.map((cells) => element("tr", {}, ...cells.map((text) => element("td", {}, text)))));
    this.sheet.hidden = rows.length === 0;
    const isListening = this.model.get("_is_listening");
    this.nobody.textContent = rows.length ? "" : this.words[isListening ? "nobody" : "stopped"];
    this.scroller.tabIndex = this.scroller.scrollWidth > this.scroller.clientWidth ? 0 : -1;
  }
};
function made(model, signal) {
  const view = new ClientsView(model, signal);
  view.showClients();
  return view;
}
var show = (view) => view.showClients();
var who_is_connected_default = { render: renderer(made, { _rows: show, _is_listening: show }) };
export {
  who_is_connected_default as default
};
