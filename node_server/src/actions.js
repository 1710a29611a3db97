/**
 * The actions of the server. An action takes parameters and gives an answer; it
 * knows neither sockets nor dialects.
 *
 * @module
 */

import { createRequire } from "node:module";

import { RpcError, invalidParams, unknownAction } from "./errors.js";
import {
  anyNumber,
  flag,
  optional,
  required,
  text,
  wholeNumber,
} from "./parameters.js";

const ws = createRequire(import.meta.url)("ws/package.json");

/** The version of the contract (contract/README.md) that this server keeps. */
const CONTRACT = 1;

/**
 * The parts of the connection that an action may use.
 *
 * @typedef {object} Caller
 * @property {import("./items.js").ItemStore} items
 * @property {import("./log.js").Record} record
 * @property {import("./subscriptions.js").Subscriptions} subscriptions
 * @property {(tick: import("./subscriptions.js").Tick) => void} pushTick
 */

/**
 * @typedef {object} Outcome
 * @property {unknown} result
 * @property {number} [delay] milliseconds before the result may be sent
 * @property {() => void} [afterReply] runs once the result has been sent
 */

/** @typedef {(params: any, caller: Caller) => Outcome} Action */

/** @type {Map<string, Action>} a Map, so that `toString` is no action */
const ACTIONS = new Map([
  ["getData", withNames(getData)],
  ["saveData", withNames(saveData)],
  ["echo", echo],
  ["sleep", withNames(sleep)],
  ["fail", withNames(fail)],
  ["serverInfo", withNames(serverInfo)],
  ["subscribe", withNames(subscribe)],
  ["unsubscribe", withNames(unsubscribe)],
]);

/**
 * @param {string} name
 * @param {Record<string, unknown> | unknown[] | undefined} params
 * @param {Caller} caller
 * @returns {Outcome}
 * @throws {RpcError}
 */
export function runAction(name, params, caller) {
  caller.record.countCall(name);
  const action = ACTIONS.get(name);
  if (action === undefined) throw unknownAction(name);
  return action(params, caller);
}

/**
 * Wraps an action that takes its parameters by name. PHP encodes an empty
 * array as `[]` even where it means no names, so `[]` is allowed.
 *
 * @param {Action} action
 * @returns {Action}
 */
function withNames(action) {
  return (params = {}, caller) => {
    if (!Array.isArray(params)) return action(params, caller);
    if (params.length > 0) throw invalidParams("params must be an object");
    return action({}, caller);
  };
}

/** @type {Action} */
function getData(params, { items }) {
  return { result: items.find(optional(params, "id", wholeNumber(1))) };
}

/** @type {Action} */
function saveData(params, { items }) {
  const item = required(params, "item", text(1, 256));
  const value = required(params, "value", anyNumber);
  const key = optional(params, "idempotencyKey", text(1, 256));
  const saved =
    key === undefined
      ? items.save(item, value)
      : items.saveOnce(key, item, value);
  return { result: saved };
}

/** @type {Action} */
function echo(params = {}) {
  return { result: params };
}

/** @type {Action} */
function sleep(params) {
  const delay = required(params, "ms", wholeNumber(0, 30_000));
  return { result: { slept: delay }, delay };
}

/** @type {Action} */
function fail(params) {
  const message = optional(
    params,
    "message",
    text(1, 256),
    "Failed on purpose",
  );
  const details = params.data === undefined ? {} : { data: params.data };
  throw new RpcError("failed", message, details);
}

/** @type {Action} */
function serverInfo() {
  return {
    result: {
      server: "node_server",
      runtime: `Node.js ${process.versions.node}`,
      library: `ws ${ws.version}`,
      contract: CONTRACT,
    },
  };
}

/** @type {Action} */
function subscribe(params, { subscriptions, pushTick }) {
  const interval = wholeNumber(10, 60_000);
  const wish = {
    interval: optional(params, "intervalMs", interval, 1_000),
    count: optional(params, "count", wholeNumber(1, 1_000), Infinity),
    resumable: optional(params, "resumable", flag, false),
    epoch: optional(params, "epoch", text(1, 256)),
    offset: optional(params, "offset", wholeNumber(0), 0),
  };
  wish.resumable ||= wish.epoch !== undefined;
  const subscription = subscriptions.open(wish);
  const { number, offset, stream } = subscription;
  const place = wish.resumable ? { epoch: stream.epoch, offset } : {};
  return {
    result: { subscription: number, ...place },
    afterReply: () => subscriptions.start(subscription, pushTick),
  };
}

/** @type {Action} */
function unsubscribe(params, { subscriptions }) {
  const subscription = required(params, "subscription", wholeNumber(1));
  subscriptions.close(subscription);
  return { result: { subscription } };
}
