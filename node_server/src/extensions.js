/**
 * Agrees on an extension: Sec-WebSocket-Extensions (RFC 6455 section 9.1,
 * RFC 7692). ws refuses a request for an offer that it cannot meet, where a
 * server is to decline that offer and look at the next one.
 *
 * @module
 */

import { TOKEN, TOKEN_CHARACTER, trimmed } from "./head.js";

const PERMESSAGE_DEFLATE = "permessage-deflate";

const OWS = "[ \\t]*";
const QUOTED_TOKEN = `"(?:\\\\?${TOKEN_CHARACTER})+"`;
const NAME = new RegExp(`^${TOKEN}${OWS}$`);
const PARAMETER = new RegExp(
  `^${OWS}(${TOKEN})${OWS}(?:=${OWS}(${TOKEN}|${QUOTED_TOKEN})${OWS})?$`,
);

/** Window bits (RFC 7692 section 7.1.2). */
const WINDOW = /^(8|9|1[0-5])$/;
const LARGEST_WINDOW = "15";

/** The parameters in the order of our answer, and what may stand there in an offer. */
const PARAMETERS = {
  server_no_context_takeover: (value) => value === undefined,
  client_no_context_takeover: (value) => value === undefined,
  server_max_window_bits: (value) => WINDOW.test(value ?? ""),
  client_max_window_bits: (value) => value === undefined || WINDOW.test(value),
};

/** @typedef {{name: string, parameters: [string, string | undefined][]}} Extension */

/**
 * @param {import("./head.js").RequestHead} request
 * @returns {Extension[] | undefined} undefined: the header is no list of extensions
 */
export function extensionsOf(request) {
  const named = request.items("sec-websocket-extensions").map(parseExtension);
  const isThere = request.values("sec-websocket-extensions").length > 0;
  return named.includes(undefined) || (isThere && named.length === 0)
    ? undefined
    : named;
}

/** @returns {Extension | undefined} */
function parseExtension(text) {
  const [name, ...rest] = text.split(";");
  const matches = rest.map((part) => PARAMETER.exec(part));
  if (!NAME.test(name) || matches.includes(null)) return undefined;
  const parameters = matches.map(([, key, value]) => [
    key,
    value?.replaceAll(/["\\]/g, ""),
  ]);
  return { name: trimmed(name), parameters };
}

/**
 * @param {Extension[]} extensions
 * @returns {string | undefined} the first offer of permessage-deflate that can be met, in few words
 */
export function acceptableOffer(extensions) {
  const offer = extensions.find(
    ({ name, parameters }) =>
      name === PERMESSAGE_DEFLATE && areValid(parameters),
  );
  return offer && inFewWords(new Map(offer.parameters));
}

/** Whether each parameter is known, is there once, and has a value it may have. */
function areValid(parameters) {
  const isValid = ([name, value]) =>
    Object.hasOwn(PARAMETERS, name) && PARAMETERS[name](value);
  const isOnce = new Map(parameters).size === parameters.length;
  return isOnce && parameters.every(isValid);
}

function inFewWords(parameters) {
  // The client's largest window goes without saying; the server's is named where it was asked for.
  if (parameters.get("client_max_window_bits") === LARGEST_WINDOW) {
    parameters.delete("client_max_window_bits");
  }
  const names = Object.keys(PARAMETERS).filter((name) => parameters.has(name));
  const words = names.map((name) => {
    const value = parameters.get(name);
    return value === undefined ? name : `${name}=${value}`;
  });
  return [PERMESSAGE_DEFLATE, ...words].join("; ");
}
