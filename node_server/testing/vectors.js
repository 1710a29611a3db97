/**
 * Reads the vectors of contract/, as its README.md describes them.
 *
 * @module
 */

import { readFileSync } from "node:fs";

const CONTRACT = new URL("../../contract/", import.meta.url);

/** @param {"frames.json" | "handshake.json" | "rpc.json"} name */
export function readVectors(name) {
  return JSON.parse(readFileSync(new URL(name, CONTRACT), "utf8"));
}

/**
 * @param {string | (string | {repeat: string, times: number})[]} byteString
 * @returns {Buffer}
 */
export function bytesOf(byteString) {
  const parts = [byteString].flat().map((part) => {
    if (typeof part === "string") return fromHex(part);
    return Buffer.concat(Array(part.times).fill(fromHex(part.repeat)));
  });
  return Buffer.concat(parts);
}

const fromHex = (hex) => Buffer.from(hex.replaceAll(" ", ""), "hex");

/**
 * @param {string | (string | {text: string, times: number})[]} parts
 * @returns {string}
 */
export function textOf(parts) {
  const texts = [parts].flat().map((part) => {
    return typeof part === "string" ? part : part.text.repeat(part.times);
  });
  return texts.join("");
}
