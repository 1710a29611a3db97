/**
 * Who may come in: the checks of an opening handshake (RFC 6455 section 4.2.1).
 * All of them are made here, and ws is given a request that it cannot
 * understand otherwise.
 *
 * @module
 */

import { createHash, timingSafeEqual } from "node:crypto";

import { acceptableOffer, extensionsOf } from "./extensions.js";
import { TOKEN } from "./head.js";
import { SUBPROTOCOL } from "./jsonrpc.js";
import { originOf } from "./origin.js";

/** The version of the protocol that RFC 6455 describes (section 4.1). */
const VERSION = "13";

/** The headers that a 426 must have (RFC 9110 section 15.5.22). */
const UPGRADE = { Upgrade: "websocket", Connection: "Upgrade, close" };

/** A name or an address, an IPv6 one in brackets, and perhaps a port (RFC 9110 section 7.2). */
const HOST =
  "(?:\\[[0-9A-Za-z._~!$&'()*+,;=:-]+\\]|(?:[0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::[0-9]*)?";
const HOST_ONLY = new RegExp(`^${HOST}$`);

/** A path and a query, or a whole URL (RFC 9112 section 3.2, RFC 6455 section 4.1). */
const TARGET = new RegExp(
  `^(?:/.*|[Hh][Tt][Tt][Pp][Ss]?://${HOST}(?:[/?].*)?)$`,
);

/** Sixteen bytes in base64 (RFC 6455 section 4.1). */
const KEY = /^[A-Za-z0-9+/]{22}==$/;

const SUBPROTOCOL_NAME = new RegExp(`^${TOKEN}$`);

const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

const BEARER = /^Bearer +([^ ]+)$/i;

/** @typedef {import("./head.js").RequestHead} RequestHead */

/**
 * An HTTP answer that is not 101.
 *
 * @typedef {object} Refusal
 * @property {number} status
 * @property {string} fault why, in words
 * @property {Record<string, string>} [headers]
 */

/**
 * @typedef {object} Admission
 * @property {string[]} origins allowed besides those of this machine
 * @property {string} [token] what each request must bring
 */

/** @typedef {(request: RequestHead, admission: Admission) => Refusal | undefined} Check */

/** @type {Check[]} in the order of the contract: the first fault is the answer */
const CHECKS = [
  checkUpgrade,
  checkBody,
  checkOrigin,
  checkToken,
  checkMethod,
  checkHttpVersion,
  checkTarget,
  checkHost,
  checkKey,
  checkVersion,
  checkSubprotocols,
  checkExtensions,
];

/**
 * @param {RequestHead} request
 * @param {Admission} admission
 * @returns {Refusal | undefined} undefined: it may become a connection
 */
export function findFault(request, admission) {
  for (const check of CHECKS) {
    const refusal = check(request, admission);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/**
 * The same request in the fewest words, for ws.
 *
 * @param {RequestHead} request without a fault
 * @param {boolean} deflate whether an offer of permessage-deflate may be taken
 */
export function inFewWords(request, deflate) {
  const [key] = request.values("sec-websocket-key");
  const offered = request.items("sec-websocket-protocol");
  const subprotocol = offered.includes(SUBPROTOCOL) ? SUBPROTOCOL : undefined;
  const offer = deflate ? acceptableOffer(extensionsOf(request)) : undefined;
  const headers = {
    upgrade: "websocket",
    "sec-websocket-key": key,
    "sec-websocket-version": VERSION,
    "sec-websocket-protocol": subprotocol,
    "sec-websocket-extensions": offer,
  };
  return { method: "GET", url: request.target, headers };
}

/** @type {Check} HTTP/1.0 has no upgrade, whatever the request says (RFC 9110 section 7.8). */
function checkUpgrade(request) {
  const has = (name, word) =>
    request.items(name).some((item) => item.toLowerCase() === word);
  const asksForOne =
    has("upgrade", "websocket") && has("connection", "upgrade");
  if (asksForOne && request.version !== "1.0") return;
  return {
    status: 426,
    fault: "No WebSocket upgrade asked for",
    headers: UPGRADE,
  };
}

/** @type {Check} Whoever took a body for frames would run what nobody sent as a call (RFC 9112 section 6.3). */
function checkBody(request) {
  const lengths = request.values("content-length");
  const isChunked = request.values("transfer-encoding").length > 0;
  const hasNone = lengths.length === 0 || /^0+$/.test(lengths.join());
  if (hasNone && !isChunked) return;
  return { status: 400, fault: "A request to upgrade has no body" };
}

/** @type {Check} Browsers name the page that asks (RFC 6455 section 10.2); others need not. */
function checkOrigin(request, { origins }) {
  const [origin, ...more] = request.values("origin");
  const isAllowed = LOOPBACK_ORIGIN.test(origin) || origins.includes(origin);
  if (more.length === 0 && (origin === undefined || isAllowed)) return;
  return { status: 403, fault: adviceFor([origin, ...more].join(", ")) };
}

/** Advice about an Origin that is refused: something that will be accepted. */
function adviceFor(origin) {
  if (origin === "null") {
    return "This page has no Origin, as a file has none; open it from http://localhost";
  }
  if (originOf(origin) !== origin)
    return "This is no Origin that a browser sends";
  return "This Origin is not allowed; --origin URL would allow it";
}

/** @type {Check} */
function checkToken(request, { token }) {
  if (token === undefined) return;
  const offered = [...bearersOf(request), ...tokensOf(request.target)];
  if (offered.some((one) => isSame(one, token))) return;
  return {
    status: 401,
    fault: "Token missing or wrong",
    headers: { "WWW-Authenticate": "Bearer" },
  };
}

function bearersOf(request) {
  const matches = request
    .values("authorization")
    .map((value) => BEARER.exec(value));
  return matches.filter(Boolean).map(([, bearer]) => fromLatin1(bearer));
}

/** Headers come decoded as Latin-1, whatever they were. */
const fromLatin1 = (text) => Buffer.from(text, "latin1").toString();

/** Browsers cannot set headers: they bring the token in the URL. */
function tokensOf(target) {
  const [, query = ""] = /\?(.*)$/.exec(target) ?? [];
  return new URLSearchParams(query).getAll("token");
}

/** Compares digests, in constant time: how long it takes says nothing about the token. */
function isSame(offered, token) {
  const digest = (text) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(offered), digest(token));
}

/** @type {Check} RFC 9110 section 15.5.6 wants the Allow header in the answer. */
function checkMethod({ method }) {
  if (method === "GET") return;
  return {
    status: 405,
    fault: "Invalid HTTP method",
    headers: { Allow: "GET" },
  };
}

/** @type {Check} What follows 1.1 means the same to us (RFC 9110 section 2.5). */
function checkHttpVersion({ version }) {
  if (version.startsWith("1.")) return;
  return { status: 505, fault: "HTTP/1.1 is needed" };
}

/** @type {Check} */
function checkTarget({ target }) {
  if (TARGET.test(target)) return;
  return { status: 400, fault: "Invalid request target" };
}

/** @type {Check} RFC 9112 section 3.2: exactly one. */
function checkHost(request) {
  const [host, ...more] = request.values("host");
  if (more.length === 0 && HOST_ONLY.test(host ?? "")) return;
  return { status: 400, fault: "Missing or invalid Host header" };
}

/** @type {Check} */
function checkKey(request) {
  const [key, ...more] = request.values("sec-websocket-key");
  if (more.length === 0 && KEY.test(key ?? "")) return;
  return { status: 400, fault: "Missing or invalid Sec-WebSocket-Key header" };
}

/** @type {Check} RFC 6455 section 4.4. */
function checkVersion(request) {
  const versions = request.values("sec-websocket-version");
  const fault = "Missing or invalid Sec-WebSocket-Version header";
  if (versions.length !== 1) return { status: 400, fault };
  if (versions[0] === VERSION) return;
  const headers = { ...UPGRADE, "Sec-WebSocket-Version": VERSION };
  return { status: 426, fault, headers };
}

/** @type {Check} RFC 6455 section 4.1: different tokens, one at least. */
function checkSubprotocols(request) {
  const offered = request.items("sec-websocket-protocol");
  const isThere = request.values("sec-websocket-protocol").length > 0;
  const areGood =
    offered.every((name) => SUBPROTOCOL_NAME.test(name)) &&
    new Set(offered).size === offered.length;
  if (areGood && (offered.length > 0 || !isThere)) return;
  return { status: 400, fault: "Invalid Sec-WebSocket-Protocol header" };
}

/** @type {Check} RFC 6455 section 9.1. */
function checkExtensions(request) {
  if (extensionsOf(request) !== undefined) return;
  return { status: 400, fault: "Invalid Sec-WebSocket-Extensions header" };
}
