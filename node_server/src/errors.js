/**
 * The one table of errors: each has a word for the article dialect, a number
 * for JSON-RPC, and the same message in both.
 *
 * @module
 */

/** The message for a caller whose text was no JSON, and for one who met a fault of ours. */
const NO_DETAILS = "Invalid JSON or server error";

/** The longest part of an unknown action's name that the answer repeats, in code points. */
const MAX_NAME_SHOWN = 64;

const NUMBERS = Object.freeze({
  parse_error: -32700,
  invalid_request: -32600,
  unknown_action: -32601,
  invalid_params: -32602,
  internal_error: -32603,
  failed: -32000,
  not_found: -32001,
  busy: -32002,
  cancelled: -32800,
});

/** An error that is the answer to a call. */
export class RpcError extends Error {
  /**
   * @param {keyof typeof NUMBERS} code the word of the article dialect
   * @param {string} message
   * @param {{data?: unknown}} [details] `data` is sent in JSON-RPC only
   */
  constructor(code, message, details = {}) {
    super(message);
    this.name = "RpcError";
    this.code = code;
    this.details = details;
  }

  /** The number that JSON-RPC 2.0 (section 5.1) and this contract give the code. */
  get number() {
    return NUMBERS[this.code];
  }
}

export const parseError = () => new RpcError("parse_error", NO_DETAILS);

/** @param {string} message what is wrong with the request's shape */
export const invalidRequest = (message) =>
  new RpcError("invalid_request", message);

/** @param {string} name */
export const unknownAction = (name) =>
  new RpcError("unknown_action", `Unknown action: ${shortName(name)}`);

/** @param {string} message starts with the name of the parameter */
export const invalidParams = (message) =>
  new RpcError("invalid_params", message);

export const internalError = () => new RpcError("internal_error", NO_DETAILS);

/** @param {string} message */
export const notFound = (message) => new RpcError("not_found", message);

/** @param {string} message */
export const busy = (message) => new RpcError("busy", message);

export const cancelled = () => new RpcError("cancelled", "Cancelled");

/**
 * The start of a name that a peer made up.
 *
 * @param {string} name of any length
 */
export function shortName(name) {
  // A code point is at most two code units: cut first, or a megabyte is spread.
  const start = name.slice(0, 2 * MAX_NAME_SHOWN);
  return [...start].slice(0, MAX_NAME_SHOWN).join("");
}
