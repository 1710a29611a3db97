// The opened row: what it says, field by field, and its bytes drawn; or a pair, both side by side.
import { button, coloured, element, freshId } from "../page.js";

/**
 * @typedef {{name: string, look: string, shown: string, meaning: string, section: string, wrong: boolean}} Field
 * @typedef {{name: string, look: string, status: string, words: string, left: string[], right: string[]}} Aspect
 */

const STATUS_SIGNS = /** @type {Record<string, string>} */ ({ same: "=", chance: "≈", differs: "≠" });

export class Opened {
  /**
   * @param {Record<string, string>} words
   * @param {{close: () => void, bits: (on: boolean) => void, item: (number: number) => void}} to
   */
  constructor(words, to) {
    this.words = words;
    this.to = to;
    /** @type {any} */
    this.open = null;
    this.title = element("p", { className: "fbf-tap-title", role: "status" });
    this.bits = button("fbf-tool", words.bits, () => to.bits(this.bits.getAttribute("aria-pressed") !== "true"));
    this.close = button("fbf-tool", words.close, to.close);
    this.links = element("span", { className: "fbf-line" });
    this.body = element("div", { className: "fbf-tap-body" });
    this.tools = element("div", { className: "fbf-line" }, this.bits, this.links, this.close);
    this.box = element("section", { className: "fbf-tap-opened", "aria-label": words.opened }, this.tools, this.body);
    this.element = element("div", {}, this.title, this.box);
  }

  /** @param {any} open {} where nothing is open */
  show(open) {
    if (open === this.open) return; // what is focused or selected in it stays so
    this.open = open;
    const isOpen = "title" in open;
    this.box.hidden = !isOpen;
    this.title.textContent = isOpen ? open.title : "";
    if (!isOpen) return;
    this.bits.hidden = !open.has_bits;
    this.bits.setAttribute("aria-pressed", String(Boolean(open.bits)));
    this.showLinks(open.links ?? []);
    this.body.replaceChildren(...(open.aspects ? [this.aspects(open)] : this.parts(open)));
  }

  /** One that is focused stays, where the links are the same. @param {{item: number, words: string}[]} links */
  showLinks(links) {
    const names = JSON.stringify(links);
    if (this.links.dataset.names === names) return;
    this.links.dataset.names = names;
    this.links.replaceChildren(...links.map((link) => button("fbf-tool", link.words, () => this.to.item(link.item))));
  }

  /** @param {any} open */
  parts(open) {
    const faults = (open.faults ?? []).map((/** @type {string} */ fault) => element("li", {}, `✗ ${fault}`));
    return [
      ...(faults.length ? [element("ul", { className: "fbf-tap-faults" }, ...faults)] : []),
      ...open.figures.map(drawing),
      ...(open.text ? [element("p", { className: "fbf-tap-text" }, open.text)] : []),
      ...(open.fields.length ? [this.fields(open.fields)] : []),
      this.facts(open.facts),
    ];
  }

  /** @param {Field[]} fields */
  fields(fields) {
    const rows = fields.map((field) => element("tr", { className: field.wrong ? "fbf-tap-wrong" : "" },
      element("th", { scope: "row" }, chip(field.name, field.look)),
      element("td", { className: "fbf-code" }, `${field.wrong ? "✗ " : ""}${field.shown}`),
      element("td", {}, field.meaning, " ", element("span", { className: "fbf-tap-section" }, field.section))));
    return table([this.words.field, this.words.value, this.words.meaning], rows, this.words.opened);
  }

  /** @param {{name: string, value: string}[]} facts */
  facts(facts) {
    return element("dl", { className: "fbf-tap-facts" }, ...facts.flatMap((fact) => [element("dt", {}, fact.name), element("dd", {}, fact.value)]));
  }

  /** @param {{columns: string[], aspects: Aspect[]}} open */
  aspects(open) {
    const rows = open.aspects.map((aspect) => element("tr", { className: `fbf-tap-is-${aspect.status}` },
      element("th", { scope: "row" }, chip(aspect.name, aspect.look)),
      element("td", {}, `${STATUS_SIGNS[aspect.status]} ${aspect.words}`),
      ...[aspect.left, aspect.right].map((parts) => element("td", { className: "fbf-code" }, ...marked(parts, aspect.status)))));
    return table([this.words.field, "", ...open.columns], rows, this.words.opened);
  }
}

/** A drawing; where it is wider than its room, arrow keys move it. @param {{src: string, alt: string}} drawn */
function drawing(drawn) {
  const image = element("img", { className: "fbf-tap-figure", alt: drawn.alt });
  const figure = element("figure", {}, image);
  image.addEventListener("load", () => figure.scrollWidth > figure.clientWidth && (figure.tabIndex = 0));
  image.src = drawn.src;
  return figure;
}

/** @param {string[]} heads @param {HTMLElement[]} rows @param {string} label */
function table(heads, rows, label) {
  const head = heads.map((name) => (name ? element("th", { scope: "col" }, name) : element("td", {})));
  const made = element("table", { "aria-label": label, id: freshId("table") }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
  return element("div", { className: "fbf-tap-table" }, made);
}

/** @param {string} words @param {string} look */
function chip(words, look) {
  return coloured(element("span", { className: "fbf-tap-chip" }, words), look);
}

/** What differs is marked. @param {string[]} parts @param {string} status */
function marked([before, differs, behind], status) {
  const middle = differs ? [element("mark", { className: `fbf-tap-mark-${status}` }, differs)] : [];
  return [before, ...middle, behind];
}
