/**
 * Sends the messages of one connection, and counts how much of it waits.
 *
 * @module
 */

import { WebSocket } from "ws";

import { MAX_SEND_BUFFER } from "./limits.js";

/**
 * @typedef {object} Reply
 * @property {string} [text] the message; none for a notification, which has no reply
 * @property {() => void} [afterReply] runs once the message is on its way
 */

/** @typedef {(reply: Reply) => void} Send */

export class Outbox {
  #socket;
  #onWritten;
  #bytesUnanswered = 0;

  /**
   * @param {WebSocket} socket
   * @param {() => void} onWritten called when the system has taken a message
   */
  constructor(socket, onWritten) {
    this.#socket = socket;
    this.#onWritten = onWritten;
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

  /**
   * Answers a ping. ws could do that, but would cut a peer for 60 pings in one
   * packet, and would let a peer that does not read pile up pongs.
   *
   * @param {Buffer} payload
   */
  pong(payload) {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.pong(payload, false, this.#onWritten);
  }

  #send(text) {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(text, this.#onWritten);
  }

  /** Whether so little waits that more may be read. */
  get hasRoom() {
    const waiting = this.#socket.bufferedAmount + this.#bytesUnanswered;
    return waiting <= MAX_SEND_BUFFER;
  }

  /** Whether all that was sent has left. */
  get isEmpty() {
    return this.#socket.bufferedAmount === 0;
  }
}
