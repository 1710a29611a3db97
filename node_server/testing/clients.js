/**
 * Clients for tests: one that speaks WebSocket, one that says what it is told.
 *
 * @module
 */

import { once } from "node:events";
import { connect } from "node:net";

import { WebSocket } from "ws";

import { soon } from "./soon.js";

/** Things that arrive, for those who wait for them. */
class Inbox {
  #items = [];
  #waiting = [];

  put(item) {
    const waiter = this.#waiting.shift();
    if (waiter === undefined) this.#items.push(item);
    else waiter(item);
  }

  /** @returns {Promise<any>} the next item */
  take() {
    if (this.#items.length > 0) return Promise.resolve(this.#items.shift());
    const next = new Promise((resolve) => this.#waiting.push(resolve));
    return soon(next, "a message");
  }
}

/** A WebSocket client whose messages and close code are taken in order. */
export class Client {
  #inbox = new Inbox();

  /**
   * @param {import("node:test").TestContext} context it ends with this test
   * @param {string} url
   * @param {string[]} [subprotocols]
   * @param {import("ws").ClientOptions} [options]
   */
  constructor(context, url, subprotocols = [], options = {}) {
    this.socket = new WebSocket(url, subprotocols, {
      perMessageDeflate: false,
      ...options,
    });
    context.after(() => this.socket.terminate());
    this.socket.on("message", (data) => this.#inbox.put(JSON.parse(data)));
    this.socket.on("close", (code) => this.#inbox.put({ closed: code }));
    this.socket.on("error", () => {});
  }

  /** @returns {Promise<Client>} connected */
  static async open(...args) {
    const client = new Client(...args);
    await once(client.socket, "open");
    return client;
  }

  /** @param {unknown} value */
  send(value) {
    this.socket.send(JSON.stringify(value));
  }

  /** The next message, as a value; or `{closed: code}`. */
  next() {
    return this.#inbox.take();
  }

  /** @returns {Promise<any>} the next message, which answers this one */
  call(value) {
    this.send(value);
    return this.next();
  }

  /** @returns {Promise<number>} the close code, once the connection is over */
  async close(code = 1000) {
    this.socket.close(code);
    const [agreed] = await once(this.socket, "close");
    return agreed;
  }
}

/** A TCP connection: bytes out, bytes in, and its end. */
export class RawClient {
  /** @type {Buffer[]} */
  #chunks = [];
  #check = () => {};
  #closed;

  /**
   * @param {import("node:test").TestContext} context it ends with this test
   * @param {number} port
   */
  constructor(context, port) {
    this.socket = connect(port, "127.0.0.1");
    context.after(() => this.socket.destroy());
    this.socket.on("data", (data) => {
      this.#chunks.push(data);
      this.#check();
    });
    this.socket.on("error", () => {});
    this.#closed = once(this.socket, "close");
  }

  /** @type {Promise<Buffer>} all that came, once the connection is over */
  get ended() {
    return soon(this.#closed, "the end").then(() => this.#received());
  }

  /** @param {string | Buffer} bytes */
  send(bytes) {
    this.socket.write(bytes);
    return this;
  }

  /**
   * @param {string} end shorter than a chunk
   * @returns {Promise<string>} all that came, once this is in it or the connection is over
   */
  receiveUntil(end) {
    const isIn = (bytes) => bytes.includes(end, 0, "latin1");
    const arrived = new Promise((resolve) => {
      if (isIn(this.#received())) resolve();
      this.#check = () => isIn(this.#received(2)) && resolve();
    });
    const either = Promise.race([arrived, this.#closed]);
    return soon(either, JSON.stringify(end)).then(() =>
      this.#received().toString("latin1"),
    );
  }

  /** @returns {Buffer} the last chunks, or all of them */
  #received(count = this.#chunks.length) {
    return Buffer.concat(this.#chunks.slice(-count));
  }
}

/** The lines of an opening handshake that a server accepts. */
export const GOOD_REQUEST = Object.freeze([
  "GET / HTTP/1.1",
  "Host: 127.0.0.1",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 13",
]);

/**
 * @param {string[]} lines
 * @returns {string} an HTTP request
 */
export const requestOf = (lines) => `${lines.join("\r\n")}\r\n\r\n`;

/**
 * @param {string} text an HTTP response
 * @returns {{status: number | null, headers: Map<string, string>}} null: there was none
 */
export function readResponse(text) {
  const [statusLine, ...lines] = text.split("\r\n\r\n", 1)[0].split("\r\n");
  const headers = lines.map((line) => {
    const [name, ...value] = line.split(":");
    return [name.toLowerCase(), value.join(":").trim()];
  });
  const status = statusLine === "" ? null : Number(statusLine.split(" ")[1]);
  return { status, headers: new Map(headers) };
}
