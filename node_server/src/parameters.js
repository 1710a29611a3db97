/**
 * The rules for parameters. Each rule tests a value and says in words what it
 * asks for; the message puts the parameter's name before those words.
 *
 * @module
 */

import { invalidParams } from "./errors.js";

/** @typedef {{test: (value: unknown) => boolean, words: string}} Rule */

/**
 * @param {number} low
 * @param {number} [high]
 * @returns {Rule}
 */
export function wholeNumber(low, high) {
  return {
    test: (value) =>
      Number.isInteger(value) &&
      Number(value) >= low &&
      Number(value) <= (high ?? Number.MAX_SAFE_INTEGER),
    words:
      high === undefined
        ? `a whole number from ${low}`
        : `a whole number from ${low} to ${high}`,
  };
}

/**
 * @param {number} low in code points
 * @param {number} high in code points
 * @returns {Rule}
 */
export function text(low, high) {
  return {
    test: (value) => typeof value === "string" && fits(value, low, high),
    words: `a string of ${low} to ${high} characters`,
  };
}

/**
 * @param {string} value
 * @param {number} low
 * @param {number} high
 */
function fits(value, low, high) {
  // A code point is at most two code units: do not spread a megabyte to count it.
  if (value.length > 2 * high) return false;
  const codePoints = [...value].length;
  return codePoints >= low && codePoints <= high;
}

/** @type {Rule} */
export const anyNumber = {
  test: (value) => typeof value === "number",
  words: "a number",
};

/** @type {Rule} */
export const flag = {
  test: (value) => typeof value === "boolean",
  words: "true or false",
};

/**
 * Reads a parameter that must be there.
 *
 * @param {Record<string, unknown>} params
 * @param {string} name
 * @param {Rule} rule
 * @returns {any} the value, which keeps the rule
 * @throws {import("./errors.js").RpcError} `invalid_params`
 */
export function required(params, name, rule) {
  const value = params[name];
  if (!rule.test(value)) throw invalidParams(`${name} must be ${rule.words}`);
  return value;
}

/**
 * Reads a parameter that may be missing. `null` is not missing.
 *
 * @param {Record<string, unknown>} params
 * @param {string} name
 * @param {Rule} rule
 * @param {unknown} [fallback] the value of a missing one
 * @returns {any}
 * @throws {import("./errors.js").RpcError} `invalid_params`
 */
export function optional(params, name, rule, fallback) {
  return params[name] === undefined ? fallback : required(params, name, rule);
}
