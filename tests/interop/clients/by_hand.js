// RPC by hand, over a WebSocket that knows messages and no calls: that of a page, or of ws. Runs in both.

import { CALL_TIMEOUT, Pushes, TimedOut, together, within } from "./waiting.js";

export class Driver {
  #dialect;
  #closed;
  #lastId = 0;
  #pending = new Map(); // from id to what takes the outcome
  #awaitingMessage = null;
  #late = 0;
  #pushes = new Pushes();

  constructor(socket, dialect) {
    this.socket = socket;
    this.#dialect = dialect;
    this.#closed = new Promise((resolve) => {
      socket.addEventListener("close", ({ code }) => resolve({ closed: code }));
    });
    socket.addEventListener("error", () => {}); // its close tells the code
    socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(data)));
  }

  /** This driver, once its connection is open. */
  async opened() {
    const open = new Promise((resolve) => this.socket.addEventListener("open", resolve));
    const failed = this.#closed.then(({ closed }) => {
      throw new Error(`no connection: ${closed}`);
    });
    await Promise.race([open, failed]);
    return this;
  }

  async call({ action, params, timeout }) {
    const id = ++this.#lastId;
    const reply = this.#replyTo(id);
    this.#send(this.#request(action, params, id));
    try {
      const patience = timeout === undefined ? CALL_TIMEOUT : timeout * 1000;
      return await within(Promise.race([reply, this.#closed]), patience);
    } catch (error) {
      if (!(error instanceof TimedOut)) throw error;
      this.#giveUp(id);
      return { timeout: true };
    }
  }

  together({ calls }) {
    return together(calls, (call) => this.call(call));
  }

  async batch({ calls }) {
    const requests = calls.map(({ action, params }) => this.#request(action, params, ++this.#lastId));
    const { message } = await this.answerTo(() => this.#send(requests));
    return requests.map(({ id }) => outcomeOf(message.find((reply) => reply.id === id)));
  }

  notify({ action, params }) {
    this.#send({ jsonrpc: "2.0", method: action, params });
    return { sent: true };
  }

  cancel({ action, params }) {
    const id = ++this.#lastId;
    this.#send(this.#request(action, params, id));
    this.#giveUp(id);
    return { cancelled: true };
  }

  cancel_and_wait({ action, params }) {
    const id = ++this.#lastId;
    const reply = this.#replyTo(id);
    this.#send(this.#request(action, params, id));
    this.#sendCancel(id);
    return within(reply, CALL_TIMEOUT);
  }

  late() {
    return { late: this.#late };
  }

  pushes({ count }) {
    return this.#pushes.take(count);
  }

  message({ text }) {
    return this.answerTo(() => this.socket.send(text));
  }

  binary({ payload }) {
    this.socket.send(fromHex(payload));
    return { sent: true };
  }

  close({ code, reason }) {
    this.socket.close(code, reason);
    return this.await_close();
  }

  close_without_code() {
    this.socket.close();
    return this.await_close();
  }

  await_close() {
    return within(this.#closed, CALL_TIMEOUT);
  }

  async end() {
    this.socket.close(1000);
    await this.await_close();
  }

  /** The next message, whatever it is, after this work. */
  answerTo(work) {
    const answer = new Promise((resolve) => {
      this.#awaitingMessage = (message) => resolve({ message });
    });
    work();
    return within(answer, CALL_TIMEOUT);
  }

  #send(value) {
    this.socket.send(JSON.stringify(value));
  }

  #request(action, params, id) {
    return this.#dialect === "article" ? { action, params, id } : { jsonrpc: "2.0", method: action, params, id };
  }

  #replyTo(id) {
    return new Promise((resolve) => this.#pending.set(id, resolve));
  }

  #giveUp(id) {
    this.#pending.delete(id);
    if (this.#dialect === "jsonrpc") this.#sendCancel(id);
  }

  #sendCancel(id) {
    this.#send({ jsonrpc: "2.0", method: "$/cancelRequest", params: { id } });
  }

  #receive(message) {
    const resolve = this.#pending.get(message.id);
    if (this.#awaitingMessage) {
      this.#awaitingMessage(message);
      this.#awaitingMessage = null;
    } else if (resolve) {
      this.#pending.delete(message.id);
      resolve(outcomeOf(message));
    } else {
      this.#sortOut(message);
    }
  }

  /** What is no answer to a call in flight is a push, or late. */
  #sortOut({ event, payload, method, params }) {
    if (event !== undefined) {
      this.#pushes.add({ name: event, params: payload });
    } else if (method !== undefined) {
      this.#pushes.add({ name: method, params });
    } else {
      this.#late += 1;
    }
  }
}

/** The subprotocols to offer. */
export function subprotocols(dialect) {
  return dialect === "jsonrpc" ? ["jsonrpc"] : [];
}

export function fromHex(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** A reply in either dialect as an outcome. */
function outcomeOf(reply) {
  if ("result" in reply) return { result: reply.result };
  if (reply.status === "success") return { result: reply.payload };
  const { code, message } = reply.error ?? reply;
  const more = reply.error && "data" in reply.error ? { data: reply.error.data } : {};
  return { error: { code, message, ...more } };
}
