/**
 * Frames that a client sends, made by hand: clients of libraries make no mistakes.
 *
 * @module
 */

import { Sender } from "ws";

/** Opcodes (RFC 6455 section 5.2), with FIN set where a frame is a whole message. */
export const TEXT = 0x1;
export const BINARY = 0x2;
export const CLOSE = 0x8;
export const PING = 0x9;

/**
 * @param {number} opcode
 * @param {string | Buffer} payload
 * @returns {Buffer} a masked frame
 */
export function maskedFrame(opcode, payload) {
  const options = { fin: true, opcode, mask: true, readOnly: true };
  return Buffer.concat(Sender.frame(Buffer.from(payload), options));
}

/**
 * @param {number} code
 * @returns {string} the close frame of a server, without a reason, in Latin-1
 */
export function closeFrame(code) {
  const frame = Buffer.of(0x88, 2, 0, 0);
  frame.writeUInt16BE(code, 2);
  return frame.toString("latin1");
}
