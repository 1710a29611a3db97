/**
 * Starts servers for tests: in this process, or as a program of its own.
 *
 * @module
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { readOptions } from "../src/options.js";
import { RpcServer } from "../src/rpc_server.js";

const PROGRAM = fileURLToPath(new URL("../server.js", import.meta.url));

/**
 * Starts a server in this process. It ends with the test.
 *
 * @param {import("node:test").TestContext} context
 * @param {string[]} [args] of the command line
 * @param {object} [parts] of the server, to put in the place of its own
 */
export async function startServer(context, args = [], parts = {}) {
  const log = new LogLines();
  const server = new RpcServer(
    readOptions(["--port", "0", ...args], parts.environment ?? {}),
    { writeLog: (line) => log.add(line), ...parts },
  );
  const url = await server.listen();
  context.after(() => server.close());
  return { server, url, port: Number(new URL(url).port), log };
}

/** The lines of a log, to be waited for. */
export class LogLines {
  /** @type {string[]} */
  lines = [];
  #waiting = [];

  /** @param {string} line */
  add(line) {
    this.lines.push(line.trimEnd());
    this.#waiting.forEach((check) => check());
  }

  /**
   * @param {RegExp} pattern
   * @returns {Promise<string>} the first line that it matches, once there is one
   */
  find(pattern) {
    return new Promise((resolve) => {
      const check = () => {
        const line = this.lines.find((one) => pattern.test(one));
        if (line !== undefined) resolve(line);
      };
      this.#waiting.push(check);
      check();
    });
  }
}

/**
 * Starts server.js as a program. It ends with the test.
 *
 * @param {import("node:test").TestContext} context
 * @param {string[]} args
 * @param {Record<string, string>} [environment] added to that of the tests
 */
export function startProgram(context, args, environment = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...withoutOurs(process.env), ...environment },
  });
  context.after(() => child.kill("SIGKILL"));
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => (output.stdout += data));
  child.stderr.on("data", (data) => (output.stderr += data));
  const exited = once(child, "close").then(([status]) => ({
    status,
    ...output,
  }));
  return { child, exited, ready: firstLine(child.stdout) };
}

/** What a person has in their environment must not change a test. */
function withoutOurs({ PORT, FRAMEBYFRAME_TOKEN, ...rest }) {
  return rest;
}

/** @returns {Promise<{listening: string}>} the line that tells the server is ready */
async function firstLine(stream) {
  const [line] = await once(createInterface(stream), "line");
  return JSON.parse(line);
}
