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
import { soon } from "./soon.js";

const PROGRAM = fileURLToPath(new URL("../server.js", import.meta.url));

/** A raw client answers no pings, and a busy machine is slow: none are sent unless a test wants them. */
const DEFAULTS = ["--port", "0", "--ping-interval", "0"];

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
    readOptions([...DEFAULTS, ...args], parts.environment ?? {}),
    { writeLog: (line) => log.add(line), shutdownTimeout: 0, ...parts },
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
    const found = new Promise((resolve) => {
      const check = () => {
        const line = this.lines.find((one) => pattern.test(one));
        if (line !== undefined) resolve(line);
      };
      this.#waiting.push(check);
      check();
    });
    return soon(found, `a line like ${pattern}`);
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
  const closed = once(child, "close");
  const line = once(createInterface(child.stdout), "line");
  return new Program(child, output, { line, closed });
}

/** A server that runs as a program. */
class Program {
  #output;
  #line;
  #closed;

  constructor(child, output, { line, closed }) {
    this.child = child;
    this.#output = output;
    this.#line = line;
    this.#closed = closed;
  }

  /** @returns {Promise<string>} the URL, once it listens */
  async ready() {
    const [line] = await soon(this.#line, "the program to listen");
    return JSON.parse(line).listening;
  }

  /** @returns {Promise<{status: number, stdout: string, stderr: string}>} */
  async exited() {
    const [status] = await soon(this.#closed, "the program to end");
    return { status, ...this.#output };
  }
}

/** An environment without the variables of a person that could change a test. */
function withoutOurs({ PORT, FRAMEBYFRAME_TOKEN, ...rest }) {
  return rest;
}
