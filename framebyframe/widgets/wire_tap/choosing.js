// What is shown: of which sort, of which connection, with what in it; and who is connected.
import { button, element, freshId } from "../page.js";
import { fill } from "./row_list.js";

/** @typedef {{number: number, name: string, state: string, frames: number, calls: number, in_flight: number}} Connection */

const KINDS = /** @type {const} */ (["all", "connections", "frames", "calls", "wrong"]);
const COLUMNS = /** @type {const} */ (["connection", "state", "frames", "calls", "in_flight"]);
const TYPING = 150; // milliseconds without a key until what is typed is sought

export class Choosing {
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
    this.element = element("div", { className: "fbf-tap-choosing" },
      element("div", { className: "fbf-line" }, ...this.labelled("kinds", this.kinds), ...this.labelled("connections", this.connections), ...this.labelled("beside", this.beside)),
      element("div", { className: "fbf-line" }, ...this.labelled("search", this.search), this.clear, this.live));
    this.who = new Who(words);
  }

  /** @param {(value: string) => void} act */
  select(act) {
    const made = element("select", { id: freshId("choice") });
    made.addEventListener("change", () => act(made.value));
    return made;
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
    const known = /** @type {Connection[]} */ (state.connections).map((one) => [String(one.number), one.name]);
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
}

/** Who is connected. */
class Who {
  /** @param {Record<string, string>} words */
  constructor(words) {
    this.words = words;
    this.summary = element("summary", {});
    this.rows = element("tbody");
    const heads = COLUMNS.map((name) => element("th", { scope: "col" }, words[`column_${name}`]));
    this.element = element("details", { className: "fbf-tap-who" }, this.summary,
      element("div", { className: "fbf-tap-table" }, element("table", {}, element("thead", {}, element("tr", {}, ...heads)), this.rows)));
    this.isNew = true;
  }

  /** @param {any} state */
  show(state) {
    if (this.isNew) this.element.open = state.is_live;
    this.isNew = false;
    const all = /** @type {Connection[]} */ (state.connections);
    const open = all.filter((one) => one.state === "open").length;
    this.summary.textContent = all.length ? fill(this.words.who, { open: String(open), all: String(all.length) }) : this.words.no_connections;
    this.rows.replaceChildren(...all.map((one) => this.row(one)));
  }

  /** @param {Connection} one */
  row(one) {
    const state = element("td", { className: `fbf-tap-state-${one.state}` }, `${one.state === "open" ? "●" : "○"} ${this.words[`state_${one.state}`]}`);
    return element("tr", {}, element("th", { scope: "row" }, one.name), state,
      ...[one.frames, one.calls, one.in_flight].map((number) => element("td", {}, number.toLocaleString("en"))));
  }
}

/** @param {any} select @param {string[][]} options @param {string} value */
function fillSelect(select, options, value) {
  const names = JSON.stringify(options);
  if (select.dataset.names !== names) {
    select.dataset.names = names;
    select.replaceChildren(...options.map(([key, name]) => element("option", { value: key }, name)));
  }
  select.value = value;
}
