/**
 * The items that `saveData` stores and `getData` reads back. One store a server.
 *
 * @module
 */

import { notFound } from "./errors.js";
import { IdempotencyKeys } from "./idempotency.js";
import { MAX_ITEMS } from "./limits.js";

/** The id of the item that is always there, as in the article. */
const EXAMPLE_ID = 1;

/** @typedef {{id: number, name: string, value: number}} Item */

export class ItemStore {
  /** @type {Map<number, Item>} in the order they came */
  #items = new Map();
  #lastId = EXAMPLE_ID;
  #keys;

  /** @param {() => number} [now] the time in milliseconds */
  constructor(now = () => performance.now()) {
    this.#keys = new IdempotencyKeys(now);
  }

  /**
   * @param {string} name
   * @param {number} value
   * @returns {Item}
   */
  save(name, value) {
    this.#lastId += 1;
    const item = { id: this.#lastId, name, value };
    this.#items.set(item.id, item);
    if (this.#items.size > MAX_ITEMS) this.#forgetOldest();
    return item;
  }

  /**
   * Saves an item, unless a call with this key has saved it.
   *
   * @param {string} key
   * @param {string} name
   * @param {number} value
   * @returns {Item}
   * @throws {import("./errors.js").RpcError} `invalid_params`: the key belongs to another call
   */
  saveOnce(key, name, value) {
    return this.#keys.once(key, [name, value], () => this.save(name, value));
  }

  #forgetOldest() {
    this.#items.delete(this.#items.keys().next().value);
  }

  /**
   * @param {number} [id]
   * @returns {Item}
   * @throws {import("./errors.js").RpcError} `not_found`
   */
  find(id = EXAMPLE_ID) {
    if (id === EXAMPLE_ID) return exampleItem();
    const item = this.#items.get(id);
    if (item === undefined) throw notFound(`No item with id ${id}`);
    return item;
  }
}

/** @returns {Item} */
function exampleItem() {
  return { id: EXAMPLE_ID, name: "Example Item", value: Math.random() };
}
