// By python framebyframe/widgets/bundling.py, of modules with the sha256 35b38ae45ca92fbf02ea27924d62c224db1a1bc959b569a0a4b04961591588a0
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
function renderer(make, draws) {
  return ({ model, el }) => {
    const ending2 = new AbortController();
    const view = make(model, ending2.signal);
    for (const [name, draw] of Object.entries(draws)) {
      const act = () => draw(view);
      model.on(`change:${name}`, act);
      ending2.signal.addEventListener("abort", () => model.off(`change:${name}`, act));
    }
    el.append(view.root);
    keepKeys(view.root, ending2.signal);
    tabOn(view.root, ending2.signal);
    whenOnPage(view.root, ending2.signal, () => {
      hideStill(view.root, ending2.signal);
      watchKernel(view.root, model, ending2.signal);
    });
    return () => ending2.abort();
  };
}

// frame_builder/bits.js
var FIRST_ROW = 2;
var Bits = class {
  /**
   * @param {(bit: number) => void} flip
   */
  constructor(flip) {
    this.flip = flip;
    this.element = element("div", { className: "fbf-bits", role: "group", "aria-label": "Bits: arrow keys move, space flips" });
    this.buttons = [];
    this.current = 0;
    this.drawn = "";
    this.otherRows = 4;
    this.shown = [[], ""];
    this.element.addEventListener("click", (event) => this.clicked(event));
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    this.element.addEventListener("focusin", (event) => this.focused(event));
  }
  /**
   * @param {DrawnFrame[]} frames
   * @param {string} more
   */
  show(frames, more) {
    this.shown = [frames, more];
    const layout = JSON.stringify([more, this.otherRows, frames.map((frame) => [frame.start, frame.hidden, frame.missing, frame.hex.length, frame.spans.map((span) => [span.field, span.first, span.bits])])]);
    const hadFocus = this.element.contains(document.activeElement);
    if (layout !== this.drawn) this.lay(frames, more);
    this.drawn = layout;
    this.fill(frames);
    this.choose(Math.min(this.current, this.buttons.length - 1), hadFocus && !this.element.contains(document.activeElement));
  }
  /** @param {number} bytes in a row */
  setRow(bytes) {
    if (bytes === this.otherRows) return;
    this.otherRows = bytes;
    this.show(...this.shown);
  }
  /** @param {DrawnFrame[]} frames @param {string} more */
  lay(frames, more) {
    this.buttons = [];
    const drawn = frames.map((frame, index) => this.layFrame(frame, frames.length > 1 ? index + 1 : 0));
    const rest = more ? [element("p", { className: "fbf-more" }, `… ${more}`)] : [];
    this.element.replaceChildren(...drawn, ...rest);
    if (!frames.length) this.element.append(element("p", { className: "fbf-more" }, "No bytes yet. Choose an example, or write one below."));
  }
  /** @param {DrawnFrame} frame @param {number} number */
  layFrame(frame, number) {
    const made2 = element("div", { className: "fbf-frame" });
    if (number) made2.append(element("p", { className: "fbf-frame-title" }));
    const bytes = frame.hex.length / 2;
    for (let start = 0; start < bytes; ) {
      const size = start === 0 ? FIRST_ROW : this.otherRows;
      made2.append(this.layRow(frame, start, Math.min(size, bytes - start)));
      start += size;
    }
    const notes = [frame.hidden && `… ${frame.hidden}`, frame.missing && `… at least ${frame.missing} to come`];
    for (const note of notes.filter(Boolean)) made2.append(element("p", { className: "fbf-more" }, note));
    return made2;
  }
  /** @param {DrawnFrame} frame @param {number} start @param {number} bytes */
  layRow(frame, start, bytes) {
    const columns = 8 * (start === 0 ? FIRST_ROW : this.otherRows);
    const row = element("div", { className: start === 0 ? "fbf-row fbf-large" : "fbf-row" });
    row.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    const [first, stop] = [start * 8, (start + bytes) * 8];
    for (const span of frame.spans) {
      const [from, to] = [Math.max(span.first, first), Math.min(span.first + span.bits, stop)];
      if (from < to) row.append(this.layLabel(span, from, to, first));
      for (let bit = from; bit < to; bit++) row.append(this.layBit(frame, span, bit, bit - first));
    }
    for (let byte = start; byte < start + bytes; byte++) {
      const cell = element("div", { className: "fbf-byte fbf-code" });
      cell.style.gridColumn = `${(byte - start) * 8 + 1} / span 8`;
      cell.dataset.byte = String(frame.start + byte);
      row.append(cell);
    }
    return row;
  }
  /** @param {Span} span @param {number} from @param {number} to @param {number} first */
  layLabel(span, from, to, first) {
    const label = element("div", { className: "fbf-label", title: span.name, "aria-hidden": "true" }, from === span.first ? span.label : "");
    label.style.gridColumn = `${from - first + 1} / ${to - first + 1}`;
    label.dataset.span = String(span.first);
    if (span.bits === 1) label.classList.add("fbf-one-bit");
    return coloured(label, span.field);
  }
  /** @param {DrawnFrame} frame @param {Span} span @param {number} bit @param {number} column */
  layBit(frame, span, bit, column) {
    const button2 = element("button", { type: "button", className: "fbf-bit fbf-code", role: "switch", tabIndex: -1 });
    button2.style.gridColumn = String(column + 1);
    button2.dataset.bit = String(frame.start * 8 + bit);
    if (bit === span.first) button2.classList.add("fbf-first");
    if (bit === span.first + span.bits - 1) button2.classList.add("fbf-last");
    this.buttons.push(button2);
    return coloured(button2, span.field);
  }
  /** What changes where the layout stays. @param {DrawnFrame[]} frames */
  fill(frames) {
    const bits = this.buttons.values();
    for (const frame of frames) {
      const bytes = frame.hex.match(/../g) ?? [];
      for (const span of frame.spans) {
        const stop = Math.min(span.first + span.bits, bytes.length * 8);
        for (let bit = span.first; bit < stop; bit++) {
          const button2 = bits.next().value;
          if (!button2) return;
          set(button2, (parseInt(bytes[bit >> 3], 16) >> 7 - (bit & 7) & 1) === 1);
          button2.classList.toggle("fbf-faulty", span.faulty);
          const place = span.bits > 1 ? `, bit ${bit - span.first + 1} of ${span.bits}` : "";
          button2.setAttribute("aria-label", `${span.name}${place}, byte ${frame.start + (bit >> 3)}${span.faulty ? ", breaks a rule" : ""}`);
          button2.title = `${span.name} ${span.shown}: ${span.sentence}`;
        }
      }
      bytes.forEach((byte, index) => this.fillByte(frame.start + index, byte, frame.characters[index]));
    }
    for (const [index, title] of [...this.element.querySelectorAll(".fbf-frame-title")].entries())
      title.textContent = `Frame ${index + 1}: ${frames[index].sentence}`;
    for (const [index, drawn] of [...this.element.querySelectorAll(".fbf-frame")].entries())
      for (const label of drawn.querySelectorAll(".fbf-label")) {
        const span = frames[index]?.spans.find((one) => String(one.first) === label.dataset.span);
        label.classList.toggle("fbf-faulty", Boolean(span?.faulty));
      }
  }
  /** @param {number} index @param {string} byte @param {string} character */
  fillByte(index, byte, character) {
    const cell = this.element.querySelector(`[data-byte="${index}"]`);
    cell?.replaceChildren(byte, element("span", { className: "fbf-character" }, character));
  }
  /** Go to a bit, if it is drawn. @param {number} bit */
  goTo(bit) {
    const index = this.buttons.findIndex((button2) => button2.dataset.bit === String(bit));
    if (index >= 0) this.choose(index, true);
    return index >= 0;
  }
  /** Of all bits one takes part in tabbing. @param {number} index @param {boolean} focus */
  choose(index, focus2) {
    this.current = Math.max(0, index);
    this.buttons.forEach((button2, at) => button2.tabIndex = at === this.current ? 0 : -1);
    if (focus2) this.buttons[this.current]?.focus();
  }
  /** @param {FocusEvent} event */
  focused(event) {
    const index = this.buttons.indexOf(
      /** @type {HTMLButtonElement} */
      event.target
    );
    if (index >= 0 && index !== this.current) this.choose(index, false);
  }
  /** @param {MouseEvent} event */
  clicked(event) {
    const button2 = (
      /** @type {HTMLElement} */
      event.target.closest("button")
    );
    if (button2) this.turn(
      /** @type {HTMLButtonElement} */
      button2
    );
  }
  /** On the page at once; the kernel confirms it. @param {HTMLButtonElement} button */
  turn(button2) {
    set(button2, button2.getAttribute("aria-checked") !== "true");
    this.flip(Number(button2.dataset.bit));
  }
  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button2 = this.buttons[this.current];
    if (!button2) return;
    if (event.key === "0" || event.key === "1") {
      if (button2.getAttribute("aria-checked") === "true" !== (event.key === "1")) this.turn(button2);
      this.choose(Math.min(this.current + 1, this.buttons.length - 1), true);
    } else if (event.key in STEPS) this.choose(this.neighbour(button2, STEPS[event.key]), true);
    else return;
    event.preventDefault();
  }
  /** @param {HTMLButtonElement} button @param {[number, number]} step */
  neighbour(button2, [across, down]) {
    if (across === Infinity || across === -Infinity) {
      const row = this.rowOf(button2);
      return this.buttons.indexOf(across > 0 ? row[row.length - 1] : row[0]);
    }
    if (across) return Math.min(Math.max(this.current + across, 0), this.buttons.length - 1);
    return this.buttons.indexOf(this.above(button2, down));
  }
  /** @param {HTMLElement} button @returns {HTMLButtonElement[]} */
  rowOf(button2) {
    return this.buttons.filter((other) => other.parentElement === button2.parentElement);
  }
  /** The bit nearest to this one in the row above or below. @param {HTMLButtonElement} button @param {number} down */
  above(button2, down) {
    const rows = [...this.element.querySelectorAll(".fbf-row")];
    const row = rows[rows.indexOf(
      /** @type {Element} */
      button2.parentElement
    ) + down];
    const bits = this.buttons.filter((other) => other.parentElement === row);
    const middle = (one) => one.getBoundingClientRect().left + one.offsetWidth / 2;
    const distance = (one) => Math.abs(middle(one) - middle(button2));
    return bits.reduce((best, other) => distance(other) < distance(best) ? other : best, bits[0] ?? button2);
  }
};
var STEPS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-Infinity, 0],
  End: [Infinity, 0]
};
function set(button2, on) {
  button2.setAttribute("aria-checked", String(on));
  button2.textContent = on ? "1" : "0";
}

// frame_builder/inputs.js
var CHECKS = [["fin", "FIN"], ["rsv1", "RSV1"], ["rsv2", "RSV2"], ["rsv3", "RSV3"], ["mask", "MASK"]];
var TEXTS = [["masking_key", "masking key"], ["payload_length", "payload length"], ["payload_data", "payload data"]];
var Inputs = class {
  /**
   * @param {any} choices
   * @param {(kind: string, value: any, field: string, typing: string) => void} change
   */
  constructor(choices, change) {
    this.change = change;
    this.typing = 0;
    this.controls = /* @__PURE__ */ new Map();
    const lengths = [7, 16, 64].map((bits) => ({ value: bits, name: `in ${bits} bits` }));
    this.sentence = this.words("sentence", "In words").row;
    const checks = CHECKS.map(([key2, name]) => this.check(key2, name));
    const opcode = this.select("opcode", "opcode", choices.opcodes);
    const [key, length, payload] = TEXTS.map(([field, name]) => this.text(field, name, "fbf-code", field).row);
    const form = this.select("length_bits", "written", lengths, "payload_length");
    this.fields = element(
      "fieldset",
      { className: "fbf-fields" },
      element("legend", {}, "Fields"),
      element("div", { className: "fbf-line" }, ...checks.slice(0, 4), opcode, checks[4]),
      element("div", { className: "fbf-line" }, length, form, key),
      payload
    );
    this.others = element(
      "div",
      { className: "fbf-others" },
      this.text("hex", "Hex", "fbf-code").row,
      this.text("literal", "Python bytes", "fbf-code").row
    );
  }
  /** One sentence, in as many lines as it takes. @param {string} key @param {string} name @returns {Control} */
  words(key, name) {
    const input = element("textarea", { rows: 1, className: "fbf-sentence" });
    input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    input.addEventListener("input", () => this.growSentence());
    return this.typed(key, name, input);
  }
  growSentence() {
    const input = this.controls.get("sentence")?.input;
    if (!input?.isConnected) return;
    input.style.height = "0";
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
    input.addEventListener("focus", () => this.typing += 1);
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
};
function fill(input, value) {
  if (input.type === "checkbox") input.checked = value;
  else input.value = String(value);
}

// frame_builder/sending.js
var Sending = class {
  /**
   * @param {string[]} peers
   * @param {(peer: string, cutAfter: number | null) => void} send
   */
  constructor(peers, send) {
    this.parts = element("input", { type: "checkbox", id: freshId("parts") });
    this.after = element("input", { type: "number", min: 1, value: 2, className: "fbf-code", "aria-label": "Bytes in the first part" });
    this.after.addEventListener("input", () => this.parts.checked = true);
    this.buttons = peers.map((peer) => button("fbf-send", `Send to ${peer}`, () => send(peer, this.parts.checked ? Number(this.after.value) : null)));
    this.exchanges = element("div", {});
    const inParts = element(
      "span",
      { className: "fbf-parts" },
      this.parts,
      element("label", { for: this.parts.id }, "in two pieces, the first of"),
      this.after,
      "bytes"
    );
    this.element = element(
      "div",
      { className: "fbf-sending" },
      element("div", { className: "fbf-line" }, ...this.buttons, inParts),
      this.exchanges
    );
    this.element.hidden = peers.length === 0;
  }
  /** @param {any} sending @returns {string} what to announce */
  show(sending) {
    const isBusy = sending.state === "sending";
    for (const one of this.buttons) offer(one, !isBusy);
    if (!sending.state) return "";
    this.exchanges.replaceChildren(...[...sending.others, sending].flatMap(shownExchange));
    const received = sending.steps.filter((step) => step.direction === "received");
    return isBusy ? "" : [...received.map((step) => `received: ${step.words}`), ending(sending)].join(". ");
  }
};
function ending(exchange) {
  return exchange.state === "sending" ? `waiting for ${exchange.peer}` : `${exchange.peer} ${exchange.note}`.trim();
}
function shownExchange(exchange) {
  const sign = { closed: "■", quiet: "…", failed: "✗", sending: "→" }[
    /** @type {string} */
    exchange.state
  ];
  const words = exchange.state === "failed" ? exchange.note : ending(exchange);
  return [
    element("ol", { className: "fbf-steps" }, ...exchange.steps.map((step) => shownStep(step, exchange.peer))),
    element("p", { className: `fbf-note fbf-note-${exchange.state}` }, `${sign} ${words}`)
  ];
}
function shownStep(step, peer) {
  const sent = step.direction === "sent";
  return element(
    "li",
    { className: `fbf-step fbf-${step.direction}` },
    element("span", { className: "fbf-arrow" }, sent ? `→ ${peer}` : `← ${peer}`),
    element(
      "span",
      { className: "fbf-step-what" },
      element("span", { className: "fbf-words" }, step.words),
      element("code", {}, step.hex),
      ...step.faults.map((fault) => element("span", { className: "fbf-problem" }, `✗ ${fault}`))
    )
  );
}

// frame_builder/frame_builder.js
var NARROW = 560;
var BUSY = "The kernel has not answered yet: it is busy. The change is made when it is free.";
var BuilderView = class {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.choices = model.get("_choices");
    this.edits = new Edits(model, signal, () => this.status.textContent = BUSY);
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
    this.root = element(
      "div",
      { className: "fbf-widget fbf-builder", role: "group", "aria-label": "Frame builder" },
      element(
        "div",
        { className: "fbf-live" },
        this.inputs.sentence,
        this.toolbar(),
        this.status,
        this.bits.element,
        this.remark,
        this.faults,
        this.inputs.fields,
        this.inputs.others,
        this.sending.element,
        this.python
      ),
      this.announcer
    );
    this.root.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.root.addEventListener("paste", (event) => this.pasted(event), { signal });
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
    this.sender = element(
      "select",
      { id: freshId("sender") },
      element("option", { value: "client" }, "a client"),
      element("option", { value: "server" }, "a server")
    );
    this.sender.addEventListener("change", () => {
      this.model.set("sender", this.sender.value);
      this.model.save_changes();
    });
    const from = element("span", { className: "fbf-from" }, element("label", { for: this.sender.id }, "from"), this.sender);
    return element("div", { className: "fbf-line fbf-toolbar" }, this.presets, from, element("span", { className: "fbf-space" }), this.again, this.undo, this.redo, copy);
  }
  groups() {
    const groups = /* @__PURE__ */ new Map();
    this.choices.presets.forEach((preset, index) => {
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
    this.send(kind, value, kind === "field" ? field : void 0, typing && `${this.edits.view} ${typing}`);
  }
  /** @param {string} kind @param {any} value @param {string} [field] @param {string} [typing] */
  send(kind, value, field, typing) {
    if (!typing) this.typed = "";
    this.edits.send({ kind, value, field, typing });
  }
  longest() {
    return this.choices.max_bytes * 4;
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
    this.faults.replaceChildren(...picture.faults.map((fault) => this.shownFault(fault)));
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
    const rules = picture.faults.map((fault) => fault.sentence).join(" ");
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
    return element(
      "li",
      {},
      element("span", { className: "fbf-sign", "aria-hidden": "true" }, "✗"),
      coloured(name, fault.field),
      element("span", {}, `${fault.sentence} `, element("span", { className: "fbf-rule" }, rule))
    );
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
};
function made(model, signal) {
  const view = new BuilderView(model, signal);
  view.sending.show(model.get("_sending"));
  view.showPicture();
  view.announcer.textContent = "";
  return view;
}
var frame_builder_default = { render: renderer(made, { _picture: (view) => view.showPicture(), _sending: (view) => view.showSending() }) };
export {
  frame_builder_default as default
};
