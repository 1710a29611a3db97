/**
 * Finds peers that are gone without a word: nothing comes after a ping, no
 * pong and no other byte.
 *
 * @module
 */

/**
 * Pings a peer until its socket ends, and ends it when nothing has come since
 * a ping. The pong may be late: it waits behind a long message that is still
 * on its way, and whose bytes are as good a sign of life.
 *
 * @param {import("ws").WebSocket} socket
 * @param {object} options
 * @param {number} options.pingInterval milliseconds; 0: no pings
 * @param {number} options.pingTimeout milliseconds; 0: no end
 * @param {() => number} options.countSigns grows with every sign of life, and when a pause of reading ends
 * @param {() => boolean} options.isHeld whether the peer cannot answer, for it is not read
 */
export function startHeartbeat(socket, options) {
  const { pingInterval, pingTimeout, countSigns, isHeld } = options;
  if (pingInterval === 0) return;
  /** @type {NodeJS.Timeout | undefined} */
  let deadline;
  const expectLife = (signs) => {
    deadline = undefined;
    if (countSigns() === signs && !isHeld()) socket.terminate();
  };
  const ping = setInterval(() => {
    socket.ping();
    if (pingTimeout === 0) return;
    deadline ??= setTimeout(expectLife, pingTimeout, countSigns());
  }, pingInterval);
  socket.on("close", () => {
    clearInterval(ping);
    clearTimeout(deadline);
  });
}
