# ruff: noqa
# Right answers to chapter 02's exercises, in other styles than the reference.

# --- encode_first_byte: arithmetic
def encode_first_byte(frame: Frame) -> int:
    return 128 * frame.fin + 64 * frame.rsv1 + 32 * frame.rsv2 + 16 * frame.rsv3 + frame.opcode


# --- encode_first_byte: a string of bits
def encode_first_byte(frame: Frame) -> int:
    bits = "".join("1" if flag else "0" for flag in (frame.fin, frame.rsv1, frame.rsv2, frame.rsv3))
    return int(bits + format(frame.opcode, "04b"), 2)


# --- encode_length: struct
def encode_length(length: int, masked: bool) -> bytes:
    mask = 0x80 if masked else 0x00
    if length <= 125:
        return struct.pack("!B", mask | length)
    elif length < 2**16:
        return struct.pack("!BH", mask | 126, length)
    else:
        return struct.pack("!BQ", mask | 127, length)


# --- encode_length: one table, built up
def encode_length(length, masked):
    head, size = (length, 0) if length < 126 else (126, 2) if length < 65536 else (127, 8)
    result = bytearray([head + 128 * bool(masked)])
    for shift in range(size - 1, -1, -1):
        result.append(length >> (8 * shift) & 0xFF)
    return bytes(result)


# --- encode_header: built up
def encode_header(frame: Frame) -> bytes:
    key = frame.masking_key
    header = bytearray()
    header.append(encode_first_byte(frame))
    header.extend(encode_length(len(frame.payload), masked=key is not None))
    if key is not None:
        if len(key) != 4:
            raise InvalidFrame("wrong length of the masking key")
        header.extend(key)
    return bytes(header)


# --- encode_header: joined
def encode_header(frame: Frame) -> bytes:
    masked = frame.masking_key is not None
    if masked and len(frame.masking_key) != masking.MASKING_KEY_LENGTH:
        raise InvalidFrame
    parts = [
        encode_first_byte(frame).to_bytes(1, "big"),
        encode_length(len(frame.payload), masked),
        frame.masking_key or b"",
    ]
    return b"".join(parts)


# --- encode_frame: a loop of one's own
def encode_frame(frame: Frame) -> bytes:
    data = bytearray(encode_header(frame))
    key = frame.masking_key or bytes(4)
    for index, byte in enumerate(frame.payload):
        data.append(byte ^ key[index % 4])
    return bytes(data)


# --- encode_frame: itertools
def encode_frame(frame: Frame) -> bytes:
    payload = frame.payload
    if frame.masking_key is not None:
        pairs = zip(payload, itertools.cycle(frame.masking_key))
        payload = bytes(one ^ other for one, other in pairs)
    return encode_header(frame) + payload
