// Who is connected: the server's clients, as the kernel tells of them, and a client that is this page itself.
import { button, element, freshId, narrowBelow, offer, renderer } from "../page.js";
import { PageClient } from "./page_client.js";

const NARROW = 640; // pixels
const MOST_LINES = 50; // of what the page has said and heard

class ClientsView {
  /** @param {any} model @param {AbortSignal} signal */
  constructor(model, signal) {
    this.model = model;
    this.words = model.get("_words");
    this.client = new PageClient(model.get("_url"), signal, {
      opened: () => this.opened(),
      heard: (text) => this.add("received", text),
      closed: (code, wasOpen) => this.closed(code, wasOpen),
    });
    this.root = element("div", { className: "fbf-widget fbf-clients", role: "group", "aria-label": this.words.title },
      element("div", { className: "fbf-live" }, this.table(), this.controls(), this.conversation()));
    narrowBelow(this.root, NARROW, signal);
    this.offerWhatCanBeDone();
  }

  table() {
    const names = this.model.get("_heads").map((/** @type {string} */ name) => element("th", { scope: "col" }, name));
    this.rows = element("tbody");
    this.nobody = element("p", { role: "status" });
    this.sheet = element("table", { "aria-label": this.words.title }, element("thead", {}, element("tr", {}, ...names)), this.rows);
    this.scroller = element("div", { className: "fbf-clients-table", role: "group", "aria-label": this.words.title }, this.sheet, this.nobody);
    return this.scroller;
  }

  controls() {
    this.connect = button("fbf-tool", this.words.connect, () => this.client.open());
    this.goodbye = button("fbf-tool", this.words.goodbye, () => this.client.close());
    this.call = button("fbf-send", this.words.call, () => this.send());
    this.action = this.field("echo", 12);
    this.params = this.field('{"n": 1}', 24);
    const labels = [
      element("label", { for: this.action.id }, this.words.action),
      element("label", { for: this.params.id }, this.words.params),
    ];
    return element("div", { className: "fbf-line", role: "group", "aria-label": this.words.page },
      this.connect, labels[0], this.action, labels[1], this.params, this.call, this.goodbye);
  }

  /** @param {string} value @param {number} size */
  field(value, size) {
    const made = element("input", { type: "text", className: "fbf-code", value, size, id: freshId("call"), spellcheck: false });
    made.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const plain = !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
      if (event.key === "Enter" && plain) this.send();
    });
    return made;
  }

  conversation() {
    this.problem = element("p", { className: "fbf-status", role: "status" });
    this.lines = element("div", { className: "fbf-clients-said", role: "log", tabIndex: 0, "aria-label": this.words.said });
    return element("div", {}, this.problem, this.lines);
  }

  // --- the page's client ---

  send() {
    if (!this.client.isOpen) return;
    this.problem.textContent = "";
    try {
      this.add("sent", this.client.call(this.action.value, this.params.value));
    } catch (error) {
      this.problem.textContent = `✗ ${this.words.no_json.replace("{why}", String(/** @type {Error} */ (error).message))}`;
    }
  }

  opened() {
    this.problem.textContent = "";
    this.add("connected", "");
    this.offerWhatCanBeDone();
  }

  /** @param {number} code @param {boolean} wasOpen */
  closed(code, wasOpen) {
    if (wasOpen) this.add("closed", "", code);
    else this.problem.textContent = `✗ ${this.words.refused}`;
    this.offerWhatCanBeDone();
  }

  offerWhatCanBeDone() {
    offer(this.connect, !this.client.isOpen);
    offer(this.call, this.client.isOpen);
    offer(this.goodbye, this.client.isOpen);
  }

  /** @param {"sent" | "received" | "connected" | "closed"} what @param {string} text @param {number} code */
  add(what, text, code = 0) {
    const sign = { sent: "→", received: "←", connected: "·", closed: "·" }[what];
    const word = element("span", { className: "fbf-clients-what" }, `${sign} ${this.words[what].replace("{code}", String(code))}`);
    this.lines.append(element("div", {}, word, " ", element("code", {}, text)));
    while (this.lines.children.length > MOST_LINES) this.lines.firstElementChild.remove();
    this.lines.scrollTop = this.lines.scrollHeight;
  }

  // --- from the kernel ---

  showClients() {
    const rows = this.model.get("_rows");
    this.rows.replaceChildren(...rows.map((/** @type {string[]} */ cells) =>
      element("tr", {}, ...cells.map((text) => element("td", {}, text)))));
    this.sheet.hidden = rows.length === 0;
    const isListening = this.model.get("_is_listening");
    this.nobody.textContent = rows.length ? "" : this.words[isListening ? "nobody" : "stopped"];
    this.scroller.tabIndex = this.scroller.scrollWidth > this.scroller.clientWidth ? 0 : -1; // for arrow keys, where it scrolls
  }
}

function made(/** @type {any} */ model, /** @type {AbortSignal} */ signal) {
  const view = new ClientsView(model, signal);
  view.showClients();
  return view;
}

const show = (/** @type {ClientsView} */ view) => view.showClients();

export default { render: renderer(made, { _rows: show, _is_listening: show }) };
