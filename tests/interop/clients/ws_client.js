// The exchanges through ws, the library of node_server.

import { once } from "node:events";
import { createRequire } from "node:module";
import { Driver, fromHex, subprotocols } from "./by_hand.js";
import { run } from "./stepping.js";
import { CALL_TIMEOUT, within } from "./waiting.js";

const WebSocket = createRequire(new URL("../../../node_server/package.json", import.meta.url))("ws");

/** What ws can do, and the WebSocket of a page cannot. */
class WsDriver extends Driver {
  async fragments({ parts, ping }) {
    const pong = this.#pongWith(ping);
    const answer = this.answerTo(() => {
      parts.forEach((part, index) => {
        if (index === 1) this.socket.ping(fromHex(ping));
        const fin = index === parts.length - 1;
        this.socket.send(fromHex(part), { binary: false, fin });
      });
    });
    return { ...(await answer), ...(await pong) };
  }

  async ping({ payload }) {
    const pong = this.#pongWith(payload);
    this.socket.ping(fromHex(payload));
    return pong;
  }

  text_bytes({ payload }) {
    this.socket.send(fromHex(payload), { binary: false });
    return { sent: true };
  }

  unmasked({ payload }) {
    this.socket.send(fromHex(payload), { binary: false, mask: false });
    return { sent: true };
  }

  async #pongWith(payload) {
    const [data] = await within(once(this.socket, "pong"), CALL_TIMEOUT);
    return { pong: data.toString("hex") === payload };
  }
}

function openDriver(url, dialect) {
  const socket = new WebSocket(url, subprotocols(dialect), { perMessageDeflate: false });
  return new WsDriver(socket, dialect).opened();
}

await run(openDriver);
