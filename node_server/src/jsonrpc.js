/**
 * JSON-RPC 2.0 (https://www.jsonrpc.org/specification), with `$/cancelRequest`
 * as the Language Server Protocol has it.
 *
 * @module
 */

import { runAction } from "./actions.js";
import { invalidRequest, unknownAction } from "./errors.js";
import { MAX_BATCH } from "./limits.js";
import { isContainer, isLegalId, isObject } from "./request.js";

/** The subprotocol by which a client asks for this dialect from the first byte. */
export const SUBPROTOCOL = "jsonrpc";

/** Methods that speak about calls, and are none. */
const RESERVED_PREFIX = "$/";
const CANCEL = "$/cancelRequest";

/** @typedef {import("./request.js").Request} Request */
/** @typedef {import("./errors.js").RpcError} RpcError */

/**
 * The id that the reply to a malformed request carries: null stands for an id that
 * cannot be told (section 5).
 *
 * @param {unknown} value
 */
export function addressOf(value) {
  return { id: isObject(value) && isLegalId(value.id) ? value.id : null };
}

/**
 * @param {unknown} value
 * @returns {Request} without an id it is a notification (section 4.1)
 * @throws {RpcError} `invalid_request`
 */
export function readRequest(value) {
  if (!isObject(value)) throw invalidRequest("A request is a JSON object");
  const { jsonrpc, id, method, params } = value;
  if (jsonrpc !== "2.0") throw invalidRequest('jsonrpc must be "2.0"');
  if (id !== undefined && !isLegalId(id)) {
    throw invalidRequest("id must be a string, a number or null");
  }
  if (typeof method !== "string") {
    throw invalidRequest("method must be a string");
  }
  if (params !== undefined && !isContainer(params)) {
    throw invalidRequest("params must be an object or an array");
  }
  return { id, name: method, params };
}

/**
 * @param {unknown[]} requests
 * @throws {RpcError} `invalid_request`
 */
export function checkBatch(requests) {
  if (requests.length === 0) throw invalidRequest("A batch is not empty");
  if (requests.length > MAX_BATCH) {
    throw invalidRequest(`A batch has at most ${MAX_BATCH} items`);
  }
}

/**
 * @param {Request} request
 * @param {import("./actions.js").Caller & {calls: import("./sleeping_calls.js").SleepingCalls}} caller
 * @returns {import("./actions.js").Outcome}
 */
export function run({ id, name, params }, { calls, ...caller }) {
  if (calls.has(id)) throw invalidRequest("id is already in flight");
  if (!name.startsWith(RESERVED_PREFIX)) {
    return runAction(name, params, caller);
  }
  if (name !== CANCEL) throw unknownAction(name);
  calls.cancel(params?.id);
  return { result: null };
}

/**
 * @param {Request} request
 * @param {unknown} result
 * @returns {object | undefined} undefined: a notification has no reply
 */
export function success({ id }, result) {
  return id === undefined ? undefined : { jsonrpc: "2.0", result, id };
}

/**
 * @param {{id?: unknown}} request
 * @param {RpcError} error
 * @returns {object | undefined} undefined: a notification has no reply
 */
export function failure({ id }, { number, message, details }) {
  if (id === undefined) return undefined;
  return { jsonrpc: "2.0", error: { code: number, message, ...details }, id };
}

/**
 * One array for the whole batch (section 6), in the order of its requests.
 *
 * @param {import("./outbox.js").Reply[]} replies of notifications too, which have no text
 * @returns {import("./outbox.js").Reply}
 */
export function batchReply(replies) {
  const texts = replies
    .map(({ text }) => text)
    .filter((text) => text !== undefined);
  return {
    text: texts.length === 0 ? undefined : `[${texts.join(",")}]`,
    afterReply: () => replies.forEach(({ afterReply }) => afterReply?.()),
  };
}

/** @param {import("./subscriptions.js").Tick} tick */
export function notification(tick) {
  return { jsonrpc: "2.0", method: "tick", params: tick };
}
