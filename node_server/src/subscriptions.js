/**
 * The ticks that one connection has asked for.
 *
 * @module
 */

import { busy, notFound } from "./errors.js";
import { MAX_SUBSCRIPTIONS } from "./limits.js";
import { Stream, Streams } from "./streams.js";

/** @typedef {{subscription: number, sequence: number}} Tick */

/** One client's part in a stream. */
class Subscription {
  /** @type {NodeJS.Timeout | undefined} */
  timer;

  /**
   * @param {number} number
   * @param {Stream} stream
   * @param {number} offset of the last tick that the client has
   */
  constructor(number, stream, offset) {
    this.number = number;
    this.stream = stream;
    this.offset = offset;
  }

  get isOver() {
    return this.offset === this.stream.count;
  }
}

export class Subscriptions {
  #streams;
  /** @type {Map<number, Subscription>} */
  #active = new Map();
  #lastNumber = 0;

  /** @param {Streams} [streams] of the server */
  constructor(streams = new Streams()) {
    this.#streams = streams;
  }

  /**
   * Takes the next number, for a new stream or one that is kept. No tick comes
   * before {@link start}.
   *
   * @param {object} wish
   * @param {number} wish.interval milliseconds
   * @param {number} wish.count how many ticks, or Infinity
   * @param {boolean} [wish.resumable] whether the client may come back to the stream
   * @param {string} [wish.epoch] of the stream to go on with, if it is kept
   * @param {number} [wish.offset] of the last tick that the client has
   * @returns {Subscription} its number is counted from 1
   * @throws {import("./errors.js").RpcError} `busy`
   */
  open({ interval, count, resumable = false, epoch = "", offset = 0 }) {
    const kept = this.#streams.find(epoch, offset);
    // On one connection a stream is one subscription's, the newest.
    for (const before of this.#active.values()) {
      if (before.stream === kept) this.#end(before);
    }
    if (this.#active.size >= MAX_SUBSCRIPTIONS) {
      throw busy("Too many subscriptions");
    }
    const stream = kept ?? new Stream(interval, count);
    const from = kept ? kept.after(offset, this.#streams.now()) - 1 : 0;
    if (resumable) this.#streams.keep(stream);
    this.#lastNumber += 1;
    const subscription = new Subscription(this.#lastNumber, stream, from);
    this.#active.set(this.#lastNumber, subscription);
    return subscription;
  }

  /**
   * Starts the ticks, unless the subscription is closed already: its reply may
   * have waited behind others.
   *
   * @param {Subscription} subscription
   * @param {(tick: Tick) => void} pushTick
   */
  start(subscription, pushTick) {
    if (!this.#active.has(subscription.number)) return;
    subscription.stream.begin(this.#streams.now());
    this.#goOn(subscription, pushTick);
  }

  #goOn(subscription, pushTick) {
    while (!subscription.isOver && this.#wait(subscription) <= 0) {
      this.#tick(subscription, pushTick);
    }
    if (subscription.isOver) return this.#end(subscription);
    const again = () => this.#goOn(subscription, pushTick);
    subscription.timer = setTimeout(again, this.#wait(subscription));
  }

  /** The milliseconds until its next tick. */
  #wait({ stream, offset }) {
    return Math.ceil(stream.due(offset + 1) - this.#streams.now());
  }

  #tick(subscription, pushTick) {
    const { number, stream } = subscription;
    const sequence = stream.after(subscription.offset, this.#streams.now());
    subscription.offset = sequence;
    stream.sent = Math.max(stream.sent, sequence);
    pushTick({ subscription: number, sequence });
    this.#streams.used(stream);
  }

  /**
   * Closes a subscription, and forgets its stream.
   *
   * @param {number} number
   * @throws {import("./errors.js").RpcError} `not_found`
   */
  close(number) {
    const subscription = this.#active.get(number);
    if (subscription === undefined) throw notFound(`No subscription ${number}`);
    this.#streams.forget(subscription.stream);
    this.#end(subscription);
  }

  /** Ends a subscription. Its stream outlives the connection. */
  #end(subscription) {
    clearTimeout(subscription.timer);
    this.#active.delete(subscription.number);
  }

  /** Ends every subscription: the connection is gone. */
  closeAll() {
    this.#active.forEach((subscription) => this.#end(subscription));
  }
}
