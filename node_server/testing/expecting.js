/**
 * Compares a message with what a vector of rpc.json expects.
 *
 * @module
 */

import assert from "node:assert/strict";

import { isObject } from "../src/request.js";

/**
 * Compares, and keeps what the vector says to save.
 *
 * @param {unknown} actual
 * @param {unknown} expected may hold `$number`, `$string`, `$save` and `$saved`
 * @param {Map<string, unknown>} saved
 * @throws {assert.AssertionError}
 */
export function assertMatches(actual, expected, saved) {
  assert.deepEqual(reduce(actual, expected, saved), resolve(expected, saved));
}

/**
 * Puts the placeholder in the place of each value that fits it, so that what
 * is left can be compared as a whole, and a difference be shown as a whole.
 */
function reduce(actual, expected, saved) {
  // 0 is -0, unlike in assert.deepEqual.
  if (actual === expected) return expected;
  if (isPlaceholder(expected)) {
    return fits(actual, expected, saved) ? resolve(expected, saved) : actual;
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((item, index) => reduce(item, expected[index], saved));
  }
  if (!isObject(actual) || !isObject(expected)) return actual;
  const members = Object.entries(actual).map(([name, value]) => {
    const wanted = Object.hasOwn(expected, name) ? expected[name] : undefined;
    return [name, reduce(value, wanted, saved)];
  });
  return Object.fromEntries(members);
}

function fits(actual, { $number, $string, $save, $saved }, saved) {
  if ($save !== undefined) saved.set($save, actual);
  if ($saved !== undefined) return actual === saved.get($saved);
  if ($string) return typeof actual === "string";
  if ($number === undefined) return true;
  const [low, high] = $number;
  return typeof actual === "number" && actual >= low && actual <= high;
}

const PLACEHOLDERS = ["$number", "$string", "$save", "$saved"];

function isPlaceholder(value) {
  if (!isObject(value)) return false;
  const names = Object.keys(value);
  return names.length === 1 && PLACEHOLDERS.includes(names[0]);
}

/**
 * @param {unknown} value of a vector
 * @param {Map<string, unknown>} saved
 * @returns {unknown} the same with what was saved in the place of `$saved`
 */
export function resolve(value, saved) {
  if (Array.isArray(value)) return value.map((item) => resolve(item, saved));
  if (!isObject(value)) return value;
  if (isPlaceholder(value)) {
    return value.$saved === undefined ? value : saved.get(value.$saved);
  }
  const members = Object.entries(value).map(([name, member]) => {
    return [name, resolve(member, saved)];
  });
  return Object.fromEntries(members);
}
