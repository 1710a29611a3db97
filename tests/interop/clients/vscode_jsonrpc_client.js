// The exchanges through vscode-jsonrpc, the library that `$/cancelRequest` comes from. It knows no WebSocket: each
// message is handed to ws.

import { once } from "node:events";
import { createRequire } from "node:module";
import { run } from "./stepping.js";
import { CALL_TIMEOUT, Pushes, TimedOut, together, within } from "./waiting.js";

const require = createRequire(import.meta.url);
const WebSocket = require("ws");
const rpc = require("vscode-jsonrpc/node");

class Reader extends rpc.AbstractMessageReader {
  #socket;

  constructor(socket) {
    super();
    this.#socket = socket;
  }

  listen(take) {
    this.#socket.on("message", (data) => take(JSON.parse(data)));
    this.#socket.on("close", () => this.fireClose());
    return { dispose: () => {} };
  }
}

class Writer extends rpc.AbstractMessageWriter {
  #socket;

  constructor(socket) {
    super();
    this.#socket = socket;
  }

  async write(message) {
    this.#socket.send(JSON.stringify(message));
  }

  end() {}
}

class Driver {
  #socket;
  #connection;
  #closed;
  #pushes = new Pushes();

  constructor(socket) {
    this.#socket = socket;
    this.#closed = new Promise((resolve) => socket.on("close", (code) => resolve({ closed: code })));
    socket.on("error", () => {}); // its close tells the code
    this.#connection = rpc.createMessageConnection(new Reader(socket), new Writer(socket));
    this.#connection.onNotification("tick", (params) => this.#pushes.add({ name: "tick", params }));
    this.#connection.listen();
  }

  async call({ action, params, timeout }) {
    const stop = new rpc.CancellationTokenSource();
    const reply = this.#reply(action, params, stop.token);
    try {
      const patience = timeout === undefined ? CALL_TIMEOUT : timeout * 1000;
      return await within(Promise.race([reply, this.#closed]), patience);
    } catch (error) {
      if (!(error instanceof TimedOut)) throw error;
      stop.cancel();
      return { timeout: true };
    }
  }

  cancel_and_wait({ action, params }) {
    const stop = new rpc.CancellationTokenSource();
    const reply = this.#reply(action, params, stop.token);
    stop.cancel();
    return within(reply, CALL_TIMEOUT);
  }

  together({ calls }) {
    return together(calls, (call) => this.call(call));
  }

  async notify({ action, params }) {
    await this.#connection.sendNotification(action, params);
    return { sent: true };
  }

  pushes({ count }) {
    return this.#pushes.take(count);
  }

  close({ code, reason }) {
    this.#socket.close(code, reason);
    return this.await_close();
  }

  await_close() {
    return within(this.#closed, CALL_TIMEOUT);
  }

  async end() {
    this.#socket.close(1000);
    await this.await_close();
    this.#connection.dispose();
  }

  #reply(action, params, token) {
    // Parameters in order are so many arguments.
    const given = Array.isArray(params) ? params : [params];
    const answered = this.#connection.sendRequest(action, ...given, token);
    return answered.then((result) => ({ result }), outcomeOf);
  }
}

function outcomeOf(rejection) {
  if (!(rejection instanceof rpc.ResponseError)) throw rejection;
  const { code, message, data } = rejection;
  return { error: { code, message, data } };
}

async function openDriver(url) {
  const socket = new WebSocket(url, ["jsonrpc"], { perMessageDeflate: false });
  await once(socket, "open");
  return new Driver(socket);
}

await run(openDriver);
