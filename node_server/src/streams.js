/**
 * The ticks of a subscription, as a stream that a client can go on with after it
 * has been away. Which ticks there are follows from the time, so nothing runs while
 * nobody is there.
 *
 * @module
 */

import { randomBytes } from "node:crypto";

import { MAX_HISTORY, MAX_STREAMS, RESUME_TIME } from "./limits.js";

/** A tick every `interval` milliseconds; the first has offset 1. */
export class Stream {
  /** The name of the stream, drawn by chance. */
  epoch = randomBytes(8).toString("hex");
  /** The highest offset that was sent. */
  sent = 0;
  /** @type {number | undefined} */
  #started;

  /**
   * @param {number} interval milliseconds
   * @param {number} count how many ticks, or Infinity
   */
  constructor(interval, count) {
    this.interval = interval;
    this.count = count;
  }

  /** Starts its clock, unless that runs already. */
  begin(now) {
    this.#started ??= now;
  }

  /** The time of a tick, once the clock runs. */
  due(offset) {
    return this.#started + offset * this.interval;
  }

  /** The highest offset that is due or was sent. */
  newest(now) {
    const started = this.#started ?? now;
    const passed = Math.floor((now - started) / this.interval);
    return Math.max(this.sent, Math.min(passed, this.count));
  }

  /** The offset of the next tick after `offset` that is still kept. */
  after(offset, now) {
    return Math.max(offset + 1, this.newest(now) - MAX_HISTORY + 1);
  }
}

/** The streams of a server that clients may come back to, by epoch. */
export class Streams {
  /** @type {Map<string, {stream: Stream, until: number}>} the one that was used last comes last */
  #streams = new Map();

  /** @param {() => number} [now] the time in milliseconds */
  constructor(now = () => performance.now()) {
    this.now = now;
  }

  get size() {
    return this.#streams.size;
  }

  /**
   * Keeps a stream from now on; the one that was used least lately makes room.
   *
   * @param {Stream} stream
   */
  keep(stream) {
    this.#streams.delete(stream.epoch);
    const until = this.now() + stream.interval + RESUME_TIME;
    this.#streams.set(stream.epoch, { stream, until });
    if (this.#streams.size > MAX_STREAMS) {
      this.#streams.delete(this.#streams.keys().next().value);
    }
  }

  /**
   * Keeps a stream for longer, where it is kept.
   *
   * @param {Stream} stream
   */
  used(stream) {
    if (this.#streams.has(stream.epoch)) this.keep(stream);
  }

  /**
   * Does not let anyone come back to it.
   *
   * @param {Stream} stream
   */
  forget(stream) {
    this.#streams.delete(stream.epoch);
  }

  /**
   * @param {string} epoch
   * @param {number} offset
   * @returns {Stream | undefined} undefined where it is gone, or never came to that offset
   */
  find(epoch, offset) {
    const { stream, until } = this.#streams.get(epoch) ?? {};
    const now = this.now();
    const isKept = stream !== undefined && until > now;
    return isKept && offset <= stream.newest(now) ? stream : undefined;
  }
}
