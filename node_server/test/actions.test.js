import assert from "node:assert/strict";
import { test } from "node:test";

import { runAction } from "../src/actions.js";
import { IdempotencyKeys } from "../src/idempotency.js";
import { ItemStore } from "../src/items.js";
import {
  IDEMPOTENCY_KEY_AGE,
  MAX_HISTORY,
  MAX_IDEMPOTENCY_KEYS,
  MAX_ITEMS,
  MAX_STREAMS,
  MAX_SUBSCRIPTIONS,
  RESUME_TIME,
} from "../src/limits.js";
import { Stream, Streams } from "../src/streams.js";
import { Subscriptions } from "../src/subscriptions.js";

/** A session that needs no connection. */
function newSession(streams = new Streams(() => Date.now())) {
  const ticks = [];
  return {
    ticks,
    items: new ItemStore(),
    record: { countCall: () => {} },
    subscriptions: new Subscriptions(streams),
    pushTick: (tick) => ticks.push(tick),
  };
}

const run = (name, params, session = newSession()) =>
  runAction(name, params, session);

const refuses = (name, params, message) =>
  assert.throws(() => run(name, params), { code: "invalid_params", message });

test("getData without an id gives the example", () => {
  for (const params of [undefined, {}, [], { id: 1 }, { userId: 123 }]) {
    const { id, name, value } = run("getData", params).result;
    assert.deepEqual([id, name], [1, "Example Item"]);
    assert.ok(value >= 0 && value < 1);
  }
});

test("getData reads back what saveData stored", () => {
  const session = newSession();
  const saved = run("saveData", { item: "a", value: 1.5 }, session).result;
  assert.deepEqual(saved, { id: 2, name: "a", value: 1.5 });
  assert.deepEqual(run("getData", { id: 2 }, session).result, saved);
  const next = run("saveData", { item: "b", value: 0 }, session).result;
  assert.equal(next.id, 3);
});

test("the newest thousand items are kept", () => {
  const session = newSession();
  for (let count = 0; count <= MAX_ITEMS; count += 1) {
    run("saveData", { item: "a", value: count }, session);
  }
  assert.throws(() => run("getData", { id: 2 }, session), {
    code: "not_found",
    message: "No item with id 2",
  });
  assert.equal(run("getData", { id: 3 }, session).result.value, 1);
  assert.equal(run("getData", { id: 1002 }, session).result.value, 1000);
});

test("getData wants a whole number from 1", () => {
  for (const id of [0, -1, 1.5, "1", null, true, [], {}]) {
    refuses("getData", { id }, "id must be a whole number from 1");
  }
});

test("saveData checks the item, then the value", () => {
  const item = "item must be a string of 1 to 256 characters";
  refuses("saveData", {}, item);
  refuses("saveData", { item: "" }, item);
  refuses("saveData", { item: 7, value: "x" }, item);
  refuses("saveData", { item: "a".repeat(257), value: 1 }, item);
  refuses("saveData", { item: "a".repeat(1_000_000), value: 1 }, item);
  refuses("saveData", { item: "a" }, "value must be a number");
  refuses("saveData", { item: "a", value: true }, "value must be a number");
});

test("characters are code points", () => {
  const item = "😀".repeat(256);
  assert.equal(run("saveData", { item, value: 1 }).result.name, item);
  assert.throws(() => run("saveData", { item: `${item}a`, value: 1 }));
});

test("echo gives its params back as they came", () => {
  assert.deepEqual(run("echo").result, {});
  for (const params of [{}, [], [1, [2]], { a: null }]) {
    assert.equal(run("echo", params).result, params);
  }
});

test("sleep says how long its answer takes", () => {
  assert.deepEqual(run("sleep", { ms: 5 }), { result: { slept: 5 }, delay: 5 });
  const message = "ms must be a whole number from 0 to 30000";
  for (const ms of [undefined, -1, 30_001, 0.5, "5", null]) {
    refuses("sleep", { ms }, message);
  }
});

test("fail fails as it is told", () => {
  assert.throws(() => run("fail"), {
    code: "failed",
    number: -32000,
    message: "Failed on purpose",
    details: {},
  });
  assert.throws(() => run("fail", { message: "so", data: null }), {
    message: "so",
    details: { data: null },
  });
  const message = "message must be a string of 1 to 256 characters";
  refuses("fail", { message: "" }, message);
  refuses("fail", { message: null }, message);
});

test("serverInfo names the versions it runs on", () => {
  assert.deepEqual(run("serverInfo").result, {
    server: "node_server",
    runtime: `Node.js ${process.versions.node}`,
    library: "ws 8.23.0",
    contract: 1,
  });
});

test("only echo takes its params by position", () => {
  const names = ["getData", "saveData", "sleep", "fail", "serverInfo"];
  for (const name of [...names, "subscribe", "unsubscribe"]) {
    refuses(name, [1], "params must be an object");
  }
});

test("what objects inherit is no action", () => {
  for (const name of ["toString", "constructor", "__proto__", "", "getdata"]) {
    assert.throws(() => run(name), {
      code: "unknown_action",
      message: `Unknown action: ${name}`,
    });
  }
});

test("an unknown name is repeated up to 64 code points", () => {
  assert.throws(() => run("😀".repeat(1000)), {
    message: `Unknown action: ${"😀".repeat(64)}`,
  });
});

test("ticks begin one interval after the reply", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const session = newSession();
  const { result, afterReply } = run("subscribe", { intervalMs: 10 }, session);
  assert.deepEqual(result, { subscription: 1 });
  context.mock.timers.tick(100);
  assert.deepEqual(session.ticks, []);
  afterReply();
  context.mock.timers.tick(9);
  assert.deepEqual(session.ticks, []);
  context.mock.timers.tick(1);
  assert.deepEqual(session.ticks, [{ subscription: 1, sequence: 1 }]);
});

test("ticks end with the count", async () => {
  const session = newSession();
  const subscribeAndWait = (count) =>
    new Promise((resolve) => {
      session.pushTick = (tick) => {
        session.ticks.push(tick);
        if (tick.sequence === count) resolve();
      };
      run("subscribe", { intervalMs: 10, count }, session).afterReply();
    });
  await subscribeAndWait(2);
  assert.throws(() => run("unsubscribe", { subscription: 1 }, session), {
    code: "not_found",
    message: "No subscription 1",
  });
  // Three intervals more: the first one has had its time to go wrong.
  await subscribeAndWait(3);
  const numbers = session.ticks.map((tick) => tick.subscription);
  assert.deepEqual(numbers, [1, 1, 2, 2, 2]);
});

test("without a count the ticks go on until unsubscribe", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const session = newSession();
  run("subscribe", {}, session).afterReply();
  for (let second = 0; second < 1_200; second += 1) {
    context.mock.timers.tick(1_000);
  }
  assert.equal(session.ticks.length, 1_200);
  const { result } = run("unsubscribe", { subscription: 1 }, session);
  assert.deepEqual(result, { subscription: 1 });
  context.mock.timers.tick(10_000);
  assert.equal(session.ticks.length, 1_200);
});

test("a subscription closed before its reply went never ticks", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const session = newSession();
  const { afterReply } = run("subscribe", { intervalMs: 10 }, session);
  run("unsubscribe", { subscription: 1 }, session);
  afterReply();
  context.mock.timers.tick(1_000);
  assert.deepEqual(session.ticks, []);
});

test("sixteen subscriptions at once, whatever their numbers", () => {
  const session = newSession();
  for (let count = 0; count < MAX_SUBSCRIPTIONS; count += 1) {
    run("subscribe", {}, session);
  }
  assert.throws(() => run("subscribe", {}, session), {
    code: "busy",
    message: "Too many subscriptions",
  });
  run("unsubscribe", { subscription: 4 }, session);
  assert.deepEqual(run("subscribe", {}, session).result, { subscription: 17 });
});

test("subscribe and unsubscribe check their numbers", () => {
  const interval = "intervalMs must be a whole number from 10 to 60000";
  const count = "count must be a whole number from 1 to 1000";
  const number = "subscription must be a whole number from 1";
  for (const intervalMs of [9, 60_001, 10.5, "10", null]) {
    refuses("subscribe", { intervalMs, count: 0 }, interval);
  }
  for (const bad of [0, 1_001, 1.5, true, null]) {
    refuses("subscribe", { count: bad }, count);
  }
  for (const subscription of [undefined, 0, "1", 1.5]) {
    refuses("unsubscribe", { subscription }, number);
  }
});

test("a call with an idempotency key is done once", () => {
  const session = newSession();
  const save = (params) => run("saveData", params, session).result;
  const params = { item: "a", value: 1, idempotencyKey: "k" };
  assert.deepEqual(save(params), { id: 2, name: "a", value: 1 });
  assert.deepEqual(save({ ...params, value: 1.0 }), save(params));
  assert.equal(save({ ...params, idempotencyKey: "other" }).id, 3);
  for (const other of [{ item: "b" }, { value: 2 }]) {
    assert.throws(() => save({ ...params, ...other }), {
      code: "invalid_params",
      message: "idempotencyKey belongs to a call with other parameters",
    });
  }
  for (const idempotencyKey of ["", "x".repeat(257), 7, null]) {
    assert.throws(() => save({ ...params, idempotencyKey }), {
      code: "invalid_params",
      message: "idempotencyKey must be a string of 1 to 256 characters",
    });
  }
});

test("idempotency keys are forgotten by their number and by their age", () => {
  let now = 0;
  let calls = 0;
  const keys = new IdempotencyKeys(() => now);
  const once = (key) => keys.once(key, [], () => (calls += 1));
  for (let number = 0; number <= MAX_IDEMPOTENCY_KEYS; number += 1) {
    once(`${number}`);
  }
  assert.equal(keys.size, MAX_IDEMPOTENCY_KEYS);
  assert.equal(once("1"), 2);
  assert.equal(once("0"), MAX_IDEMPOTENCY_KEYS + 2);
  now = IDEMPOTENCY_KEY_AGE;
  assert.equal(once("0"), MAX_IDEMPOTENCY_KEYS + 3);
  assert.equal(keys.size, 1);
});

test("a call that fails does not use up its key", () => {
  const keys = new IdempotencyKeys(() => 0);
  const fail = () => {
    throw new Error("full");
  };
  assert.throws(() => keys.once("k", [], fail), { message: "full" });
  assert.equal(
    keys.once("k", [], () => 1),
    1,
  );
});

/** Two connections of one server, and the time. */
function twoSessions(context) {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const streams = new Streams(() => Date.now());
  const advance = (intervals) => {
    for (let passed = 0; passed < intervals; passed += 1) {
      context.mock.timers.tick(10);
    }
  };
  return [newSession(streams), newSession(streams), advance, streams];
}

const subscribe = (session, params) => {
  const outcome = run("subscribe", { intervalMs: 10, ...params }, session);
  outcome.afterReply();
  return outcome.result;
};

const sequences = ({ ticks }) => ticks.map(({ sequence }) => sequence);

test("a stream goes on where the client left it", (context) => {
  const [one, two, advance] = twoSessions(context);
  const { epoch, ...rest } = subscribe(one, { resumable: true, count: 7 });
  assert.deepEqual(rest, { subscription: 1, offset: 0 });
  advance(2);
  one.subscriptions.closeAll();
  advance(3);
  assert.deepEqual(sequences(one), [1, 2]);
  assert.deepEqual(subscribe(two, { epoch, offset: 1 }), {
    subscription: 1,
    epoch,
    offset: 1,
  });
  advance(9);
  assert.deepEqual(sequences(two), [2, 3, 4, 5, 6, 7]);
});

test("what is no longer kept is left out, and the offset says so", (context) => {
  const [one, two, advance] = twoSessions(context);
  const { epoch } = subscribe(one, { resumable: true });
  one.subscriptions.closeAll();
  advance(MAX_HISTORY + 30);
  assert.equal(subscribe(two, { epoch, offset: 5 }).offset, 30);
  advance(MAX_HISTORY);
  assert.equal(sequences(two)[0], 31);
});

test("a stream that is not kept begins anew, with another epoch", (context) => {
  const [one, two, advance, streams] = twoSessions(context);
  const { epoch } = subscribe(one, { resumable: true });
  for (const wish of [
    { epoch: "another", offset: 0 },
    { epoch, offset: 1 },
  ]) {
    const result = subscribe(two, wish);
    assert.equal(result.offset, 0);
    assert.notEqual(result.epoch, epoch);
  }
  run("unsubscribe", { subscription: 1 }, one);
  assert.notEqual(subscribe(two, { epoch }).epoch, epoch);
  two.subscriptions.closeAll();
  const { epoch: last } = subscribe(one, { resumable: true });
  one.subscriptions.closeAll();
  advance(RESUME_TIME / 10 + 1);
  assert.equal(streams.find(last, 0), undefined);
});

test("a stream is one subscription's of a connection: the newest", (context) => {
  const [one, , advance, streams] = twoSessions(context);
  const { epoch } = subscribe(one, { resumable: true });
  advance(1);
  subscribe(one, { epoch, offset: 1 });
  advance(2);
  assert.deepEqual(sequences(one), [1, 2, 3]);
  assert.throws(() => run("unsubscribe", { subscription: 1 }, one), {
    message: "No subscription 1",
  });
  assert.equal(streams.size, 1);
});

test("a stream may be that of two connections", (context) => {
  const [one, two, advance] = twoSessions(context);
  const { epoch } = subscribe(one, { resumable: true });
  advance(1);
  subscribe(two, { epoch, offset: 1 });
  advance(2);
  assert.deepEqual(
    [sequences(one), sequences(two)],
    [
      [1, 2, 3],
      [2, 3],
    ],
  );
  run("unsubscribe", { subscription: 1 }, two);
  advance(1);
  assert.deepEqual(sequences(one), [1, 2, 3, 4]);
  assert.notEqual(subscribe(two, { epoch }).epoch, epoch);
});

test("a stream that is resumed takes no place of its own", (context) => {
  const [one] = twoSessions(context);
  const { epoch } = subscribe(one, { resumable: true });
  for (let count = 1; count < MAX_SUBSCRIPTIONS; count += 1) {
    subscribe(one, {});
  }
  assert.equal(subscribe(one, { epoch }).epoch, epoch);
});

test("a server keeps a bounded number of streams", () => {
  const streams = new Streams(() => 0);
  const kept = Array.from({ length: MAX_STREAMS }, () => new Stream(10, 1));
  kept.forEach((stream) => streams.keep(stream));
  streams.used(kept[0]);
  streams.keep(new Stream(10, 1));
  assert.equal(streams.size, MAX_STREAMS);
  assert.equal(streams.find(kept[0].epoch, 0), kept[0]);
  assert.equal(streams.find(kept[1].epoch, 0), undefined);
});

test("the parameters of a stream are checked in their order", () => {
  const flag = "resumable must be true or false";
  const epoch = "epoch must be a string of 1 to 256 characters";
  const offset = "offset must be a whole number from 0";
  for (const resumable of [1, "true", null]) {
    refuses("subscribe", { resumable, epoch: "" }, flag);
  }
  for (const bad of ["", 7, null]) {
    refuses("subscribe", { epoch: bad, offset: -1 }, epoch);
  }
  for (const bad of [-1, 1.5, "1", null]) {
    refuses("subscribe", { offset: bad }, offset);
  }
});
