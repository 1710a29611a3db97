/**
 * The ticks that one connection has asked for.
 *
 * @module
 */

import { busy, notFound } from "./errors.js";
import { MAX_SUBSCRIPTIONS } from "./limits.js";

/** @typedef {{subscription: number, sequence: number}} Tick */

export class Subscriptions {
  /** @type {Map<number, NodeJS.Timeout | undefined>} number to timer */
  #timers = new Map();
  #lastNumber = 0;

  /**
   * Takes the next number. No tick comes before {@link start}.
   *
   * @returns {number} counted from 1
   * @throws {import("./errors.js").RpcError} `busy`
   */
  open() {
    if (this.#timers.size >= MAX_SUBSCRIPTIONS) {
      throw busy("Too many subscriptions");
    }
    this.#lastNumber += 1;
    this.#timers.set(this.#lastNumber, undefined);
    return this.#lastNumber;
  }

  /**
   * Starts the ticks, unless the subscription is closed already: its reply may
   * have waited behind others.
   *
   * @param {number} subscription
   * @param {object} plan
   * @param {number} plan.interval milliseconds
   * @param {number} plan.count how many ticks, or Infinity
   * @param {(tick: Tick) => void} plan.pushTick
   */
  start(subscription, { interval, count, pushTick }) {
    if (!this.#timers.has(subscription)) return;
    let sequence = 0;
    const tick = () => {
      sequence += 1;
      pushTick({ subscription, sequence });
      if (sequence === count) this.close(subscription);
    };
    this.#timers.set(subscription, setInterval(tick, interval));
  }

  /**
   * @param {number} subscription
   * @throws {import("./errors.js").RpcError} `not_found`
   */
  close(subscription) {
    if (!this.#timers.has(subscription)) {
      throw notFound(`No subscription ${subscription}`);
    }
    clearInterval(this.#timers.get(subscription));
    this.#timers.delete(subscription);
  }

  /** Ends every subscription: the connection is gone. */
  closeAll() {
    this.#timers.forEach((timer) => clearInterval(timer));
    this.#timers.clear();
  }
}
