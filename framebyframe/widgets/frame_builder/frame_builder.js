// The frame builder: what is clicked and typed goes to the kernel, what the kernel says is shown.
// The rules are the kernel's: here nothing is judged.
import { Edits, button, coloured, element, freshId, offer, renderer } from "../page.js";
import { Bits } from "./bits.js";
import { Inputs } from "./inputs.js";
import { Sending } from "./sending.js";

const NARROW = 560; // pixels
const BUSY = "The kernel has not answered yet: it is busy. The change is made when it is free.";

class BuilderView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.choices = model.get("_choices");
    this.edits = new Edits(model, signal, () => (this.status.textContent = BUSY));
    this.typed = "";
    this.bits = new Bits((bit) => this.send("bit", bit));
    this.inputs = new Inputs(this.choices, (kind, value, field, typing) => this.type(kind, value, field, typing));
    this.sending = new Sending(this.choices.peers, (peer, cutAfter) => model.send({ kind: "send", peer, cut_after: cutAfter }));
    this.faults = element("ul", { className: "fbf-faults", "aria-label": "Broken rules" });
    this.remark = element("p", { className: "fbf-remark" });
    this.status = element("p", { className: "fbf-status" });
    this.announcer = element("p", { className: "fbf-unseen", role: "status" });
    this.code = element("pre", { className: "fbf-code", tabIndex: 0, "aria-label": "As Python" });
    this.python = element("details", { className: "fbf-python" }, element("summary", {}, "As Python"), this.code);
    this.root = element("div", { className: "fbf-widget fbf-builder", role: "group", "aria-label": "Frame builder" },
      element("div", { className: "fbf-live" }, this.inputs.sentence, this.toolbar(), this.status, this.bits.element, this.remark,
        this.faults, this.inputs.fields, this.inputs.others, this.sending.element, this.python),
      this.announcer);
    this.root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.pressed(event), { signal });
    this.root.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => this.pasted(event), { signal });
    this.inputs.whenLeft(() => this.settle(), signal);
    const sizes = new ResizeObserver(() => this.resized());
    sizes.observe(this.root);
    signal.addEventListener("abort", () => sizes.disconnect());
  }

  toolbar() {
    this.undo = button("fbf-tool", "Undo", () => this.send("undo", null));
    this.redo = button("fbf-tool", "Redo", () => this.send("redo", null));
    this.again = button("fbf-tool", "Start again", () => this.send("again", null));
    const copy = button("fbf-tool", "Copy as Python", () => this.copy());
    this.presets = element("select", { "aria-label": "Examples" }, element("option", { value: "" }, "Examples …"), ...this.groups());
    this.presets.addEventListener("change", () => this.choosePreset());
    this.sender = element("select", { id: freshId("sender") },
      element("option", { value: "client" }, "a client"), element("option", { value: "server" }, "a server"));
    this.sender.addEventListener("change", () => {
      this.model.set("sender", this.sender.value);
      this.model.save_changes();
    });
    const from = element("span", { className: "fbf-from" }, element("label", { for: this.sender.id }, "from"), this.sender);
    return element("div", { className: "fbf-line fbf-toolbar" }, this.presets, from, element("span", { className: "fbf-space" }), this.again, this.undo, this.redo, copy);
  }

  groups() {
    /** @type {Map<string, HTMLElement>} */
    const groups = new Map();
    this.choices.presets.forEach((/** @type {any} */ preset, /** @type {number} */ index) => {
      if (!groups.has(preset.group)) groups.set(preset.group, element("optgroup", { label: preset.group }));
      groups.get(preset.group)?.append(element("option", { value: index }, preset.name));
    });
    return groups.values();
  }

  choosePreset() {
    if (this.presets.value !== "") this.send("preset", Number(this.presets.value));
    this.presets.value = "";
  }

  // --- to the kernel ---

  /** @param {string} kind @param {any} value @param {string} field @param {string} typing */
  type(kind, value, field, typing) {
    if (String(value).length > this.longest()) {
      this.inputs.complainAt(field, this.tooLong(String(value).length));
      return;
    }
    this.typed = field;
    this.send(kind, value, kind === "field" ? field : undefined, typing && `${this.edits.view} ${typing}`);
  }

  /** @param {string} kind @param {any} value @param {string} [field] @param {string} [typing] */
  send(kind, value, field, typing) {
    if (!typing) this.typed = "";
    this.edits.send({ kind, value, field, typing });
  }

  longest() {
    return this.choices.max_bytes * 4; // as escapes, \x81 four characters a byte
  }

  /** @param {number} length */
  tooLong(length) {
    return `${length.toLocaleString("en")} characters are too many: the builder takes ${this.choices.max_bytes.toLocaleString("en")} bytes.`;
  }

  // --- from the kernel ---

  showPicture() {
    const picture = this.model.get("_picture");
    if (!this.edits.take(picture.answers)) return;
    const isAnswer = this.edits.areAnswered(picture.answers);
    this.status.textContent = isAnswer && picture.problem && !this.inputs.controls.has(picture.where) ? `✗ ${picture.problem}` : "";
    this.bits.show(picture.frames, picture.more);
    this.inputs.show(picture, isAnswer, this.typed);
    this.faults.replaceChildren(...picture.faults.map((/** @type {any} */ fault) => this.shownFault(fault)));
    this.faults.hidden = picture.faults.length === 0;
    this.remark.textContent = picture.remark;
    this.code.textContent = picture.python;
    offer(this.undo, picture.can_undo);
    offer(this.redo, picture.can_redo);
    offer(this.again, picture.can_start_again);
    this.sender.value = this.model.get("sender");
    this.announce(isAnswer && picture.problem ? picture.problem : this.summary(picture));
  }

  /** As wide as the notebook leaves it: narrow rows where there is no room for long ones. */
  resized() {
    const isNarrow = this.root.clientWidth < NARROW;
    this.root.classList.toggle("fbf-narrow", isNarrow);
    this.bits.setRow(isNarrow ? 2 : 4);
    this.inputs.growSentence();
  }

  /** Typing is over: show in full what was made of it. */
  settle() {
    const picture = this.model.get("_picture");
    if (!picture.problem) this.inputs.show(picture, false, "");
  }

  showSending() {
    const words = this.sending.show(this.model.get("_sending"));
    if (words) this.announce(words);
  }

  /** @param {any} picture */
  summary(picture) {
    const rules = picture.faults.map((/** @type {any} */ fault) => fault.sentence).join(" ");
    return `${picture.sentence}. ${rules ? `Broken: ${rules}` : "No rule is broken."}`;
  }

  /** Once, however often it is drawn. @param {string} words */
  announce(words) {
    if (this.announcer.textContent !== words) this.announcer.textContent = words;
  }

  /** @param {any} fault */
  shownFault(fault) {
    const name = button("fbf-field-name", fault.name, () => this.bits.goTo(fault.bit));
    name.title = "Go to these bits";
    const rule = [fault.section, fault.answer && `a peer that sees it must fail the connection, and should send ${fault.answer}`].filter(Boolean).join("; ");
    return element("li", {}, element("span", { className: "fbf-sign", "aria-hidden": "true" }, "✗"), coloured(name, fault.field),
      element("span", {}, `${fault.sentence} `, element("span", { className: "fbf-rule" }, rule)));
  }

  // --- keys and the clipboard ---

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (!(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    this.send(key === "y" || event.shiftKey ? "redo" : "undo", null);
  }

  /** @param {ClipboardEvent} event */
  pasted(event) {
    const text = event.clipboardData?.getData("text") ?? "";
    const key = this.inputs.keyOf(event.target);
    const isTooLong = text.length > this.longest();
    if (key && !isTooLong) return;
    event.preventDefault();
    if (!isTooLong) this.send("paste", text);
    else if (!this.inputs.complainAt(key, this.tooLong(text.length))) this.status.textContent = `✗ ${this.tooLong(text.length)}`;
    if (isTooLong) this.announce(this.tooLong(text.length));
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.code.textContent ?? "");
      this.status.textContent = "Copied. Paste it into a cell.";
      this.announce("Copied as Python.");
    } catch {
      this.python.open = true;
      getSelection()?.selectAllChildren(this.code);
      this.status.textContent = "The browser does not let the clipboard be written: the lines are selected below, press Ctrl+C.";
    }
  }
}

function made(/** @type {any} */ model, /** @type {AbortSignal} */ signal) {
  const view = new BuilderView(model, signal);
  view.sending.show(model.get("_sending"));
  view.showPicture();
  view.announcer.textContent = "";
  return view;
}

export default { render: renderer(made, { _picture: (view) => view.showPicture(), _sending: (view) => view.showSending() }) };
