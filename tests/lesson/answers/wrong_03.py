# ruff: noqa
# Wrong answers to chapter 03's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.

# --- apply_mask: not_masked
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i])
    return bytes(masked)


# --- apply_mask: key_alone
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(masking_key[i & 3])
    return bytes(masked)


# --- apply_mask: one_key_byte
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ masking_key[0])
    return bytes(masked)


# --- apply_mask: last_key_byte
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ masking_key[-1])
    return bytes(masked)


# --- apply_mask: three_key_bytes
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ masking_key[:3][i % 3])
    return bytes(masked)


# --- apply_mask: key_by_value
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ masking_key[payload[i] & 3])
    return bytes(masked)


# --- apply_mask: key_one_ahead
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ (masking_key[1:] + masking_key[:1])[i % 4])
    return bytes(masked)


# --- apply_mask: key_one_behind
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ masking_key[i % 4 - 1])
    return bytes(masked)


# --- apply_mask: key_backwards
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ masking_key[::-1][i % 4])
    return bytes(masked)


# --- apply_mask: key_turns_backwards
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ masking_key[(4 - i) % 4])
    return bytes(masked)


# --- apply_mask: key_changes_every_fourth_byte
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ masking_key[(i // 4) % len(masking_key)])
    return bytes(masked)


# --- apply_mask: or_for_xor
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] | masking_key[i % 4])
    return bytes(masked)


# --- apply_mask: and_for_xor
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] & masking_key[i % 4])
    return bytes(masked)


# --- apply_mask: sum_for_xor
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append((payload[i] + masking_key[i % 4]) % 256)
    return bytes(masked)


# --- apply_mask: sum_for_xor
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append((payload[i] + masking_key[i % 4]) % 255)
    return bytes(masked)


# --- apply_mask: all_bits_turned
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(~(payload[i] ^ masking_key[i % 4]) & 0xFF)
    return bytes(masked)


# --- apply_mask: highest_bit_lost
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append((payload[i] ^ masking_key[i % 4]) % 128)
    return bytes(masked)


# --- apply_mask: payload_backwards
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[-1 - i] ^ masking_key[i % 4])
    return bytes(masked)


# --- apply_mask: key_used_once
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        masked.append(payload[i] ^ masking_key[i] if i < len(masking_key) else payload[i])
    return bytes(masked)


# --- apply_mask: key_used_once_and_cut
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(payload, masking_key))


# --- apply_mask: masked_backwards
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = []
    for i, byte in enumerate(payload):
        masked.insert(0, byte ^ masking_key[i % 4])
    return bytes(masked)


# --- apply_mask: key_in_front
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray(masking_key)
    for i, byte in enumerate(payload):
        masked.append(byte ^ masking_key[i % 4])
    return bytes(masked)


# --- apply_mask: rest_left_out
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = b""
    while len(payload) >= 4:
        masked += bytes(one ^ other for one, other in zip(payload[:4], masking_key))
        payload = payload[4:]
    return masked


# --- apply_mask: rest_in_the_clear
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = b""
    while len(payload) >= 4:
        masked += bytes(one ^ other for one, other in zip(payload[:4], masking_key))
        payload = payload[4:]
    return masked + payload


# --- apply_mask: last_four_in_the_clear
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray(payload)
    place = 0
    while place + 4 < len(payload):
        for i in range(4):
            masked[place + i] ^= masking_key[i]
        place += 4
    for i in range(len(payload) % 4):
        masked[place + i] ^= masking_key[i]
    return bytes(masked)


# --- apply_mask: ends_at_a_zero
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = []
    for i, byte in enumerate(payload):
        if not byte:
            break
        masked.append(byte ^ masking_key[i % 4])
    return bytes(masked)


# --- apply_mask: zero_skipped
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray(payload)
    for i in range(len(payload)):
        if payload[i]:
            masked[i] ^= masking_key[i % 4]
    return bytes(masked)


# --- apply_mask: as_text
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    text = ""
    for i, byte in enumerate(payload):
        text += chr(byte ^ masking_key[i % 4])
    return text.encode("utf-8")


# --- apply_mask: fault returns_other_type
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    return [byte ^ masking_key[i % 4] for i, byte in enumerate(payload)]


# --- apply_mask: fault raises
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    return bytes(byte ^ masking_key[i] for i, byte in enumerate(payload))


# --- apply_mask: fault returns_none
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytes(byte ^ masking_key[i % 4] for i, byte in enumerate(payload))


# --- apply_mask_fast: rest_in_the_clear
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    blocks = len(payload) // 4
    whole = int.from_bytes(payload[: 4 * blocks], "big") ^ int.from_bytes(masking_key * blocks, "big")
    return whole.to_bytes(4 * blocks, "big") + payload[4 * blocks :]


# --- apply_mask_fast: rest_left_out
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    blocks = len(payload) // 4
    whole = int.from_bytes(payload[: 4 * blocks], "big") ^ int.from_bytes(masking_key * blocks, "big")
    return whole.to_bytes(4 * blocks, "big")


# --- apply_mask_fast: key_used_once
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = masking_key[:size].ljust(size, b"\0")
    return (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: one_key_byte
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = bytes([masking_key[0]] * size)
    return (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: key_backwards
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (bytes(reversed(masking_key)) * size)[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: key_one_ahead
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[1 : size + 1]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: key_at_the_end
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * (size // 4 + 1))[4 - size % 4 :]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: payload_backwards
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "little")
    return number.to_bytes(size, "little")


# --- apply_mask_fast: keys_backwards
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "little")
    return number.to_bytes(size, "big")


# --- apply_mask_fast: masked_backwards
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")
    return number.to_bytes(size, "little")


# --- apply_mask_fast: zeros_lost
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    number = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    masked = b""
    while number:
        masked += bytes([number & 0xFF])
        number >>= 8
    return masked


# --- apply_mask_fast: or_for_xor
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    return (int.from_bytes(payload, "big") | int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: and_for_xor
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    return (int.from_bytes(payload, "big") & int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: not_masked
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    return int.from_bytes(payload, "big").to_bytes(len(payload), "big")


# --- apply_mask_fast: key_alone
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    return (masking_key * (len(payload) // 4 + 1))[: len(payload)]


# --- apply_mask_fast: eight_bytes_only
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    number = int.from_bytes(payload[:8], "little") ^ int.from_bytes(keys, "little")
    return number.to_bytes(size, "little")


# --- apply_mask_fast: fault raises
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = masking_key * (size // 4 + 1)
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return masked.to_bytes(size, "little")


# --- turn_key: not_turned
def turn_key(masking_key: bytes, count: int) -> bytes:
    return masking_key


# --- turn_key: turned_backwards
def turn_key(masking_key: bytes, count: int) -> bytes:
    turn = count % 4
    return masking_key[4 - turn :] + masking_key[: 4 - turn]


# --- turn_key: turned_once
def turn_key(masking_key: bytes, count: int) -> bytes:
    return masking_key[1:] + masking_key[:1] if count & 3 else masking_key


# --- turn_key: one_too_far
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes(masking_key[(count + i + 1) % 4] for i in range(4))


# --- turn_key: one_too_few
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes(masking_key[(count + i - 1) % 4] for i in range(4))


# --- turn_key: not_modulo
def turn_key(masking_key: bytes, count: int) -> bytes:
    return masking_key[count:] + masking_key[:count]


# --- turn_key: modulo_another
def turn_key(masking_key: bytes, count: int) -> bytes:
    for _ in range(count % 3):
        masking_key = masking_key[1:] + masking_key[:1]
    return masking_key


# --- turn_key: blocks_counted
def turn_key(masking_key: bytes, count: int) -> bytes:
    turn = (count // 4) & 3
    return (masking_key * 2)[turn : turn + 4]


# --- turn_key: cut_not_turned
def turn_key(masking_key: bytes, count: int) -> bytes:
    return masking_key[count % 4 : 4]


# --- turn_key: shifted_not_turned
def turn_key(masking_key: bytes, count: int) -> bytes:
    number = int.from_bytes(masking_key, "big") << 8 * (count % 4)
    return (number & 0xFFFFFFFF).to_bytes(4, "big")


# --- turn_key: front_alone
def turn_key(masking_key: bytes, count: int) -> bytes:
    return masking_key[: count % 4]


# --- turn_key: turned_and_reversed
def turn_key(masking_key: bytes, count: int) -> bytes:
    turn = count % 4
    turned = masking_key[turn:] + masking_key[:turn]
    return bytes(reversed(turned))


# --- turn_key: front_reversed
def turn_key(masking_key: bytes, count: int) -> bytes:
    turn = count % 4
    back = list(masking_key[turn:])
    for i in range(turn):
        back.append(masking_key[turn - 1 - i])
    return bytes(back)


# --- turn_key: fault returns_none
def turn_key(masking_key: bytes, count: int) -> bytes:
    masking_key = masking_key[count % 4 :] + masking_key[: count % 4]


# --- turn_key: fault raises
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes(masking_key[count + i] for i in range(4))


# --- masking_keys: can_be_foreseen
def masking_keys() -> Iterator[bytes]:
    import random

    while True:
        yield bytes(random.randrange(256) for _ in range(4))


# --- masking_keys: can_be_foreseen
def masking_keys() -> Iterator[bytes]:
    import random

    while True:
        yield random.getrandbits(32).to_bytes(4, "big")


# --- masking_keys: zeros
def masking_keys() -> Iterator[bytes]:
    while True:
        yield b"\0\0\0\0"


# --- masking_keys: same_key
def masking_keys() -> Iterator[bytes]:
    key = secrets.token_bytes(4)
    while True:
        yield key


# --- masking_keys: pool_used_again
def masking_keys() -> Iterator[bytes]:
    keys = [secrets.token_bytes(4) for _ in range(256)]
    while True:
        yield from keys


# --- masking_keys: comes_to_an_end
def masking_keys() -> Iterator[bytes]:
    for _ in range(256):
        yield secrets.token_bytes(4)


# --- masking_keys: one_key_and_no_more
def masking_keys() -> Iterator[bytes]:
    yield secrets.token_bytes(4)


# --- masking_keys: three_bytes
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.token_bytes(3)


# --- masking_keys: sixteen_bytes
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.token_bytes(16)


# --- masking_keys: neighbours_overlap
def masking_keys() -> Iterator[bytes]:
    pool = secrets.token_bytes(4)
    while True:
        yield pool
        pool = pool[1:] + secrets.token_bytes(1)


# --- masking_keys: one_byte_four_times
def masking_keys() -> Iterator[bytes]:
    while True:
        yield bytes([secrets.randbelow(256)] * 4)


# --- masking_keys: counted
def masking_keys() -> Iterator[bytes]:
    number = secrets.randbits(32)
    while True:
        number = (number + 1) % (1 << 32)
        yield number.to_bytes(4, "big")


# --- masking_keys: hex_digits
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.token_hex(2).encode()


# --- masking_keys: fault different
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.token_hex(4)


# --- masking_keys: fault different
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.randbits(32)


# --- apply_mask: last_byte_left_out
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload) - 1):
        masked.append(payload[i] ^ masking_key[i % 4])
    return bytes(masked)


# --- apply_mask: as_characters
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    text = str(payload, "utf-8")
    return bytes([ord(text[i]) ^ masking_key[i % 4] for i in range(len(text))])


# --- apply_mask: chained
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked, before = [], 0
    for i, byte in enumerate(payload):
        before ^= byte ^ masking_key[i % 4]
        masked.append(before)
    return bytes(masked)


# --- apply_mask: key_begins_anew
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray(payload)
    place = 0
    for i in range(len(payload)):
        masked[i] ^= masking_key[place % 4]
        place = (place + 1) % 255
    return bytes(masked)


# --- apply_mask: nothing_for_empty
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = None
    for i, byte in enumerate(payload):
        masked = (masked or b"") + bytes([byte ^ masking_key[i % 4]])
    return masked


# --- apply_mask_fast: rest_meets_the_end_of_the_key
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    masked = b""
    key = int.from_bytes(masking_key, "big")
    for start in range(0, len(payload), 4):
        piece = payload[start : start + 4]
        word = int.from_bytes(piece, "big") ^ key
        masked += (word & 256 ** len(piece) - 1).to_bytes(len(piece), "big")
    return masked


# --- apply_mask_fast: rest_meets_the_end_of_the_key
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    masked = b""
    key = int.from_bytes(masking_key + masking_key, "big")
    for start in range(0, len(payload), 8):
        piece = payload[start : start + 8]
        word = int.from_bytes(piece, "big") ^ key
        masked += (word & 256 ** len(piece) - 1).to_bytes(len(piece), "big")
    return masked


# --- apply_mask_fast: rounded
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    times = round(len(payload) / 4)
    keys = int.from_bytes((masking_key * times)[: len(payload)], "little")
    return (keys ^ int.from_bytes(payload, "little")).to_bytes(len(payload), "little")


# --- apply_mask_fast: rests_of_longer_in_the_clear
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    times = size // 4
    if not times:
        times = 1
    keys = (masking_key * times)[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")).to_bytes(size, "little")


# --- apply_mask_fast: sixteen_bytes_only
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key + masking_key + masking_key + masking_key).ljust(size, b"\0")[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: short_in_the_clear
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size] if size >= len(masking_key) else bytes(size)
    return (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")


# --- apply_mask_fast: eight_bytes_always
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    keys = (masking_key * len(payload))[: len(payload)]
    number = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return number.to_bytes(length=4 + len(masking_key), byteorder="little")


# --- apply_mask_fast: one_byte_too_many
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    keys = (masking_key * len(payload))[: len(payload)]
    number = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return number.to_bytes(len(payload), "little") + b"\0"


# --- apply_mask_fast: filled_up_to_fours
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    blocks = -(-len(payload) // 4)
    keys = (masking_key * blocks)[: len(payload)]
    number = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return number.to_bytes(blocks * 4, "little")


# --- apply_mask_fast: key_in_front
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")
    return b"".join([masking_key, number.to_bytes(size, "big")])


# --- apply_mask_fast: nothing_for_empty
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")
    return number.to_bytes(size, "big") if size else None


# --- apply_mask_fast: keys_not_cut
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    blocks = len(payload) // 4 + 1
    number = int.from_bytes(payload, "little") ^ int.from_bytes(masking_key * blocks, "little")
    return number.to_bytes(len(payload), "little")


# --- apply_mask_fast: difference_for_xor
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    one = int.from_bytes(payload, "little")
    other = int.from_bytes((masking_key * size)[:size], "little")
    return (max(one, other) - min(one, other)).to_bytes(size, "little")


# --- turn_key: turned_once
def turn_key(masking_key: bytes, count: int) -> bytes:
    first, *others = masking_key
    return bytes([*others, first])


# --- turn_key: one_too_far
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes(masking_key[(count + 1 + i) % 4] for i in range(4))


# --- turn_key: blocks_counted
def turn_key(masking_key: bytes, count: int) -> bytes:
    blocks = count >> 2
    return masking_key[blocks:] + masking_key[:blocks]


# --- turn_key: three_bytes
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes(masking_key[(count + i) % 4] for i in range(3))


# --- turn_key: whole_key_behind
def turn_key(masking_key: bytes, count: int) -> bytes:
    return (masking_key * 2)[count % 4 :]


# --- turn_key: repeated_not_cut
def turn_key(masking_key: bytes, count: int) -> bytes:
    long = masking_key + masking_key + masking_key
    return long[count & 3 :]


# --- turn_key: doubled_too_short
def turn_key(masking_key: bytes, count: int) -> bytes:
    long = masking_key + masking_key
    return long[count:][:4]


# --- turn_key: turned_by_bits
def turn_key(masking_key: bytes, count: int) -> bytes:
    bits = "".join(f"{byte:08b}" for byte in masking_key)
    turn = count % 4
    return int(bits[turn:] + bits[:turn], 2).to_bytes(4, "big")


# --- turn_key: front_reversed_in_place
def turn_key(masking_key: bytes, count: int) -> bytes:
    key = bytearray(masking_key)
    turn = count % 4
    key[:turn] = reversed(key[:turn])
    return bytes(key)


# --- turn_key: fault recursion_goes_on
def turn_key(masking_key: bytes, count: int) -> bytes:
    return turn_key(masking_key[1:] + masking_key[:1], count - 1) if count else masking_key


# --- masking_keys: comes_to_an_end
def masking_keys():
    for number in range(700):
        yield secrets.token_bytes(MASKING_KEY_LENGTH)


# --- masking_keys: seeded_by_the_system
def masking_keys() -> Iterator[bytes]:
    import random

    source = random.Random(secrets.randbits(256))
    while True:
        yield source.getrandbits(32).to_bytes(4, "big")


# --- masking_keys: seeded_with_a_constant
def masking_keys() -> Iterator[bytes]:
    import random

    random.seed(1)
    while True:
        yield random.randbytes(4)


# --- masking_keys: from_the_clock
def masking_keys() -> Iterator[bytes]:
    import struct
    import time

    while True:
        yield struct.pack(">I", int(time.time() * 1000) % 2**32)


# --- masking_keys: numbers_for_keys
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.randbelow(2**32)


# --- masking_keys: returned_not_yielded
def masking_keys() -> Iterator[bytes]:
    key = secrets.token_bytes(4)
    return iter(key)


# --- apply_mask: fault kits_later
def apply_mask(payload, masking_key):
    return apply_mask_fast(payload, masking_key)


# --- apply_mask: first_byte_left_out
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = b""
    i = 1
    while i < len(payload):
        masked += bytes([payload[i] ^ masking_key[i % 4]])
        i += 1
    return masked


# --- apply_mask: last_byte_alone
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    for i in range(len(payload)):
        masked = b""
        masked += bytes([payload[i] ^ masking_key[i % 4]])
    return masked


# --- apply_mask: place_of_an_equal_byte
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    return bytes(byte ^ masking_key[list(payload).index(byte) & 3] for byte in payload)


# --- apply_mask: equal_bytes_once
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = set()
    for i in range(len(payload)):
        masked.add(payload[i] ^ masking_key[i % 4])
    return bytes(masked)


# --- apply_mask: key_overwritten
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    key = list(masking_key)
    masked = []
    for byte in payload:
        masked.append(byte ^ key.pop(0))
        key.append(masked[-1])
    return bytes(masked)


# --- apply_mask: masked_zero_left_out
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for i in range(len(payload)):
        if payload[i] != masking_key[i % 4]:
            masked.append(payload[i] ^ masking_key[i % 4])
    return bytes(masked)


# --- apply_mask: zero_of_the_key_skipped
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    pairs = [(payload[i], masking_key[i % 4]) for i in range(len(payload))]
    return bytes(byte ^ key for byte, key in pairs if key > 0)


# --- apply_mask: zeros_at_an_end_lost
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = [payload[i] ^ masking_key[i % 4] for i in range(len(payload))]
    while masked and not masked[-1]:
        masked.pop()
    return bytes(masked)


# --- apply_mask: filled_up_to_fours
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray()
    for start in range(0, len(payload), 4):
        group = payload[start : start + 4].ljust(4, b"\0")
        masked += bytes(group[i] ^ masking_key[i] for i in range(4))
    return bytes(masked)


# --- apply_mask: short_in_the_clear
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray(payload)
    if len(payload) // 4:
        for i in range(len(payload)):
            masked[i] ^= masking_key[i % 4]
    return bytes(masked)


# --- apply_mask_fast: some_rests_in_the_clear
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = masking_key * ((size + 1) // 4)
    keys = keys[:size].ljust(size, b"\0")
    return bytes(one ^ other for one, other in zip(payload, keys))


# --- apply_mask_fast: repeated_a_fixed_number_of_times
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    masked = bytearray(payload)
    for i in range(min(len(payload), 4096)):
        masked[i] ^= masking_key[i % 4]
    return bytes(masked)


# --- apply_mask_fast: four_bytes_always
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * size)[:size]
    number = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return number.to_bytes(len(masking_key), "little")


# --- turn_key: nothing_left
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes(masking_key[i] for i in range(4) if i >= count)


# --- turn_key: place_of_an_equal_byte
def turn_key(masking_key: bytes, count: int) -> bytes:
    following = bytes([masking_key[count % 4]])
    place = masking_key.find(following)
    return masking_key[place:] + masking_key[:place]


# --- turn_key: equal_bytes_once
def turn_key(masking_key: bytes, count: int) -> bytes:
    turned = []
    for i in range(4):
        byte = masking_key[(count + i) % 4]
        if byte not in turned:
            turned.append(byte)
    return bytes(turned)


# --- turn_key: multiplied
def turn_key(masking_key: bytes, count: int) -> bytes:
    turned = bytearray()
    for i in range(4):
        turned.append(masking_key[count % 4 * i % 4])
    return bytes(turned)


# --- turn_key: reversed_not_turned
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes(reversed(masking_key))


# --- turn_key: xor_with_count
def turn_key(masking_key: bytes, count: int) -> bytes:
    turned = bytearray(masking_key)
    for i in range(4):
        turned[i] ^= count & 3
    return bytes(turned)


# --- turn_key: turned_by_half_bytes
def turn_key(masking_key: bytes, count: int) -> bytes:
    number = int.from_bytes(masking_key, "big")
    bits = count % 4 * 4
    return ((number << bits | number >> (32 - bits)) & 0xFFFFFFFF).to_bytes(4, "big")


# --- turn_key: zeros_lost
def turn_key(masking_key: bytes, count: int) -> bytes:
    turn = count % 4
    number = int.from_bytes(masking_key[turn:] + masking_key[:turn], "big")
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


# --- turn_key: nothing_for_whole
def turn_key(masking_key: bytes, count: int) -> bytes:
    for turn in (1, 2, 3):
        if count % 4 == turn:
            return masking_key[turn:] + masking_key[:turn]


# --- turn_key: a_case_is_missing
def turn_key(masking_key: bytes, count: int) -> bytes:
    one, two, three, four = masking_key
    table = {0: (one, two, three, four), 1: (two, three, four, one), 3: (four, one, two, three)}
    row = table.get(count % 4)
    return row and bytes(row)


# --- turn_key: repeated_too_seldom
def turn_key(masking_key: bytes, count: int) -> bytes:
    keys = b""
    for _ in range(count):
        keys += masking_key
    return keys[count : count + 4]


# --- turn_key: one_byte_twice
def turn_key(masking_key: bytes, count: int) -> bytes:
    turn = count % 4
    return (masking_key + masking_key)[turn : turn + 5]


# --- turn_key: next_byte_left_out
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes(masking_key[(count + i) % 4] for i in (1, 2, 3))


# --- masking_keys: seeded_with_the_clock
def masking_keys() -> Iterator[bytes]:
    import random
    import time

    dice = random.Random(int(time.time() * 1000))
    while True:
        yield dice.getrandbits(32).to_bytes(4, "big")


# --- masking_keys: first_pool_alone
def masking_keys() -> Iterator[bytes]:
    import random

    for _ in range(256):
        yield secrets.token_bytes(4)
    while True:
        yield random.randbytes(4)


# --- masking_keys: few_bytes_of_the_system
def masking_keys() -> Iterator[bytes]:
    number = secrets.randbits(32)
    while True:
        number = number * 22695477 + 1 & 0xFFFFFFFF
        yield number.to_bytes(4, "little")


# --- masking_keys: text_for_keys
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.token_hex(4)


# --- masking_keys: in_another_container
def masking_keys() -> Iterator[bytes]:
    while True:
        yield tuple(secrets.token_bytes(4))


# --- masking_keys: pool_not_cut
def masking_keys() -> Iterator[bytes]:
    while True:
        yield secrets.token_bytes(4 * 256)


# --- masking_keys: empty_key_after_each_pool
def masking_keys() -> Iterator[bytes]:
    while True:
        pool = secrets.token_bytes(4 * 256)
        for number in range(257):
            yield pool[4 * number : 4 * number + 4]


# --- masking_keys: cut_to_the_length
def masking_keys() -> Iterator[bytes]:
    while True:
        pool = secrets.token_bytes(4 * 256)
        for number in range(256):
            yield pool[4 * number : 4]


# --- masking_keys: half_overlaps
def masking_keys() -> Iterator[bytes]:
    pool = secrets.token_bytes(4)
    while True:
        yield pool
        pool = pool[2:] + secrets.token_bytes(2)


# --- masking_keys: each_pool_twice
def masking_keys() -> Iterator[bytes]:
    while True:
        keys = [secrets.token_bytes(4) for _ in range(256)]
        yield from keys
        yield from keys


# --- masking_keys: drawn_out_of_one_pool
def masking_keys() -> Iterator[bytes]:
    pool = secrets.token_bytes(4 * 256)
    while True:
        start = secrets.randbelow(256) * 4
        yield pool[start : start + 4]


# --- masking_keys: one_pool_for_all
def masking_keys(keys=[secrets.token_bytes(4) for _ in range(256)]) -> Iterator[bytes]:
    while True:
        yield from keys


# --- masking_keys: fewer_bytes_than_keys
def masking_keys() -> Iterator[bytes]:
    import random

    source = random.Random(secrets.token_bytes(32))
    while True:
        yield bytes(source.randrange(256) for _ in range(4))


# --- masking_keys: fewer_bytes_than_keys
def masking_keys() -> Iterator[bytes]:
    import random

    source = random.Random(secrets.token_bytes(32))
    while True:
        yield bytes(source.choices(range(256), k=4))


# --- masking_keys: fewer_bytes_than_keys
def masking_keys() -> Iterator[bytes]:
    import random

    source = random.Random()
    while True:
        yield source.randbytes(3) + source.randbytes(1)


# --- masking_keys: fewer_bytes_than_keys
def masking_keys() -> Iterator[bytes]:
    import hashlib

    secret, count = secrets.token_bytes(32), 0
    while True:
        yield hashlib.sha256(secret + count.to_bytes(8, "big")).digest()[:4]
        count += 1


# --- masking_keys: same_key_for_all
def masking_keys() -> Iterator[bytes]:
    from itertools import repeat

    return repeat(bytes.fromhex("37fa213d"))


# --- masking_keys: counted
def masking_keys() -> Iterator[bytes]:
    from itertools import count

    for number in count(1):
        yield number.to_bytes(4, "big")


# --- apply_mask: all_bits_turned_without_a_key
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    return bytes(255 - byte for byte in payload)


# --- apply_mask: key_repeated_and_cut
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(payload, masking_key * 100))


# --- apply_mask: key_begins_anew
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    def block(part):
        return bytes(b ^ masking_key[i % 4] for i, b in enumerate(part))

    return b"".join(block(payload[s : s + 125]) for s in range(0, len(payload), 125))


# --- apply_mask: size_of_a_number
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    n = len(payload)
    keys = (masking_key * (n // 4 + 1))[:n]
    x = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")
    return x.to_bytes((x.bit_length() + 7) // 8, "big")


# --- apply_mask: bytes_compared
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    # XOR: 1 if they differ, 0 if they are the same
    return bytes(int(b != masking_key[i % 4]) for i, b in enumerate(payload))


# --- apply_mask_fast: rest_meets_other_bytes
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * (size // 4)).ljust(size, masking_key[:1])
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return masked.to_bytes(size, "little")


# --- apply_mask_fast: rest_meets_other_bytes
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = masking_key * (size // 4) + turn_key(masking_key, size % 4)
    keys = keys[:size]
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return masked.to_bytes(size, "little")


# --- apply_mask_fast: rest_for_blocks
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * (size % 4))[:size]
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return masked.to_bytes(size, "little")


# --- apply_mask_fast: key_at_the_end_and_none_cut
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * (size // 4 + 1))[-size:]
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return masked.to_bytes(size, "little")


# --- apply_mask_fast: size_of_a_number
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "big")
    length = (masked.bit_length() + 7) // 8
    return masked.to_bytes(length, "little")


# --- apply_mask_fast: zeros_lost
def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    size = len(payload)
    keys = (masking_key * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")
    return bytes.fromhex(hex(masked)[2:])


# --- turn_key: one_too_few
def turn_key(masking_key: bytes, count: int) -> bytes:
    if count == 0:
        return masking_key
    last = (count - 1) % 4
    return bytes(masking_key[(last + i) % 4] for i in range(4))


# --- turn_key: modulo_another
def turn_key(masking_key: bytes, count: int) -> bytes:
    k = count % 8
    turned = masking_key[k:] + masking_key[:k]
    assert len(turned) == 4
    return turned


# --- turn_key: count_added
def turn_key(masking_key: bytes, count: int) -> bytes:
    return bytes((b + count) % 256 for b in masking_key)


# --- turn_key: two_exchanged
def turn_key(masking_key: bytes, count: int) -> bytes:
    k = count % 4
    key = bytearray(masking_key)
    key[0], key[k] = key[k], key[0]
    return bytes(key)


# --- turn_key: next_byte_alone
def turn_key(masking_key: bytes, count: int) -> bytes:
    return masking_key[count % 4]


# --- turn_key: a_case_is_not_turned
def turn_key(masking_key: bytes, count: int) -> bytes:
    r = count % 4
    if r == 1:
        return masking_key[1:] + masking_key[:1]
    elif r == 3:
        return masking_key[3:] + masking_key[:3]
    else:
        return masking_key


# --- masking_keys: neighbours_overlap
def masking_keys() -> Iterator[bytes]:
    while True:
        pool = secrets.token_bytes(KEYS_IN_POOL * MASKING_KEY_LENGTH)
        for k in range(KEYS_IN_POOL):
            yield pool[k : k + MASKING_KEY_LENGTH]


# --- masking_keys: list_returned
def masking_keys() -> Iterator[bytes]:
    pool = secrets.token_bytes(KEYS_IN_POOL * MASKING_KEY_LENGTH)
    keys = []
    for start in range(0, len(pool), MASKING_KEY_LENGTH):
        keys.append(pool[start : start + MASKING_KEY_LENGTH])
    return keys


# --- masking_keys: slice_stays
def masking_keys() -> Iterator[bytes]:
    while True:
        pool = secrets.token_bytes(KEYS_IN_POOL * MASKING_KEY_LENGTH)
        for _ in range(KEYS_IN_POOL):
            yield pool[:MASKING_KEY_LENGTH]


# --- masking_keys: hex_digits
def masking_keys() -> Iterator[bytes]:
    while True:
        pool = secrets.token_hex(KEYS_IN_POOL * MASKING_KEY_LENGTH).encode()
        for start in range(0, len(pool), MASKING_KEY_LENGTH):
            yield pool[start : start + MASKING_KEY_LENGTH]


# --- masking_keys: digits_for_bytes
def masking_keys() -> Iterator[bytes]:
    import random
    import string

    while True:
        yield "".join(random.choices(string.ascii_letters, k=4)).encode()


# --- masking_keys: hash_of_the_clock
def masking_keys() -> Iterator[bytes]:
    import hashlib
    import time

    while True:
        digest = hashlib.md5(str(time.time()).encode()).digest()
        for start in range(0, len(digest), MASKING_KEY_LENGTH):
            yield digest[start : start + MASKING_KEY_LENGTH]


# --- masking_keys: clock_of_uuid
def masking_keys() -> Iterator[bytes]:
    import uuid

    while True:
        yield from [uuid.uuid1().bytes[:4] for _ in range(256)]


# --- masking_keys: pool_remembered
def masking_keys(draw=__import__("functools").cache(secrets.token_bytes)) -> Iterator[bytes]:
    while True:
        pool = draw(1024)
        for start in range(0, len(pool), 4):
            yield pool[start : start + 4]


# --- masking_keys: a_value_never_comes
def masking_keys() -> Iterator[bytes]:
    while True:
        yield bytes(secrets.choice(range(1, 256)) for _ in range(4))


# --- masking_keys: a_value_never_comes
def masking_keys() -> Iterator[bytes]:
    while True:
        key = secrets.token_bytes(4)
        if 0 not in key:
            yield key


# --- masking_keys: text_for_keys
def masking_keys() -> Iterator[bytes]:
    while True:
        pool = secrets.token_hex(KEYS_IN_POOL * MASKING_KEY_LENGTH)
        for start in range(0, len(pool), MASKING_KEY_LENGTH):
            yield pool[start : start + MASKING_KEY_LENGTH]


# --- masking_keys: hash_of_the_clock
def masking_keys() -> Iterator[bytes]:
    import hashlib
    import time

    n = int(time.time())
    while True:
        n += 1
        yield hashlib.sha256(str(n).encode()).digest()[:4]


# --- apply_mask: filled_up_to_fours
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    out = b""
    for start in range(0, len(payload), 4):
        part = payload[start : start + 4]
        number = int.from_bytes(part, "big") ^ int.from_bytes(masking_key, "big")
        out += number.to_bytes(4, "big")
    return out
