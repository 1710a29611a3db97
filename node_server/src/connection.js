/**
 * One open connection: messages in, replies out, in the right dialect and order.
 *
 * @module
 */

import { WebSocket } from "ws";

import * as article from "./article.js";
import {
  RpcError,
  busy,
  cancelled,
  internalError,
  invalidRequest,
} from "./errors.js";
import { parseJson } from "./json.js";
import * as jsonrpc from "./jsonrpc.js";
import { MAX_IN_FLIGHT } from "./limits.js";
import { Outbox } from "./outbox.js";
import { ReplyOrder } from "./reply_order.js";
import { isObject } from "./request.js";
import { SleepingCalls } from "./sleeping_calls.js";
import { Subscriptions } from "./subscriptions.js";

/** Close codes (RFC 6455 section 7.4.1). */
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;

/** @typedef {typeof article | typeof jsonrpc} Dialect */
/** @typedef {import("./outbox.js").Send} Send */

export class Connection {
  #socket;
  #items;
  #record;
  #outbox;
  /** @type {{data: Buffer, isBinary: boolean}[]} */
  #unread = [];
  #order = new ReplyOrder();
  #calls = new SleepingCalls();
  #subscriptions;
  #pauses = 0;

  /**
   * @param {WebSocket} socket open
   * @param {object} surroundings
   * @param {import("./items.js").ItemStore} surroundings.items
   * @param {import("./streams.js").Streams} surroundings.streams
   * @param {import("./log.js").Record} surroundings.record
   */
  constructor(socket, { items, streams, record }) {
    this.#socket = socket;
    this.#items = items;
    this.#record = record;
    this.#subscriptions = new Subscriptions(streams);
    this.#outbox = new Outbox(socket, () => this.#readOn());
    socket.on("message", (data, isBinary) => {
      if (this.#isOpen) this.#unread.push({ data, isBinary });
      this.#readOn();
    });
    socket.on("ping", (payload) => {
      this.#outbox.pong(payload);
      this.#readOn();
    });
    socket.on("close", () => this.#end());
  }

  /** Starts the closing handshake: the server stops. */
  goAway() {
    this.#close(GOING_AWAY);
  }

  /** Whether the peer has all that was sent to it and is not read: it has no way to answer a ping. */
  get isHeld() {
    return this.#socket.isPaused && this.#outbox.isEmpty;
  }

  /** Counts how often reading went on after a pause: a pong may wait among what is read then. */
  get pauses() {
    return this.#pauses;
  }

  /** Whether no close frame has gone: what comes after ours is not read (RFC 6455 section 1.4). */
  get #isOpen() {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Reads while little waits to be sent: a peer that does not read is not read either. */
  #readOn() {
    while (this.#isOpen && this.#outbox.hasRoom && this.#unread.length > 0) {
      this.#receive(this.#unread.shift());
    }
    // One chunk can hold many messages, and they come even after a pause.
    if (this.#isOpen && !this.#outbox.hasRoom) this.#socket.pause();
    else if (this.#socket.isPaused) {
      this.#pauses += 1;
      this.#socket.resume();
    }
  }

  #receive({ data, isBinary }) {
    if (isBinary) this.#fail(UNSUPPORTED_DATA, "a request is a text message");
    else {
      this.#answerMessage(String(data), this.#outbox.expectReply(data.length));
    }
  }

  /**
   * @param {string} text
   * @param {Send} send
   */
  #answerMessage(text, send) {
    try {
      this.#answerValue(parseJson(text), send);
    } catch (error) {
      this.#answerShapeless(error, send);
    }
  }

  /** The shape of a message picks the dialect. */
  #answerValue(value, send) {
    if (Array.isArray(value)) this.#answerBatch(value, send);
    else if (!isObject(value)) {
      throw invalidRequest("A request is a JSON object");
    } else if (Object.hasOwn(value, "jsonrpc")) {
      this.#answer(jsonrpc, value, send);
    } else this.#answerArticle(value, send);
  }

  /** Where there is no shape, the subprotocol decides. */
  #answerShapeless(error, send) {
    if (this.#socket.protocol === jsonrpc.SUBPROTOCOL) {
      send(this.#failure(jsonrpc, { id: null }, error));
    } else {
      this.#inOrder(send, (place) => place(this.#failure(article, {}, error)));
    }
  }

  #answerArticle(value, send) {
    const { id } = article.addressOf(value);
    if (id !== undefined) this.#answer(article, value, send);
    else this.#inOrder(send, (place) => this.#answer(article, value, place));
  }

  /**
   * @param {Send} send
   * @param {(place: Send) => void} answer
   */
  #inOrder(send, answer) {
    const waitingBefore = this.#order.length;
    answer(this.#order.takePlace(send));
    const mustWait = this.#order.length > waitingBefore;
    if (mustWait && this.#inFlight > MAX_IN_FLIGHT) {
      this.#closeForTooMany();
    }
  }

  #answerBatch(requests, send) {
    try {
      jsonrpc.checkBatch(requests);
    } catch (error) {
      return send(this.#failure(jsonrpc, { id: null }, error));
    }
    const replies = new Array(requests.length);
    let left = requests.length;
    requests.forEach((request, index) => {
      this.#answer(jsonrpc, request, (reply) => {
        replies[index] = reply;
        left -= 1;
        if (left === 0) send(jsonrpc.batchReply(replies));
      });
    });
  }

  /**
   * Answers one request: in this turn, or later if the action takes time.
   *
   * @param {Dialect} dialect
   * @param {unknown} value
   * @param {Send} send
   */
  #answer(dialect, value, send) {
    const { request, reply, delay } = this.#perform(dialect, value);
    if (delay === undefined) send(reply);
    else this.#answerLater(dialect, request, { reply, delay, send });
  }

  /** @returns {{request: object, reply: import("./outbox.js").Reply, delay?: number}} */
  #perform(dialect, value) {
    let request = dialect.addressOf(value);
    try {
      request = dialect.readRequest(value);
      const outcome = dialect.run(request, this.#callerFor(dialect));
      const { result, delay, afterReply } = outcome;
      const text = JSON.stringify(dialect.success(request, result));
      return { request, delay, reply: { text, afterReply } };
    } catch (error) {
      return { request, reply: this.#failure(dialect, request, error) };
    }
  }

  #answerLater(dialect, request, { reply, delay, send }) {
    const fail = (error) => send(this.#failure(dialect, request, error));
    const hasPlace = dialect === article && request.id === undefined;
    if (!hasPlace && this.#inFlight >= MAX_IN_FLIGHT) {
      if (request.id === undefined) return this.#closeForTooMany();
      return fail(busy("Too many calls in flight"));
    }
    this.#calls.start({
      id: request.id,
      hasPlace,
      cancellable: dialect === jsonrpc,
      delay,
      wake: () => {
        send(reply);
        this.#readOn();
      },
      cancel: () => fail(cancelled()),
    });
  }

  /** Calls that have not been answered: asleep, or waiting for their turn. */
  get #inFlight() {
    return this.#order.length + this.#calls.countWithoutPlace();
  }

  #closeForTooMany() {
    this.#fail(POLICY_VIOLATION, "too many calls waiting");
  }

  /** @returns {import("./outbox.js").Reply} */
  #failure(dialect, request, error) {
    return { text: JSON.stringify(dialect.failure(request, told(error))) };
  }

  #callerFor(dialect) {
    return {
      items: this.#items,
      record: this.#record,
      subscriptions: this.#subscriptions,
      calls: this.#calls,
      pushTick: (tick) =>
        this.#outbox.push(JSON.stringify(dialect.notification(tick))),
    };
  }

  /** Closes for a fault of the peer's. */
  #fail(code, reason) {
    this.#record.failure = { code, reason, fault: reason };
    this.#close(code, reason);
  }

  #close(code, reason) {
    // The peer's close frame can only be seen by reading.
    this.#socket.resume();
    this.#socket.close(code, reason);
  }

  #end() {
    this.#calls.stopAll();
    this.#subscriptions.closeAll();
  }
}

/** The words of an error that a peer may know: its own faults in full, ours not at all. */
function told(error) {
  if (error instanceof RpcError) return error;
  console.error(error);
  return internalError();
}
