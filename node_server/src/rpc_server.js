/**
 * The server: TCP connections in, WebSocket connections out of them, and an end.
 *
 * @module
 */

import { createServer } from "node:http";

import { WebSocketServer } from "ws";

import { Connection } from "./connection.js";
import { findFault } from "./handshake.js";
import { startHeartbeat } from "./heartbeat.js";
import { ItemStore } from "./items.js";
import { SUBPROTOCOL } from "./jsonrpc.js";
import {
  MAX_BUFFERED_CHUNKS,
  OPEN_CHECK_INTERVAL,
  SHUTDOWN_TIMEOUT,
} from "./limits.js";
import { Log } from "./log.js";
import { PAGE_HEADERS, pageFor } from "./page.js";
import { refuse } from "./refusing.js";
import { closeCodeFor } from "./ws_errors.js";

const HOST = "127.0.0.1";

/** Statuses for what Node's HTTP parser could not make a request of. */
const PARSER_STATUS = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The peer went away, or never came to the end of its request: nobody is refused. */
const ENDED_EARLY = new Set([
  "ECONNRESET",
  "EPIPE",
  "HPE_INVALID_EOF_STATE",
  "ERR_HTTP_REQUEST_TIMEOUT",
]);

/** A day: as good as never, and short enough for a timer. */
const NEVER = 24 * 60 * 60 * 1000;

/** @typedef {import("./options.js").Options} Options */

export class RpcServer {
  #options;
  #log;
  #items;
  #shutdownTimeout;
  #url = "";
  #http;
  #webSockets;
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
    this.#http = this.#createHttpServer();
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
      this.#http.on("error", reject);
      this.#http.listen(this.#options.port, HOST, () => {
        this.#url = `ws://${HOST}:${this.#http.address().port}`;
        resolve(this.#url);
      });
    });
  }

  /** Says goodbye to every peer; those that do not answer soon are cut. */
  async close() {
    this.#http.close();
    this.#http.closeAllConnections();
    const allClosed = new Promise((resolve) => this.#webSockets.close(resolve));
    this.#connections.forEach((connection) => connection.goAway());
    const timer = setTimeout(() => this.#cutAll(), this.#shutdownTimeout);
    await allClosed;
    clearTimeout(timer);
  }

  #cutAll() {
    this.#webSockets.clients.forEach((socket) => socket.terminate());
  }

  #createHttpServer() {
    const { openTimeout } = this.#options;
    const http = createServer({
      headersTimeout: openTimeout,
      requestTimeout: openTimeout,
      connectionsCheckingInterval: OPEN_CHECK_INTERVAL,
    });
    http.on("request", (request) => this.#admit(request, request.socket));
    http.on("connect", (request, socket) => this.#admit(request, socket));
    http.on("upgrade", (request, socket, head) =>
      this.#admit(request, socket, head),
    );
    http.on("clientError", (error, socket) => this.#garbage(error, socket));
    return http;
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
    webSockets.on("wsClientError", ({ message }, socket, request) =>
      this.#refuse(request, socket, { status: 400, fault: message }),
    );
    return webSockets;
  }

  /** Every request comes through here, whether or not it asks for an upgrade. */
  #admit(request, socket, head) {
    if (socket.writableEnded) return;
    const refusal = findFault(request, this.#options);
    if (refusal !== undefined) return this.#refuse(request, socket, refusal);
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.#open(webSocket, request),
    );
  }

  /**
   * @param {import("node:http").IncomingMessage} request
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

  /** What came is no HTTP: the answer is as short as Node's own. */
  #garbage(error, socket) {
    if (!socket.writable) return;
    const status = PARSER_STATUS[error.code] ?? 400;
    if (!ENDED_EARLY.has(error.code)) {
      this.#log.refused(undefined, status, error.message);
    }
    refuse(socket, { status });
  }

  #open(webSocket, request) {
    const record = this.#log.open(request, webSocket.protocol);
    const connection = new Connection(webSocket, {
      items: this.#items,
      record,
    });
    this.#connections.add(connection);
    startHeartbeat(webSocket, {
      ...this.#options,
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
