/**
 * The parts that the requests of both dialects have in common.
 *
 * @module
 */

/**
 * @typedef {object} Request
 * @property {string | number | null} [id] `undefined`: none was given
 * @property {string} name the action
 * @property {Record<string, unknown> | unknown[]} [params]
 */

/**
 * @param {unknown} value what JSON.parse made
 * @returns {value is Record<string, unknown>}
 */
export function isObject(value) {
  return isContainer(value) && !Array.isArray(value);
}

/**
 * @param {unknown} value what JSON.parse made
 * @returns {value is Record<string, unknown> | unknown[]}
 */
export function isContainer(value) {
  return typeof value === "object" && value !== null;
}

/**
 * @param {unknown} id
 * @returns {id is string | number | null}
 */
export function isLegalId(id) {
  return id === null || typeof id === "string" || typeof id === "number";
}
