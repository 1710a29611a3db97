"""Cells in unusual forms: every body in every wrapping, and some that are odd in one way only."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

HEAD = "def encode_length(length, masked):\n"

BODIES = {
    "right": """\
mask = 0x80 if masked else 0
if length < 126:
    return bytes([mask | length])
if length < 65536:
    return bytes([mask | 126]) + length.to_bytes(2, "big")
return bytes([mask | 127]) + length.to_bytes(8, "big")
""",
    "wrong": "return bytes([length & 127])\n",
    "empty": "...\n",
    "raises": "return bytes([length, masked, 'a'])\n",
    "display": "display(length)\nreturn b''\n",
    "magic": "%time length\nreturn b''\n",
    "shell": "!echo hello\nreturn b''\n",
    "assigned shell": "files = !ls\nreturn b''\n",
    "breakpoint": "breakpoint()\n",
    "debugger": "import pdb; pdb.set_trace()\n",
    "line separator": 'text = "a\u2028b"  # c\u2028d\nreturn text.encode()\n',
    "next line": 'text = "a\x85b"\n\x0c\nreturn text.encode()\n',
    "surrogate": 'print("\\ud800")\nreturn "\\ud800"\n',
    "quotes": "text = '''a\n  b\n'''\nreturn rb'\\d' + text.encode()\n",
    "memo": "memo[length] = masked\nreturn memo.get(length, b'')\n",
    "notebook": "return In[-1].encode() + bytes(_ or 0)\n",
    "generator": "yield length\n",
    "state": "global encode_length\nencode_length = None\nreturn b''\n",
    "exit": "import sys\nsys.exit(1)\n",
    "syntax": "return (\n",
    "non-local": "nonlocal length\nreturn b''\n",
    "unknown": "return zigzag(length)\n",
    "itself": "return encode_length(length, masked)\n",
    "the kit's": "import framebyframe.wire.frames as f\nreturn f.encode_length(length, masked)\n",
}

ABOVE = {
    "plain": "@exercise\n",
    "called": "@exercise()\n",
    "by id": '@exercise("02.encode_length")\n',
    "by another id": '@exercise("02.encode_frame")\n',
    "by no id": '@exercise("nothing")\n',
    "from its module": "@lesson.exercise\n",
    "over a cache": "@exercise\n@functools.lru_cache(maxsize=None)\n",
    "under a cache": "@functools.cache\n@exercise\n",
    "over a static method": "@exercise\n@staticmethod\n",
    "over a property": "@exercise\n@property\n",
    "over a good decorator": "@exercise\n@logged\n",
    "over a decorator of many lines": "@exercise\n@functools.lru_cache(\n    maxsize=None,\n)\n",
    "over a decorator that hides the name": "@exercise\n@hiding\n",
    "over a decorator that returns nothing": "@exercise\n@losing\n",
    "over an unknown decorator": "@exercise\n@nowhere\n",
    "over a decorator that raises": "@exercise\n@raising\n",
    "twice": "@exercise\n@exercise\n",
    "with the future": "from __future__ import annotations\n@exercise\n",
    "after a comment": "# my answer\n\n@exercise  # here\n",
    "timed": "%%time\n@exercise\n",
    "captured": "%%capture output\n@exercise\n",
    "asynchronous": "@exercise\nasync ",
}

AROUND = {
    "in an if": "if True:\n{}",
    "in a try": "try:\n{}finally:\n    pass\n",
    "in a loop": "for size in (1, 2):\n{}",
    "in a function": "def outer(size):\n{}    return encode_length\nencode_length = outer(3)\n",
    "in a class": "class Frames:\n{}",
}

ALONE = {
    "a class": "@exercise\nclass encode_length:\n    pass\n",
    "a lambda": "encode_length = exercise(lambda length, masked: bytes([length]))\n",
    "an empty lambda": "encode_length = exercise(lambda length, masked: ...)\n",
    "a lambda of many lines": (
        "encode_length = exercise(\n    lambda length, masked=False: (\n        bytes([length])  # here\n"
        "    )\n)\n"
    ),
    "a lambda with a type": "encode_length: object = exercise(lambda length, masked: b'')\n",
    "a lambda by id": 'encode_length = exercise("encode_length")(lambda length, masked: b"")\n',
    "a lambda in a cache": "encode_length = exercise(functools.cache(lambda length, masked: b''))\n",
    "a broken lambda": "encode_length = exercise(lambda length, masked: (b'')\n",
    "a lambda that cannot be": "encode_length = exercise(lambda length, masked=1 / 0: b'')\n",
    "two lambdas": (
        "encode_length = exercise(lambda length, masked: b'a'); encode_frame = exercise(lambda frame: b'b')\n"
    ),
    "another name": "def mine(length, masked):\n    return b''\nencode_length = exercise(mine)\n",
    "afterwards": HEAD + "    return b''\nencode_length = exercise(encode_length)\n",
    "afterwards, unbound": HEAD + "    return b''\nexercise(encode_length)\n",
    "a number": "encode_length = exercise(5)\n",
    "nothing at all": "encode_length = exercise(None)\n",
    "a built-in": "encode_length = exercise(bytes)\n",
    "a partial": "encode_length = exercise(functools.partial(max, 1))\n",
    "an object": "encode_length = exercise(object())\n",
    "the kit's own": (
        "from framebyframe.wire.frames import encode_length\nencode_length = exercise(encode_length)\n"
    ),
    "a parameter too many": "@exercise(1, 2)\n" + HEAD + "    return b''\n",
    "a named parameter": "@exercise(name='encode_length')\n" + HEAD + "    return b''\n",
    "a type unknown": "@exercise\ndef encode_length(length: Size, masked) -> Bits:\n    return b''\n",
    "a type unknown, later": (
        "from __future__ import annotations\n@exercise\n"
        "def encode_length(length: Size, masked):\n    return b''\n"
    ),
    "a default that raises": "@exercise\ndef encode_length(length, masked=1 / 0):\n    return b''\n",
    "no colon": "@exercise\ndef encode_length(length, masked)\n    return b''\n",
    "no def": "@exercise\nencode_length(length, masked):\n    return b''\n",
    "no body": "@exercise\ndef encode_length(length, masked):\n",
    "no function": "@exercise\n# encode_length\n",
    "mixed tabs": "@exercise\ndef encode_length(length, masked):\n\tif masked:\n        return b''\n",
    "a separator between": "@exercise\ndef encode_length(length,\u2028masked):\n    return b''\n",
    "a zero byte": "@exercise\ndef encode_length(length, masked):\n    return b'\0'\n",
    "nested too deep": "@exercise\n" + HEAD + "    return " + "(" * 300 + ")" * 300 + "\n",
    "a return outside": "@exercise\n" + HEAD + "    return b''\nreturn\n",
    "two of one name": ("@exercise\n" + HEAD + "    return b''\n") * 2,
    "two answers": "@exercise\n"
    + HEAD
    + "    return b''\n@exercise\ndef encode_frame(frame):\n    return b''\n",
    "a name misspelt": "@exercise\ndef encode_lenght(length, masked):\n    return b''\n",
    "no parameters": "@exercise\ndef encode_length():\n    return b''\n",
    "any parameters": "@exercise\ndef encode_length(*length, **masked):\n    return b''\n",
    "a name hidden": "exercise_of_mine = exercise\n@exercise_of_mine\n" + HEAD + "    return b''\n",
    "carriage returns": ("@exercise\n" + HEAD + "    return b''\n").replace("\n", "\r\n"),
    "history gone": "_ih = 5\n@exercise\n" + HEAD + "    return b''\n",
    "annotations gone": "@exercise\n" + HEAD + "    return b''\nencode_length.__annotations__ = None\n",
    "unmarked": HEAD + "    return b''\n",
    "unmarked again": HEAD + "    return b'a'\n",
    "unmarked and broken": "def encode_length(length, masked):\n    return b'' if 1 else 2\n",
}

CALLS = [
    *("hint()", "hint(5)", "hint('nothing')", "hint([])", "hint(object())", "hint(functools)"),
    *("solution()", "solution(5)", "solution('encode_lenght')", "report()", "report('encode_frame')"),
    *("report(5)", "use('yours')", "use(5)", "use('mine')", "use('reference')", "mend()", "progress()"),
    *("catch('encode_length', 5)", "catch(5)", "order(5)", "order('encode_length', 'x')", "hint"),
]

BEFORE = """\
import functools
from framebyframe import lesson
from framebyframe.lesson import catch, order, report
memo = {}

def logged(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        return function(*arguments)
    return wrapper

def hiding(function):
    def wrapper(*arguments):
        return function(*arguments)
    return wrapper

def losing(function):
    return None

def raising(function):
    raise ValueError("a decorator of mine")
"""


def wrapped() -> Iterator[tuple[str, str]]:
    """Every body in every wrapping."""
    for name, body in BODIES.items():
        function = HEAD + textwrap.indent(body, "    ", lambda line: line.strip(" ") != "")
        for how, above in ABOVE.items():
            yield f"{how}: {name}", above + function
        for how, around in AROUND.items():
            inner = "".join(f"    {line}\n" for line in f"@exercise\n{function}".rstrip("\n").split("\n"))
            yield f"{how}: {name}", around.format(inner)
