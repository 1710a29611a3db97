/**
 * One line a connection, when it ends.
 *
 * @module
 */

import { STATUS_CODES } from "node:http";

import { shortName } from "./errors.js";
import {
  agentName,
  printable,
  printableJson,
  redactToken,
} from "./printable.js";

/** The most actions one line names. */
const MAX_ACTIONS = 8;

/** @typedef {import("./head.js").RequestHead} RequestHead */

/**
 * The facts about a peer that every line gives.
 *
 * @typedef {object} Who
 * @property {number} connection counted from 1
 * @property {string} agent
 * @property {string | null} origin
 * @property {string | null} target
 */

/** The log's record of one connection while it lasts. */
export class Record {
  calls = 0;
  /** @type {string[]} each once, in order of first call */
  #actions = [];
  #startedAt = performance.now();
  /** @type {{code: number, reason: string, fault: string} | undefined} */
  failure = undefined;

  /**
   * @param {Who} who
   * @param {string | null} subprotocol
   */
  constructor(who, subprotocol) {
    this.who = who;
    this.subprotocol = subprotocol;
  }

  /** @param {string} name of an action, or of what a peer takes for one */
  countCall(name) {
    this.calls += 1;
    const shown = shortName(name);
    const isFull = this.#actions.length > MAX_ACTIONS;
    if (!isFull && !this.#actions.includes(shown)) this.#actions.push(shown);
  }

  /** The actions called; `...` stands for those beyond the limit. */
  get actions() {
    const named = this.#actions.slice(0, MAX_ACTIONS);
    return this.#actions.length > MAX_ACTIONS ? [...named, "..."] : named;
  }

  get seconds() {
    return Math.round(performance.now() - this.#startedAt) / 1000;
  }
}

/** Numbers the connections and refusals of one server, and writes their lines. */
export class Log {
  #count = 0;
  #asJson;
  #write;

  /**
   * @param {"text" | "json"} format
   * @param {(line: string) => void} write
   */
  constructor(format, write) {
    this.#asJson = format === "json";
    this.#write = write;
  }

  /**
   * A connection is open.
   *
   * @param {RequestHead} request
   * @param {string} subprotocol may be empty
   * @returns {Record}
   */
  open(request, subprotocol) {
    return new Record(this.#identify(request), subprotocol || null);
  }

  /**
   * A connection is over. Where the server failed it, the line says so,
   * whatever the peer answered.
   *
   * @param {Record} record
   * @param {number} code
   * @param {string} reason
   */
  closed(record, code, reason) {
    const { who, subprotocol, calls, actions, seconds } = record;
    const end = record.failure ?? { code, reason, fault: null };
    const fault = end.fault === null ? "" : `: ${end.fault}`;
    this.#writeLine(who, `${callsOf(record)}, closed ${end.code}${fault}`, {
      subprotocol,
      calls,
      actions,
      seconds,
      ...end,
    });
  }

  /**
   * An opening handshake was answered with an HTTP error.
   *
   * @param {RequestHead | undefined} request none where no HTTP was understood
   * @param {number} status
   * @param {string} fault
   */
  refused(request, status, fault) {
    const text = `refused ${status} ${STATUS_CODES[status]}: ${fault}`;
    this.#writeLine(this.#identify(request), text, { refused: status });
  }

  /**
   * @param {RequestHead} [request]
   * @returns {Who}
   */
  #identify(request) {
    this.#count += 1;
    return {
      connection: this.#count,
      agent: agentName(request?.values("user-agent")[0]),
      origin: request?.values("origin").join(", ") || null,
      target: redactToken(request?.target),
    };
  }

  #writeLine(who, text, members) {
    const time = new Date().toISOString();
    const line = this.#asJson
      ? printableJson({ time, ...who, ...members })
      : printable(`#${who.connection} ${who.agent}: ${text}`);
    this.#write(`${line}\n`);
  }
}

/** @param {Record} record */
function callsOf({ calls, actions }) {
  const names = actions.length === 0 ? "" : ` (${actions.join(", ")})`;
  return `${calls} ${calls === 1 ? "call" : "calls"}${names}`;
}
