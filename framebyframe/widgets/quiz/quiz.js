// A question with choices: each answer opens its explanation.
import { element, freshId, hideStill, keepKeys, tabOn, whenOnPage } from "../page.js";

/** @typedef {{choice: string, label: string, explanation: string, right: boolean}} Answer */

/**
 * @param {{model: any, el: HTMLElement}} context
 */
function renderQuiz({ model, el }) {
  const ending = new AbortController();
  /** @type {Answer[]} */
  const answers = model.get("_answers");
  const explanation = element("div", { className: "fbf-quiz-explanation", role: "status" });
  const group = freshId("choice");
  const inputs = answers.map((answer) => element("input", { type: "radio", name: group, value: answer.choice }));
  const fields = element("fieldset", {}, marked("legend", model.get("_question")));
  answers.forEach((answer, index) => {
    fields.append(element("label", {}, inputs[index], marked("span", answer.label)));
    inputs[index].addEventListener("change", () => {
      model.set("chosen", answer.choice);
      model.save_changes();
    });
  });
  const root = element("div", { className: "fbf-widget fbf-quiz" }, fields, explanation);

  const show = () => {
    const chosen = answers.find((answer) => answer.choice === model.get("chosen"));
    inputs.forEach((input, index) => (input.checked = answers[index] === chosen));
    explanation.classList.toggle("fbf-right", Boolean(chosen?.right));
    explanation.replaceChildren();
    if (chosen) explanation.append(element("b", {}, chosen.right ? "✓ " : "✗ "), marked("span", chosen.explanation));
  };

  model.on("change:chosen", show);
  show();
  el.append(root);
  keepKeys(root, ending.signal);
  tabOn(root, ending.signal);
  whenOnPage(root, ending.signal, () => hideStill(root, ending.signal));
  return () => {
    ending.abort();
    model.off("change:chosen", show);
  };
}

/**
 * An element whose text the kernel has escaped and marked: only code elements are in it.
 * @param {string} tag
 * @param {string} html
 */
function marked(tag, html) {
  const made = element(tag);
  made.innerHTML = html;
  return made;
}

export default { render: renderQuiz };
