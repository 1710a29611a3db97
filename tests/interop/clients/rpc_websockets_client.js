// The exchanges through rpc-websockets, a JSON-RPC client that nobody here wrote.

import { once } from "node:events";
import { createRequire } from "node:module";
import { run } from "./stepping.js";
import { CALL_TIMEOUT, Pushes, together, within } from "./waiting.js";

const { Client } = createRequire(import.meta.url)("rpc-websockets");

class Driver {
  #client;
  #closed;
  #pushes = new Pushes();

  constructor(client) {
    this.#client = client;
    this.#closed = new Promise((resolve) => client.on("close", (code) => resolve({ closed: code })));
    client.on("error", () => {}); // its close tells the code
    client.on("tick", (params) => this.#pushes.add({ name: "tick", params }));
  }

  async call({ action, params, timeout }) {
    const milliseconds = timeout === undefined ? CALL_TIMEOUT : timeout * 1000;
    // A call that is in flight when the connection ends stays pending until its time-out.
    const reply = this.#client.call(action, params, milliseconds).then((result) => ({ result }), outcomeOf);
    return Promise.race([reply, this.#closed]);
  }

  together({ calls }) {
    return together(calls, (call) => this.call(call));
  }

  async notify({ action, params }) {
    await this.#client.notify(action, params);
    return { sent: true };
  }

  pushes({ count }) {
    return this.#pushes.take(count);
  }

  close({ code, reason }) {
    this.#client.close(code, reason);
    return this.await_close();
  }

  await_close() {
    return within(this.#closed, CALL_TIMEOUT);
  }

  async end() {
    this.#client.close();
    await this.await_close();
  }
}

/** What a call was rejected with: the server's error object, or a JavaScript Error of the library. */
function outcomeOf(rejection) {
  if (!(rejection instanceof Error)) return { error: rejection };
  if (rejection.message === "reply timeout") return { timeout: true };
  throw rejection;
}

async function openDriver(url) {
  const client = new Client(url, { reconnect: false });
  const driver = new Driver(client);
  await once(client, "open");
  return driver;
}

await run(openDriver);
// The library keeps the timers of calls whose connection has ended, and so the process.
process.stdout.write("", () => process.exit());
