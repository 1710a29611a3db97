/**
 * Finds peers that are gone without a word: nothing comes after a ping, no
 * pong and no other byte.
 *
 * @module
 */

/**
 * Pings a peer until its socket ends, and ends it when nothing has come since
 * a ping. The pong may be late: it waits behind a long message that is still
 * on its way, and whose bytes are as good a sign of life. So may be the ping,
 * behind a long message of ours: then that the peer goes on taking it is one.
 *
 * @param {import("ws").WebSocket} socket
 * @param {object} options
 * @param {number} options.pingInterval milliseconds; 0: no pings
 * @param {number} options.pingTimeout milliseconds; 0: no end
 * @param {() => number} options.countSigns grows with every sign of life, and when a pause of reading ends
 * @param {() => {written: number, waiting: number}} options.lookAtBytes those of ours that were written, and those
 * of them that the system has not taken yet
 * @param {() => boolean} options.isHeld whether the peer cannot answer, for it is not read
 */
export function startHeartbeat(socket, options) {
  const { pingInterval, pingTimeout, countSigns, isHeld } = options;
  const look = () => {
    const { written, waiting } = options.lookAtBytes();
    return { signs: countSigns(), written, taken: written - waiting };
  };
  if (pingInterval === 0) return;
  /** @type {NodeJS.Timeout | undefined} */
  let deadline;
  const expectLife = (before) => {
    deadline = undefined;
    const now = look();
    const pingWaited = before.taken < before.written;
    const isTaking = pingWaited && before.taken < now.taken;
    if (now.signs === before.signs && !isTaking && !isHeld()) {
      socket.terminate();
    }
  };
  const ping = setInterval(() => {
    socket.ping();
    if (pingTimeout === 0) return;
    deadline ??= setTimeout(expectLife, pingTimeout, look());
  }, pingInterval);
  socket.on("close", () => {
    clearInterval(ping);
    clearTimeout(deadline);
  });
}
