import assert from "node:assert/strict";
import { test } from "node:test";

import * as article from "../src/article.js";
import { RpcError } from "../src/errors.js";
import * as jsonrpc from "../src/jsonrpc.js";

const NOT_AN_ID = [true, [], {}, [1]];
const BAD_ID = {
  code: "invalid_request",
  message: "id must be a string, a number or null",
};

/** What goes over the wire. */
const wire = (message) => JSON.parse(JSON.stringify(message));

test("article: a request with and without its optional members", () => {
  const bare = article.readRequest({ action: "a" });
  assert.deepEqual(bare, { id: undefined, name: "a", params: undefined });
  const full = article.readRequest({ action: "a", params: [], id: 0 });
  assert.deepEqual(full, { id: 0, name: "a", params: [] });
});

test("article: the id is looked at before the action, the action before the params", () => {
  const read = (value) => () => article.readRequest(value);
  for (const id of NOT_AN_ID) assert.throws(read({ id }), BAD_ID);
  assert.throws(read({ params: 1 }), { message: "action must be a string" });
  for (const params of [null, 1, "a", true]) {
    assert.throws(read({ action: "a", params }), {
      code: "invalid_params",
      message: "params must be an object",
    });
  }
});

test("article: a reply carries the id exactly where there was a legal one", () => {
  for (const id of [0, "", null, "a", 1.5]) {
    assert.deepEqual(article.addressOf({ id }), { id });
    assert.deepEqual(wire(article.success({ id, name: "a" }, 1)), {
      status: "success",
      data: "Processed: a",
      payload: 1,
      id,
    });
  }
  for (const id of [undefined, ...NOT_AN_ID]) {
    const reply = article.failure(
      article.addressOf({ id }),
      new RpcError("failed", "so"),
    );
    assert.deepEqual(wire(reply), {
      status: "error",
      message: "so",
      code: "failed",
    });
  }
});

test("article: an error's data stays with us", () => {
  const error = new RpcError("failed", "so", { data: 1 });
  assert.ok(!("data" in wire(article.failure({}, error))));
});

test("JSON-RPC: jsonrpc, id, method, params are looked at in this order", () => {
  const read = (value) => () => jsonrpc.readRequest(value);
  const refused = (message) => ({ code: "invalid_request", message });
  for (const value of [1, "a", null, true, []]) {
    assert.throws(read(value), refused("A request is a JSON object"));
  }
  for (const version of [undefined, 2, "2", "1.0", null]) {
    const value = { jsonrpc: version, id: {} };
    assert.throws(read(value), refused('jsonrpc must be "2.0"'));
  }
  for (const id of NOT_AN_ID) {
    assert.throws(read({ jsonrpc: "2.0", id }), BAD_ID);
  }
  for (const method of [undefined, 1, null]) {
    const value = { jsonrpc: "2.0", method, params: 1 };
    assert.throws(read(value), refused("method must be a string"));
  }
  for (const params of [null, 1, "a"]) {
    assert.throws(
      read({ jsonrpc: "2.0", method: "a", params }),
      refused("params must be an object or an array"),
    );
  }
});

test("JSON-RPC: an error carries a legal id, else null", () => {
  const idOf = (value) => jsonrpc.addressOf(value).id;
  for (const id of [0, "", null, 1.5]) assert.equal(idOf({ id }), id);
  for (const id of [undefined, ...NOT_AN_ID]) assert.equal(idOf({ id }), null);
  for (const value of [1, null, [], "a"]) assert.equal(idOf(value), null);
});

test("JSON-RPC: replies", () => {
  assert.deepEqual(jsonrpc.success({ id: null }, 1), {
    jsonrpc: "2.0",
    result: 1,
    id: null,
  });
  const error = new RpcError("failed", "so", { data: null });
  assert.deepEqual(jsonrpc.failure({ id: 7 }, error), {
    jsonrpc: "2.0",
    error: { code: -32000, message: "so", data: null },
    id: 7,
  });
});

test("JSON-RPC: a notification is never answered", () => {
  const request = jsonrpc.readRequest({ jsonrpc: "2.0", method: "a" });
  assert.equal(jsonrpc.success(request, 1), undefined);
  const error = new RpcError("failed", "so");
  assert.equal(jsonrpc.failure(request, error), undefined);
});

test("JSON-RPC: a batch has 1 to 100 items", () => {
  assert.doesNotThrow(() => jsonrpc.checkBatch(Array(100)));
  assert.throws(() => jsonrpc.checkBatch(Array(101)), {
    message: "A batch has at most 100 items",
  });
  assert.throws(() => jsonrpc.checkBatch([]), {
    message: "A batch is not empty",
  });
});

test("JSON-RPC: the reply to a batch has no holes, and none at all for notifications", () => {
  const sent = [];
  const batch = jsonrpc.batchReply([
    { text: "1" },
    { text: undefined, afterReply: () => sent.push("a") },
    { text: "3", afterReply: () => sent.push("b") },
  ]);
  assert.equal(batch.text, "[1,3]");
  batch.afterReply();
  assert.deepEqual(sent, ["a", "b"]);
  assert.equal(jsonrpc.batchReply([{}, {}]).text, undefined);
});
