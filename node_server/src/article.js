/**
 * The article's dialect: `{"action", "params"?, "id"?}`.
 *
 * @module
 */

import { runAction } from "./actions.js";
import { invalidParams, invalidRequest } from "./errors.js";
import { isContainer, isLegalId } from "./request.js";

/** @typedef {import("./request.js").Request} Request */
/** @typedef {import("./errors.js").RpcError} RpcError */

/**
 * The members that the reply to a request of any shape carries: its id, where it is a legal one.
 *
 * @param {Record<string, unknown>} value
 */
export function addressOf(value) {
  return { id: isLegalId(value.id) ? value.id : undefined };
}

/**
 * @param {Record<string, unknown>} value
 * @returns {Request}
 * @throws {RpcError} `invalid_request`, `invalid_params`
 */
export function readRequest({ id, action, params }) {
  if (id !== undefined && !isLegalId(id)) {
    throw invalidRequest("id must be a string, a number or null");
  }
  if (typeof action !== "string") {
    throw invalidRequest("action must be a string");
  }
  if (params !== undefined && !isContainer(params)) {
    throw invalidParams("params must be an object");
  }
  return { id, name: action, params };
}

/**
 * @param {Request} request
 * @param {import("./actions.js").Caller} caller
 */
export function run(request, caller) {
  return runAction(request.name, request.params, caller);
}

/**
 * @param {Request} request
 * @param {unknown} result
 */
export function success({ id, name }, result) {
  // JSON.stringify leaves out an id that is undefined.
  const data = `Processed: ${name}`;
  return { status: "success", data, payload: result, id };
}

/**
 * @param {{id?: unknown}} request
 * @param {RpcError} error
 */
export function failure({ id }, { message, code }) {
  return { status: "error", message, code, id };
}

/** @param {import("./subscriptions.js").Tick} tick */
export function notification(tick) {
  return { event: "tick", payload: tick };
}
