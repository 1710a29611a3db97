// Two servers for bench_rpc.py: `node bench_rpc_node.mjs ws|lines`.
//
// ws: echo RPC in a few lines on ws. lines: what node_server does, without WebSocket: its own Connection
// reads one JSON text a line from a bare socket, and answers with one line.

import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";

import { Connection } from "../../node_server/src/connection.js";
import { ItemStore } from "../../node_server/src/items.js";
import { Record } from "../../node_server/src/log.js";

const HOST = "127.0.0.1";
const OPEN = 1;

/** As much of a WebSocket as a Connection uses. */
class LineSocket extends EventEmitter {
  protocol = "";
  readyState = OPEN;
  #stream;
  #unread = "";

  constructor(stream) {
    super();
    this.#stream = stream;
    stream.setEncoding("utf8");
    stream.on("error", () => {});
    stream.on("close", () => this.emit("close"));
    stream.on("data", (text) => this.#read(text));
  }

  get bufferedAmount() {
    return this.#stream.writableLength;
  }

  get isPaused() {
    return this.#stream.isPaused();
  }

  send(text, onWritten) {
    this.#stream.write(`${text}\n`, onWritten);
  }

  pause() {
    this.#stream.pause();
  }

  resume() {
    this.#stream.resume();
  }

  close() {
    this.#stream.end();
  }

  #read(text) {
    const lines = (this.#unread + text).split("\n");
    this.#unread = lines.pop();
    for (const line of lines) this.emit("message", line, false);
  }
}

function serveLines() {
  const items = new ItemStore();
  const server = createServer({ noDelay: true }, (stream) => {
    new Connection(new LineSocket(stream), { items, record: new Record() });
  });
  return server.listen(0, HOST);
}

function answer(text) {
  const { action, params, id } = JSON.parse(text);
  if (action !== "echo") throw new Error(action);
  const reply = { status: "success", data: "Processed: echo" };
  return JSON.stringify({ ...reply, payload: params, id });
}

function serveWebSockets() {
  const nodeServer = new URL("../../node_server/server.js", import.meta.url);
  const { WebSocketServer } = createRequire(nodeServer)("ws");
  const server = new WebSocketServer({ host: HOST, port: 0 });
  server.on("connection", (socket) => {
    socket.on("message", (data) => socket.send(answer(String(data))));
  });
  return server;
}

const server = process.argv[2] === "ws" ? serveWebSockets() : serveLines();
server.on("listening", () => {
  const { port } = server.address();
  console.log(JSON.stringify({ listening: `ws://${HOST}:${port}` }));
});
process.stdin.on("close", () => process.exit(0)).resume();
