import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { HELP, UsageError, readOptions } from "../src/options.js";

const read = (line = "", environment = {}) =>
  readOptions(line.split(" ").filter(Boolean), environment);

/** @returns {string} the path of a file with this text, for as long as the test runs */
function fileWith(context, text) {
  const folder = mkdtempSync(join(tmpdir(), "node_server-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "token");
  writeFileSync(file, text);
  return file;
}

test("what nobody asked for has the contract's default", () => {
  assert.deepEqual(read(), {
    port: 8080,
    maxMessage: 1_048_576,
    maxFragments: 1024,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    openTimeout: 10_000,
    closeTimeout: 10_000,
    origins: [],
    token: undefined,
    deflate: false,
    log: "text",
    exitWithParent: false,
    help: false,
  });
});

test("the port: option, then environment, then 8080", () => {
  assert.equal(read("--port 0", { PORT: "9000" }).port, 0);
  assert.equal(read("", { PORT: "9000" }).port, 9000);
  assert.equal(read("", { PORT: "" }).port, 8080);
});

test("seconds may have fractions", () => {
  assert.equal(read("--ping-interval 0.2").pingInterval, 200);
  assert.equal(read("--ping-timeout 0").pingTimeout, 0);
  assert.equal(read("--close-timeout 3").closeTimeout, 3000);
  assert.equal(read("--open-timeout 1.5").openTimeout, 1500);
});

test("origins are kept as browsers write them", () => {
  const { origins } = read(
    "--origin https://Example.org/ --origin http://a.example:8000",
  );
  assert.deepEqual(origins, ["https://example.org", "http://a.example:8000"]);
});

test("the token: file, then environment, then none", (context) => {
  const file = fileWith(context, " secret \n");
  const environment = { FRAMEBYFRAME_TOKEN: "other" };
  assert.equal(read(`--token-file ${file}`, environment).token, "secret");
  assert.equal(read("", environment).token, "other");
  assert.equal(read("", { FRAMEBYFRAME_TOKEN: "" }).token, undefined);
});

test("a token file that is missing or empty is an error, not an open door", (context) => {
  assert.throws(() => read("--token-file /nowhere/at/all"), UsageError);
  const file = fileWith(context, "\n");
  assert.throws(() => read(`--token-file ${file}`), UsageError);
});

test("flags", () => {
  const { deflate, exitWithParent, help, log } = read(
    "--deflate --exit-with-parent --help --log json",
  );
  assert.deepEqual(
    [deflate, exitWithParent, help, log],
    [true, true, true, "json"],
  );
});

const WRONG = {
  "--port 65536": '--port must be a whole number from 0 to 65535, not "65536".',
  "--port -1": "Option '--port' argument is ambiguous.",
  "--port": "Option '--port <value>' argument missing.",
  "--port 1e3": '--port must be a whole number from 0 to 65535, not "1e3".',
  "--max-message 0":
    '--max-message must be a whole number from 1 to 268435456, not "0".',
  "--max-fragments many":
    '--max-fragments must be a whole number from 1 to 268435456, not "many".',
  "--ping-interval soon":
    '--ping-interval must be seconds from 0 to 1000000, not "soon".',
  "--open-timeout 1e9":
    '--open-timeout must be seconds from 0 to 1000000, not "1e9".',
  "--origin here": '--origin must be like https://example.org, not "here".',
  "--origin data:x": '--origin must be like https://example.org, not "data:x".',
  "--log xml": '--log must be text or json, not "xml".',
  "--nope": "Unknown option '--nope'.",
  "--deflate=1": "Option '--deflate' does not take an argument.",
  stray: "Unexpected argument 'stray'.",
};

test("each mistake has one line that names it", () => {
  for (const [line, message] of Object.entries(WRONG)) {
    assert.throws(
      () => read(line),
      (error) => {
        assert.ok(error instanceof UsageError);
        // Node's own words grow from version to version: the start is enough.
        assert.ok(
          error.message.startsWith(message.slice(0, -1)),
          error.message,
        );
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
    );
  }
});

test("the environment's port is checked like the option", () => {
  assert.throws(() => read("", { PORT: "http" }), { message: /^PORT must be/ });
});

test("the help names every option", () => {
  const options = Object.keys(read()).filter((name) => name !== "token");
  for (const name of [...options, "tokenFile"]) {
    const option = name
      .replace("origins", "origin")
      .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    assert.ok(HELP.includes(`--${option}`), option);
  }
});
