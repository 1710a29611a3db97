// The parts of the page that every widget needs.

/** Milliseconds until a widget says that the kernel has not answered yet. */
const BUSY_AFTER = 3000;

/**
 * An element with its properties, attributes (a name with a dash, or role) and children.
 * @param {string} tag
 * @param {Record<string, any>} properties
 * @param {...(Node | string)} children text stays text: nothing here is read as markup
 * @returns {any}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/**
 * An element whose text the kernel has escaped and marked: only code elements are in it.
 * @param {string} tag
 * @param {string} html
 */
export function marked(tag, html) {
  const made = element(tag);
  made.innerHTML = html;
  return made;
}

/**
 * A button. While nothing is to be had from it (see `offer`) a press does nothing.
 * @param {string} className
 * @param {string} name
 * @param {() => void} act
 */
export function button(className, name, act) {
  const made = element("button", { type: "button", className }, name);
  made.addEventListener("click", () => {
    if (made.getAttribute("aria-disabled") !== "true") act();
  });
  return made;
}

/**
 * Whether there is something to be had from a button or a field. It is never `disabled`: it would lose the focus.
 * @param {HTMLElement} one
 * @param {boolean} isOffered
 */
export function offer(one, isOffered) {
  one.setAttribute("aria-disabled", String(!isOffered));
}

/**
 * In the colours and the pattern of a field.
 * @template {HTMLElement} T
 * @param {T} one
 * @param {string} field
 * @returns {T}
 */
export function coloured(one, field) {
  const name = `--fbf-${field.replaceAll("_", "-")}`;
  for (const part of ["tint", "ink", "line", "band"]) one.style.setProperty(`--${part}`, `var(${name}-${part})`);
  return one;
}

/** The page's own count of ids: each widget has this module for itself, and all stand on one page. */
const NAMES = Symbol.for("framebyframe.names");

/**
 * An id that no other element of the page has.
 * @param {string} word
 */
export function freshId(word) {
  /** @type {any} */
  const page = globalThis;
  page[NAMES] = (page[NAMES] ?? 0) + 1;
  return `fbf-${word}-${page[NAMES]}`;
}

/**
 * Keys pressed in here are for the widget: the notebook does not move or delete cells. Saving stays what it
 * is; Enter with Shift, Ctrl or Alt runs the cell, and Escape leaves the widget.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
function keepKeys(root, signal) {
  const keep = (/** @type {KeyboardEvent} */ event) => {
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (saves) return;
    event.stopPropagation();
    if (event.type === "keydown" && isForTheCell(event)) handOver(root, event);
  };
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, keep, { signal });
  for (const kind of ["copy", "cut", "paste"]) root.addEventListener(kind, (event) => event.stopPropagation(), { signal });
}

/** @param {KeyboardEvent} event */
function isForTheCell(event) {
  const runs = event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
  return runs || event.key === "Escape";
}

/**
 * The cell gets the focus, and with it the notebook is in command mode; then it gets the key.
 * JupyterLab looks at where a key was pressed, and does not run a cell from within a text field.
 * @param {HTMLElement} root
 * @param {KeyboardEvent} event
 */
function handOver(root, event) {
  const cell = /** @type {HTMLElement | null} */ (root.closest(".jp-Cell"));
  if (!cell) return;
  event.preventDefault();
  focus(cell);
  if (event.key === "Enter") cell.dispatchEvent(new KeyboardEvent("keydown", event));
}

/** @param {HTMLElement} cell */
function focus(cell) {
  if (cell.tabIndex < 0) cell.tabIndex = -1; // what has no tabindex at all takes no focus
  cell.focus();
}

const TABBABLE = "button, input, textarea, select, summary, pre, [tabindex]";

/**
 * Tab goes on from the last thing in here to the next cell, not to JupyterLab's side bar.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
function tabOn(root, signal) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey) return;
    const parts = /** @type {any[]} */ ([...root.querySelectorAll(TABBABLE)]);
    const last = parts.filter((part) => part.tabIndex >= 0 && part.checkVisibility()).pop();
    const next = /** @type {HTMLElement | null | undefined} */ (root.closest(".jp-Cell")?.nextElementSibling);
    if (event.target !== last || !next?.classList.contains("jp-Cell")) return;
    event.preventDefault();
    focus(next);
  }, { signal });
}

/**
 * Say so when the kernel that the widget talks to is gone; nothing in it would be true any more.
 * @param {HTMLElement} root
 * @param {any} model
 * @param {AbortSignal} signal
 */
function watchKernel(root, model, signal) {
  const sign = element("p", { className: "fbf-gone-sign", role: "status" });
  root.prepend(sign);
  const gone = () => {
    root.classList.add("fbf-gone");
    sign.textContent = "The kernel of this widget is gone. Run the notebook again, down to this cell, to bring it back.";
    for (const part of root.querySelectorAll(".fbf-live")) /** @type {HTMLElement} */ (part).inert = true;
  };
  model.on("comm_live_update", gone); // a view is made of a live model: it can only have died
  signal.addEventListener("abort", () => model.off("comm_live_update", gone));
}

/**
 * The static rendering below stays away for as long as this view is on the page.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
function hideStill(root, signal) {
  const output = root.closest(".jp-OutputArea-child");
  const area = output?.parentElement;
  if (!output || !area) return;
  /** @type {HTMLElement | null} */
  let hidden = null;
  const hide = () => {
    const next = /** @type {HTMLElement | null} */ (output.nextElementSibling);
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

/**
 * Do something once the element is on the page: a view is made before it is put there.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 * @param {() => void} act
 */
function whenOnPage(root, signal, act) {
  const look = () => {
    if (signal.aborted) return;
    if (root.isConnected) act();
    else requestAnimationFrame(look);
  };
  look();
}

/** Waits for an answer of the kernel, and says that it is busy where it takes long. */
export class Waiting {
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
}

/** The edits of one view. They have numbers, so that the answer to an earlier one does not undo a later one. */
export class Edits {
  /** @param {any} model @param {AbortSignal} signal @param {() => void} sayBusy */
  constructor(model, signal, sayBusy) {
    this.model = model;
    this.view = freshId("view") + Math.random().toString(36).slice(2); // tells answers to this view from others
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
}

/**
 * An element is marked as narrow while it has less room than this.
 * @param {HTMLElement} root
 * @param {number} width in pixels
 * @param {AbortSignal} signal
 */
export function narrowBelow(root, width, signal) {
  const sizes = new ResizeObserver(() => root.classList.toggle("fbf-narrow", root.clientWidth < width));
  sizes.observe(root);
  signal.addEventListener("abort", () => sizes.disconnect());
}

/**
 * The function that puts a view on the page, and gives the one that takes it away.
 * @template {{root: HTMLElement}} View
 * @param {(model: any, signal: AbortSignal) => View} make a view that shows what its model has now
 * @param {Record<string, (view: View) => void>} draws what each change of the model draws anew, by its name in the model
 */
export function renderer(make, draws) {
  return (/** @type {{model: any, el: HTMLElement}} */ { model, el }) => {
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
