/**
 * The article dialect without ids: only the order tells which reply is whose,
 * so each waits for the ones before it.
 *
 * @module
 */

/** @typedef {import("./outbox.js").Send} Send */

export class ReplyOrder {
  /** @type {{send: Send, reply?: import("./outbox.js").Reply}[]} */
  #places = [];

  /** The number of replies that wait: for their call, or for the ones before them. */
  get length() {
    return this.#places.length;
  }

  /**
   * Takes the last place.
   *
   * @param {Send} send how the reply is sent when its turn comes
   * @returns {Send} what the call hands its reply to, at any time
   */
  takePlace(send) {
    const place = { send, reply: undefined };
    this.#places.push(place);
    return (reply) => {
      place.reply = reply;
      this.#sendThoseDue();
    };
  }

  #sendThoseDue() {
    while (this.#places[0]?.reply !== undefined) {
      const { send, reply } = this.#places.shift();
      send(reply);
    }
  }
}
