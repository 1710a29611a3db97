/**
 * Where a page comes from.
 *
 * @module
 */

/**
 * @param {string} text a URL
 * @returns {string | undefined} its Origin as a browser writes it (RFC 6454 section 6.2); undefined: it has none
 */
export function originOf(text) {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host } = new URL(text);
  return host === "" ? undefined : `${protocol}//${host}`;
}
