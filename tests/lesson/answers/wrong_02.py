# ruff: noqa
# Wrong answers to chapter 02's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.

# --- encode_first_byte: fin_forgotten
def encode_first_byte(frame: Frame) -> int:
    value = frame.rsv1 << 6 | frame.rsv2 << 5 | frame.rsv3 << 4
    return value | frame.opcode


# --- encode_first_byte: fin_always
def encode_first_byte(frame: Frame) -> int:
    value = 0x80 + frame.opcode
    for flag, bit in ((frame.rsv1, 0x40), (frame.rsv2, 0x20), (frame.rsv3, 0x10)):
        value += bit if flag else 0
    return value


# --- encode_first_byte: fin_upside_down
def encode_first_byte(frame: Frame) -> int:
    more_follows = 0 if frame.fin else 1
    return more_follows << 7 | frame.rsv1 << 6 | frame.rsv2 << 5 | frame.rsv3 << 4 | frame.opcode


# --- encode_first_byte: fin_not_moved
def encode_first_byte(frame: Frame) -> int:
    return frame.fin | frame.rsv1 << 6 | frame.rsv2 << 5 | frame.rsv3 << 4 | frame.opcode


# --- encode_first_byte: fin_one_bit_low
def encode_first_byte(frame: Frame) -> int:
    return frame.fin << 6 | frame.rsv1 << 6 | frame.rsv2 << 5 | frame.rsv3 << 4 | frame.opcode


# --- encode_first_byte: opcode_forgotten
def encode_first_byte(frame: Frame) -> int:
    return (
        (FIN if frame.fin else 0)
        | (RSV1 if frame.rsv1 else 0)
        | (RSV2 if frame.rsv2 else 0)
        | (RSV3 if frame.rsv3 else 0)
    )


# --- encode_first_byte: halves_swapped
def encode_first_byte(frame: Frame) -> int:
    bits = f"{frame.opcode:04b}{frame.fin:d}{frame.rsv1:d}{frame.rsv2:d}{frame.rsv3:d}"
    return int(bits, 2)


# --- encode_first_byte: bits_counted_from_the_right
def encode_first_byte(frame: Frame) -> int:
    byte = 0
    if frame.fin:
        byte |= 1 << 0
    if frame.rsv1:
        byte |= 1 << 1
    if frame.rsv2:
        byte |= 1 << 2
    if frame.rsv3:
        byte |= 1 << 3
    return byte | frame.opcode << 4


# --- encode_first_byte: rsv_forgotten
def encode_first_byte(frame: Frame) -> int:
    return int(frame.fin) << 7 | frame.opcode


# --- encode_first_byte: only_rsv1
def encode_first_byte(frame: Frame) -> int:
    return 128 * frame.fin + 64 * frame.rsv1 + frame.opcode


# --- encode_first_byte: rsv_backwards
def encode_first_byte(frame: Frame) -> int:
    return frame.fin << 7 | frame.rsv3 << 6 | frame.rsv2 << 5 | frame.rsv1 << 4 | frame.opcode


# --- encode_first_byte: bytes_for_number
def encode_first_byte(frame: Frame) -> int:
    value = frame.fin << 7 | frame.rsv1 << 6 | frame.rsv2 << 5 | frame.rsv3 << 4 | frame.opcode
    return value.to_bytes(1, "big")


# --- encode_first_byte: fault returns_other_type
def encode_first_byte(frame: Frame) -> int:
    return f"{frame.fin:d}{frame.rsv1:d}{frame.rsv2:d}{frame.rsv3:d}{frame.opcode:04b}"


# --- encode_first_byte: fault returns_none
def encode_first_byte(frame: Frame) -> int:
    value = frame.fin << 7 | frame.opcode


# --- encode_first_byte: fin_always
def encode_first_byte(frame: Frame) -> int:
    return FIN | frame.opcode


# --- encode_first_byte: fin_one_bit_high
def encode_first_byte(frame: Frame) -> int:
    return frame.fin << 8 | frame.rsv1 << 6 | frame.rsv2 << 5 | frame.rsv3 << 4 | frame.opcode


# --- encode_first_byte: flags_one_bit_high
def encode_first_byte(frame: Frame) -> int:
    return frame.fin << 8 | frame.rsv1 << 7 | frame.rsv2 << 6 | frame.rsv3 << 5 | frame.opcode


# --- encode_first_byte: fin_one_bit_high
def encode_first_byte(frame: Frame) -> int:
    return (frame.fin << 8) + frame.opcode


# --- encode_length: little_endian
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length < 126:
        return struct.pack("B", mask | length)
    if length < 65536:
        return struct.pack("<BH", mask | 126, length)
    return struct.pack("<BQ", mask | 127, length)


# --- encode_length: three_bytes_for_125
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length < 125:
        return struct.pack("!B", mask | length)
    if length < 65536:
        return struct.pack("!BH", mask | 126, length)
    return struct.pack("!BQ", mask | 127, length)


# --- encode_length: one_byte_for_126
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length <= 126:
        return struct.pack("!B", mask | length)
    if length < 65536:
        return struct.pack("!BH", mask | 126, length)
    return struct.pack("!BQ", mask | 127, length)


# --- encode_length: one_byte_for_127
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length < 128:
        return struct.pack("!B", mask | length)
    if length < 65536:
        return struct.pack("!BH", mask | 126, length)
    return struct.pack("!BQ", mask | 127, length)


# --- encode_length: nine_bytes_for_65535
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length < 126:
        return bytes([mask + length])
    if length < 0xFFFF:
        return bytes([mask + 126, length >> 8, length & 0xFF])
    return bytes([mask + 127, *length.to_bytes(8, "big")])


# --- encode_length: three_bytes_for_65536
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length < 126:
        return bytes([mask + length])
    if length <= 65536:
        return bytes([mask + 126]) + length.to_bytes(2, "big")
    return bytes([mask + 127]) + length.to_bytes(8, "big")


# --- encode_length: three_bytes_for_65536
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length < 126:
        return struct.pack("!B", mask | length)
    if length <= 0x10000:
        return struct.pack("!B", mask | 126) + struct.pack("!H", length)
    return struct.pack("!BQ", mask | 127, length)


# --- encode_length: three_bytes_for_65536
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length < 126:
        return bytes([mask + length])
    if length <= 65536:
        return bytes([mask + 126, length // 256, length % 256])
    return bytes([mask + 127, *length.to_bytes(8, "big")])


# --- encode_length: never_nine_bytes
def encode_length(length: int, masked: bool) -> bytes:
    second = 128 if masked else 0
    if length <= 125:
        return bytes([second + length])
    return bytes([second + 126]) + length.to_bytes(2, "big")


# --- encode_length: never_nine_bytes
def encode_length(length: int, masked: bool) -> bytes:
    second = 128 if masked else 0
    return struct.pack("!B", second + length) if length <= 125 else struct.pack("!BH", second + 126, length)


# --- encode_length: struct_size
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length < 126:
        return struct.pack("!B", mask | length)
    if length < 65536:
        return struct.pack("!BH", mask | 126, length)
    return struct.pack("!BI", mask | 127, length)


# --- encode_length: struct_order
def encode_length(length: int, masked: bool) -> bytes:
    second = 128 if masked else 0
    if length < 126:
        return struct.pack("B", second + length)
    elif length < 65536:
        return struct.pack("BH", second + 126, length)
    return struct.pack("BQ", second + 127, length)


# --- encode_length: always_nine_bytes
def encode_length(length: int, masked: bool) -> bytes:
    return struct.pack("!BQ", (0x80 if masked else 0) | 127, length)


# --- encode_length: never_three_bytes
def encode_length(length: int, masked: bool) -> bytes:
    mask = masked << 7
    if length < 126:
        return bytes([mask | length])
    return bytes([mask | 127]) + length.to_bytes(8, "big")


# --- encode_length: marker_forgotten
def encode_length(length: int, masked: bool) -> bytes:
    if length < 126:
        return bytes([masked << 7 | length])
    return length.to_bytes(2 if length < 65536 else 8, "big")


# --- encode_length: markers_swapped
def encode_length(length: int, masked: bool) -> bytes:
    if length < 126:
        return bytes([masked << 7 | length])
    if length < 65536:
        return bytes([masked << 7 | 127]) + length.to_bytes(2, "big")
    return bytes([masked << 7 | 126]) + length.to_bytes(8, "big")


# --- encode_length: mask_bit_forgotten
def encode_length(length: int, masked: bool) -> bytes:
    if length < 126:
        return bytes([length])
    if length < 65536:
        return b"\x7e" + length.to_bytes(2, "big")
    return b"\x7f" + length.to_bytes(8, "big")


# --- encode_length: mask_bit_always
def encode_length(length: int, masked: bool) -> bytes:
    if length < 126:
        return bytes([0x80 | length])
    if length < 65536:
        return b"\xfe" + length.to_bytes(2, "big")
    return b"\xff" + length.to_bytes(8, "big")


# --- encode_length: mask_bit_upside_down
def encode_length(length: int, masked: bool) -> bytes:
    bit = 0 if masked else 0x80
    if length < 126:
        return bytes([bit | length])
    if length < 65536:
        return bytes([bit | 126]) + length.to_bytes(2, "big")
    return bytes([bit | 127]) + length.to_bytes(8, "big")


# --- encode_length: mask_bit_only_when_short
def encode_length(length: int, masked: bool) -> bytes:
    if length < 126:
        return bytes([length | 0x80 * masked])
    if length < 65536:
        return bytes([126]) + length.to_bytes(2, "big")
    return bytes([127]) + length.to_bytes(8, "big")


# --- encode_length: mask_bit_in_the_wrong_byte
def encode_length(length: int, masked: bool) -> bytes:
    if length < 126:
        return bytes([length + 128 * masked])
    size, marker = (2, 126) if length < 65536 else (8, 127)
    extended = bytearray(length.to_bytes(size, "big"))
    if masked:
        extended[0] |= 0x80
    return bytes([marker]) + bytes(extended)


# --- encode_length: mask_bit_not_moved
def encode_length(length: int, masked: bool) -> bytes:
    if length < 126:
        return bytes([masked | length])
    if length < 65536:
        return bytes([masked | 126]) + length.to_bytes(2, "big")
    return bytes([masked | 127]) + length.to_bytes(8, "big")


# --- encode_length: masked_counted
def encode_length(length: int, masked: bool) -> bytes:
    if length < 126:
        return bytes([length + masked])
    if length < 65536:
        return bytes([126 + masked]) + length.to_bytes(2, "big")
    return bytes([127 + masked]) + length.to_bytes(8, "big")


# --- encode_length: masked_counted_in_some_forms
def encode_length(length: int, masked: bool) -> bytes:
    if length < 126:
        return (length + masked).to_bytes()
    if length < 65536:
        return struct.pack("!BH", masked << 7 | 126, length)
    return struct.pack("!BQ", masked << 7 | 127, length)


# --- encode_length: fault returns_str
def encode_length(length: int, masked: bool) -> bytes:
    return chr(length)


# --- encode_length: fault returns_none
def encode_length(length: int, masked: bool) -> bytes:
    if length > 125:
        return bytes([masked << 7 | 126]) + length.to_bytes(2, "big")


# --- encode_length: fault returns_other_type
def encode_length(length: int, masked: bool) -> bytes:
    return masked << 7 | length


# --- encode_length: fault returns_other_type
def encode_length(length: int, masked: bool) -> bytes:
    result = bytearray()
    result.append(masked << 7 | length)
    return result


# --- encode_length: mask_bit_in_the_length
def encode_length(length: int, masked: bool) -> bytes:
    length = length | MASK if masked else length
    if length <= 125:
        return bytes([length])
    size, marker = (2, 126) if length <= 65535 else (8, 127)
    return bytes([marker]) + length.to_bytes(size, "big")


# --- encode_header: key_forgotten
def encode_header(frame: Frame) -> bytes:
    masked = frame.masking_key is not None
    return encode_first_byte(frame).to_bytes(1, "big") + encode_length(len(frame.payload), masked)


# --- encode_header: key_before_the_length
def encode_header(frame: Frame) -> bytes:
    header = bytearray([encode_first_byte(frame)])
    if frame.masking_key is not None:
        header += frame.masking_key
    header += encode_length(len(frame.payload), frame.masking_key is not None)
    return bytes(header)


# --- encode_header: key_first
def encode_header(frame: Frame) -> bytes:
    header = bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), False)
    if frame.masking_key is None:
        return header
    return frame.masking_key + header


# --- encode_header: header_without_mask_bit
def encode_header(frame: Frame) -> bytes:
    header = bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), False)
    if frame.masking_key is not None:
        header += frame.masking_key
    return header


# --- encode_header: header_always_with_mask_bit
def encode_header(frame: Frame) -> bytes:
    header = bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), True)
    if frame.masking_key is not None:
        header += frame.masking_key
    return header


# --- encode_header: any_key
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    header = bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), key is not None)
    return header if key is None else header + key


# --- encode_header: empty_is_false
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    header = bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), bool(key))
    if not key:
        return header
    if len(key) != 4:
        raise InvalidFrame("four bytes, please")
    return header + key


# --- encode_header: key_counted_in_the_length
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key or b""
    return bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload) + len(key), bool(key)) + key


# --- encode_header: characters_counted
def encode_header(frame: Frame) -> bytes:
    text = frame.payload.decode()
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four bytes")
    return bytes([encode_first_byte(frame)]) + encode_length(len(text), key is not None) + (key or b"")


# --- encode_header: length_before_the_first_byte
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key or b""
    return encode_length(len(frame.payload), bool(key)) + bytes([encode_first_byte(frame)]) + key


# --- encode_header: first_byte_forgotten
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key or b""
    return encode_length(len(frame.payload), bool(key)) + key


# --- encode_header: payload_in_the_header
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key or b""
    return (
        bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), bool(key)) + key + frame.payload
    )


# --- encode_header: zeros_for_the_first_byte
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key or b""
    return bytes(encode_first_byte(frame)) + encode_length(len(frame.payload), bool(key)) + key


# --- encode_header: fault raises_other
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise ValueError("a masking key has 4 bytes")
    return (
        bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), key is not None) + (key or b"")
    )


# --- encode_header: zeros_for_the_first_byte
def encode_header(frame: Frame) -> bytes:
    return bytes(encode_first_byte(frame)) + encode_length(len(frame.payload), False)


# --- encode_header: two_types
def encode_header(frame: Frame) -> bytes:
    masked = frame.masking_key is not None
    return encode_first_byte(frame) + encode_length(len(frame.payload), masked)


# --- encode_header: join
def encode_header(frame: Frame) -> bytes:
    parts = [encode_first_byte(frame), encode_length(len(frame.payload), frame.masking_key is not None)]
    return b"".join(parts)


# --- encode_header: key_left_out
def encode_header(frame: Frame) -> bytes:
    return bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), False)


# --- encode_header: concat
def encode_header(frame: Frame) -> bytes:
    return bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), True) + frame.masking_key


# --- encode_header: none
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if len(key) != 4:
        raise InvalidFrame("four bytes")
    return bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), True) + key


# --- encode_header: fault returns_error
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        return InvalidFrame("a key has four bytes")
    return (
        bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), key is not None) + (key or b"")
    )


# --- encode_frame: payload_not_masked
def encode_frame(frame: Frame) -> bytes:
    data = bytearray(encode_header(frame))
    data.extend(frame.payload)
    return bytes(data)


# --- encode_frame: payload_forgotten
def encode_frame(frame: Frame) -> bytes:
    return encode_header(frame)


# --- encode_frame: header_masked_too
def encode_frame(frame: Frame) -> bytes:
    data = encode_header(frame) + frame.payload
    if frame.masking_key is not None:
        data = bytes(byte ^ frame.masking_key[index % 4] for index, byte in enumerate(data))
    return data


# --- encode_frame: key_masked_too
def encode_frame(frame: Frame) -> bytes:
    header = encode_header(frame)
    key = frame.masking_key
    if key is None:
        return header + frame.payload
    start = len(header) - 4
    rest = header[start:] + frame.payload
    return header[:start] + bytes(byte ^ key[index % 4] for index, byte in enumerate(rest))


# --- encode_frame: payload_first
def encode_frame(frame: Frame) -> bytes:
    payload = frame.payload
    if frame.masking_key is not None:
        payload = masking.mask_payload(payload, frame.masking_key)
    return payload + encode_header(frame)


# --- encode_frame: masked_twice
def encode_frame(frame: Frame) -> bytes:
    parts = [encode_header(frame)]
    if frame.masking_key is None:
        parts.append(frame.payload)
    else:
        for _ in range(2):
            parts.append(masking.mask_payload(frame.payload, frame.masking_key))
    return b"".join(parts)


# --- encode_frame: payload_twice
def encode_frame(frame: Frame) -> bytes:
    data = encode_header(frame)
    if frame.masking_key is None:
        data += frame.payload
    else:
        data += masking.mask_payload(frame.payload, frame.masking_key)
    return data + frame.payload


# --- encode_frame: key_backwards
def encode_frame(frame: Frame) -> bytes:
    if frame.masking_key is None:
        return encode_header(frame) + frame.payload
    key = frame.masking_key
    return encode_header(frame) + bytes(byte ^ key[3 - index % 4] for index, byte in enumerate(frame.payload))


# --- encode_frame: one_key_byte
def encode_frame(frame: Frame) -> bytes:
    payload = frame.payload
    if frame.masking_key is not None:
        payload = masking.mask_payload(payload, frame.masking_key[:1] * 4)
    return encode_header(frame) + payload


# --- encode_frame: key_used_once
def encode_frame(frame: Frame) -> bytes:
    payload = bytearray(frame.payload)
    for index in range(min(4, len(payload))):
        if frame.masking_key is not None:
            payload[index] ^= frame.masking_key[index]
    return encode_header(frame) + bytes(payload)


# --- encode_frame: key_used_once_and_cut
def encode_frame(frame: Frame) -> bytes:
    if frame.masking_key is None:
        return encode_header(frame) + frame.payload
    return encode_header(frame) + bytes(one ^ other for one, other in zip(frame.payload, frame.masking_key))


# --- encode_frame: only_masked_payload
def encode_frame(frame: Frame) -> bytes:
    header = encode_header(frame)
    if frame.masking_key is not None:
        header += masking.mask_payload(frame.payload, frame.masking_key)
    return header


# --- encode_frame: fault argument_changed
def encode_frame(frame: Frame) -> bytes:
    header = encode_header(frame)
    if frame.masking_key is not None:
        frame.payload = masking.mask_payload(frame.payload, frame.masking_key)
    return header + frame.payload


# --- encode_frame: concat
def encode_frame(frame: Frame) -> bytes:
    return encode_header(frame) + frame.payload.decode()


# --- encode_frame: join
def encode_frame(frame: Frame) -> bytes:
    parts = [encode_header(frame)]
    parts.append(str(frame.payload, "utf-8"))
    return b"".join(parts)


# --- encode_frame: none
def encode_frame(frame: Frame) -> bytes:
    return encode_header(frame) + masking.mask_payload(frame.payload, frame.masking_key)


# --- encode_frame: none
def encode_frame(frame: Frame) -> bytes:
    data = encode_header(frame)
    for index, byte in enumerate(frame.payload):
        data += bytes([byte ^ frame.masking_key[index % 4]])
    return data


# --- encode_first_byte: rsv1_forgotten
def encode_first_byte(frame: Frame) -> int:
    return frame.fin << 7 | frame.rsv2 << 5 | frame.rsv3 << 4 | frame.opcode


# --- encode_first_byte: rsv2_forgotten
def encode_first_byte(frame: Frame) -> int:
    return frame.fin << 7 | frame.rsv1 << 6 | frame.rsv3 << 4 | frame.opcode


# --- encode_first_byte: rsv3_forgotten
def encode_first_byte(frame: Frame) -> int:
    return frame.fin << 7 | frame.rsv1 << 6 | frame.rsv2 << 5 | frame.opcode


# --- encode_length: only_the_short_case
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 * masked
    if length <= 125:
        return bytes([mask + length])


# --- encode_length: no_extended_length
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 * masked
    return bytes([mask | length])


# --- encode_length: marker_alone
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 * masked
    if length <= 125:
        return bytes([mask + length])
    return bytes([mask + (126 if length <= 65535 else 127)])


# --- encode_length: one_marker_for_both
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 * masked
    if length <= 125:
        return bytes([mask + length])
    return bytes([mask + 127]) + length.to_bytes(2 if length <= 65535 else 8, "big")


# --- encode_length: digits_for_the_length
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 * masked
    if length <= 125:
        return bytes([mask + length])
    return bytes([mask + (126 if length <= 65535 else 127)]) + b"%d" % length


# --- encode_length: key_counted
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 * masked
    size = length + 4 * masked
    if size < 126:
        return bytes([mask + size])
    if size < 65536:
        return bytes([mask + 126, size // 256, size % 256])
    return bytes([mask + 127]) + size.to_bytes(8, "big")


# --- encode_header: key_of_zeros
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four bytes")
    first = bytes([encode_first_byte(frame)])
    return first + encode_length(len(frame.payload), True) + (bytes(4) if key is None else key)


# --- encode_header: header_counted_in_the_length
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four bytes")
    first = bytes([encode_first_byte(frame)])
    return first + encode_length(2 + len(frame.payload), key is not None) + (key or b"")


# --- encode_header: no_key_when_empty
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four bytes")
    first = bytes([encode_first_byte(frame)])
    masked = key is not None and bool(frame.payload)
    return first + encode_length(len(frame.payload), masked) + (key if masked else b"")


# --- encode_frame: key_masked_with_payload
def encode_frame(frame: Frame) -> bytes:
    body = frame.payload
    if frame.masking_key:
        body = masking.mask_payload(frame.masking_key, body)
    return encode_header(frame) + body


# --- encode_frame: key_one_ahead
def encode_frame(frame: Frame) -> bytes:
    header, key = encode_header(frame), frame.masking_key
    if key is None:
        return header + frame.payload
    return header + bytes(byte ^ key[(index + 1) % 4] for index, byte in enumerate(frame.payload))


# --- encode_length: four_bytes_for_eight
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 * masked
    if length <= 125:
        return bytes([mask + length])
    if length <= 65535:
        return bytes([mask + 126, length >> 8, length & 255])
    return bytes(
        [mask + 127, 0, 0, 0, 0, length >> 24 & 255, length >> 16 & 255, length >> 8 & 255, length & 255]
    )


# --- encode_header: empty_key_is_no_key
def encode_header(frame: Frame) -> bytes:
    key = bytes(frame.masking_key or b"")
    if len(key) not in (0, 4):
        raise InvalidFrame("four bytes, or none")
    return bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), len(key) > 0) + key


# --- encode_length: mask_bit_in_a_byte_of_its_own
def encode_length(length: int, masked: bool) -> bytes:
    mask = bytes([128]) if masked else bytes(1)
    if length <= 125:
        return mask + bytes([length])
    size = 2 if length <= 65535 else 8
    return mask + bytes([126 if size == 2 else 127]) + length.to_bytes(size, "big")


# --- encode_first_byte: truth_as_text
def encode_first_byte(frame):
    first = frame.opcode
    if frame.fin == "true":
        first |= FIN
    for bit, is_set in ((RSV1, frame.rsv1), (RSV2, frame.rsv2), (RSV3, frame.rsv3)):
        if is_set == "true":
            first |= bit
    return first


# --- encode_length: no_short_form
def encode_length(length, masked):
    flag = MASK if masked else 0
    if length > 65535:
        return bytes([flag + 127]) + length.to_bytes(8, "big")
    return bytes([flag + 126, length >> 8, length & 255])


# --- encode_length: eight_bytes_cut_short
def encode_length(length, masked):
    flag = MASK if masked else 0
    if length < 126:
        return bytes([flag + length])
    digits = f"{length:04x}"
    number = bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2))
    return bytes([flag + (126 if len(number) == 2 else 127)]) + number


# --- encode_length: nothing_returned
def encode_length(length, masked):
    flag = MASK if masked else 0
    if length < 126:
        return bytes([flag + length])
    if length < 65536:
        return bytes([126, *length.to_bytes(2, "big")])
    if length >= 65536:
        number = bytes([flag + 127, *length.to_bytes(8, "big")])


# --- encode_frame: masked_before_checked
def encode_frame(frame):
    data = frame.payload
    if frame.masking_key is not None:
        data = masking.mask_payload(data, frame.masking_key)
    return encode_header(frame) + data


# --- encode_length: bytes_cut_short
def encode_length(length, masked):
    flag = MASK if masked else 0
    if length < 126:
        return bytes([flag + length])
    number = []
    rest = length
    while rest:
        number.insert(0, rest % 256)
        rest //= 256
    return bytes([flag + (126 if length < 65536 else 127), *number])


# --- encode_header: missing_return
def encode_header(frame):
    header = bytes([encode_first_byte(frame)])
    if frame.masking_key is None:
        header += encode_length(len(frame.payload), False)
    else:
        if len(frame.masking_key) != 4:
            raise InvalidFrame("four bytes")
        header += encode_length(len(frame.payload), True) + frame.masking_key


# --- encode_header: missing_return_in_branch
def encode_header(frame):
    header = bytes([encode_first_byte(frame)])
    key = frame.masking_key
    if key is None:
        header += encode_length(len(frame.payload), False)
    elif len(key) == 4:
        return header + encode_length(len(frame.payload), True) + key
    else:
        raise InvalidFrame("four bytes")


# --- encode_first_byte: missing_return
def encode_first_byte(frame):
    bits = ((FIN, frame.fin), (RSV1, frame.rsv1), (RSV2, frame.rsv2), (RSV3, frame.rsv3))
    number = frame.opcode + sum(bit for bit, is_set in bits if is_set)
    print(bin(number))


# --- encode_header: condition_too_many
def encode_header(frame):
    key = frame.masking_key
    has_key = key is not None and any(key)
    if key is not None and len(key) != 4:
        raise InvalidFrame("four bytes")
    start = bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), has_key)
    return start + key if has_key else start


# --- encode_first_byte: flag_and_truth
def encode_first_byte(frame):
    first = FIN & frame.fin
    first |= frame.rsv1 & RSV1
    first |= RSV2 & frame.rsv2
    first |= RSV3 & frame.rsv3
    return first | frame.opcode


# --- encode_first_byte: decimal_digits
def encode_first_byte(frame):
    flags = "".join("1" if flag else "0" for flag in (frame.fin, frame.rsv1, frame.rsv2, frame.rsv3))
    return int(flags + f"{frame.opcode:04d}", 2)


# --- encode_frame: masked_before_checked
def encode_frame(frame):
    body = frame.payload
    if frame.masking_key is not None:
        body = masking.mask_payload(body, frame.masking_key)
    if frame.opcode == Opcode.CLOSE:
        body = frame.payload
    return encode_header(frame) + body


# --- encode_first_byte: flags_not_moved
def encode_first_byte(frame: Frame) -> int:
    return sum((frame.fin, frame.rsv1, frame.rsv2, frame.rsv3), frame.opcode)


# --- encode_first_byte: flags_not_moved
def encode_first_byte(frame: Frame) -> int:
    return frame.opcode | any((frame.fin, frame.rsv1, frame.rsv2, frame.rsv3))


# --- encode_first_byte: flags_as_places
def encode_first_byte(frame: Frame) -> int:
    pairs = {128: frame.fin, 64: frame.rsv1, 32: frame.rsv2, 16: frame.rsv3}
    return frame.opcode | sum(1 << place for place, flag in pairs.items() if flag)


# --- encode_first_byte: flags_forgotten
def encode_first_byte(frame: Frame) -> int:
    byte = frame.fin * 128 + frame.rsv1 * 64 + frame.rsv2 * 32 + frame.rsv3 * 16 + frame.opcode
    return byte % 16


# --- encode_first_byte: flags_among_the_opcode
def encode_first_byte(frame: Frame) -> int:
    bits = [frame.fin, frame.rsv1, frame.rsv2, frame.rsv3]
    return int("".join(str(int(bit)) for bit in bits), 2) | frame.opcode


# --- encode_first_byte: opcode_among_the_flags
def encode_first_byte(frame: Frame) -> int:
    flags = FIN * frame.fin | RSV1 * frame.rsv1 | RSV2 * frame.rsv2 | RSV3 * frame.rsv3
    return flags | 16 * frame.opcode


# --- encode_first_byte: only_named_opcodes
def encode_first_byte(frame: Frame) -> int:
    codes = {0: 0, 1: 1, 2: 2, 8: 8, 9: 9, 10: 10}
    flags = FIN * frame.fin | RSV1 * frame.rsv1 | RSV2 * frame.rsv2 | RSV3 * frame.rsv3
    return flags | codes.get(int(frame.opcode), 0)


# --- encode_first_byte: key_sets_fin
def encode_first_byte(frame: Frame) -> int:
    flags = FIN * frame.fin | RSV1 * frame.rsv1 | RSV2 * frame.rsv2 | RSV3 * frame.rsv3
    mask = MASK if frame.masking_key else 0
    return mask | flags | frame.opcode


# --- encode_first_byte: key_for_fin
def encode_first_byte(frame: Frame) -> int:
    flags = RSV1 * frame.rsv1 | RSV2 * frame.rsv2 | RSV3 * frame.rsv3
    mask = 0 if frame.masking_key is None else MASK
    return mask | flags | frame.opcode


# --- encode_first_byte: opcode_with_each_flag
def encode_first_byte(frame: Frame) -> int:
    flags = ((frame.fin, FIN), (frame.rsv1, RSV1), (frame.rsv2, RSV2), (frame.rsv3, RSV3))
    return sum(bit + frame.opcode for is_set, bit in flags if is_set)


# --- encode_first_byte: rsv_all_at_once
def encode_first_byte(frame: Frame) -> int:
    reserved = 7 if any([frame.rsv1, frame.rsv2, frame.rsv3]) else 0
    return frame.fin << 7 | reserved << 4 | frame.opcode


# --- encode_first_byte: rsv_not_told_apart
def encode_first_byte(frame: Frame) -> int:
    reserved = [frame.rsv1, frame.rsv2, frame.rsv3].count(True)
    return frame.fin << 7 | reserved << 4 | frame.opcode


# --- encode_first_byte: rsv_not_told_apart
def encode_first_byte(frame: Frame) -> int:
    reserved = RSV2 if any([frame.rsv1, frame.rsv2, frame.rsv3]) else 0
    return frame.fin << 7 | reserved | frame.opcode


# --- encode_first_byte: one_rsv_alone
def encode_first_byte(frame: Frame) -> int:
    bits = ((frame.rsv1, 64), (frame.rsv2, 32), (frame.rsv3, 16))
    return frame.fin << 7 | next((bit for flag, bit in bits if flag), 0) | frame.opcode


# --- encode_first_byte: rsv3_asks_for_rsv2
def encode_first_byte(frame: Frame) -> int:
    flags = (frame.fin, frame.rsv1, frame.rsv2, frame.rsv2)
    return sum(0x80 >> place for place, flag in enumerate(flags) if flag) + frame.opcode


# --- encode_first_byte: opcode_in_three_bits
def encode_first_byte(frame: Frame) -> int:
    reserved = frame.rsv1 << 2 | frame.rsv2 << 1 | frame.rsv3
    return frame.fin << 7 | reserved << 4 | frame.opcode % 8


# --- encode_length: zero_is_not_short
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 if masked else 0
    if length in range(1, 126):
        return bytes([mask + length])
    if length in range(65536):
        return bytes([mask + 126]) + length.to_bytes(2, "big")
    return bytes([mask + 127]) + length.to_bytes(8, "big")


# --- encode_length: nothing_for_zero
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 if masked else 0
    size = 0 if length <= 125 else 2 if length <= 65535 else 8
    first = bytes([mask + (length if size == 0 else 126 if size == 2 else 127)])
    return (first + (length.to_bytes(size, "big") if size else b"")) * (length > 0)


# --- encode_length: long_marker_forgotten
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 if masked else 0
    if length > 65535:
        return bytes(length >> shift & 255 for shift in range(56, -8, -8))
    if length > 125:
        return bytes([mask + 126, length >> 8, length & 255])
    return bytes([mask + length])


# --- encode_length: mask_bit_not_for_zero
def encode_length(length: int, masked: bool) -> bytes:
    if length == 0:
        return bytes(1)
    mask = 128 if masked else 0
    if length > 65535:
        return bytes([mask + 127]) + length.to_bytes(8, "big")
    if length > 125:
        return bytes([mask + 126, length >> 8, length & 255])
    return bytes([mask + length])


# --- encode_header: short_keys_pass
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and key[4:]:
        raise InvalidFrame("too many")
    first = bytes([encode_first_byte(frame)])
    return first + encode_length(len(frame.payload), key is not None) + (b"" if key is None else key)


# --- encode_header: long_keys_pass
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) not in range(4, 100):
        raise InvalidFrame("too few")
    first = bytes([encode_first_byte(frame)])
    return first + encode_length(len(frame.payload), key is not None) + (b"" if key is None else key)


# --- encode_header: key_not_checked_when_empty
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    size = len(frame.payload)
    if size and key is not None and len(key) != 4:
        raise InvalidFrame("four")
    first = bytes([encode_first_byte(frame)])
    return first + encode_length(size, key is not None) + (b"" if key is None else key)


# --- encode_header: key_turned
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four")
    first = bytes([encode_first_byte(frame)])
    return first + encode_length(len(frame.payload), key is not None) + bytes(reversed(key or b""))


# --- encode_header: zeros_for_the_key
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four")
    first = bytes([encode_first_byte(frame)])
    return first + encode_length(len(frame.payload), key is not None) + bytes(b ^ b for b in key or b"")


# --- encode_header: key_forgotten_when_empty
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four")
    first = bytes([encode_first_byte(frame)])
    length = encode_length(len(frame.payload), key is not None)
    return first + length + (frame.payload and key or b"")


# --- encode_header: mask_bit_in_the_first_byte
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four")
    first = encode_first_byte(frame)
    if key is not None:
        first |= MASK
    return bytes([first]) + encode_length(len(frame.payload), False) + (key or b"")


# --- encode_header: mask_bit_by_payload
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four")
    size = len(frame.payload)
    return bytes([encode_first_byte(frame)]) + encode_length(size, size > 0) + (key or b"")


# --- encode_header: mask_bit_not_when_empty
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four")
    masked = key is not None and frame.payload != b""
    return bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), masked) + (key or b"")


# --- encode_header: length_of_the_key
def encode_header(frame: Frame) -> bytes:
    first, key = bytes([encode_first_byte(frame)]), frame.masking_key
    if key is None:
        return first + encode_length(len(frame.payload), False)
    size = len(key)
    if size != 4:
        raise InvalidFrame("four")
    return first + encode_length(size, True) + key


# --- encode_header: first_byte_alone_when_empty
def encode_header(frame: Frame) -> bytes:
    first, key = bytes([encode_first_byte(frame)]), frame.masking_key
    if frame.payload == b"":
        return first
    if key is not None and len(key) != 4:
        raise InvalidFrame("four")
    return first + encode_length(len(frame.payload), key is not None) + (key or b"")


# --- encode_frame: header_forgotten
def encode_frame(frame: Frame) -> bytes:
    if frame.masking_key is not None:
        return masking.mask_payload(frame.payload, frame.masking_key)
    return frame.payload


# --- encode_frame: header_forgotten
def encode_frame(frame: Frame) -> bytes:
    key = frame.masking_key or b"\0"
    encode_header(frame)
    return bytes(byte ^ key[place % len(key)] for place, byte in enumerate(frame.payload))


# --- encode_frame: first_byte_for_the_header
def encode_frame(frame: Frame) -> bytes:
    first, *_ = encode_header(frame)
    key = frame.masking_key or b"\0"
    payload = bytes(byte ^ key[place % len(key)] for place, byte in enumerate(frame.payload))
    return bytes([first]) + payload


# --- encode_frame: nothing_when_empty
def encode_frame(frame: Frame) -> bytes:
    header, payload = encode_header(frame), frame.payload
    if len(payload) == 0:
        return b""
    if frame.masking_key is not None:
        payload = masking.mask_payload(payload, frame.masking_key)
    return header + payload


# --- encode_first_byte: one_flag_alone
def encode_first_byte(frame: Frame) -> int:
    flags = ((frame.fin, 128), (frame.rsv1, 64), (frame.rsv2, 32), (frame.rsv3, 16))
    return next((bit for flag, bit in flags if flag), 0) | frame.opcode


# --- encode_first_byte: rsv_only_together
def encode_first_byte(frame: Frame) -> int:
    reserved = 0x70 if all((frame.rsv1, frame.rsv2, frame.rsv3)) else 0
    return frame.fin << 7 | reserved | frame.opcode


# --- encode_first_byte: flags_moved_again
def encode_first_byte(frame: Frame) -> int:
    value = frame.fin * FIN << 7 | frame.rsv1 * RSV1 << 6 | frame.rsv2 * RSV2 << 5 | frame.rsv3 * RSV3 << 4
    return value + frame.opcode


# --- encode_first_byte: opcode_always_text
def encode_first_byte(frame: Frame) -> int:
    value = 0x81 if frame.fin else 0x01
    for place, flag in ((6, frame.rsv1), (5, frame.rsv2), (4, frame.rsv3)):
        value |= bool(flag) << place
    return value


# --- encode_first_byte: rsv1_and_rsv2_swapped
def encode_first_byte(frame: Frame) -> int:
    return frame.fin << 7 | frame.rsv1 << 5 | frame.rsv2 << 6 | frame.rsv3 << 4 | frame.opcode


# --- encode_first_byte: rsv2_and_rsv3_swapped
def encode_first_byte(frame: Frame) -> int:
    return frame.fin << 7 | frame.rsv1 << 6 | frame.rsv2 << 4 | frame.rsv3 << 5 | frame.opcode


# --- encode_length: two_bytes_little_endian
def encode_length(length: int, masked: bool) -> bytes:
    mask = MASK if masked else 0
    if length < 126:
        return bytes([mask | length])
    if length < 1 << 16:
        return bytes([mask | 126, length & 255, length >> 8])
    return bytes([mask | 127, *length.to_bytes(8, "big")])


# --- encode_length: marker_forgotten
def encode_length(length: int, masked: bool) -> bytes:
    size = 1 if length < 126 else 2 if length < 65536 else 8
    return (length | masked << size * 8 - 1).to_bytes(size, "big")


# --- encode_length: marker_behind
def encode_length(length: int, masked: bool) -> bytes:
    size, code = (0, length) if length < 126 else (2, 126) if length < 65536 else (8, 127)
    more = length.to_bytes(size, "big") if size else b""
    return more + bytes([masked << 7 | code])


# --- encode_length: markers_one_low
def encode_length(length: int, masked: bool) -> bytes:
    mask = 128 if masked else 0
    if length < 126:
        return bytes([mask + length])
    code, size = (125, 2) if length < 65536 else (126, 8)
    return bytes([mask + code]) + length.to_bytes(size, "big")


# --- encode_header: characters_counted
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("a masking key has four bytes")
    text = str(frame.payload, "utf-8", "replace")
    return ONE_BYTE[encode_first_byte(frame)] + encode_length(len(text), key is not None) + (key or b"")


# --- encode_header: payload_in_the_header
def encode_header(frame: Frame) -> bytes:
    start = ONE_BYTE[encode_first_byte(frame)]
    key, payload = frame.masking_key, frame.payload
    if key is None:
        return start + encode_length(len(payload), False) + payload
    if len(key) != 4:
        raise InvalidFrame("a masking key has four bytes")
    return start + encode_length(len(payload), True) + key + masking.mask_payload(payload, key)


# --- encode_frame: payload_first
def encode_frame(frame: Frame) -> bytes:
    payload = frame.payload
    if frame.masking_key is not None:
        payload = masking.mask_payload(payload, frame.masking_key)
    return payload + encode_header(frame)


# --- encode_frame: key_twice
def encode_frame(frame: Frame) -> bytes:
    header, key = encode_header(frame), frame.masking_key
    if key is None:
        return header + frame.payload
    return b"".join((header, key, masking.mask_payload(frame.payload, key)))


# --- encode_frame: padded_to_four
def encode_frame(frame: Frame) -> bytes:
    header = encode_header(frame)
    if frame.masking_key is None:
        return header + frame.payload
    padded = frame.payload.ljust((len(frame.payload) + 3) // 4 * 4, b"\0")
    return header + masking.mask_payload(padded, frame.masking_key)


# --- encode_frame: leading_zeros_lost
def encode_frame(frame: Frame) -> bytes:
    header = encode_header(frame)
    if frame.masking_key is None:
        return header + frame.payload
    number = int.from_bytes(masking.mask_payload(frame.payload, frame.masking_key), "big")
    return header + number.to_bytes(-(-number.bit_length() // 8), "big")


# --- encode_frame: control_frames_cut
def encode_frame(frame: Frame) -> bytes:
    header, payload = encode_header(frame), frame.payload
    if frame.opcode & 8:
        payload = payload[:125]
    if frame.masking_key is None:
        return header + payload
    return header + masking.mask_payload(payload, frame.masking_key)


# --- encode_frame: in_several_frames
def encode_frame(frame: Frame) -> bytes:
    sent, rest = bytearray(), frame.payload
    flags = (frame.fin, frame.rsv1, frame.rsv2, frame.rsv3)
    while True:
        part = Frame(frame.opcode, rest[:125], *flags, masking_key=frame.masking_key)
        sent += encode_header(part)
        key = part.masking_key
        sent += part.payload if key is None else masking.mask_payload(part.payload, key)
        rest = rest[125:]
        if not rest:
            return bytes(sent)


# --- encode_frame: flags_and_key_not_handed_on
def encode_frame(frame: Frame) -> bytes:
    key, payload = frame.masking_key, frame.payload
    if key is not None:
        if len(key) != 4:
            raise InvalidFrame("a masking key has four bytes")
        payload = masking.mask_payload(payload, key)
    return encode_header(Frame(frame.opcode, payload)) + payload


# --- encode_length: one_byte_for_255
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    try:
        return bytes([mask | length])
    except ValueError:
        pass
    if length < 65536:
        return struct.pack("!BH", mask | 126, length)
    return struct.pack("!BQ", mask | 127, length)


# --- encode_length: low_bits_for_the_marker
def encode_length(length: int, masked: bool) -> bytes:
    first = bytes([(MASK if masked else 0) | length & 0x7F])
    if length < 126:
        return first
    return first + length.to_bytes(2 if length < 65536 else 8, "big")


# --- encode_length: marker_counted
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0
    if length < 126:
        return bytes([mask | length])
    if length < 65536:
        return bytes([mask | 126]) + length.to_bytes(3, "big")
    return bytes([mask | 127]) + length.to_bytes(9, "big")


# --- encode_header: multiples_of_four_pass
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    if key is not None and len(key) % 4:
        raise InvalidFrame("a masking key has four bytes")
    return (
        bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), key is not None) + (key or b"")
    )


# --- encode_first_byte: rsv_not_moved
def encode_first_byte(frame: Frame) -> int:
    return (FIN if frame.fin else 0) | frame.rsv1 | frame.rsv2 | frame.rsv3 | frame.opcode
