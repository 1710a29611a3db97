import assert from "node:assert/strict";
import { test } from "node:test";

import { WebSocket } from "ws";

import { MAX_SEND_BUFFER } from "../src/limits.js";
import { Outbox } from "../src/outbox.js";
import { ReplyOrder } from "../src/reply_order.js";

/** A socket whose peer reads when the test says so. */
class SlowSocket {
  readyState = WebSocket.OPEN;
  bufferedAmount = 0;
  sent = [];

  send(text) {
    this.sent.push(text);
    this.bufferedAmount += text.length;
  }
}

function newOutbox() {
  const socket = new SlowSocket();
  return { socket, outbox: new Outbox(socket, () => {}) };
}

test("there is room for 1 MiB, and no byte more", () => {
  const { socket, outbox } = newOutbox();
  socket.bufferedAmount = MAX_SEND_BUFFER;
  assert.ok(outbox.hasRoom);
  socket.bufferedAmount += 1;
  assert.ok(!outbox.hasRoom);
});

test("messages that wait for their answer take room too", () => {
  const { outbox } = newOutbox();
  const sendFirst = outbox.expectReply(MAX_SEND_BUFFER);
  assert.ok(outbox.hasRoom);
  const sendSecond = outbox.expectReply(1);
  assert.ok(!outbox.hasRoom);
  sendSecond({});
  assert.ok(outbox.hasRoom);
  sendFirst({});
});

test("ticks are dropped while the peer does not read, replies are not", () => {
  const { socket, outbox } = newOutbox();
  socket.bufferedAmount = MAX_SEND_BUFFER + 1;
  outbox.push("tick 1");
  outbox.expectReply(10)({ text: "reply" });
  assert.deepEqual(socket.sent, ["reply"]);
  socket.bufferedAmount = 0;
  outbox.push("tick 2");
  assert.deepEqual(socket.sent, ["reply", "tick 2"]);
});

test("what follows a reply is done after it is sent", () => {
  const { socket, outbox } = newOutbox();
  const order = [];
  socket.send = (text) => order.push(text);
  const afterReply = () => order.push("after");
  outbox.expectReply(1)({ text: "reply", afterReply });
  outbox.expectReply(1)({ afterReply });
  assert.deepEqual(order, ["reply", "after", "after"]);
});

test("nothing is sent after the close frame", () => {
  const { socket, outbox } = newOutbox();
  socket.readyState = WebSocket.CLOSING;
  outbox.expectReply(1)({ text: "reply" });
  outbox.push("tick");
  assert.deepEqual(socket.sent, []);
});

test("replies leave in the order of their places", () => {
  const sent = [];
  const order = new ReplyOrder();
  const [first, second, third] = [1, 2, 3].map(() =>
    order.takePlace((reply) => sent.push(reply.text)),
  );
  third({ text: "3" });
  second({ text: "2" });
  assert.deepEqual([sent, order.length], [[], 3]);
  first({ text: "1" });
  assert.deepEqual([sent, order.length], [["1", "2", "3"], 0]);
});
