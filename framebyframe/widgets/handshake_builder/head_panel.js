// One head: its lines, each with a switch, a text and a mark, and the rules that it keeps or breaks.
import { element, freshId } from "../page.js";

/**
 * @typedef {{text: string, sent: boolean, mark: string}} Line
 * @typedef {{words: string, section: string, fault: string}} Rule
 */

const SIGNS = /** @type {Record<string, string>} */ ({ right: "✓", wrong: "✗" });

export class HeadPanel {
  /**
   * @param {"request" | "response"} name
   * @param {any} words
   * @param {(change: Record<string, any>) => void} send
   * @param {() => void} redraw
   */
  constructor(name, words, send, redraw) {
    this.name = name;
    this.words = words;
    this.send = send;
    this.redraw = redraw;
    /** @type {{row: HTMLElement, box: any, input: any, mark: HTMLElement}[]} */
    this.rows = [];
    this.lines = element("div", { className: "fbf-hand-lines" });
    this.problem = element("p", { className: "fbf-hand-problem", id: freshId("problem") });
    this.rules = element("ul", { className: "fbf-hand-rules", "aria-label": words.rules });
    this.element = element("div", { className: "fbf-hand-head", role: "group", "aria-label": words[name] },
      element("p", { className: "fbf-hand-title" }, `${name === "request" ? "→" : "←"} ${words[name]}`),
      this.lines, this.problem, this.rules);
  }

  /** @param {{lines: Line[], rules: Rule[]}} head @param {any} problem */
  show(head, problem) {
    while (this.rows.length > head.lines.length) this.rows.pop()?.row.remove();
    head.lines.forEach((line, index) => this.showLine(this.rows[index] ?? this.addRow(index), line));
    const isHere = problem.head === this.name;
    this.problem.textContent = isHere ? `✗ ${problem.words}` : "";
    this.rows.forEach((row, index) => {
      if (isHere && problem.index === index) row.input.setAttribute("aria-invalid", "true");
      else row.input.removeAttribute("aria-invalid");
    });
    this.rules.replaceChildren(...head.rules.map(shownRule));
  }

  /** @param {number} index */
  addRow(index) {
    const name = (/** @type {string} */ word) => `${this.words[this.name]}: ${this.words[word].replace("{line}", String(index + 1))}`;
    const box = element("input", { type: "checkbox", "aria-label": name("left_out") });
    const input = element("input", { type: "text", className: "fbf-code", spellcheck: false, autocomplete: "off",
      "aria-label": name("line"), "aria-describedby": this.problem.id });
    const mark = element("span", { className: "fbf-hand-mark", "aria-hidden": "true" });
    box.addEventListener("change", () => this.send({ kind: "switch", head: this.name, index, value: box.checked }));
    input.addEventListener("input", () => this.send({ kind: "line", head: this.name, index, value: input.value }));
    input.addEventListener("blur", () => this.redraw());
    const row = { row: element("div", { className: "fbf-hand-line" }, box, input, mark), box, input, mark };
    this.rows.push(row);
    this.lines.append(row.row);
    return row;
  }

  /** What is being typed stays as it is typed. @param {any} row @param {Line} line */
  showLine(row, line) {
    const isTyped = row.input === row.input.getRootNode().activeElement;
    if (!isTyped) row.input.value = line.text;
    row.box.checked = line.sent;
    row.row.classList.toggle("fbf-hand-off", !line.sent);
    row.mark.textContent = SIGNS[line.mark] ?? "";
    row.mark.dataset.mark = line.mark;
  }
}

/** @param {Rule} rule */
function shownRule(rule) {
  const mark = rule.fault ? "wrong" : "right";
  const sign = element("span", { className: "fbf-hand-mark" }, SIGNS[mark]);
  sign.dataset.mark = mark;
  const told = rule.fault && rule.fault !== rule.words ? `: ${rule.fault}` : "";
  return element("li", {}, sign, element("span", {}, `${rule.words}${told}`), element("span", { className: "fbf-hand-section" }, rule.section));
}
