import assert from "node:assert/strict";
import { test } from "node:test";

import { escapeHtml } from "../src/page.js";
import {
  Client,
  GOOD_REQUEST,
  RawClient,
  readResponse,
  requestOf,
} from "../testing/clients.js";
import { startServer } from "../testing/servers.js";

const TOKEN = "s3cret+/=";
const WITH_TOKEN = { environment: { FRAMEBYFRAME_TOKEN: TOKEN } };

/** @returns {Promise<{status: number, headers: Map, text: string}>} the answer to these lines */
async function ask(context, port, lines) {
  const client = new RawClient(context, port).send(requestOf(lines));
  const text = await client.receiveUntil("\r\n\r\n");
  return { ...readResponse(text), text };
}

const withHeader = (header) => [...GOOD_REQUEST, header];
const withTarget = (target) => [
  `GET ${target} HTTP/1.1`,
  ...GOOD_REQUEST.slice(1),
];

test("the token may come as a header or in the target", async (context) => {
  const { port } = await startServer(context, [], WITH_TOKEN);
  const accepted = [
    withHeader(`Authorization: Bearer ${TOKEN}`),
    withHeader(`authorization: bearer   ${TOKEN}`),
    withTarget(`/?token=${encodeURIComponent(TOKEN)}`),
    withTarget(`/a/b?x=1&token=${encodeURIComponent(TOKEN)}&y`),
    withTarget(`/?tok%65n=${encodeURIComponent(TOKEN)}`),
  ];
  for (const lines of accepted) {
    assert.equal((await ask(context, port, lines)).status, 101, lines);
  }
});

test("without the token there is no upgrade", async (context) => {
  const { port, log } = await startServer(context, [], WITH_TOKEN);
  const refused = [
    [...GOOD_REQUEST],
    withHeader("Authorization: Bearer"),
    withHeader("Authorization: Bearer wrong"),
    withHeader(`Authorization: Bearer ${TOKEN}x`),
    withHeader(`Authorization: Basic ${TOKEN}`),
    withHeader(`Authorization: ${TOKEN}`),
    withTarget("/?token="),
    withTarget(`/?token=${TOKEN.slice(0, -1)}`),
    withTarget(`/?Token=${encodeURIComponent(TOKEN)}`),
    withTarget(`/token=${encodeURIComponent(TOKEN)}`),
  ];
  for (const lines of refused) {
    const { status, headers } = await ask(context, port, lines);
    assert.deepEqual(
      [status, headers.get("www-authenticate")],
      [401, "Bearer"],
    );
  }
  assert.equal(log.lines.length, refused.length);
  assert.ok(log.lines.every((line) => line.includes("refused 401")));
});

test("a foreign Origin is refused before the token is looked at", async (context) => {
  const { port } = await startServer(context, [], WITH_TOKEN);
  const lines = withHeader("Origin: https://evil.example");
  assert.equal((await ask(context, port, lines)).status, 403);
});

test("a page needs no token", async (context) => {
  const { port } = await startServer(context, [], WITH_TOKEN);
  const lines = ["GET / HTTP/1.1", "Host: 127.0.0.1"];
  assert.equal((await ask(context, port, lines)).status, 426);
});

test("a token beyond ASCII", async (context) => {
  const parts = { environment: { FRAMEBYFRAME_TOKEN: "clé" } };
  const { port } = await startServer(context, [], parts);
  const header = withHeader("Authorization: Bearer clé");
  assert.equal((await ask(context, port, header)).status, 101);
  assert.equal(
    (await ask(context, port, withTarget("/?token=cl%C3%A9"))).status,
    101,
  );
});

test("no token stands in a log", async (context) => {
  const args = ["--log", "json"];
  const { port, log } = await startServer(context, args, WITH_TOKEN);
  await ask(context, port, withTarget("/?token=guess&a=b"));
  assert.equal(JSON.parse(log.lines[0]).target, "/?token=REDACTED&a=b");
  const right = encodeURIComponent(TOKEN);
  const client = await Client.open(
    context,
    `ws://127.0.0.1:${port}/?token=${right}`,
  );
  await client.close();
  await log.find(/"code":1000/);
  assert.doesNotMatch(log.lines.join(), /guess|s3cret/);
});

test("--origin allows one more site, and no other", async (context) => {
  const args = ["--origin", "https://course.example"];
  const { port } = await startServer(context, args);
  const statusFor = async (origin) => {
    const lines = withHeader(`Origin: ${origin}`);
    return (await ask(context, port, lines)).status;
  };
  assert.equal(await statusFor("https://course.example"), 101);
  assert.equal(await statusFor("http://localhost:1"), 101);
  assert.equal(await statusFor("http://course.example"), 403);
  assert.equal(await statusFor("https://course.example:444"), 403);
  assert.equal(await statusFor("https://course.example.evil.example"), 403);
});

test("a browser gets a page that says what this is", async (context) => {
  const { port, url, log } = await startServer(context);
  const response = await fetch(`http://127.0.0.1:${port}/any/path`);
  const page = await response.text();
  assert.equal(response.status, 426);
  assert.equal(response.headers.get("upgrade"), "websocket");
  assert.equal(
    response.headers.get("content-type"),
    "text/html; charset=utf-8",
  );
  assert.match(page, /^<!doctype html>/);
  assert.match(page, /This is a WebSocket server/);
  assert.ok(page.includes(escapeHtml(`new WebSocket("${url}")`)));
  assert.ok(page.includes(escapeHtml('{"action": "getData"}')));
  await log.find(/^#1 node: refused 426 Upgrade Required: /);
});

test("the page holds nothing of the request", async (context) => {
  const { port } = await startServer(context);
  const mark = "<script>alert(1)</script>";
  const lines = [
    "GET /?q=script-mark HTTP/1.1",
    `Host: ${mark}`,
    `User-Agent: ${mark}`,
  ];
  const client = new RawClient(context, port).send(requestOf(lines));
  const page = String(await client.ended);
  assert.match(page, /^HTTP\/1\.1 426 /);
  assert.doesNotMatch(page, /<script>|script-mark/);
});

test("HEAD gets the page's headers, and no page", async (context) => {
  const { port } = await startServer(context);
  const lines = ["HEAD / HTTP/1.1", "Host: 127.0.0.1"];
  const client = new RawClient(context, port).send(requestOf(lines));
  const text = String(await client.ended);
  assert.equal(readResponse(text).status, 426);
  assert.ok(text.endsWith("\r\n\r\n"));
});

test("HTML is escaped", () => {
  assert.equal(
    escapeHtml(`<a b="c" d='e'>&`),
    "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;",
  );
});
