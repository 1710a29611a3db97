/**
 * Finds peers that are gone without a word: a ping that is never answered.
 *
 * @module
 */

/**
 * Pings a peer until its socket ends, and ends it when a pong is missing.
 *
 * @param {import("ws").WebSocket} socket
 * @param {object} options
 * @param {number} options.pingInterval milliseconds; 0: no pings
 * @param {number} options.pingTimeout milliseconds; 0: no end
 * @param {() => boolean} options.isHeld whether the peer cannot answer, for it is not read
 */
export function startHeartbeat(socket, { pingInterval, pingTimeout, isHeld }) {
  if (pingInterval === 0) return;
  /** @type {NodeJS.Timeout | undefined} */
  let deadline;
  const giveUp = () => {
    deadline = undefined;
    if (!isHeld()) socket.terminate();
  };
  const ping = setInterval(() => {
    socket.ping();
    if (pingTimeout > 0) deadline ??= setTimeout(giveUp, pingTimeout);
  }, pingInterval);
  const stopWaiting = () => {
    clearTimeout(deadline);
    deadline = undefined;
  };
  socket.on("pong", stopWaiting);
  socket.on("close", () => {
    clearInterval(ping);
    stopWaiting();
  });
}
