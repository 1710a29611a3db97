"""Frames, masks and close payloads: mistakes of callers, and cases that no vector covers."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import pytest
from wire_peers import KEY

from framebyframe.wire import (  # fmt: skip
    CloseCode,
    Frame,
    InvalidCloseCode,
    InvalidFrame,
    InvalidText,
    Opcode,
    Role,
    WrongType,
    encode_frame,
    masking,
)
from framebyframe.wire.close import may_be_sent
from framebyframe.wire.close_payload import encode_close_payload
from framebyframe.wire.errors import ProtocolFault
from framebyframe.wire.opcodes import CONTROL_OPCODES
from framebyframe.wire.reader import FrameReader, decode_length


def test_reserved_bits_are_encoded_and_decoded() -> None:
    frame = Frame(Opcode.TEXT, b"x", fin=False, rsv1=True, rsv2=True, rsv3=True)
    assert encode_frame(frame) == bytes.fromhex("71 01 78")
    reader = FrameReader()
    reader.feed(encode_frame(frame))
    assert reader.next_frame() == frame


@pytest.mark.parametrize("key", [b"", b"abc", b"abcde"])
def test_a_masking_key_has_four_bytes(key: bytes) -> None:
    with pytest.raises(InvalidFrame, match="4 bytes"):
        encode_frame(Frame(Opcode.TEXT, b"x", masking_key=key))


def test_what_is_a_control_frame() -> None:
    assert [opcode for opcode in Opcode if opcode.is_control] == sorted(CONTROL_OPCODES)


def test_the_other_end() -> None:
    assert Role.CLIENT.peer is Role.SERVER and Role.SERVER.peer is Role.CLIENT


def test_a_length_of_63_bits_is_legal() -> None:
    assert decode_length(bytes.fromhex("82 7f 7fffffffffffffff")) == (1 << 63) - 1
    with pytest.raises(ProtocolFault, match="highest bit"):
        decode_length(bytes.fromhex("82 7f 8000000000000000"))


def test_masking_keys_are_not_guessable() -> None:
    keys = list(islice(masking.masking_keys(), 3 * masking.KEYS_IN_POOL))
    assert {len(key) for key in keys} == {4}
    assert len(set(keys)) > 2.9 * masking.KEYS_IN_POOL
    assert next(masking.masking_keys()) != next(masking.masking_keys())


SIZES = [0, 1, 4, 5, 15, 16, 17, 125, 511, 512, 513, 65536]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("in_c", [True, False])
def test_every_size_is_masked_alike(size: int, in_c: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not in_c:
        monkeypatch.setattr(masking, "apply_mask_in_c", None)
        monkeypatch.setattr(masking, "LONG", 512)
    payload = bytes(n * 7 % 256 for n in range(size))
    masked = bytes(byte ^ KEY[n % 4] for n, byte in enumerate(payload))
    assert masking.mask_payload(payload, KEY) == masked
    assert type(masking.mask_payload(payload, KEY)) is bytes


def test_the_c_function_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_module(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(masking, "import_module", no_module)
    assert masking.find_c_mask() is None


WRONG: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: encode_close_payload(1005), InvalidCloseCode, "1005 may not be sent: use 1000"),
    (lambda: encode_close_payload(1006), InvalidCloseCode, "1006"),
    (lambda: encode_close_payload(1015), InvalidCloseCode, "1015"),
    (lambda: encode_close_payload(999), InvalidCloseCode, "999"),
    (lambda: encode_close_payload(5000), InvalidCloseCode, "5000"),
    (lambda: encode_close_payload(-1), InvalidCloseCode, "-1"),
    (lambda: encode_close_payload(1000.0), WrongType, "float"),  # type: ignore[arg-type]
    (lambda: encode_close_payload("1000"), WrongType, "str"),  # type: ignore[arg-type]
    (lambda: encode_close_payload(None, "why"), WrongType, "a reason needs one"),
    (lambda: encode_close_payload(1000, b"why"), WrongType, "bytes"),  # type: ignore[arg-type]
    (lambda: encode_close_payload(1000, "r" * 124), InvalidFrame, "123 bytes in UTF-8, this one 124"),
    (lambda: encode_close_payload(1000, "é" * 62), InvalidFrame, "this one 124"),
    (lambda: encode_close_payload(1000, "a\ud800"), InvalidText, "lone surrogate at index 1"),
]


@pytest.mark.parametrize("call, error, says", WRONG, ids=[says for _, _, says in WRONG])
def test_a_close_that_may_not_be_sent(call: Callable[[], object], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        call()


def test_a_close_code_that_is_refused_is_told_all_that_may_be_sent() -> None:
    with pytest.raises(InvalidCloseCode) as refused:
        encode_close_payload(5000)
    _, _, allowed = str(refused.value).partition("use ")
    ranges = re.findall(r"(\d+) to (\d+)", allowed)
    told = {code for first, last in ranges for code in range(int(first), int(last) + 1)}
    assert told == {code for code in range(65_536) if may_be_sent(code)}


def test_close_payloads() -> None:
    assert encode_close_payload(None) == b""
    assert encode_close_payload(CloseCode.NORMAL) == b"\x03\xe8"
    assert encode_close_payload(4999, "é" * 61 + "a") == b"\x13\x87" + b"\xc3\xa9" * 61 + b"a"
