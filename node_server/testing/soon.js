/** The time a test waits for what should come at once, in milliseconds. */
const TIMEOUT = 20_000;

/**
 * Waits for something, but not for ever: a test that hangs tells nothing.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {string} what is waited for
 * @returns {Promise<T>}
 * @throws {Error} that names it
 */
export async function soon(promise, what) {
  let timer;
  const deadline = new Promise((_, reject) => {
    const error = new Error(`waited in vain for ${what}`);
    timer = setTimeout(() => reject(error), TIMEOUT);
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer));
}
