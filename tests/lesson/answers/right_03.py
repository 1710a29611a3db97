# ruff: noqa
# Right answers to chapter 03's exercises, in other styles than the reference.

# --- apply_mask: two iterators
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(payload, itertools.cycle(masking_key)))


# --- apply_mask: in place
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray(payload)
    for start in range(4):
        for i in range(start, len(masked), 4):
            masked[i] ^= masking_key[start]
    return bytes(masked)


# --- apply_mask: as C would
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray(len(payload))
    i = 0
    while i < len(payload):
        masked[i] = payload[i] ^ masking_key[i & 3]
        i += 1
    return bytes(masked)


# --- apply_mask_fast: the other byte order, and a longer key
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: word by word
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    result = bytearray()
    key = int.from_bytes(masking_key, "big")
    for start in range(0, len(payload), 4):
        word = payload[start : start + 4]
        number = int.from_bytes(word.ljust(4, b"\0"), "big") ^ key
        result += number.to_bytes(4, "big")[: len(word)]
    return bytes(result)


# --- turn_key: one at a time
def turn_key(masking_key: bytes, count: int) -> bytes:
    for _ in range(count % 4):
        masking_key = masking_key[1:] + masking_key[:1]
    return masking_key


# --- turn_key: by index
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes(masking_key[(count + i) % 4] for i in range(4))


# --- turn_key: doubled
def turn_key(masking_key: bytes, count: int) -> bytes:
    turn = count & 3
    return (masking_key + masking_key)[turn : turn + 4]


# --- masking_keys: one by one
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.token_bytes(4)


# --- masking_keys: the system, asked by itself
def masking_keys() -> Iterator[bytes]:
    import os

    yield from iter(lambda: os.urandom(4), None)


# --- masking_keys: a number
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.randbits(32).to_bytes(4, "little")


# --- masking_keys: as an identity
def masking_keys() -> Iterator[bytes]:
    import uuid

    while True:
        yield uuid.uuid4().bytes[:4]


# --- masking_keys: byte by byte, of the system
def masking_keys() -> Iterator[bytes]:
    import random

    source = random.SystemRandom()
    while True:
        yield bytes(source.randrange(256) for _ in range(4))


# --- masking_keys: from the device
def masking_keys() -> Iterator[bytes]:
    with open("/dev/urandom", "rb") as device:
        while True:
            yield device.read(4)


# --- masking_keys: from the library of TLS
def masking_keys() -> Iterator[bytes]:
    import ssl

    while True:
        yield ssl.RAND_bytes(4)
