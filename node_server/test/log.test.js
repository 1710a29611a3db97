import assert from "node:assert/strict";
import { test } from "node:test";

import { RequestHead } from "../src/head.js";
import { Log } from "../src/log.js";
import { agentName, redactToken } from "../src/printable.js";

/** What the log needs of a request. */
const request = (headers = {}, target = "/") => {
  const fields = Object.entries(headers).map(([name, value]) => {
    return `\r\n${name}: ${value}`;
  });
  return new RequestHead(`GET ${target} HTTP/1.1${fields.join("")}`);
};

function newLog(format = "text") {
  const lines = [];
  return { lines, log: new Log(format, (line) => lines.push(line)) };
}

test("a line says who, how many calls, which, and how it ended", () => {
  const { log, lines } = newLog();
  const record = log.open(request({ "user-agent": "php/8.4 (x)" }), "");
  record.countCall("getData");
  record.countCall("getData");
  log.closed(record, 1000, "");
  const silent = log.open(request(), "");
  log.closed(silent, 1006, "");
  const once = log.open(request(), "");
  once.countCall("echo");
  log.closed(once, 1001, "");
  assert.deepEqual(lines, [
    "#1 php: 2 calls (getData), closed 1000\n",
    "#2 -: 0 calls, closed 1006\n",
    "#3 -: 1 call (echo), closed 1001\n",
  ]);
});

test("where the server failed the connection, the line says why", () => {
  const { log, lines } = newLog();
  const record = log.open(request(), "");
  record.failure = { code: 1002, reason: "", fault: "MASK must be set" };
  log.closed(record, 1006, "");
  assert.deepEqual(lines, ["#1 -: 0 calls, closed 1002: MASK must be set\n"]);
});

test("a refusal has a line too", () => {
  const { log, lines } = newLog();
  log.refused(request({ "user-agent": "curl/8" }), 403, "no");
  log.refused(undefined, 400, "garbage");
  assert.deepEqual(lines, [
    "#1 curl: refused 403 Forbidden: no\n",
    "#2 -: refused 400 Bad Request: garbage\n",
  ]);
});

test("at most eight actions are named", () => {
  const { log, lines } = newLog();
  const record = log.open(request(), "");
  for (const name of "abcdefgh") record.countCall(name);
  assert.equal(record.actions.join(""), "abcdefgh");
  for (const name of "ijka") record.countCall(name);
  log.closed(record, 1000, "");
  assert.equal(
    lines[0],
    "#1 -: 12 calls (a, b, c, d, e, f, g, h, ...), closed 1000\n",
  );
});

test("what a peer made up is printed in ASCII, and cut", () => {
  const { log, lines } = newLog();
  const agent = `\x9b[31m\x9b${"a".repeat(99)}`;
  const record = log.open(request({ "user-agent": agent }), "");
  record.countCall("\x1b]0;é\n");
  record.countCall("b".repeat(1000));
  log.closed(record, 1000, "");
  const name = `?[31m?${"a".repeat(34)}`;
  const line = `#1 ${name}: 2 calls (?]0;??, ${"b".repeat(64)}), closed 1000\n`;
  assert.deepEqual(lines, [line]);
});

test("the agent is the product's name", () => {
  assert.equal(agentName("Python/3.13 websockets/17.4"), "Python");
  assert.equal(agentName("naive client"), "naive");
  assert.equal(agentName(" x"), "-");
  assert.equal(agentName(""), "-");
  assert.equal(agentName(undefined), "-");
});

test("JSON: a connection", () => {
  const { log, lines } = newLog("json");
  const headers = { "user-agent": "x/1", origin: "http://localhost" };
  const record = log.open(request(headers, "/?token=abc&x=1"), "jsonrpc");
  record.countCall("é\u0007");
  log.closed(record, 1000, "\u009bdone");
  assert.match(lines[0], /^[\x20-\x7e]+\n$/);
  const { time, seconds, ...rest } = JSON.parse(lines[0]);
  assert.equal(new Date(time).toISOString(), time);
  assert.ok(seconds >= 0);
  assert.deepEqual(rest, {
    connection: 1,
    agent: "x",
    origin: "http://localhost",
    target: "/?token=REDACTED&x=1",
    subprotocol: "jsonrpc",
    calls: 1,
    actions: ["é\u0007"],
    code: 1000,
    reason: "\u009bdone",
    fault: null,
  });
});

test("JSON: a refusal", () => {
  const { log, lines } = newLog("json");
  log.refused(undefined, 400, "no");
  const { time, ...rest } = JSON.parse(lines[0]);
  assert.deepEqual(rest, {
    connection: 1,
    agent: "-",
    origin: null,
    target: null,
    refused: 400,
  });
});

test("a token never leaves the target, however its name is spelled", () => {
  assert.equal(redactToken("/"), "/");
  assert.equal(redactToken("/token=a"), "/token=a");
  assert.equal(redactToken("/?token=a"), "/?token=REDACTED");
  assert.equal(
    redactToken("/?a=b&token=c&token=d"),
    "/?a=b&token=REDACTED&token=REDACTED",
  );
  assert.equal(redactToken("/?tok%65n=c#x"), "/?tok%65n=REDACTED");
  assert.equal(redactToken("/?tokens=c"), "/?tokens=c");
});
