import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "../testing/clients.js";
import { assertMatches, resolve } from "../testing/expecting.js";
import { startServer } from "../testing/servers.js";
import { bytesOf, readVectors, textOf } from "../testing/vectors.js";

test("exchanges of messages with an RPC server", async (context) => {
  const { url } = await startServer(context);
  for (const vector of readVectors("rpc.json")) {
    await context.test(vector.name, async (inner) => {
      const offer = vector.subprotocol ? [vector.subprotocol] : [];
      const client = await Client.open(inner, url, offer);
      const saved = new Map();
      for (const step of vector.steps) await perform(step, client, saved);
    });
  }
});

/** What each kind of step does (contract/README.md). */
const STEPS = {
  send: ({ send }, client, saved) => client.send(resolve(send, saved)),
  send_text: (step, client) => client.socket.send(textOf(step.send_text)),
  send_binary: (step, client) => client.socket.send(bytesOf(step.send_binary)),
  expect: async ({ expect }, client, saved) =>
    assertMatches(await client.next(), expect, saved),
  expect_any_order: ({ expect_any_order: expected }, client, saved) =>
    expectAnyOrder(expected, client, saved),
  expect_close: async ({ expect_close: code }, client) =>
    assert.deepEqual(await client.next(), { closed: code }),
  expect_nothing_before: async (step, client, saved) => {
    client.send(resolve(step.send, saved));
    assertMatches(await client.next(), step.expect_nothing_before, saved);
  },
};

function perform(step, client, saved) {
  const kind =
    "expect_nothing_before" in step
      ? "expect_nothing_before"
      : Object.keys(step)[0];
  return STEPS[kind](step, client, saved);
}

async function expectAnyOrder(expected, client, saved) {
  const left = [...expected];
  while (left.length > 0) {
    const message = await client.next();
    const index = left.findIndex((one) => matches(message, one, saved));
    assert.notEqual(index, -1, `unexpected: ${JSON.stringify(message)}`);
    left.splice(index, 1);
  }
}

function matches(message, expected, saved) {
  try {
    assertMatches(message, expected, saved);
    return true;
  } catch {
    return false;
  }
}
