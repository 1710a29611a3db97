import assert from "node:assert/strict";
import { test } from "node:test";

import { nestingDepth, parseJson } from "../src/json.js";

const nested = (levels) => "[".repeat(levels) + "]".repeat(levels);

test("values come back as they were sent", () => {
  const texts = ["0", '"a"', "null", "true", "[]", "{}", '{"a":[1,"b",null]}'];
  for (const text of texts) {
    assert.equal(JSON.stringify(parseJson(text)), text);
  }
});

test("blanks around a value are allowed", () => {
  assert.equal(parseJson(" \t\r\n1 \t\r\n"), 1);
});

test("the largest whole numbers that every language keeps", () => {
  assert.equal(parseJson("9007199254740991"), Number.MAX_SAFE_INTEGER);
  assert.equal(parseJson("-9007199254740991.0"), Number.MIN_SAFE_INTEGER);
  assert.equal(parseJson("1e-400"), 0);
});

test("astral characters and escaped pairs are well formed", () => {
  assert.equal(parseJson('"😀"'), "😀");
  assert.equal(parseJson('"\\ud83d\\ude00"'), "😀");
});

const UNPARSABLE = [
  "",
  " ",
  "nope",
  "'a'",
  "\ufeff1",
  "[1,]",
  '{"a":1,}',
  "{a:1}",
  "1 2",
  "// 1\n1",
  "NaN",
  "Infinity",
  "-Infinity",
  "01",
  "+1",
  ".5",
  "1.",
  "0x10",
  '"\u0001"',
  '"\t"',
  '"',
  "[",
  "9007199254740992",
  "-9007199254740992",
  "9007199254740992.0",
  "1e300",
  "1e400",
  "-1e400",
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '{"\\ud800": 1}',
  '[{"a": ["\\udfff"]}]',
  '{"a": {"b": 1e16}}',
  nested(129),
];

test("what is unparsable", () => {
  for (const text of UNPARSABLE) {
    const what = JSON.stringify(text).slice(0, 60);
    assert.throws(() => parseJson(text), { code: "parse_error" }, what);
  }
});

test("128 levels are the deepest", () => {
  assert.doesNotThrow(() => parseJson(nested(128)));
  assert.doesNotThrow(() => parseJson(`{"a":${nested(127)}}`));
  assert.throws(() => parseJson(`{"a":${nested(128)}}`), {
    code: "parse_error",
  });
});

test("half a million levels cost no stack", () => {
  assert.throws(() => parseJson("[".repeat(500_000)), { code: "parse_error" });
  assert.throws(() => parseJson(nested(500_000)), { code: "parse_error" });
});

test("brackets in strings are no nesting", () => {
  assert.equal(nestingDepth('"[[["'), 0);
  assert.equal(nestingDepth('["\\"[", "\\\\", [1]]'), 2);
  assert.equal(nestingDepth('{"[[[": 1}'), 1);
  assert.equal(nestingDepth("[][][]"), 1);
  assert.equal(nestingDepth('["[['), 1);
});

test("of duplicate keys the last one wins, whatever it replaced", () => {
  assert.deepEqual(parseJson('{"a":1e400,"a":2}'), { a: 2 });
  assert.deepEqual(parseJson('{"a":"\\ud800","a":"b"}'), { a: "b" });
  assert.throws(() => parseJson(`{"a":${nested(128)},"a":1}`), {
    code: "parse_error",
  });
});

test("a key is data, whatever its name", () => {
  const text = '{"__proto__":{"a":1},"constructor":2,"toString":3}';
  const value = parseJson(text);
  assert.equal(JSON.stringify(value), text);
  assert.equal(value.a, undefined);
});
