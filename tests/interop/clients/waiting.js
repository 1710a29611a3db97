// What comes when it comes, and waiting for it: in Node, and in a page.

export const CALL_TIMEOUT = 10_000; // milliseconds

export class TimedOut extends Error {}

/** What `promise` gives, or a TimedOut after so many milliseconds. */
export async function within(promise, milliseconds) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`nothing within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Make all calls at once: their outcomes, and the order in which they were answered. */
export async function together(calls, makeCall) {
  const order = [];
  const outcomes = await Promise.all(
    calls.map(async (call, index) => {
      const outcome = await makeCall(call);
      order.push(index);
      return outcome;
    }),
  );
  return { outcomes, order };
}

/** What the server has sent without being asked. */
export class Pushes {
  #kept = [];
  #added = () => {};

  add(push) {
    this.#kept.push(push);
    this.#added();
  }

  /** The first so many, waiting for them. */
  async take(count) {
    const enough = new Promise((resolve) => {
      this.#added = () => this.#kept.length >= count && resolve();
    });
    this.#added();
    await within(enough, CALL_TIMEOUT);
    return { pushes: this.#kept.splice(0, count) };
  }
}
