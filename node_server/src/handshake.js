/**
 * Who may come in. The checks of an opening handshake (RFC 6455 section 4.2.1)
 * that ws leaves to us, or answers with another status than the RFCs ask for.
 *
 * @module
 */

import { createHash, timingSafeEqual } from "node:crypto";

import { extension } from "ws";

import { MAX_HEADERS, MAX_HEADER_LINE } from "./limits.js";

/** The version of the protocol that RFC 6455 describes (section 4.1). */
const VERSION = "13";

/** What a 426 must say (RFC 9110 section 15.5.22). */
const UPGRADE = { Upgrade: "websocket", Connection: "Upgrade, close" };

const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

const BEARER = /^Bearer +([^ ]+)$/i;

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */

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

/** @typedef {(request: IncomingMessage, admission: Admission) => Refusal | undefined} Check */

/** @type {Check[]} in the order of the contract: the first fault is the answer */
const CHECKS = [
  checkSize,
  checkUpgrade,
  checkOrigin,
  checkToken,
  checkMethod,
  checkHttpVersion,
  checkHost,
  checkVersion,
  checkExtensions,
];

/**
 * @param {IncomingMessage} request
 * @param {Admission} admission
 * @returns {Refusal | undefined} undefined: ws may go on
 */
export function findFault(request, admission) {
  for (const check of CHECKS) {
    const refusal = check(request, admission);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** @type {Check} */
function checkSize({ method, url, rawHeaders }) {
  if (method.length + url.length > MAX_HEADER_LINE) {
    return { status: 414, fault: "Request line too long" };
  }
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  const isTooLong = (name, index) =>
    name.length + rawHeaders[2 * index + 1].length > MAX_HEADER_LINE;
  if (names.some(isTooLong)) {
    return { status: 431, fault: "Header line too long" };
  }
  if (names.length > MAX_HEADERS) {
    return { status: 431, fault: "Too many headers" };
  }
}

/** @type {Check} */
function checkUpgrade({ headers }) {
  const options = headers.connection?.toLowerCase().split(",") ?? [];
  const wantsUpgrade = options.some((option) => option.trim() === "upgrade");
  if (wantsUpgrade && headers.upgrade?.toLowerCase() === "websocket") return;
  return {
    status: 426,
    fault: "No WebSocket upgrade asked for",
    headers: UPGRADE,
  };
}

/** @type {Check} Browsers name the page that asks (RFC 6455 section 10.2); others need not. */
function checkOrigin({ headersDistinct }, { origins }) {
  const isAllowed = (origin) =>
    LOOPBACK_ORIGIN.test(origin) || origins.includes(origin);
  if ((headersDistinct.origin ?? []).every(isAllowed)) return;
  return {
    status: 403,
    fault: "This Origin is not allowed; --origin URL would allow it",
  };
}

/** @type {Check} */
function checkToken({ headers, url }, { token }) {
  if (token === undefined) return;
  const [, bearer] = BEARER.exec(headers.authorization ?? "") ?? [];
  if (bearer !== undefined && isSame(fromLatin1(bearer), token)) return;
  if (tokensOf(url).some((offered) => isSame(offered, token))) return;
  return {
    status: 401,
    fault: "Token missing or wrong",
    headers: { "WWW-Authenticate": "Bearer" },
  };
}

/** Headers come decoded as Latin-1, whatever they were. */
const fromLatin1 = (text) => Buffer.from(text, "latin1").toString();

/** Browsers cannot set headers: they bring the token in the URL. */
function tokensOf(url) {
  const query = url.slice(url.indexOf("?") + 1);
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

/** @type {Check} */
function checkHttpVersion({ httpVersion }) {
  if (httpVersion === "1.1") return;
  // Node takes a request line without any version for one of HTTP/0.9.
  if (httpVersion === "0.9") return { status: 400, fault: "Not HTTP" };
  return { status: 505, fault: "HTTP/1.1 is needed" };
}

/** @type {Check} RFC 9112 section 3.2: exactly one. */
function checkHost({ headersDistinct }) {
  if (headersDistinct.host?.length === 1) return;
  return { status: 400, fault: "Missing or invalid Host header" };
}

/** @type {Check} RFC 6455 section 4.4. ws would answer 400, and accept version 8. */
function checkVersion({ headersDistinct }) {
  const versions = headersDistinct["sec-websocket-version"] ?? [];
  const fault = "Missing or invalid Sec-WebSocket-Version header";
  if (versions.length !== 1) return { status: 400, fault };
  if (versions[0] === VERSION) return;
  const headers = { ...UPGRADE, "Sec-WebSocket-Version": VERSION };
  return { status: 426, fault, headers };
}

/** @type {Check} RFC 6455 section 9.1. Without compression ws would not look. */
function checkExtensions({ headers }) {
  const offers = headers["sec-websocket-extensions"];
  if (offers === undefined) return;
  try {
    extension.parse(offers);
  } catch {
    return { status: 400, fault: "Invalid Sec-WebSocket-Extensions header" };
  }
}
