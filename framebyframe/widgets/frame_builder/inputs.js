// The named fields, and the other ways to write the same bytes.
import { coloured, element, freshId, offer } from "../page.js";

/**
 * One thing to type or choose, with a place for what is wrong with it.
 * @typedef {{key: string, row: HTMLElement, input: any, problem: HTMLElement, isText: boolean}} Control
 */

const CHECKS = [["fin", "FIN"], ["rsv1", "RSV1"], ["rsv2", "RSV2"], ["rsv3", "RSV3"], ["mask", "MASK"]];
const TEXTS = [["masking_key", "masking key"], ["payload_length", "payload length"], ["payload_data", "payload data"]];

export class Inputs {
  /**
   * @param {any} choices
   * @param {(kind: string, value: any, field: string, typing: string) => void} change
   */
  constructor(choices, change) {
    this.change = change;
    this.typing = 0;
    /** @type {Map<string, Control>} */
    this.controls = new Map();
    const lengths = [7, 16, 64].map((bits) => ({ value: bits, name: `in ${bits} bits` }));
    this.sentence = this.words("sentence", "In words").row;
    const checks = CHECKS.map(([key, name]) => this.check(key, name));
    const opcode = this.select("opcode", "opcode", choices.opcodes);
    const [key, length, payload] = TEXTS.map(([field, name]) => this.text(field, name, "fbf-code", field).row);
    const form = this.select("length_bits", "written", lengths, "payload_length");
    this.fields = element("fieldset", { className: "fbf-fields" }, element("legend", {}, "Fields"),
      element("div", { className: "fbf-line" }, ...checks.slice(0, 4), opcode, checks[4]),
      element("div", { className: "fbf-line" }, length, form, key),
      payload);
    this.others = element("div", { className: "fbf-others" },
      this.text("hex", "Hex", "fbf-code").row,
      this.text("literal", "Python bytes", "fbf-code").row);
  }

  /** One sentence, in as many lines as it takes. @param {string} key @param {string} name @returns {Control} */
  words(key, name) {
    const input = element("textarea", { rows: 1, className: "fbf-sentence" });
    input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && event.preventDefault());
    input.addEventListener("input", () => this.growSentence());
    return this.typed(key, name, input);
  }

  growSentence() {
    const input = this.controls.get("sentence")?.input;
    if (!input?.isConnected) return;
    input.style.height = "0"; // what it needs is measured from nothing
    input.style.height = `${input.scrollHeight + 2}px`;
  }

  /** @param {string} key @param {string} name @param {string} style @param {string} [field] @returns {Control} */
  text(key, name, style, field) {
    return this.typed(key, name, element("input", { type: "text", className: style }), field);
  }

  /** @param {string} key @param {string} name @param {any} input @param {string} [field] @returns {Control} */
  typed(key, name, input, field) {
    Object.assign(input, { spellcheck: false, autocomplete: "off", id: freshId(key) });
    const control = this.control(key, name, input, field);
    input.addEventListener("focus", () => (this.typing += 1));
    input.addEventListener("input", () => this.change(field ? "field" : key, input.value, key, `${key} ${this.typing}`));
    return control;
  }

  /** @param {string} key @param {string} name */
  check(key, name) {
    const input = element("input", { type: "checkbox", id: freshId(key) });
    input.addEventListener("change", () => this.change("field", input.checked, key, ""));
    const row = this.control(key, name, input, key).row;
    row.classList.add("fbf-check");
    return row;
  }

  /** @param {string} key @param {string} name @param {{value: number, name: string}[]} options @param {string} [field] */
  select(key, name, options, field = key) {
    const input = element("select", { id: freshId(key) }, ...options.map((option) => element("option", { value: option.value }, option.name)));
    input.addEventListener("change", () => this.change("field", input.value, key, ""));
    return this.control(key, name, input, field).row;
  }

  /** @param {string} key @param {string} name @param {any} input @param {string} [field] @returns {Control} */
  control(key, name, input, field) {
    const problem = element("span", { className: "fbf-problem", id: freshId("problem") });
    const label = element("label", { for: input.id }, name);
    if (field) coloured(label, field).classList.add("fbf-field-name");
    const row = element("div", { className: `fbf-control fbf-control-${key}` }, label, input, problem);
    const control = { key, row, input, problem, isText: ["text", "textarea"].includes(input.type) };
    this.controls.set(key, control);
    return control;
  }

  /**
   * Show what the kernel says; what is being typed stays as it was typed.
   * @param {any} picture
   * @param {boolean} isAnswer whether it answers a change of this view
   * @param {string} typed the control that was typed into
   */
  show(picture, isAnswer, typed) {
    const values = { ...picture.fields, sentence: picture.sentence, hex: picture.hex, literal: picture.literal };
    const problem = isAnswer ? picture.problem : "";
    for (const [key, control] of this.controls) {
      const isTyped = isAnswer && key === typed && control.input === document.activeElement;
      if (!control.isText) fill(control.input, values[key]);
      else if (!isTyped) control.input.value = values[key];
      if (control.isText) control.input.readOnly = !picture.typed && ["hex", "literal", "payload_data"].includes(key);
      this.complain(control, key === picture.where ? problem : "");
    }
    this.holdKey(values.mask);
    this.growSentence();
  }

  /** Without a mask there is no key to type. The field is not `disabled`: it would lose the focus. @param {boolean} isMasked */
  holdKey(isMasked) {
    const key = this.controls.get("masking_key")?.input;
    if (!key) return;
    key.readOnly = !isMasked;
    offer(key, isMasked);
  }

  /** @param {Control} control @param {string} problem */
  complain(control, problem) {
    control.problem.textContent = problem;
    control.input.toggleAttribute("aria-invalid", Boolean(problem));
    if (problem) control.input.setAttribute("aria-invalid", "true");
    if (problem) control.input.setAttribute("aria-describedby", control.problem.id);
    else control.input.removeAttribute("aria-describedby");
  }

  /** What is wrong before the kernel sees it. @param {string} key @param {string} problem */
  complainAt(key, problem) {
    const control = this.controls.get(key);
    if (control) this.complain(control, problem);
    return Boolean(control);
  }

  /** Which control an element is the input of. @param {EventTarget | null} target */
  keyOf(target) {
    for (const [key, control] of this.controls) if (control.input === target) return key;
    return "";
  }

  /** What is shown everywhere once typing is over. @param {(key: string) => void} act @param {AbortSignal} signal */
  whenLeft(act, signal) {
    for (const [key, control] of this.controls) if (control.isText) control.input.addEventListener("blur", () => act(key), { signal });
  }
}

/** @param {any} input @param {any} value */
function fill(input, value) {
  if (input.type === "checkbox") input.checked = value;
  else input.value = String(value);
}
