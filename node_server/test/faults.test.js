import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import {
  Client,
  GOOD_REQUEST,
  RawClient,
  requestOf,
} from "../testing/clients.js";
import {
  BINARY,
  PING,
  TEXT,
  closeFrame,
  maskedFrame,
} from "../testing/frames.js";
import { startServer } from "../testing/servers.js";
import { bytesOf, readVectors } from "../testing/vectors.js";

const HELLO = Buffer.from("8105 48656c6c6f".replace(" ", ""), "hex");

/** A raw client whose opening handshake is done. */
async function upgraded(context, port, headers = []) {
  const client = new RawClient(context, port);
  client.send(requestOf([...GOOD_REQUEST, ...headers]));
  await client.receiveUntil("\r\n\r\n");
  return client;
}

/** Nobody else notices. */
async function assertServes(context, url) {
  const client = await Client.open(context, url);
  const reply = await client.call({ action: "getData" });
  assert.equal(reply.payload.name, "Example Item");
  assert.equal(await client.close(), 1000);
}

test("a frame where a handshake should be: the answer begins with an H", async (context) => {
  const { port, url, log } = await startServer(context);
  const client = new RawClient(context, port).send(HELLO);
  const answer = String(await client.ended);
  assert.equal(answer, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  await log.find(/^#1 -: refused 400 Bad Request: Not an HTTP request$/);
  await assertServes(context, url);
});

test("a body of a request to upgrade is not run as a call", async (context) => {
  const { port, log } = await startServer(context);
  const call = maskedFrame(TEXT, '{"action": "getData"}');
  const client = new RawClient(context, port);
  client.send(requestOf([...GOOD_REQUEST, `Content-Length: ${call.length}`]));
  client.send(call);
  assert.match(await client.receiveUntil("\r\n\r\n"), /^HTTP\/1.1 400 /);
  await log.find(/^#1 -: refused 400 Bad Request: A request to upgrade has no/);
});

test("a frame without a mask: close code 1002, and the log says why", async (context) => {
  const { port, log } = await startServer(context);
  const client = await upgraded(context, port, ["User-Agent: naive/1.0"]);
  client.send(HELLO);
  const answer = await client.receiveUntil(closeFrame(1002));
  assert.ok(answer.endsWith("\x88\x02\x03\xea"));
  client.socket.end();
  const fault = "Invalid WebSocket frame: MASK must be set";
  await log.find(new RegExp(`^#1 naive: 0 calls, closed 1002: ${fault}$`));
});

test("every illegal stream gets its close code over a real socket", async (context) => {
  const { port, url, log } = await startServer(context);
  const vectors = readVectors("frames.json").illegal.filter(isAnsweredByWs);
  for (const vector of vectors) {
    const client = await upgraded(context, port);
    const expected = closeFrame(closeCodeOf(vector));
    const answer = await client
      .send(bytesOf(vector.bytes))
      .receiveUntil(expected);
    assert.ok(answer.endsWith(expected), vector.name);
    client.socket.destroy();
  }
  await log.find(new RegExp(`^#${vectors.length} `));
  await assertServes(context, url);
});

function isAnsweredByWs({ receiver, known_departures: departures }) {
  const outcome = departures?.ws ?? "closes with";
  return receiver === "server" && outcome.startsWith("closes with");
}

function closeCodeOf({ close_code: code, known_departures: departures }) {
  return departures?.ws ? Number(departures.ws.split(" ").at(-1)) : code;
}

test("garbage, before and after the handshake", async (context) => {
  const { port, url } = await startServer(context);
  for (let round = 0; round < 50; round += 1) {
    const stranger = new RawClient(context, port).send(randomBytes(2000));
    stranger.socket.end();
    const guest = await upgraded(context, port);
    guest.send(randomBytes(2000));
    guest.socket.end();
    await Promise.all([stranger.ended, guest.ended]);
  }
  await assertServes(context, url);
});

test("a binary message: close code 1003, whether or not the peer answers", async (context) => {
  const args = ["--close-timeout", "0.1"];
  const { port, log } = await startServer(context, args);
  const client = await upgraded(context, port);
  client.send(maskedFrame(BINARY, "x"));
  const bytes = await client.ended;
  assert.match(
    bytes.toString("latin1"),
    /\x88.\x03\xeba request is a text message$/s,
  );
  await log.find(/^#1 -: 0 calls, closed 1003: a request is a text message$/);
});

test("what comes after our close frame is not read", async (context) => {
  const { port, log } = await startServer(context);
  const client = await upgraded(context, port);
  const call = maskedFrame(TEXT, '{"action": "getData"}');
  client.send(Buffer.concat([call, maskedFrame(BINARY, "x"), call, call]));
  await client.receiveUntil("\x88");
  client.socket.end();
  await log.find(/^#1 -: 1 call \(getData\), closed 1003: /);
});

test("half a handshake ends after its time, and has no line", async (context) => {
  const args = ["--open-timeout", "0.1"];
  const { port, url, log } = await startServer(context, args);
  const silent = new RawClient(context, port);
  const half = new RawClient(context, port).send("GET / HTTP/1.1\r\nHost: ");
  const ends = await Promise.all([silent.ended, half.ended]);
  for (const end of ends) assert.match(String(end), /^HTTP\/1\.1 408 |^$/);
  assert.deepEqual(log.lines, []);
  await assertServes(context, url);
});

test("a handshake in single bytes", async (context) => {
  const { port } = await startServer(context);
  const client = new RawClient(context, port);
  client.socket.setNoDelay();
  for (const byte of requestOf(GOOD_REQUEST)) client.send(byte);
  const answer = await client.receiveUntil("\r\n\r\n");
  assert.match(answer, /^HTTP\/1\.1 101 /);
});

test("a frame behind the handshake in one packet", async (context) => {
  const { port } = await startServer(context);
  const call = maskedFrame(TEXT, '{"action": "echo"}');
  const client = new RawClient(context, port);
  client.send(Buffer.concat([Buffer.from(requestOf(GOOD_REQUEST)), call]));
  assert.match(
    await client.receiveUntil("Processed: echo"),
    /^HTTP\/1\.1 101 /,
  );
});

test("two requests in one packet: the first is refused, the second not read", async (context) => {
  const { port, log } = await startServer(context);
  const page = requestOf(["GET / HTTP/1.1", "Host: 127.0.0.1"]);
  const client = new RawClient(context, port).send(page + page);
  const answers = String(await client.ended).match(/HTTP\/1\.1 426/g);
  assert.equal(answers.length, 1);
  assert.equal(log.lines.length, 1);
});

test("CONNECT is no way in", async (context) => {
  const { port } = await startServer(context);
  const lines = ["CONNECT 127.0.0.1:1 HTTP/1.1", "Host: 127.0.0.1:1"];
  const client = new RawClient(context, port).send(requestOf(lines));
  assert.match(String(await client.ended), /^HTTP\/1\.1 426 /);
});

test("peers that vanish: in a frame, with a reset, with calls asleep", async (context) => {
  const { port, url, log } = await startServer(context);
  const frame = maskedFrame(
    TEXT,
    '{"action": "sleep", "params": {"ms": 9000}}',
  );
  const inFrame = await upgraded(context, port);
  inFrame.send(frame.subarray(0, 10)).socket.end();
  const asleep = await upgraded(context, port);
  asleep.socket.write(frame, () => asleep.socket.resetAndDestroy());
  await log.find(/^#1 -: 0 calls, closed 1006$/);
  await log.find(/^#2 -: . calls?.*, closed 1006$/);
  await assertServes(context, url);
});

test("ten thousand pings in one packet are answered", async (context) => {
  const { port } = await startServer(context);
  const client = await upgraded(context, port);
  const ping = maskedFrame(PING, "");
  client.send(
    Buffer.concat([...Array(10_000).fill(ping), maskedFrame(PING, "last")]),
  );
  const answer = await client.receiveUntil("\x8a\x04last");
  assert.equal(answer.split("\x8a\x00").length - 1, 10_000);
});

/** A call whose answer is as long as itself. */
const LONG_CALL = maskedFrame(
  TEXT,
  JSON.stringify({ action: "echo", params: ["a".repeat(60_000)], id: 1 }),
);
const LAST_CALL = maskedFrame(TEXT, '{"action": "echo", "id": "last"}');

/** Calls and calls without reading an answer, until nothing moves any more. */
async function flood(slow, other, times) {
  slow.socket.pause();
  for (let count = 0; count < times; count += 1) slow.send(LONG_CALL);
  slow.send(LAST_CALL);
  await stall(other, () => slow.socket.writableLength);
}

test("a peer that does not read is not read, and loses nothing", async (context) => {
  const { port, url, log } = await startServer(context);
  const other = await Client.open(context, url);
  const slow = await upgraded(context, port);
  await flood(slow, other, 1000);
  // What left the client lies in the buffers of the system, and 1 MiB of it in the server's.
  const left = slow.socket.writableLength;
  assert.ok(left > 250 * LONG_CALL.length, `${left} bytes left`);
  slow.socket.resume();
  const answers = await slow.receiveUntil('"id":"last"}');
  assert.equal(answers.match(/"status":"success"/g).length, 1001);
  slow.socket.destroy();
  await log.find(/^#2 -: 1001 calls \(echo\), closed 1006$/);
});

test("ticks are dropped, not queued: the sequence has a gap", async (context) => {
  const { port, url } = await startServer(context);
  const other = await Client.open(context, url);
  const slow = await upgraded(context, port);
  const subscribe = { action: "subscribe", params: { intervalMs: 10 } };
  slow.send(maskedFrame(TEXT, JSON.stringify(subscribe)));
  await slow.receiveUntil('"sequence":1}');
  await flood(slow, other, 500);
  await other.call({ action: "sleep", params: { ms: 100 } });
  slow.socket.resume();
  await slow.receiveUntil('"id":"last"}');
  const sleep = { action: "sleep", params: { ms: 50 }, id: "later" };
  slow.send(maskedFrame(TEXT, JSON.stringify(sleep)));
  const answers = await slow.receiveUntil('"id":"later"}');
  const ticks = [...answers.matchAll(/"sequence":(\d+)/g)];
  const sequence = ticks.map(([, number]) => Number(number));
  assert.ok(sequence.at(-1) - sequence[0] + 1 > sequence.length);
});

/** Waits until a number stays the same while another client is served many times. */
async function stall(other, read) {
  let before;
  do {
    before = read();
    for (let round = 0; round < 50; round += 1) {
      await other.call({ action: "echo" });
    }
  } while (read() !== before);
}

/** How far each of many clients goes before it drops its connection. */
const STAGES = [
  () => {},
  (client) => client.send("GET / HTTP/1.1\r\nHo"),
  (client) => client.send("nonsense\r\n\r\n"),
  (client) => client.send(requestOf(["GET / HTTP/1.1", "Host: 127.0.0.1"])),
  (client) => client.send(requestOf(GOOD_REQUEST)),
  (client) =>
    client
      .send(requestOf(GOOD_REQUEST))
      .send(maskedFrame(TEXT, '{"action": "subscribe"}'))
      .send(maskedFrame(TEXT, '{"action": "sleep", "params": {"ms": 30000}}')),
];

test("500 connections opened and dropped leave nothing behind", async (context) => {
  const { port, url } = await startServer(context);
  const other = await Client.open(context, url);
  await openAndDrop(context, port);
  const before = memoryInUse();
  await openAndDrop(context, port);
  await openAndDrop(context, port);
  const growth = memoryInUse() - before;
  assert.ok(growth < 2 * 1024 * 1024, `${growth} bytes more`);
  assert.equal((await other.call({ action: "echo" })).status, "success");
  await assertServes(context, url);
});

/** The clients are in a function of their own, so that nothing here keeps them. */
async function openAndDrop(context, port) {
  const ends = Array.from({ length: 500 }, async (_, index) => {
    const client = new RawClient(throwaway, port);
    await once(client.socket, "connect");
    STAGES[index % STAGES.length](client);
    if (index % 2 === 0) client.socket.end();
    else client.socket.resetAndDestroy();
    client.socket.resume();
    await client.ended;
  });
  await Promise.all(ends);
}

/** A test context would keep every client until the test is over. */
const throwaway = { after: () => {} };

function memoryInUse() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
