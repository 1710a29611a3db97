import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { RawClient, readResponse } from "../testing/clients.js";
import { startServer } from "../testing/servers.js";
import { bytesOf, readVectors, textOf } from "../testing/vectors.js";

const { accept, requests, early } = readVectors("handshake.json");

/** RFC 6455 section 1.3. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

test("the server proves that it read the key", async (context) => {
  const { port } = await startServer(context);
  for (const vector of accept) {
    await context.test(vector.name, async (inner) => {
      const digest = createHash("sha1").update(vector.key + GUID);
      assert.equal(digest.digest("base64"), vector.accept);
      const response = await ask(inner, port, [
        "GET / HTTP/1.1",
        "Host: 127.0.0.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        `Sec-WebSocket-Key: ${vector.key}`,
        "Sec-WebSocket-Version: 13",
      ]);
      assert.equal(response.status, 101);
      assert.equal(response.headers.get("sec-websocket-accept"), vector.accept);
    });
  }
});

test("what a server answers to an opening handshake", async (context) => {
  const { port } = await startServer(context);
  const deflating = await startServer(context, ["--deflate"]);
  for (const vector of requests) {
    await context.test(`${vector.section}: ${vector.name}`, async (inner) => {
      const asked = vector.deflate ? deflating.port : port;
      assertAnswers(await ask(inner, asked, vector.request), vector);
    });
  }
});

test("what a server answers before a head is whole", async (context) => {
  const { port } = await startServer(context);
  for (const vector of early.filter(({ receiver }) => receiver === "server")) {
    await context.test(`${vector.section}: ${vector.name}`, async (inner) => {
      const client = new RawClient(inner, port).send(bytesOf(vector.bytes));
      const response = readResponse(await client.receiveUntil("\r\n\r\n"));
      assert.equal(response.status, vector.status);
    });
  }
});

function assertAnswers(response, vector) {
  assert.equal(response.status, vector.status);
  for (const [name, value] of Object.entries(vector.headers ?? {})) {
    const actual = response.headers.get(name.toLowerCase()) ?? null;
    assert.equal(actual, value, name);
  }
}

async function ask(context, port, lines) {
  const request = `${lines.map(textOf).join("\r\n")}\r\n\r\n`;
  const client = new RawClient(context, port).send(request);
  return readResponse(await client.receiveUntil("\r\n\r\n"));
}
