import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";

import { startHeartbeat } from "../src/heartbeat.js";
import { ItemStore } from "../src/items.js";
import { MAX_IN_FLIGHT, MAX_MESSAGE } from "../src/limits.js";
import {
  Client,
  GOOD_REQUEST,
  RawClient,
  requestOf,
} from "../testing/clients.js";
import { TEXT, maskedFrame } from "../testing/frames.js";
import { startServer } from "../testing/servers.js";

const sleep = (ms, id) => ({ action: "sleep", params: { ms }, id });
const jsonRpc = (method, params, id) => ({
  jsonrpc: "2.0",
  method,
  params,
  id,
});
const cancel = (id) => jsonRpc("$/cancelRequest", { id });

/** Longer than any test. */
const LONG = 30_000;

async function connect(context, { args, parts, subprotocols, options } = {}) {
  const { url, log } = await startServer(context, args, parts);
  const client = await Client.open(context, url, subprotocols, options);
  return { client, url, log };
}

/** Fills the connection with calls that sleep: `id` 1 to 64. */
function fill(client) {
  for (let id = 1; id <= MAX_IN_FLIGHT; id += 1) {
    client.send(jsonRpc("sleep", { ms: LONG }, id));
  }
}

test("the 65th call that would have to wait is busy, others are answered", async (context) => {
  const { client } = await connect(context);
  fill(client);
  const message = "Too many calls in flight";
  assert.deepEqual(await client.call(sleep(0, "a")), {
    status: "error",
    message,
    code: "busy",
    id: "a",
  });
  const { error } = await client.call(jsonRpc("sleep", { ms: 0 }, 99));
  assert.deepEqual(error, { code: -32002, message });
  assert.equal((await client.call({ action: "echo", id: 5 })).id, 5);
  assert.equal((await client.call({ action: "echo" })).status, "success");
  client.send(cancel(64));
  assert.equal((await client.next()).error.code, -32800);
  assert.equal((await client.call(sleep(0, "b"))).status, "success");
});

const TOO_MANY = {
  "a sleep without an id": sleep(0),
  "a notification that sleeps": jsonRpc("sleep", { ms: 0 }),
};
for (const [name, request] of Object.entries(TOO_MANY)) {
  test(`${name} over the limit ends the connection`, async (context) => {
    const { client, log } = await connect(context);
    fill(client);
    assert.deepEqual(await client.call(request), { closed: 1008 });
    const line = await log.find(/closed/);
    assert.match(line, /closed 1008: too many calls waiting$/);
  });
}

test("replies that wait for their turn are in flight, errors too", async (context) => {
  const { client } = await connect(context);
  client.send(sleep(LONG));
  for (let count = 2; count <= MAX_IN_FLIGHT; count += 1) {
    client.socket.send("nope");
  }
  const busy = await client.call(sleep(0, "a"));
  assert.equal(busy.code, "busy");
  assert.deepEqual(await client.call({ action: "getData" }), { closed: 1008 });
});

test("each sleeping item of a batch is in flight", async (context) => {
  const { client } = await connect(context);
  const ids = Array.from({ length: 100 }, (_, index) => index);
  client.send(ids.map((id) => jsonRpc("sleep", { ms: LONG }, id)));
  for (const id of ids) client.send(cancel(id));
  const codes = (await client.next()).map(({ error }) => error.code);
  const expected = ids.map((id) => (id < MAX_IN_FLIGHT ? -32800 : -32002));
  assert.deepEqual(codes, expected);
});

test("a batch waits for its slowest call, and holds up nothing else", async (context) => {
  const { client } = await connect(context);
  client.send([jsonRpc("sleep", { ms: LONG }, 1), jsonRpc("echo", {}, 2)]);
  assert.equal((await client.call(jsonRpc("echo", {}, 2))).id, 2);
  client.send(cancel(1));
  const [slept, echoed] = await client.next();
  assert.equal(slept.error.message, "Cancelled");
  assert.deepEqual(echoed.result, {});
});

test("a peer that leaves takes its sleeping calls and ticks along", async (context) => {
  const { client, url, log } = await connect(context);
  fill(client);
  await client.call(jsonRpc("subscribe", { intervalMs: 10 }, "s"));
  assert.equal(await client.close(), 1000);
  await log.find(/#1 -: 65 calls \(sleep, subscribe\), closed 1000$/);
  const next = await Client.open(context, url);
  assert.deepEqual(await next.call(sleep(0)), {
    status: "success",
    data: "Processed: sleep",
    payload: { slept: 0 },
  });
});

test("a fault of ours is told without its details", async (context) => {
  const items = new ItemStore();
  items.save = () => {
    throw new TypeError("secret");
  };
  const told = [];
  context.mock.method(console, "error", (error) => told.push(error.message));
  const { client } = await connect(context, { parts: { items } });
  const params = { item: "a", value: 1 };
  const message = "Invalid JSON or server error";
  assert.deepEqual(await client.call({ action: "saveData", params, id: 1 }), {
    status: "error",
    message,
    code: "internal_error",
    id: 1,
  });
  const { error } = await client.call(jsonRpc("saveData", params, 2));
  assert.deepEqual(error, { code: -32603, message });
  assert.deepEqual(told, ["secret", "secret"]);
});

test("a message of 1 MiB is read, one byte more is not", async (context) => {
  const { client, log } = await connect(context);
  const start = '{"action":"echo","params":["';
  const end = '"]}';
  const text = "a".repeat(MAX_MESSAGE - start.length - end.length);
  client.socket.send(start + text + end);
  assert.equal((await client.next()).payload[0], text);
  client.socket.send(`${start}${text}a${end}`);
  assert.deepEqual(await client.next(), { closed: 1009 });
  await log.find(/1 call \(echo\), closed 1009: Max payload size exceeded$/);
});

test("--max-message", async (context) => {
  const { client } = await connect(context, { args: ["--max-message", "30"] });
  assert.equal((await client.call({ action: "echo" })).status, "success");
  const params = { text: "too long" };
  const reply = await client.call({ action: "echo", params });
  assert.deepEqual(reply, { closed: 1009 });
});

test("--max-fragments", async (context) => {
  const args = ["--max-fragments", "3"];
  const { client, log } = await connect(context, { args });
  const sendFragments = (fragments) =>
    fragments.forEach((fragment, index) => {
      const fin = index === fragments.length - 1;
      client.socket.send(fragment, { fin });
    });
  sendFragments(['{"action"', ':"echo"', "}"]);
  assert.equal((await client.next()).data, "Processed: echo");
  sendFragments(['{"action"', ":", '"echo"', "}"]);
  assert.deepEqual(await client.next(), { closed: 1008 });
  await log.find(/closed 1008: Too many message fragments$/);
});

test("compression is off, and on with --deflate", async (context) => {
  const options = { perMessageDeflate: true };
  const { client: plain } = await connect(context, { options });
  assert.equal(plain.socket.extensions, "");
  const args = ["--deflate"];
  const { client } = await connect(context, { options, args });
  assert.equal(client.socket.extensions, "permessage-deflate");
  const params = { text: "a".repeat(100_000) };
  const reply = await client.call({ action: "echo", params });
  assert.deepEqual(reply.payload, params);
});

test("a compressed message counts by what it becomes", async (context) => {
  const options = { perMessageDeflate: true };
  const args = ["--deflate"];
  const { client } = await connect(context, { options, args });
  client.socket.send("a".repeat(MAX_MESSAGE + 1));
  assert.deepEqual(await client.next(), { closed: 1009 });
});

test("a burst of compressed messages is answered whole", async (context) => {
  const options = { perMessageDeflate: true };
  const args = ["--deflate"];
  const { client } = await connect(context, { options, args });
  const params = { text: "a".repeat(MAX_MESSAGE / 2) };
  const ids = Array.from({ length: 24 }, (_, index) => index);
  for (const id of ids) client.send({ action: "echo", params, id });
  for (const id of ids) {
    const reply = await client.next();
    assert.deepEqual(
      [reply.id, reply.payload.text.length],
      [id, MAX_MESSAGE / 2],
    );
  }
});

test("a subprotocol is chosen where it is offered", async (context) => {
  const subprotocols = ["chat", "jsonrpc"];
  const { client } = await connect(context, { subprotocols });
  assert.equal(client.socket.protocol, "jsonrpc");
  client.socket.send("nope");
  assert.deepEqual(await client.next(), {
    jsonrpc: "2.0",
    error: { code: -32700, message: "Invalid JSON or server error" },
    id: null,
  });
});

/** @returns {string[]} a ping every 20 ms, to be answered within so many seconds */
const pings = (timeout) => [
  "--ping-interval",
  "0.02",
  "--ping-timeout",
  timeout,
];

test("a peer that answers pings stays", async (context) => {
  const { client } = await connect(context, { args: pings("5") });
  for (let count = 0; count < 10; count += 1) {
    await once(client.socket, "ping");
  }
  assert.equal((await client.call({ action: "echo" })).status, "success");
});

test("a peer that does not answer pings is cut", async (context) => {
  const options = { autoPong: false };
  const args = pings("0.05");
  const { client, log } = await connect(context, { args, options });
  assert.deepEqual(await client.next(), { closed: 1006 });
  await log.find(/0 calls, closed 1006$/);
});

test("a peer whose long message is still coming is alive", async (context) => {
  const { url } = await startServer(context, pings("0.1"));
  const client = new RawClient(context, new URL(url).port);
  client.send(requestOf(GOOD_REQUEST));
  await client.receiveUntil("\r\n\r\n");
  const message = maskedFrame(
    TEXT,
    `{"action": "getData", "x": "${"x".repeat(40)}"}`,
  );
  for (const byte of message) {
    client.send(Buffer.from([byte]));
    await delay(20);
  }
  assert.match(await client.receiveUntil("Example Item"), /Example Item/);
});

/** A heartbeat of a peer that sends nothing, by a clock that the test moves. */
function beat(context, bytes) {
  context.mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  const socket = Object.assign(new EventEmitter(), {
    isCut: false,
    ping: () => (bytes.written += 2),
    terminate: () => (socket.isCut = true),
  });
  startHeartbeat(socket, {
    pingInterval: 10,
    pingTimeout: 10,
    countSigns: () => 0,
    lookAtBytes: () => bytes,
    isHeld: () => false,
  });
  const wait = () => context.mock.timers.tick(10);
  wait();
  return { socket, wait };
}

test("a ping that waits behind a long message is no silence of the peer's", (context) => {
  const bytes = { written: 1000, waiting: 1000 };
  const { socket, wait } = beat(context, bytes);
  for (const waiting of [900, 600, 1]) {
    bytes.waiting = waiting;
    wait();
    assert.equal(socket.isCut, false);
  }
  bytes.waiting = 0;
  wait();
  wait();
  assert.equal(socket.isCut, true);
});

test("what is written after the ping does not make a peer alive", (context) => {
  const bytes = { written: 1000, waiting: 0 };
  const { socket, wait } = beat(context, bytes);
  bytes.written = 2000;
  wait();
  assert.equal(socket.isCut, true);
});

test("a peer that is not read cannot answer pings, and stays", async (context) => {
  const { client } = await connect(context, { args: pings("0.5") });
  const text = "a".repeat(MAX_MESSAGE - 100);
  client.send(sleep(1500));
  client.send({ action: "echo", params: [text] });
  client.send({ action: "echo", params: [text] });
  assert.deepEqual((await client.next()).payload, { slept: 1500 });
  for (const _ of [1, 2]) assert.equal((await client.next()).payload[0], text);
});

test("without --ping-interval no ping is sent", async (context) => {
  const args = ["--ping-interval", "0", "--ping-timeout", "0.01"];
  const { client } = await connect(context, { args });
  const seen = [];
  client.socket.on("ping", (payload) => seen.push(payload));
  await client.call(sleep(50));
  assert.deepEqual(seen, []);
});
