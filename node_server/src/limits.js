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

/** The most that waits to be sent before the server stops reading from that peer. */
export const MAX_SEND_BUFFER = 1024 * 1024;

/** The most items `saveData` keeps; the oldest makes room. */
export const MAX_ITEMS = 1000;

/** The most idempotency keys that are remembered; the oldest makes room. */
export const MAX_IDEMPOTENCY_KEYS = 1000;

/** The time after which an idempotency key is forgotten. */
export const IDEMPOTENCY_KEY_AGE = 600_000;

/** The most ticks of a stream that are kept for a client that comes back. */
export const MAX_HISTORY = 100;

/** The most streams of a server that clients may come back to. */
export const MAX_STREAMS = 1000;

/** The time to come back in, after the first tick that nobody was there for. */
export const RESUME_TIME = 60_000;

/** The longest time of an opening handshake. */
export const OPEN_TIMEOUT = 10_000;

/** The longest time of a closing handshake. */
export const CLOSE_TIMEOUT = 10_000;

/** The time peers get to answer the close frame when the whole server stops. */
export const SHUTDOWN_TIMEOUT = 500;

/** The time a refused peer gets to read why, before its socket is cut. */
export const REFUSAL_TIMEOUT = 1_000;

/** Time between two pings. */
export const PING_INTERVAL = 20_000;

/** The time after a ping in which something has to come. */
export const PING_TIMEOUT = 20_000;

/** The longest request line or header line of an opening handshake. */
export const MAX_HEADER_LINE = 8192;

/** The most header lines of an opening handshake. */
export const MAX_HEADERS = 128;
