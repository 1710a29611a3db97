/**
 * Text of a peer's choosing, made safe for a log that people read in a terminal.
 *
 * @module
 */

const NOT_PRINTABLE = /[^\x20-\x7e]/g;

/** The longest client name in the log. */
const MAX_NAME = 40;

/**
 * @param {string} text
 * @returns {string} the same with `?` for all that is not printable ASCII
 */
export function printable(text) {
  return text.replace(NOT_PRINTABLE, "?");
}

/**
 * @param {unknown} value
 * @returns {string} JSON in printable ASCII
 */
export function printableJson(value) {
  return JSON.stringify(value).replace(NOT_PRINTABLE, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/**
 * The product name of a User-Agent header (RFC 9110 section 10.1.5).
 *
 * @param {string} [userAgent]
 * @returns {string} `-` where there is none
 */
export function agentName(userAgent = "") {
  const [product] = userAgent.split(/[/\s]/, 1);
  return printable(product).slice(0, MAX_NAME) || "-";
}

/**
 * @param {string} [target] the request target, `/?token=secret&verbose`
 * @returns {string | null} `/?token=REDACTED&verbose`
 */
export function redactToken(target) {
  if (target === undefined) return null;
  return target.replace(/(?<=[?&])([^=&]*)=[^&]*/g, (pair, name) => {
    return isTokenName(name) ? `${name}=REDACTED` : pair;
  });
}

/** A name may be spelled `tok%65n` and still be read as `token`. */
function isTokenName(name) {
  return new URLSearchParams(`${name}=`).has("token");
}
