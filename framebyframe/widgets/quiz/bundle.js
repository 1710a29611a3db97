// By python framebyframe/widgets/bundling.py, of modules with the sha256 ba9f986414a52aabe92faf2ff8355945a56ba91f4dd808bee4202bce793dedd3
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

// quiz/quiz.js
var LETTERS = "abcdefghijklmnopqrstuvwxyz";
var BUSY = "The kernel has not answered yet: it is busy. It looks at your answer when it is free.";
var QuizView = class {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.question = model.get("_question");
    this.waiting = new Waiting(signal, () => this.reply.replaceChildren(BUSY));
    this.reply = element("div", { className: "fbf-quiz-reply", role: "status" });
    const title = element("p", { className: "fbf-quiz-question", id: freshId("question") }, marked("span", this.question.text));
    const kicker = element("p", { className: "fbf-quiz-kicker" }, this.question.kicker);
    this.given = this.question.field ? this.field() : this.buttons();
    const live = element("div", { className: "fbf-live" }, ...this.question.kicker ? [kicker] : [], title, this.given, this.reply);
    this.root = element("div", { className: "fbf-widget fbf-quiz", role: "group", "aria-labelledby": title.id }, live);
  }
  buttons() {
    this.choices = this.question.choices.map((choice, index) => {
      const letter = element("span", { className: "fbf-choice-letter", "aria-hidden": "true" }, LETTERS[index]);
      const button = element("button", { type: "button", className: "fbf-choice", "aria-pressed": "false" }, letter, marked("span", choice));
      button.addEventListener("click", () => this.send(LETTERS[index]));
      return button;
    });
    const list = element("div", { className: "fbf-choices" }, ...this.choices);
    list.addEventListener("keydown", (event) => this.move(event));
    return list;
  }
  field() {
    this.input = element("input", { type: "text", className: "fbf-code", spellcheck: false, autocomplete: "off", id: freshId("answer") });
    this.input.addEventListener("focus", () => this.input.select());
    const label = element("label", { for: this.input.id }, this.question.field);
    const check = element("button", { type: "submit", className: "fbf-tool" }, this.question.words.check);
    const form = element("form", { className: "fbf-quiz-field" }, label, element("span", { className: "fbf-line" }, this.input, check));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(this.input.value);
    });
    return form;
  }
  /** Arrows go from choice to choice, and choose none. @param {KeyboardEvent} event */
  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = (this.choices ?? []).indexOf(
      /** @type {any} */
      event.target
    );
    if (!step || at < 0 || !this.choices) return;
    event.preventDefault();
    this.choices[(at + step + this.choices.length) % this.choices.length].focus();
  }
  /** @param {string} answer */
  send(answer) {
    this.model.send({ answer });
    this.waiting.begin();
  }
  show() {
    this.waiting.end();
    const reply = this.model.get("_reply");
    this.choices?.forEach((button, index) => button.setAttribute("aria-pressed", String(reply.given === LETTERS[index])));
    if (this.input && !this.input.value) this.input.value = reply.given ?? "";
    this.reply.replaceChildren(...reply.says ? this.shown(
      /** @type {Reply} */
      reply
    ) : []);
  }
  /** @param {Reply} reply */
  shown(reply) {
    const { words } = this.question;
    if (reply.right === null) return [sentence("hint", "", reply.says)];
    const judged = reply.right ? sentence("right", "✓ ", reply.says) : sentence("wrong", "✗ ", reply.says);
    const answer = reply.right ? [] : [sentence("right", "", reply.because, reply.answer)];
    if (this.model.get("_is_folded")) return [element("p", {}, words.then_run), folded(words.answer, judged, ...answer)];
    if (reply.right) return [judged];
    return this.question.predicts ? [judged, ...answer] : [judged, folded(words.answer, ...answer)];
  }
};
function sentence(tone, sign, html, lead) {
  const first = lead ? [marked("b", lead), " "] : sign ? [element("b", {}, sign)] : [];
  return element("p", { className: `fbf-quiz-sentence fbf-tone-${tone}` }, ...first, marked("span", html));
}
function folded(title, ...parts) {
  return element("details", { className: "fbf-quiz-answer" }, element("summary", {}, title), ...parts);
}
function made(model, signal) {
  const view = new QuizView(model, signal);
  view.show();
  return view;
}
var quiz_default = { render: renderer(made, { _reply: (view) => view.show(), _is_folded: (view) => view.show() }) };
export {
  quiz_default as default
};
