// A client of ws that connects, has one call echoed, and closes. Prints one line of JSON: how that went.
//
//     node client.js ws://127.0.0.1:8080 [SUBPROTOCOL...]

import WebSocket from "ws";

const [url, ...subprotocols] = process.argv.slice(2);
const socket = new WebSocket(url, subprotocols);

socket.on("open", () => socket.send(JSON.stringify({ action: "echo", params: { from: "ws" }, id: 1 })));
socket.on("message", (data) => {
  say({ open: true, subprotocol: socket.protocol, reply: JSON.parse(data) });
  socket.close(1000);
});
socket.on("error", (error) => say({ open: false, error: error.message }));

function say(outcome) {
  console.log(JSON.stringify(outcome));
}
