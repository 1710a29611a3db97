/**
 * The close codes that ws sends for a peer's faults. It keeps them to itself;
 * what it tells is an error code for each.
 *
 * @module
 */

/** RFC 6455 section 7.4.1. */
const PROTOCOL_ERROR = 1002;
const INVALID_PAYLOAD_DATA = 1007;

const CLOSE_CODES = {
  WS_ERR_INVALID_UTF8: INVALID_PAYLOAD_DATA,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 1009,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
};

/**
 * @param {Error & {code?: string}} error that a WebSocket of ws reports
 * @returns {number | undefined} undefined: the peer is not at fault
 */
export function closeCodeFor({ code = "" }) {
  if (code.startsWith("Z_")) return INVALID_PAYLOAD_DATA;
  if (!code.startsWith("WS_ERR_")) return undefined;
  return CLOSE_CODES[code] ?? PROTOCOL_ERROR;
}
