import assert from "node:assert/strict";
import { test } from "node:test";

import {
  Client,
  GOOD_REQUEST,
  RawClient,
  requestOf,
} from "../testing/clients.js";
import { startProgram, startServer } from "../testing/servers.js";

const FREE = ["--port", "0"];

test("the first and only line of stdout says where it listens", async (context) => {
  const program = startProgram(context, FREE);
  const listening = await program.ready();
  assert.match(listening, /^ws:\/\/127\.0\.0\.1:\d+$/);
  const client = await Client.open(context, listening);
  assert.equal((await client.call({ action: "getData" })).payload.id, 1);
  await client.close();
  program.child.kill("SIGTERM");
  const { status, stdout, stderr } = await program.exited();
  assert.equal(status, 0);
  assert.equal(stdout, `{"listening": "${listening}"}\n`);
  assert.equal(stderr, "#1 -: 1 call (getData), closed 1000\n");
});

for (const signal of ["SIGTERM", "SIGINT"]) {
  test(`${signal}: goodbye to every client, exit status 0`, async (context) => {
    const program = startProgram(context, FREE);
    const listening = await program.ready();
    const client = await Client.open(context, listening);
    client.send({ action: "sleep", params: { ms: 30_000 }, id: 1 });
    client.send({ action: "subscribe", id: 2 });
    await client.next();
    program.child.kill(signal);
    assert.deepEqual(await client.next(), { closed: 1001 });
    const { status, stderr } = await program.exited();
    assert.equal(status, 0);
    assert.equal(stderr, "#1 -: 2 calls (sleep, subscribe), closed 1001\n");
  });
}

test("clients that do not say goodbye do not hold it up", async (context) => {
  const program = startProgram(context, FREE);
  const { port } = new URL(await program.ready());
  const half = new RawClient(context, port).send("GET / HTTP/1.1\r\n");
  const silent = new RawClient(context, port).send(requestOf(GOOD_REQUEST));
  await silent.receiveUntil("\r\n\r\n");
  program.child.kill("SIGTERM");
  const { status, stderr } = await program.exited();
  assert.equal(status, 0);
  assert.equal(stderr, "#1 -: 0 calls, closed 1006\n");
  assert.ok((await silent.ended).includes(Buffer.of(0x88, 2, 0x03, 0xe9)));
  await half.ended;
});

test("--exit-with-parent: the end of stdin is the end", async (context) => {
  const args = [...FREE, "--exit-with-parent"];
  const program = startProgram(context, args);
  const client = await Client.open(context, await program.ready());
  program.child.stdin.write("this is not read\n");
  program.child.stdin.end();
  assert.deepEqual(await client.next(), { closed: 1001 });
  assert.equal((await program.exited()).status, 0);
});

test("without --exit-with-parent the end of stdin is nothing", async (context) => {
  const program = startProgram(context, FREE);
  const listening = await program.ready();
  program.child.stdin.end();
  const client = await Client.open(context, listening);
  assert.equal((await client.call({ action: "echo" })).status, "success");
});

test("it serves on when nobody reads its log any more", async (context) => {
  const program = startProgram(context, FREE);
  const listening = await program.ready();
  program.child.stdout.destroy();
  program.child.stderr.destroy();
  for (const _ of [1, 2, 3]) {
    const client = await Client.open(context, listening);
    assert.equal((await client.call({ action: "echo" })).status, "success");
    await client.close();
  }
  program.child.kill("SIGTERM");
  assert.equal((await program.exited()).status, 0);
});

/** A start that fails: one line on stderr, nothing on stdout, exit status 2. */
async function assertRefusesToStart(program, pattern) {
  const { status, stdout, stderr } = await program.exited();
  assert.equal(status, 2);
  assert.equal(stdout, "");
  assert.match(stderr, pattern);
  assert.equal(stderr.trimEnd().split("\n").length, 1);
}

test("a port in use", async (context) => {
  const { port } = await startServer(context);
  const program = startProgram(context, ["--port", String(port)]);
  await assertRefusesToStart(
    program,
    new RegExp(`^node_server: Port ${port} is in use: .* --port N`),
  );
});

test("a bad option", async (context) => {
  const program = startProgram(context, ["--colour", "blue"]);
  await assertRefusesToStart(
    program,
    /^node_server: Unknown option '--colour'/,
  );
});

test("a bad port in the environment", async (context) => {
  const program = startProgram(context, [], { PORT: "many" });
  await assertRefusesToStart(
    program,
    /^node_server: PORT must be a whole number/,
  );
});

test("the port of the environment", async (context) => {
  const program = startProgram(context, [], { PORT: "0" });
  assert.match(await program.ready(), /:\d+$/);
});

test("the token of the environment, and a log in JSON", async (context) => {
  const program = startProgram(context, [...FREE, "--log", "json"], {
    FRAMEBYFRAME_TOKEN: "abc",
  });
  const url = await program.ready();
  const refused = new Client(context, url);
  assert.deepEqual(await refused.next(), { closed: 1006 });
  const client = await Client.open(context, `${url}/?token=abc`);
  assert.equal((await client.call({ action: "echo" })).status, "success");
  await client.close();
  program.child.kill("SIGTERM");
  const lines = (await program.exited()).stderr.trimEnd().split("\n");
  const [first, second] = lines.map((line) => JSON.parse(line));
  assert.equal(first.refused, 401);
  assert.deepEqual([second.calls, second.code], [1, 1000]);
});

test("--help", async (context) => {
  const program = startProgram(context, ["--help"]);
  const { status, stdout } = await program.exited();
  assert.equal(status, 0);
  assert.match(stdout, /^Usage: node server\.js/);
});
