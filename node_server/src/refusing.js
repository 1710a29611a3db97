/**
 * Answers a peer with plain HTTP and ends its socket.
 *
 * @module
 */

import { STATUS_CODES } from "node:http";

import { REFUSAL_TIMEOUT } from "./limits.js";

/**
 * @typedef {object} HttpResponse
 * @property {number} status
 * @property {Record<string, string>} [headers] `Connection: close` unless they say otherwise
 * @property {string} [body]
 */

/**
 * @param {import("node:net").Socket} socket
 * @param {HttpResponse} response
 */
export function refuse(socket, { status, headers = {}, body = "" }) {
  const fields = { Connection: "close", ...headers };
  const lines = Object.entries(fields).map(([name, value]) => {
    return `${name}: ${value}\r\n`;
  });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`,
  );
  endSoon(socket);
}

/**
 * Reads on for a while. A socket closed with bytes unread is reset, and a
 * reset can overtake the answer that was sent before it.
 */
function endSoon(socket) {
  const timer = setTimeout(() => socket.destroy(), REFUSAL_TIMEOUT);
  socket.once("close", () => clearTimeout(timer));
  socket.on("error", () => socket.destroy());
  socket.resume();
}
