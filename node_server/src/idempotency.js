/**
 * Idempotency keys: a call that is sent again, with the key of the first time, is
 * done once.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";

import { invalidParams } from "./errors.js";
import { IDEMPOTENCY_KEY_AGE, MAX_IDEMPOTENCY_KEYS } from "./limits.js";

/** The calls that have been done, by key: the newest ones, and none that is too old. */
export class IdempotencyKeys {
  #now;
  /** @type {Map<string, {request: unknown, result: any, moment: number}>} in the order they came */
  #done = new Map();

  /** @param {() => number} now the time in milliseconds */
  constructor(now) {
    this.#now = now;
  }

  get size() {
    return this.#done.size;
  }

  /**
   * @template T
   * @param {string} key
   * @param {unknown} request the parameters of the call
   * @param {() => T} run does it
   * @returns {T} the result, or the one of the first call with this key
   * @throws {import("./errors.js").RpcError} `invalid_params`: the key has been used for another call
   */
  once(key, request, run) {
    this.#forgetOld();
    if (!this.#done.has(key)) this.#remember(key, request, run());
    const done = this.#done.get(key);
    if (isDeepStrictEqual(done.request, request)) return done.result;
    throw invalidParams(
      "idempotencyKey belongs to a call with other parameters",
    );
  }

  #remember(key, request, result) {
    this.#done.set(key, { request, result, moment: this.#now() });
    if (this.#done.size > MAX_IDEMPOTENCY_KEYS) {
      this.#done.delete(this.#done.keys().next().value);
    }
  }

  #forgetOld() {
    const tooOld = this.#now() - IDEMPOTENCY_KEY_AGE;
    for (const [key, { moment }] of this.#done) {
      if (moment > tooOld) return;
      this.#done.delete(key);
    }
  }
}
