import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";

import { Receiver, Sender } from "ws";

import { MAX_FRAGMENTS, MAX_MESSAGE } from "../src/limits.js";
import { closeCodeFor } from "../src/ws_errors.js";
import { bytesOf, readVectors } from "../testing/vectors.js";

const { frames, messages, illegal } = readVectors("frames.json");

/** Streams longer than this are not fed byte by byte: it would show nothing new. */
const SHORT = 2048;

/** Opcodes (RFC 6455 section 5.2). */
const CONTINUATION = 0x0;
const TEXT = 0x1;
const BINARY = 0x2;
const CLOSE = 0x8;
const PING = 0x9;

const FIN = 0x80;

test("frames: ws reads each as the vector says", async (context) => {
  for (const vector of frames) {
    await context.test(vector.name, async () => {
      const stream = completed(vector);
      assert.deepEqual(await receive(vector.receiver, [stream]), [
        eventOf(vector.frame),
      ]);
    });
  }
});

test("frames: ws writes each as the vector says", async (context) => {
  for (const vector of frames.filter(({ encode }) => encode)) {
    await context.test(vector.name, () => {
      assert.deepEqual(encode(vector.frame), bytesOf(vector.bytes));
    });
  }
});

test("messages: what a whole stream means", async (context) => {
  for (const vector of messages) {
    await context.test(vector.name, async () => {
      await assertEvents(vector, [bytesOf(vector.bytes)]);
      const bytes = [...bytesOf(vector.bytes)];
      if (bytes.length > SHORT) return;
      await assertEvents(
        vector,
        bytes.map((byte) => Buffer.of(byte)),
      );
    });
  }
});

test("illegal: the close code that ws answers with", async (context) => {
  for (const vector of illegal) {
    await context.test(vector.name, async () => {
      const bytes = bytesOf(vector.bytes);
      const events = await receive(vector.receiver, [bytes]);
      assert.equal(outcome(events), expectedOutcome(vector));
    });
  }
});

async function assertEvents(vector, chunks) {
  const events = await receive(vector.receiver, chunks);
  const departure = vector.known_departures?.ws;
  if (departure) assert.equal(outcome(events), departure);
  else assert.deepEqual(events, vector.events.map(wholeEvent));
}

/** An event of a vector, its payload as bytes. */
function wholeEvent({ payload, ...event }) {
  return payload === undefined
    ? event
    : { ...event, payload: bytesOf(payload) };
}

function expectedOutcome({ close_code: code, known_departures: departures }) {
  return departures?.ws ?? `closes with ${code}`;
}

/** What contract/README.md calls a stream's outcome. */
function outcome(events) {
  const last = events.at(-1);
  if (last?.type === "fault") return `closes with ${last.code}`;
  return last === undefined ? "waits for the rest" : "accepts it";
}

/**
 * Feeds a stream to ws.
 *
 * @param {"client" | "server"} role of the one who receives it
 * @param {Buffer[]} chunks
 * @returns {Promise<object[]>} the events, in order
 */
async function receive(role, chunks) {
  const receiver = new Receiver({
    isServer: role === "server",
    maxPayload: MAX_MESSAGE,
    maxFragments: MAX_FRAGMENTS,
  });
  const events = eventsOf(receiver);
  for (const chunk of chunks) {
    if (receiver.writable) receiver.write(chunk);
  }
  // A stream tells its errors in the next turn.
  await setImmediate();
  return events;
}

function eventsOf(receiver) {
  const events = [];
  receiver.on("message", (payload, isBinary) =>
    events.push({ type: isBinary ? "binary" : "text", payload }),
  );
  receiver.on("ping", (payload) => events.push({ type: "ping", payload }));
  receiver.on("pong", (payload) => events.push({ type: "pong", payload }));
  receiver.on("conclude", (code, reason) =>
    events.push({ type: "close", code, reason: String(reason) }),
  );
  receiver.on("error", (error) =>
    events.push({ type: "fault", code: closeCodeFor(error) }),
  );
  return events;
}

/** A frame's bytes, with the other fragments that make a message of it. */
function completed({ receiver, bytes, frame }) {
  const empty = (firstByte) => emptyFrame(firstByte, receiver);
  const before = frame.opcode === CONTINUATION ? empty(BINARY) : Buffer.of();
  const after = frame.fin ? Buffer.of() : empty(FIN | CONTINUATION);
  return Buffer.concat([before, bytesOf(bytes), after]);
}

function emptyFrame(firstByte, receiver) {
  const mask = receiver === "server" ? [0x80, 1, 2, 3, 4] : [0];
  return Buffer.of(firstByte, ...mask);
}

/** What a frame means, once it is a whole message. */
function eventOf({ opcode, payload }) {
  const bytes = bytesOf(payload);
  if (opcode === CLOSE) return closeEvent(bytes);
  if (opcode >= PING) {
    return { type: opcode === PING ? "ping" : "pong", payload: bytes };
  }
  return { type: opcode === TEXT ? "text" : "binary", payload: bytes };
}

function closeEvent(bytes) {
  const code = bytes.length === 0 ? 1005 : bytes.readUInt16BE();
  return { type: "close", code, reason: String(bytes.subarray(2)) };
}

function encode({ fin, rsv1, opcode, masking_key: maskingKey, payload }) {
  const masking = maskingKey !== null && {
    mask: true,
    maskBuffer: Buffer.alloc(4),
    generateMask: (mask) => bytesOf(maskingKey).copy(mask),
  };
  const options = { fin, rsv1, opcode, readOnly: true, ...masking };
  return Buffer.concat(Sender.frame(bytesOf(payload), options));
}
