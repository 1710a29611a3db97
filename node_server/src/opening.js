/**
 * The beginning of a connection: waits for the head of a request.
 *
 * @module
 */

import { HeadFault, HeadReader } from "./head.js";

/**
 * Reads until the head is whole, or is none, and then no further. A peer that
 * leaves before, or takes too long, is cut: nobody is refused.
 *
 * @param {import("node:net").Socket} socket
 * @param {object} options
 * @param {number} options.openTimeout milliseconds; 0: no end
 * @param {(request: import("./head.js").RequestHead, rest: Buffer) => void} options.onRequest
 * @param {(fault: HeadFault) => void} options.onFault
 */
export function awaitRequest(socket, { openTimeout, onRequest, onFault }) {
  const reader = new HeadReader();
  const cut = () => socket.destroy();
  const timer = openTimeout > 0 ? setTimeout(cut, openTimeout) : undefined;
  const stop = () => {
    clearTimeout(timer);
    socket.off("data", read).off("end", cut).off("close", stop);
  };
  const read = (chunk) => {
    try {
      const found = reader.feed(chunk);
      if (found === undefined) return;
      stop();
      onRequest(found.request, found.rest);
    } catch (fault) {
      if (!(fault instanceof HeadFault)) throw fault;
      stop();
      onFault(fault);
    }
  };
  socket.on("data", read).on("end", cut).on("close", stop);
}
