// The parts of the page that every widget needs.

/** Milliseconds until a widget says that the kernel has not answered yet. */
export const BUSY_AFTER = 3000;

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

let names = 0;

/**
 * An id that no other element of the page has.
 * @param {string} word
 */
export function freshId(word) {
  names += 1;
  return `fbf-${word}-${names}`;
}

/**
 * Keys pressed in here are for the widget: the notebook does not move or delete cells. Saving stays what it
 * is; Enter with Shift, Ctrl or Alt runs the cell, and Escape leaves the widget.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function keepKeys(root, signal) {
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
export function tabOn(root, signal) {
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
export function watchKernel(root, model, signal) {
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
export function hideStill(root, signal) {
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
export function whenOnPage(root, signal, act) {
  const look = () => {
    if (signal.aborted) return;
    if (root.isConnected) act();
    else requestAnimationFrame(look);
  };
  look();
}
