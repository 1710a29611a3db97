// The exchanges through ws, the library of node_server.

import { once } from "node:events";
import { createRequire } from "node:module";
import { run } from "./stepping.js";
import { CALL_TIMEOUT, Pushes, TimedOut, together, within } from "./waiting.js";

const WebSocket = createRequire(new URL("../../../node_server/package.json", import.meta.url))("ws");

class Driver {
  #socket;
  #dialect;
  #closed;
  #lastId = 0;
  #pending = new Map(); // from id to what takes the outcome
  #awaitingMessage = null;
  #late = 0;
  #pushes = new Pushes();

  constructor(socket, dialect) {
    this.#socket = socket;
    this.#dialect = dialect;
    this.#closed = new Promise((resolve) => socket.on("close", (code) => resolve({ closed: code })));
    socket.on("error", () => {}); // its close tells the code
    socket.on("message", (data) => this.#receive(JSON.parse(data)));
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
    const { message } = await this.#answerTo(() => this.#send(requests));
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
    return this.#answerTo(() => this.#socket.send(text));
  }

  async fragments({ parts, ping }) {
    const pong = this.#pongWith(ping);
    const answer = this.#answerTo(() => {
      parts.forEach((part, index) => {
        if (index === 1) this.#socket.ping(Buffer.from(ping, "hex"));
        const fin = index === parts.length - 1;
        this.#socket.send(Buffer.from(part, "hex"), { binary: false, fin });
      });
    });
    return { ...(await answer), ...(await pong) };
  }

  async ping({ payload }) {
    const pong = this.#pongWith(payload);
    this.#socket.ping(Buffer.from(payload, "hex"));
    return pong;
  }

  binary({ payload }) {
    this.#socket.send(Buffer.from(payload, "hex"));
    return { sent: true };
  }

  text_bytes({ payload }) {
    this.#socket.send(Buffer.from(payload, "hex"), { binary: false });
    return { sent: true };
  }

  unmasked({ payload }) {
    this.#socket.send(Buffer.from(payload, "hex"), { binary: false, mask: false });
    return { sent: true };
  }

  close({ code, reason }) {
    this.#socket.close(code, reason);
    return this.await_close();
  }

  close_without_code() {
    this.#socket.close();
    return this.await_close();
  }

  await_close() {
    return within(this.#closed, CALL_TIMEOUT);
  }

  async end() {
    this.#socket.close(1000);
    await this.await_close();
  }

  #send(value) {
    this.#socket.send(JSON.stringify(value));
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

  /** The next message, whatever it is, after this work. */
  #answerTo(work) {
    const answer = new Promise((resolve) => {
      this.#awaitingMessage = (message) => resolve({ message });
    });
    work();
    return within(answer, CALL_TIMEOUT);
  }

  async #pongWith(payload) {
    const [data] = await within(once(this.#socket, "pong"), CALL_TIMEOUT);
    return { pong: data.toString("hex") === payload };
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

/** A reply in either dialect as an outcome. */
function outcomeOf(reply) {
  if ("result" in reply) return { result: reply.result };
  if (reply.status === "success") return { result: reply.payload };
  const { code, message, data } = reply.error ?? reply;
  return { error: { code, message, data: reply.error ? data : undefined } };
}

async function openDriver(url, dialect) {
  const socket = new WebSocket(url, dialect === "jsonrpc" ? ["jsonrpc"] : [], { perMessageDeflate: false });
  const driver = new Driver(socket, dialect);
  await once(socket, "open");
  return driver;
}

await run(openDriver);
