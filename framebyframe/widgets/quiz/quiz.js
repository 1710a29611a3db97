// A question: an answer is chosen or typed, the kernel says what there is to say about it.
import { Waiting, element, freshId, marked, renderer } from "../page.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const BUSY = "The kernel has not answered yet: it is busy. It looks at your answer when it is free.";

/**
 * @typedef {{kicker: string, text: string, choices: string[], field: string, predicts: boolean,
 *   words: Record<"check" | "answer" | "then_run", string>}} Question
 * @typedef {{given: string, right: boolean | null, says: string, answer: string, because: string}} Reply
 */

class QuizView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    /** @type {Question} */
    this.question = model.get("_question");
    this.waiting = new Waiting(signal, () => this.reply.replaceChildren(BUSY));
    this.reply = element("div", { className: "fbf-quiz-reply", role: "status" });
    const title = element("p", { className: "fbf-quiz-question", id: freshId("question") }, marked("span", this.question.text));
    const kicker = element("p", { className: "fbf-quiz-kicker" }, this.question.kicker);
    this.given = this.question.field ? this.field() : this.buttons();
    const live = element("div", { className: "fbf-live" }, ...(this.question.kicker ? [kicker] : []), title, this.given, this.reply);
    this.root = element("div", { className: "fbf-widget fbf-quiz", role: "group", "aria-labelledby": title.id }, live);
  }

  buttons() {
    /** @type {HTMLButtonElement[]} */
    this.choices = this.question.choices.map((choice, index) => {
      const letter = element("span", { className: "fbf-choice-letter", "aria-hidden": "true" }, LETTERS[index]);
      const button = element("button", { type: "button", className: "fbf-choice", "aria-pressed": "false" }, letter, marked("span", choice));
      button.addEventListener("click", () => this.send(LETTERS[index]));
      return button;
    });
    const list = element("div", { className: "fbf-choices" }, ...this.choices);
    list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.move(event));
    return list;
  }

  field() {
    this.input = element("input", { type: "text", className: "fbf-code", spellcheck: false, autocomplete: "off", id: freshId("answer") });
    this.input.addEventListener("focus", () => this.input.select()); // a new answer replaces the old one
    const label = element("label", { for: this.input.id }, this.question.field);
    const check = element("button", { type: "submit", className: "fbf-tool" }, this.question.words.check);
    const form = element("form", { className: "fbf-quiz-field" }, label, element("span", { className: "fbf-line" }, this.input, check));
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.send(this.input.value); // an empty one too: what was said to the last answer goes
    });
    return form;
  }

  /** Arrows go from choice to choice, and choose none. @param {KeyboardEvent} event */
  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = (this.choices ?? []).indexOf(/** @type {any} */ (event.target));
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
    /** @type {Reply | Record<string, never>} */
    const reply = this.model.get("_reply");
    this.choices?.forEach((button, index) => button.setAttribute("aria-pressed", String(reply.given === LETTERS[index])));
    if (this.input && !this.input.value) this.input.value = reply.given ?? "";
    this.reply.replaceChildren(...(reply.says ? this.shown(/** @type {Reply} */ (reply)) : []));
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
}

/** @param {string} tone @param {string} sign @param {string} html @param {string} [lead] */
function sentence(tone, sign, html, lead) {
  const first = lead ? [marked("b", lead), " "] : sign ? [element("b", {}, sign)] : [];
  return element("p", { className: `fbf-quiz-sentence fbf-tone-${tone}` }, ...first, marked("span", html));
}

/** @param {string} title @param {...Node} parts */
function folded(title, ...parts) {
  return element("details", { className: "fbf-quiz-answer" }, element("summary", {}, title), ...parts);
}

function made(/** @type {any} */ model, /** @type {AbortSignal} */ signal) {
  const view = new QuizView(model, signal);
  view.show();
  return view;
}

export default { render: renderer(made, { _reply: (view) => view.show(), _is_folded: (view) => view.show() }) };
