/**
 * The command line and the environment, made into options or one clear line.
 *
 * @module
 */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import * as limits from "./limits.js";
import { originOf } from "./origin.js";

const DEFAULT_PORT = 8080;
const MAX_PORT = 65_535;

/** ws keeps its limits in 32 bits; beyond half of that a string cannot hold the message. */
const MAX_SIZE = 2 ** 28;

/** The longest time in seconds: what a timer of Node can wait is 24 days. */
const MAX_SECONDS = 1_000_000;

/** Something is wrong with how the server was started. */
export class UsageError extends Error {}

/**
 * @typedef {object} Options times in milliseconds, 0 is never
 * @property {number} port 0 is any free one
 * @property {number} maxMessage bytes
 * @property {number} maxFragments
 * @property {number} pingInterval
 * @property {number} pingTimeout
 * @property {number} openTimeout
 * @property {number} closeTimeout
 * @property {string[]} origins
 * @property {string} [token]
 * @property {boolean} deflate
 * @property {"text" | "json"} log
 * @property {boolean} exitWithParent
 * @property {boolean} help
 */

export const HELP = `Usage: node server.js [OPTIONS]

The Node.js peer of Frame by Frame: an RPC server on WebSocket, on 127.0.0.1.

  --port N             0 = any free one (default: PORT, else ${DEFAULT_PORT})
  --max-message BYTES  the longest message (default: ${limits.MAX_MESSAGE})
  --max-fragments N    the most frames of one message (default: ${limits.MAX_FRAGMENTS})
  --ping-interval S    seconds between two pings; 0 = none (default: 20)
  --ping-timeout S     seconds to answer a ping; 0 = no end (default: 20)
  --open-timeout S     seconds for the opening handshake; 0 = no end (default: 10)
  --close-timeout S    seconds for the closing handshake; 0 = no end (default: 10)
  --origin URL         an Origin to allow besides this machine's; may be repeated
  --token-file FILE    holds the token that clients must bring
                       (default: the environment's FRAMEBYFRAME_TOKEN, else none)
  --deflate            accept permessage-deflate (RFC 7692)
  --log text|json      the form of the log on stderr (default: text)
  --exit-with-parent   end when stdin ends
  --help               show this
`;

const text = { type: /** @type {const} */ ("string") };
const flag = { type: /** @type {const} */ ("boolean"), default: false };

const COMMAND_LINE = {
  port: text,
  "max-message": text,
  "max-fragments": text,
  "ping-interval": text,
  "ping-timeout": text,
  "open-timeout": text,
  "close-timeout": text,
  origin: { ...text, multiple: true, default: [] },
  "token-file": text,
  deflate: flag,
  log: { ...text, default: "text" },
  "exit-with-parent": flag,
  help: flag,
};

/**
 * @param {string[]} args without the program's name
 * @param {Record<string, string | undefined>} environment
 * @returns {Options}
 * @throws {UsageError}
 */
export function readOptions(args, environment) {
  const given = parse(args);
  const whole = (name, range) => wholeNumber(`--${name}`, given[name], range);
  const time = (name, fallback) =>
    given[name] === undefined ? fallback : seconds(`--${name}`, given[name]);
  return {
    port: readPort(given.port, environment.PORT),
    maxMessage: whole("max-message", [1, MAX_SIZE]) ?? limits.MAX_MESSAGE,
    maxFragments: whole("max-fragments", [1, MAX_SIZE]) ?? limits.MAX_FRAGMENTS,
    pingInterval: time("ping-interval", limits.PING_INTERVAL),
    pingTimeout: time("ping-timeout", limits.PING_TIMEOUT),
    openTimeout: time("open-timeout", limits.OPEN_TIMEOUT),
    closeTimeout: time("close-timeout", limits.CLOSE_TIMEOUT),
    origins: given.origin.map(readOrigin),
    token: readToken(given["token-file"], environment.FRAMEBYFRAME_TOKEN),
    deflate: given.deflate,
    log: readLogFormat(given.log),
    exitWithParent: given["exit-with-parent"],
    help: given.help,
  };
}

function parse(args) {
  try {
    return parseArgs({ args, options: COMMAND_LINE }).values;
  } catch (error) {
    // Node's advice goes on for several lines; --help says more.
    const [firstSentence] = error.message.split(/\.\s|\n/, 1);
    throw new UsageError(`${firstSentence.replace(/\.$/, "")}.`);
  }
}

function readPort(option, variable) {
  const range = [0, MAX_PORT];
  if (option !== undefined) return wholeNumber("--port", option, range);
  return wholeNumber("PORT", variable || String(DEFAULT_PORT), range);
}

function wholeNumber(name, given, [low, high]) {
  if (given === undefined) return undefined;
  const number = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  if (number >= low && number <= high) return number;
  throw new UsageError(
    `${name} must be a whole number from ${low} to ${high}, not ${quoted(given)}.`,
  );
}

function seconds(name, given) {
  const number = /^\d+(\.\d+)?$/.test(given) ? Number(given) : NaN;
  if (number <= MAX_SECONDS) return Math.ceil(number * 1000);
  throw new UsageError(
    `${name} must be seconds from 0 to ${MAX_SECONDS}, not ${quoted(given)}.`,
  );
}

function readOrigin(given) {
  const origin = originOf(given);
  if (origin !== undefined) return origin;
  throw new UsageError(
    `--origin must be like https://example.org, not ${quoted(given)}.`,
  );
}

function readToken(file, variable) {
  if (file === undefined) return variable || undefined;
  const token = readFile(file).trim();
  if (token === "") throw new UsageError(`--token-file ${file} is empty.`);
  return token;
}

function readFile(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--token-file cannot be read: ${error.message}.`);
  }
}

function readLogFormat(given) {
  if (given === "text" || given === "json") return given;
  throw new UsageError(`--log must be text or json, not ${quoted(given)}.`);
}

/** One line, whatever was typed. */
const quoted = (given) => JSON.stringify(given);
