/**
 * From text to a value, by a rule that every language of the course can keep.
 *
 * JSON.parse alone is too generous: it rounds 2^53 + 1, reads 1e400 as
 * Infinity, and accepts half a surrogate pair, which PHP then cannot read.
 *
 * @module
 */

import { parseError } from "./errors.js";
import { MAX_DEPTH } from "./limits.js";

/**
 * Reads one JSON text (RFC 8259).
 *
 * @param {string} text
 * @returns {unknown}
 * @throws {import("./errors.js").RpcError} `parse_error`
 */
export function parseJson(text) {
  if (nestingDepth(text) > MAX_DEPTH) throw parseError();
  const value = parse(text);
  if (!isPortable(value)) throw parseError();
  return value;
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw parseError();
  }
}

/**
 * The depth to which the brackets of a text are nested. Counted before parsing, so that
 * a value that a duplicate key replaces counts too.
 *
 * @param {string} text JSON, or anything else
 * @returns {number} 0 for `1`, 1 for `[]`
 */
export function nestingDepth(text) {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

/**
 * @param {string} text
 * @param {number} start where the opening quotation mark is
 * @returns {number} where the closing one is, or the end of the text
 */
function endOfString(text, start) {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/**
 * Whether Python and PHP read the same value from the same text.
 *
 * @param {unknown} value what JSON.parse made, at most {@link MAX_DEPTH} deep
 * @returns {boolean}
 */
function isPortable(value) {
  if (typeof value === "number") {
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  }
  if (typeof value === "string") return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isPortable);
  if (value === null || typeof value === "boolean") return true;
  return Object.entries(value).every((member) => member.every(isPortable));
}
