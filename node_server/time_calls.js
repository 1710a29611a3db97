// A client of ws that makes calls when it is told to, and says how long each took: for `kit.py bench`.
//
//     node time_calls.js ws://127.0.0.1:8080 ACTION LETTERS
//
// Each line of input is `CALLS WARM_UP`; each line of output a JSON array with the seconds of each call.

import { once } from "node:events";
import { createInterface } from "node:readline";

import WebSocket from "ws";

const [url, action, letters] = process.argv.slice(2);
const params =
  action === "echo" ? { text: "x".repeat(letters) } : { userId: 123 };

const socket = new WebSocket(url, { perMessageDeflate: false });
let take;
socket.on("message", (data) => take(JSON.parse(data)));
await once(socket, "open");

async function call(id) {
  const reply = new Promise((resolve) => (take = resolve));
  socket.send(JSON.stringify({ action, params, id }));
  const { status } = await reply;
  if (status !== "success") throw new Error(`the server says ${status}`);
}

for await (const line of createInterface({ input: process.stdin })) {
  const [calls, warmUp] = line.split(" ").map(Number);
  for (let number = 0; number < warmUp; number += 1) await call(number);
  const seconds = [];
  for (let number = 0; number < calls; number += 1) {
    const begun = process.hrtime.bigint();
    await call(number);
    seconds.push(Number(process.hrtime.bigint() - begun) / 1e9);
  }
  console.log(JSON.stringify(seconds));
}
socket.close();
