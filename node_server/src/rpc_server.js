/**
 * The server: TCP connections in, WebSocket connections out of them, and an end.
 *
 * @module
 */

import { createServer } from "node:net";

import { WebSocketServer } from "ws";

import { Connection } from "./connection.js";
import { findFault, inFewWords } from "./handshake.js";
import { startHeartbeat } from "./heartbeat.js";
import { ItemStore } from "./items.js";
import { SUBPROTOCOL } from "./jsonrpc.js";
import { MAX_BUFFERED_CHUNKS, SHUTDOWN_TIMEOUT } from "./limits.js";
import { Log } from "./log.js";
import { awaitRequest } from "./opening.js";
import { PAGE_HEADERS, pageFor } from "./page.js";
import { refuse } from "./refusing.js";
import { Streams } from "./streams.js";
import { closeCodeFor } from "./ws_errors.js";

const HOST = "127.0.0.1";

/** A day: as good as never, and short enough for a timer. */
const NEVER = 24 * 60 * 60 * 1000;

/** @typedef {import("./options.js").Options} Options */

export class RpcServer {
  #options;
  #log;
  #items;
  #streams = new Streams();
  #shutdownTimeout;
  #url = "";
  #tcp;
  #webSockets;
  /** @type {Set<import("node:net").Socket>} that have not become connections */
  #opening = new Set();
  /** @type {Set<Connection>} */
  #connections = new Set();

  /**
   * @param {Options} options
   * @param {object} [parts]
   * @param {(line: string) => void} [parts.writeLog]
   * @param {ItemStore} [parts.items]
   * @param {number} [parts.shutdownTimeout] milliseconds
   */
  constructor(options, parts = {}) {
    this.#options = options;
    this.#log = new Log(options.log, parts.writeLog ?? toStderr);
    this.#items = parts.items ?? new ItemStore();
    this.#shutdownTimeout = parts.shutdownTimeout ?? SHUTDOWN_TIMEOUT;
    this.#tcp = this.#createTcpServer();
    this.#webSockets = this.#createWebSocketServer();
  }

  /**
   * @returns {Promise<string>} the URL, once clients may come
   * @throws {NodeJS.ErrnoException} EADDRINUSE, EACCES
   */
  listen() {
    return new Promise((resolve, reject) => {
      // Later errors are those of single connections, such as too many open
      // files: the promise is settled then, and the server goes on.
      this.#tcp.on("error", reject);
      this.#tcp.listen(this.#options.port, HOST, () => {
        this.#url = `ws://${HOST}:${this.#tcp.address().port}`;
        resolve(this.#url);
      });
    });
  }

  /** Says goodbye to every peer; those that do not answer soon are cut. */
  async close() {
    this.#tcp.close();
    this.#opening.forEach((socket) => socket.destroy());
    const allClosed = new Promise((resolve) => this.#webSockets.close(resolve));
    this.#connections.forEach((connection) => connection.goAway());
    const timer = setTimeout(() => this.#cutAll(), this.#shutdownTimeout);
    await allClosed;
    clearTimeout(timer);
  }

  #cutAll() {
    this.#webSockets.clients.forEach((socket) => socket.terminate());
  }

  #createTcpServer() {
    // A peer that says no more may still be answered.
    const options = { allowHalfOpen: true, noDelay: true };
    return createServer(options, (socket) => this.#meet(socket));
  }

  #createWebSocketServer() {
    const { maxMessage, maxFragments, closeTimeout, deflate } = this.#options;
    const webSockets = new WebSocketServer({
      noServer: true,
      autoPong: false,
      maxPayload: maxMessage,
      maxFragments,
      maxBufferedChunks: MAX_BUFFERED_CHUNKS,
      closeTimeout: closeTimeout || NEVER,
      perMessageDeflate: deflate,
      handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
    });
    return webSockets;
  }

  #meet(socket) {
    this.#opening.add(socket);
    socket.on("close", () => this.#opening.delete(socket));
    socket.on("error", () => socket.destroy());
    awaitRequest(socket, {
      openTimeout: this.#options.openTimeout,
      onRequest: (request, rest) => this.#admit(request, socket, rest),
      onFault: ({ status, message }) => this.#garbage(socket, status, message),
    });
  }

  /** Every request comes through here, whether or not it asks for an upgrade. */
  #admit(request, socket, rest) {
    const refusal = findFault(request, this.#options);
    if (refusal !== undefined) return this.#refuse(request, socket, refusal);
    this.#opening.delete(socket);
    const asked = inFewWords(request, this.#options.deflate);
    this.#webSockets.handleUpgrade(asked, socket, rest, (webSocket) =>
      this.#open(webSocket, request, socket),
    );
  }

  /**
   * @param {import("./head.js").RequestHead} request
   * @param {import("node:net").Socket} socket
   * @param {import("./handshake.js").Refusal} refusal
   */
  #refuse(request, socket, { status, fault, headers }) {
    this.#log.refused(request, status, fault);
    const isPage = status === 426;
    const text = isPage ? pageFor(this.#url) : `${fault}\n`;
    const type = isPage ? PAGE_HEADERS : { "Content-Type": "text/plain" };
    const body = request.method === "HEAD" ? "" : text;
    const length = { "Content-Length": String(Buffer.byteLength(text)) };
    refuse(socket, {
      status,
      headers: { ...type, ...length, ...headers },
      body,
    });
  }

  /** Refuses bytes that are no head: the answer is as short as can be. */
  #garbage(socket, status, fault) {
    this.#log.refused(undefined, status, fault);
    refuse(socket, { status });
  }

  #open(webSocket, request, stream) {
    const record = this.#log.open(request, webSocket.protocol);
    const connection = new Connection(webSocket, {
      items: this.#items,
      streams: this.#streams,
      record,
    });
    this.#connections.add(connection);
    startHeartbeat(webSocket, {
      ...this.#options,
      countSigns: () => stream.bytesRead + connection.pauses,
      lookAtBytes: () => ({
        written: stream.bytesWritten,
        waiting: stream.writableLength,
      }),
      isHeld: () => connection.isHeld,
    });
    // Without a listener one bad frame would end the process.
    webSocket.on("error", (error) => {
      const code = closeCodeFor(error);
      if (code === undefined) return;
      record.failure = { code, reason: "", fault: error.message };
    });
    webSocket.on("close", (code, reason) => {
      this.#connections.delete(connection);
      this.#log.closed(record, code, String(reason));
    });
  }
}

/** @param {string} line */
function toStderr(line) {
  process.stderr.write(line);
}
