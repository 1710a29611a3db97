/**
 * The limits of the contract. Sizes are in bytes, times in milliseconds.
 *
 * @module
 */

/** The longest message, all its fragments together. */
export const MAX_MESSAGE = 1024 * 1024;

/** The most frames one message may be cut into. */
export const MAX_FRAGMENTS = 1024;

/** The most pieces of an unfinished frame that wait in memory: each costs far more than its bytes. */
export const MAX_BUFFERED_CHUNKS = 65_536;

/** The deepest nesting of arrays and objects; `[]` is 1. */
export const MAX_DEPTH = 128;

/** The most requests in one JSON-RPC batch. */
export const MAX_BATCH = 100;

/** The most calls of one connection that wait for their answer. */
export const MAX_IN_FLIGHT = 64;

/** The most subscriptions of one connection. */
export const MAX_SUBSCRIPTIONS = 16;

/** What may wait to be sent before the server stops reading from that peer. */
export const MAX_SEND_BUFFER = 1024 * 1024;

/** The most items `saveData` keeps; the oldest makes room. */
export const MAX_ITEMS = 1000;

/** How long an opening handshake may take. */
export const OPEN_TIMEOUT = 10_000;

/** How long a closing handshake may take. */
export const CLOSE_TIMEOUT = 10_000;

/** How long peers get to answer the close frame when the whole server stops. */
export const SHUTDOWN_TIMEOUT = 500;

/** How long a refused peer gets to read why, before its socket is cut. */
export const REFUSAL_TIMEOUT = 1_000;

/** Time between two pings. */
export const PING_INTERVAL = 20_000;

/** How long a ping may stay without its pong. */
export const PING_TIMEOUT = 20_000;

/** The longest request line or header line of an opening handshake. */
export const MAX_HEADER_LINE = 8192;

/** The most header lines of an opening handshake. */
export const MAX_HEADERS = 128;
