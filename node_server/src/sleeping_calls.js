/**
 * The calls of one connection whose answer takes time.
 *
 * @module
 */

/**
 * @typedef {object} SleepingCall
 * @property {string | number | null} [id]
 * @property {boolean} hasPlace whether it waits in the order of replies too
 * @property {number} delay milliseconds
 * @property {boolean} cancellable whether its id can name it: only JSON-RPC's can
 * @property {() => void} wake answers the call
 * @property {() => void} cancel answers it before its time
 */

export class SleepingCalls {
  /** @type {Map<SleepingCall, NodeJS.Timeout>} */
  #timers = new Map();

  /** @param {SleepingCall} call */
  start(call) {
    const wake = () => {
      this.#timers.delete(call);
      call.wake();
    };
    this.#timers.set(call, setTimeout(wake, call.delay));
  }

  /** The number of those not counted among the replies that wait in order. */
  countWithoutPlace() {
    const calls = [...this.#timers.keys()];
    return calls.filter((call) => !call.hasPlace).length;
  }

  /** @param {unknown} id */
  has(id) {
    return this.#find(id) !== undefined;
  }

  /** @param {unknown} id an id that is not in flight is ignored */
  cancel(id) {
    const call = this.#find(id);
    if (call === undefined) return;
    clearTimeout(this.#timers.get(call));
    this.#timers.delete(call);
    call.cancel();
  }

  #find(id) {
    // Any number of calls may have the id null, or none: that names none of them.
    if (id === null || id === undefined) return undefined;
    const calls = [...this.#timers.keys()];
    return calls.find((call) => call.cancellable && call.id === id);
  }

  /** Forgets every call: there is nobody left to answer. */
  stopAll() {
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#timers.clear();
  }
}
