// Send: these very bytes on a live connection, and what comes back.
import { button, element, freshId, offer } from "../page.js";

export class Sending {
  /**
   * @param {string[]} peers
   * @param {(peer: string, cutAfter: number | null) => void} send
   */
  constructor(peers, send) {
    this.parts = element("input", { type: "checkbox", id: freshId("parts") });
    this.after = element("input", { type: "number", min: 1, value: 2, className: "fbf-code", "aria-label": "Bytes in the first part" });
    this.after.addEventListener("input", () => (this.parts.checked = true));
    this.buttons = peers.map((peer) =>
      button("fbf-send", `Send to ${peer}`, () => send(peer, this.parts.checked ? Number(this.after.value) : null)));
    this.exchanges = element("div", {});
    const inParts = element("span", { className: "fbf-parts" }, this.parts,
      element("label", { for: this.parts.id }, "in two pieces, the first of"), this.after, "bytes");
    this.element = element("div", { className: "fbf-sending" },
      element("div", { className: "fbf-line" }, ...this.buttons, inParts), this.exchanges);
    this.element.hidden = peers.length === 0;
  }

  /** @param {any} sending @returns {string} what to announce */
  show(sending) {
    const isBusy = sending.state === "sending";
    for (const one of this.buttons) offer(one, !isBusy);
    if (!sending.state) return "";
    this.exchanges.replaceChildren(...[...sending.others, sending].flatMap(shownExchange));
    const received = sending.steps.filter((/** @type {any} */ step) => step.direction === "received");
    return isBusy ? "" : [...received.map((/** @type {any} */ step) => `received: ${step.words}`), ending(sending)].join(". ");
  }
}

/** @param {any} exchange */
function ending(exchange) {
  return exchange.state === "sending" ? `waiting for ${exchange.peer}` : `${exchange.peer} ${exchange.note}`.trim();
}

/** @param {any} exchange @returns {HTMLElement[]} */
function shownExchange(exchange) {
  const sign = { closed: "■", quiet: "…", failed: "✗", sending: "→" }[/** @type {string} */ (exchange.state)];
  const words = exchange.state === "failed" ? exchange.note : ending(exchange);
  return [
    element("ol", { className: "fbf-steps" }, ...exchange.steps.map((/** @type {any} */ step) => shownStep(step, exchange.peer))),
    element("p", { className: `fbf-note fbf-note-${exchange.state}` }, `${sign} ${words}`)];
}

/** @param {any} step @param {string} peer */
function shownStep(step, peer) {
  const sent = step.direction === "sent";
  return element("li", { className: `fbf-step fbf-${step.direction}` },
    element("span", { className: "fbf-arrow" }, sent ? `→ ${peer}` : `← ${peer}`),
    element("span", { className: "fbf-step-what" },
      element("span", { className: "fbf-words" }, step.words), element("code", {}, step.hex),
      ...step.faults.map((/** @type {string} */ fault) => element("span", { className: "fbf-problem" }, `✗ ${fault}`))));
}
