// Things that come, and waiting for them.

import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

export const CALL_TIMEOUT = 10_000; // milliseconds

export class TimedOut extends Error {}

/** What `promise` gives, or a TimedOut after so many milliseconds. */
export async function within(promise, milliseconds) {
  const stop = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: stop.signal }).then(
    () => {
      throw new TimedOut(`nothing within ${milliseconds} ms`);
    },
    () => {},
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    stop.abort();
  }
}

/** The code with which a connection ends. */
export async function closeCode(emitter) {
  const [code] = await once(emitter, "close");
  return code;
}
