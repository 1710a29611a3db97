#!/usr/bin/env node
/**
 * Starts the server, tells where it listens, and stops it when it is asked to.
 *
 * @module
 */

import { HELP, UsageError, readOptions } from "./src/options.js";
import { RpcServer } from "./src/rpc_server.js";

/** Exit status of a program that was started wrongly. */
const USAGE_ERROR = 2;

/** Advice about a port that cannot be had. */
const PORT_ADVICE = {
  EADDRINUSE: "is in use: stop what listens there, or choose another",
  EACCES: "is not allowed to you: choose another",
};

async function main() {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) return process.stdout.write(HELP);
  const server = new RpcServer(options);
  const url = await listen(server, options.port);
  stopWhenAsked(server, options.exitWithParent);
  process.stdout.write(`{"listening": ${JSON.stringify(url)}}\n`);
}

async function listen(server, port) {
  try {
    return await server.listen();
  } catch (error) {
    const advice = PORT_ADVICE[error.code];
    if (advice === undefined) throw error;
    throw new UsageError(
      `Port ${port} ${advice} with --port N (0 = any free one).`,
    );
  }
}

function stopWhenAsked(server, exitWithParent) {
  const stop = async () => {
    await server.close();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  if (exitWithParent) process.stdin.on("close", stop).resume();
}

// Whoever reads our output may leave before us.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`node_server: ${error.message} See --help.\n`);
  process.exitCode = USAGE_ERROR;
}
