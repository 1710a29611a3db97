/**
 * What one connection sends, and the back-pressure that bounds what waits.
 *
 * @module
 */

import { WebSocket } from "ws";

import { MAX_SEND_BUFFER, SEND_BUFFER_CEILING } from "./limits.js";

/**
 * @typedef {object} Reply
 * @property {string} [text] the message; none for a notification, which has no reply
 * @property {() => void} [afterReply] runs once the message is on its way
 */

/** @typedef {(reply: Reply) => void} Send */

export class Outbox {
  #socket;
  #bytesUnanswered = 0;

  /** @param {WebSocket} socket */
  constructor(socket) {
    this.#socket = socket;
  }

  /**
   * Counts a message that has come until its reply goes: what a peer makes us
   * remember is bounded like what it makes us send.
   *
   * @param {number} bytes the length of the message
   * @returns {Send} to be called once
   */
  expectReply(bytes) {
    this.#bytesUnanswered += bytes;
    return ({ text, afterReply }) => {
      this.#bytesUnanswered -= bytes;
      if (text !== undefined) this.#send(text);
      afterReply?.();
    };
  }

  /**
   * Sends a message nobody waits for, or drops it while the peer does not read.
   *
   * @param {string} text
   */
  push(text) {
    if (this.#socket.bufferedAmount <= MAX_SEND_BUFFER) this.#send(text);
  }

  /** @param {string} text */
  #send(text) {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(text, () => this.regulate());
    if (this.#socket.bufferedAmount > SEND_BUFFER_CEILING) {
      this.#socket.terminate();
    }
  }

  /** Reads from the peer only while little waits for it. */
  regulate() {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const waiting = this.#socket.bufferedAmount + this.#bytesUnanswered;
    if (waiting > MAX_SEND_BUFFER) this.#socket.pause();
    else if (this.#socket.isPaused) this.#socket.resume();
  }

  /** Whether all that was sent has left: a peer that is silent now is silent by choice. */
  get isEmpty() {
    return this.#socket.bufferedAmount === 0;
  }
}
