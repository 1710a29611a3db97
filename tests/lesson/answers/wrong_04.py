# ruff: noqa
# Wrong answers to chapter 04's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.


# --- header_length: mask_bit_counted
def header_length(second_byte: int) -> int:
    return {126: 4, 127: 10}.get(second_byte, 2 if second_byte < 126 else 10)


# --- header_length: key_counted
def header_length(second_byte: int) -> int:
    size = {126: 4, 127: 10}.get(second_byte & 127, 2)
    if second_byte & 128:
        size += 4
    return size


# --- header_length: always_two
def header_length(second_byte: int) -> int:
    return 1 + 1


# --- header_length: extra_bytes_alone
def header_length(second_byte: int) -> int:
    return {126: 2, 127: 8}.get(second_byte & 127, 0)


# --- header_length: first_two_not_counted
def header_length(second_byte: int) -> int:
    match second_byte & 127:
        case 126:
            return 2
        case 127:
            return 8
    return 2


# --- header_length: first_byte_not_counted
def header_length(second_byte: int) -> int:
    return {126: 3, 127: 9}.get(second_byte & 127, 1)


# --- header_length: two_for_126
def header_length(second_byte: int) -> int:
    seven = second_byte & 127
    return 10 if seven > 126 else 2


# --- header_length: four_for_125
def header_length(second_byte: int) -> int:
    seven = second_byte & 127
    if seven == 127:
        return 10
    if seven >= 125:
        return 4
    return 2


# --- header_length: never_ten
def header_length(second_byte: int) -> int:
    return 4 if second_byte & 127 > 125 else 2


# --- header_length: never_four
def header_length(second_byte: int) -> int:
    return 10 if second_byte & 127 > 125 else 2


# --- header_length: four_bytes_for_eight
def header_length(second_byte: int) -> int:
    return {126: 4, 127: 6}.get(second_byte & 127, 2)


# --- header_length: sizes_swapped
def header_length(second_byte: int) -> int:
    return {127: 4, 126: 10}.get(second_byte & 127, 2)


# --- header_length: length_for_header
def header_length(second_byte: int) -> int:
    return {126: 4, 127: 10}.get(second_byte & 127, second_byte & 127)


# --- header_length: whole_frame
def header_length(second_byte: int) -> int:
    seven = second_byte & 127
    return {126: 4, 127: 10}.get(seven, 2 + seven)


# --- decode_length: mask_bit_counted
def decode_length(header: bytes) -> int:
    code = header[1]
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big") if header[2:] else 0
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code != 126 and length < 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: first_byte_read
def decode_length(header: bytes) -> int:
    code = header[0] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: little_endian
def decode_length(header: bytes) -> int:
    import struct

    code = header[1] & 127
    if code < 126:
        return code
    length = struct.unpack("<H" if code == 126 else "<Q", header[2:])[0]
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: marker_is_the_length
def decode_length(header: bytes) -> int:
    return header[1] % 128


# --- decode_length: marker_read_with_it
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int(header[1:].hex()[-16:], 16)
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: two_bytes_only
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = header[2] << 8 | header[3]
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: four_bytes_for_eight
def decode_length(header: bytes) -> int:
    import struct

    code = header[1] & 127
    if code < 126:
        return code
    length = struct.unpack("!H" if code == 126 else "!I", header[2:4] if code == 126 else header[2:6])[0]
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: last_byte_alone
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = header[len(header) - 1]
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: any_form
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: any_form_in_16_bits
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: any_form_in_64_bits
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: 64_bits_from_126_on
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length <= 125:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: shortest_refused
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 126 and length <= 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length <= 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: 125_in_16_bits
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 126 and length < 125:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: 65535_in_64_bits
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65535:
        raise ProtocolFault("too long a form")
    if length >> 63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: highest_bit_allowed
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    return length


# --- decode_length: exactly_highest_bit_allowed
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    if length > 2**63:
        raise ProtocolFault("the highest bit")
    return length


# --- decode_length: highest_bit_in_16_bits
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    if header[2] & 128:
        raise ProtocolFault("the highest bit")
    length = int.from_bytes(header[2:], "big")
    if length < (126 if code == 126 else 65536):
        raise ProtocolFault("too long a form")
    return length


# --- decode_length: highest_bit_allowed
def decode_length(header: bytes) -> int:
    import struct

    code = header[1] & 127
    if code < 126:
        return code
    length = struct.unpack("!H" if code == 126 else "!q", header[2:])[0]
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and 0 <= length < 65536:
        raise ProtocolFault("too long a form")
    return length


# --- decode_length: highest_bit_allowed
def decode_length(header: bytes) -> int:
    code = header[1] & 127
    if code < 126:
        return code
    length = int.from_bytes(header[2:], "big")
    if code == 126 and length < 126:
        raise ProtocolFault("too long a form")
    if code == 127 and length < 65536:
        raise ProtocolFault("too long a form")
    length &= 0x7FFF_FFFF_FFFF_FFFF
    return length


# --- decode_length: anything_goes
def decode_length(header: bytes) -> int:
    if len(header) == 2:
        return header[1] & 127
    return int(header[2:].hex(), 16)


# --- decode_header: mask_bit_in_the_first_byte
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, header[0] >= 128, decode_length(header))


# --- decode_header: mask_bit_compared
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, *reserved = decode_first_byte(header[0])
    masked = True if header[1] == 0x80 else False
    return FrameHeader(opcode, fin, *reserved, masked=masked, length=decode_length(header))


# --- decode_header: mask_bit_as_a_number
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, header[1] & 0b1000_0000, decode_length(header))


# --- decode_header: mask_bit_upside_down
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, header[1] < 128, decode_length(header))


# --- decode_header: mask_bit_not_looked_at
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, *reserved = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, *reserved, False, length=decode_length(header))


# --- decode_header: second_byte_for_first
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[-len(header) + 1])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, header[1] >= 128, decode_length(header))


# --- decode_header: seven_bits_for_length
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, header[1] >= 128, header[1] % 128)


# --- decode_header: mask_bit_in_the_length
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(
        opcode,
        fin,
        rsv1,
        rsv2,
        rsv3,
        header[1] >= 128,
        header[1] if decode_length(header) < 126 else decode_length(header),
    )


# --- decode_header: header_for_payload
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    decode_length(header)
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, header[1] >= 128, header_length(header[1]))


# --- decode_header: fin_upside_down
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin is False, rsv1, rsv2, rsv3, header[1] >= 128, decode_length(header))


# --- decode_header: rsv_backwards
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv3, rsv2, rsv1 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, header[1] >= 128, decode_length(header))


# --- decode_header: rsv_forgotten
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, *_ = decode_first_byte(header[0])
    return FrameHeader(
        opcode, fin, rsv1=False, rsv2=False, rsv3=False, masked=header[1] >= 128, length=decode_length(header)
    )


# --- feed: rest_lost
def feed(self, data: bytes) -> None:
    self._data = data
    self._used = 0


# --- feed: count_stays
def feed(self, data: bytes) -> None:
    self._data = self._data[self._used :] + data


# --- feed: everything_again
def feed(self, data: bytes) -> None:
    self._data = self._data + data
    self._used = 0


# --- feed: used_kept
def feed(self, data: bytes) -> None:
    kept = self._data[: self._used]
    self._data, self._used = kept + data, 0


# --- feed: new_in_front
def feed(self, data: bytes) -> None:
    self._data = data + self._data[self._used :]
    self._used = 0


# --- feed: new_lost
def feed(self, data: bytes) -> None:
    if self._used < len(self._data):
        return
    self._data, self._used = data, 0


# --- feed: nothing_kept
def feed(self, data: bytes) -> None:
    self.__init__(self._check_header)
    self._data = data


# --- feed: never_forgets
def feed(self, data: bytes) -> None:
    self._data = b"".join((self._data, data))


# --- feed: spaces_stripped
def feed(self, data: bytes) -> None:
    self._data = self._data[self._used :] + data.strip()
    self._used = 0


# --- next_header: rest_of_header_not_awaited
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2:
        return None
    size = header_length(rest[1])
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._used += size
    self._seen = 0
    return header


# --- next_header: one_byte_lost
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2:
        self._used += len(rest)
        return None
    size = header_length(rest[1])
    if len(rest) < size:
        return None
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._used += size
    self._seen = 0
    return header


# --- next_header: taken_too_early
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2:
        return None
    size = header_length(rest[1])
    self._used += size
    if len(rest) < size:
        return None
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._seen = 0
    return header


# --- next_header: waits_for_the_longest
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2 + 8:
        return None
    size = header_length(rest[1])
    if len(rest) < size:
        return None
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._used += size
    self._seen = 0
    return header


# --- next_header: waits_for_one_more
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2:
        return None
    size = header_length(rest[1])
    if len(rest) < size + 1:
        return None
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._used += size
    self._seen = 0
    return header


# --- next_header: four_always
def next_header(self) -> FrameHeader | None:
    begin = self._used
    stop = begin + 4
    if len(self._data) < stop:
        return None
    header = decode_header(self._data[begin:stop])
    if self._check_header:
        self._check_header(header)
    self._used, self._seen = stop, 0
    return header


# --- next_header: not_taken
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2:
        return None
    size = header_length(rest[1])
    if len(rest) < size:
        return None
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._seen = 0
    return header


# --- next_header: not_looked_at
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2:
        return None
    size = header_length(rest[1])
    if len(rest) < size:
        return None
    header = decode_header(rest[:size])
    self._used += size
    self._seen = 0
    return header


# --- next_header: key_taken_with_it
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2:
        return None
    size = header_length(rest[1])
    if rest[1] >= 128:
        size += 4
    if len(rest) < size:
        return None
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._used += size
    self._seen = 0
    return header


# --- next_header: short_is_wrong
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2:
        return None
    size = header_length(rest[1])
    if len(rest) < size:
        raise ProtocolFault("incomplete")
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._used += size
    self._seen = 0
    return header


# --- next_header: always_from_the_front
def next_header(self) -> FrameHeader | None:
    rest = self._data[:]
    if len(rest) < 2:
        return None
    size = header_length(rest[1])
    if len(rest) < size:
        return None
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._used = size
    self._seen = 0
    return header


# --- next_header: given_before_it_is_there
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2:
        return None
    size = header_length(rest[1])
    if len(rest) < size:
        return decode_header(rest[:1] + b"\0")
    header = decode_header(rest[:size])
    if self._check_header:
        self._check_header(header)
    self._used += size
    self._seen = 0
    return header


# --- next_frame: rest_lost
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._data = b""
    self._used = 0
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: header_forgotten
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: part_thrown_away
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        self.waiting = header
        self._used += len(rest)
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: half_a_frame
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: half_for_whole
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: two_reads_at_most
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if not self.waiting and len(rest) < key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: header_alone_forgotten
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        if rest:
            self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: key_not_in_the_end
def next_frame(self):
    header = self.waiting or self.next_header()
    if header is None:
        return None
    end = self._used + header.length
    if len(self._data) < end:
        self.waiting = header
        return None
    begin, key = self._used, None
    if header.masked:
        key = self._data[begin : begin + 4]
        begin += 4
    payload = self._data[begin:end]
    if key is not None:
        payload = masking.mask_payload(payload, key)
    self.waiting = None
    self._used = end
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: key_not_in_the_end
def next_frame(self):
    if self.waiting is None:
        self.waiting = self.next_header()
    header = self.waiting
    if header is None or len(self._data) - self._used < bytes_after(header):
        return None
    end = self._used + header.length
    if header.masked:
        key = self._data[self._used : self._used + masking.MASKING_KEY_LENGTH]
        payload = masking.mask_payload(self._data[self._used + len(key) : end], key)
    else:
        key, payload = None, self._data[self._used : end]
    self._used, self.waiting = end, None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: key_not_counted
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: waits_for_one_more
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) <= key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: empty_is_nothing
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if header.length == 0 or len(rest) < key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: used_not_counted
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    size = key_size + header.length
    if len(self._data) < size:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = self._data[self._used + key_size : size]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used = size
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: used_bytes_counted
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    self.waiting = header
    if len(self._data) < bytes_after(header):
        return None
    key = None
    if header.masked:
        key = self._data[self._used : self._used + 4]
        self._used += 4
    payload = self._data[self._used : self._used + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: key_taken_twice
def next_frame(self) -> Frame | None:
    header = self.waiting or self.next_header()
    if header is None:
        return None
    self.waiting = header
    key = None
    if header.masked:
        key = self._data[self._used : self._used + 4]
        self._used += 4
    if len(self._data) < self._used + header.length:
        return None
    payload = self._data[self._used : self._used + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: not_taken
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: header_stays
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: not_unmasked
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: key_in_the_payload
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[: key_size + header.length]
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: key_dropped
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3)


# --- next_frame: fields_forgotten
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        self.waiting = header
        return None
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, masking_key=key)


# --- next_frame: short_is_wrong
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    if header is None:
        return None
    key_size = 4 if header.masked else 0
    rest = self._data[self._used :]
    if len(rest) < key_size + header.length:
        raise ProtocolFault("incomplete")
    key = rest[:4] if header.masked else None
    payload = rest[key_size : key_size + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += key_size + header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: part_of_a_key_thrown_away
def next_frame(self) -> Frame | None:
    header = self.waiting if self.waiting is not None else self.next_header()
    self.waiting = header
    if header is None:
        return None
    rest = self._data[self._used :]
    key = None
    if header.masked:
        if len(rest) < 4:
            self._used += len(rest)
            return None
        key, rest = rest[:4], rest[4:]
    if len(rest) < header.length:
        return None
    payload = rest[: header.length]
    self._used = len(self._data) - len(rest) + header.length
    self.waiting = None
    if key:
        payload = masking.mask_payload(payload, key)
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- feed: data_replaced
def feed(self, data: bytes) -> None:
    self._data = data


# --- header_length: mask_bit_counted
def header_length(second_byte: int) -> int:
    return {126: 4, 127: 10}.get(second_byte, 2)


# --- header_length: eight_for_ten
def header_length(second_byte: int) -> int:
    seven = second_byte & 127
    if seven == 127:
        return 8
    return 4 if seven == 126 else 2


# --- decode_length: mask_bit_counted
def decode_length(header: bytes) -> int:
    length = header[1]
    if length == 126:
        length = int.from_bytes(header[2:4], "big")
        if length < 126:
            raise ProtocolFault("not the shortest form")
    elif length == 127:
        length = int.from_bytes(header[2:10], "big")
        if length < 65536 or length >> 63:
            raise ProtocolFault("not the shortest form")
    return length


# --- decode_length: key_skipped
def decode_length(header: bytes) -> int:
    seven = header[1] & 127
    if seven < 126:
        return seven
    begins = 6 if header[1] & MASK else 2
    length = int.from_bytes(header[begins:], "big")
    if length < (126 if seven == 126 else 65536) or length >> 63:
        raise ProtocolFault("another form")
    return length


# --- decode_length: header_for_payload
def decode_length(header: bytes) -> int:
    size = header_length(header[1])
    if size == 4 and header[2] == 0 and header[3] < 126:
        raise ProtocolFault("not the shortest form")
    if size == 10 and not 65536 <= int.from_bytes(header[2:], "big") < 1 << 63:
        raise ProtocolFault("not the right form")
    return size


# --- decode_length: sizes_swapped
def decode_length(header: bytes) -> int:
    size, least = {126: (8, 65536), 127: (2, 126)}.get(header[1] & 127, (0, 0))
    if not size:
        return header[1] & 127
    length = int.from_bytes(header[2 : 2 + size], "big")
    if length < least or length >> 63:
        raise ProtocolFault("not the right form")
    return length


# --- decode_header: reserved_opcode
def decode_header(header: bytes) -> FrameHeader:
    one, two = header[:2]
    flags = [bool(one & 128 >> place) for place in range(4)]
    return FrameHeader(one & 15, *flags, two > 127, decode_length(header))


# --- decode_header: reserved_opcode
def decode_header(header: bytes) -> FrameHeader:
    opcode = header[0] % 16
    if opcode not in range(11):
        raise ProtocolFault("reserved")
    flags = [bool(header[0] & 128 >> place) for place in range(4)]
    return FrameHeader(opcode, *flags, header[1] > 127, decode_length(header))


# --- feed: rest_lost
def feed(self, data):
    if self._used > 0:
        self._data, self._used = b"", 0
    self._data = b"".join((self._data, data))


# --- next_header: used_counted_twice
def next_header(self) -> FrameHeader | None:
    waiting = len(self._data) - self._used
    if waiting < 2:
        return None
    end = self._used + header_length(self._data[self._used + 1])
    if end > waiting:
        return None
    header = decode_header(self._data[self._used : end])
    if self._check_header is not None:
        self._check_header(header)
    self._used, self._seen = end, 0
    return header


# --- next_header: faults_kept_back
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used :]
    if len(rest) < 2 or len(rest) < header_length(rest[1]):
        return None
    try:
        header = decode_header(rest[: header_length(rest[1])])
        if self._check_header:
            self._check_header(header)
    except ProtocolFault:
        return None
    self._used += header_length(rest[1])
    self._seen = 0
    return header


# --- next_frame: part_thrown_away
def next_frame(self) -> Frame | None:
    header = self.waiting or self.next_header()
    self.waiting = header
    if header is None:
        return None
    start = self._used
    self._used += bytes_after(header)
    if self._used > len(self._data):
        return None
    key = self._data[start : start + 4] if header.masked else None
    payload = self._data[start + len(key or b"") : self._used]
    self.waiting = None
    if key:
        payload = masking.mask_payload(payload, key)
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: key_always_taken
def next_frame(self) -> Frame | None:
    header = self.waiting or self.next_header()
    self.waiting = header
    if header is None or len(self._data) - self._used < bytes_after(header):
        return None
    start, end = self._used + 4, self._used + bytes_after(header)
    key = self._data[self._used : start]
    payload = masking.mask_payload(self._data[start:end], key)
    self._used = end
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- header_length: bits_for_bytes
def header_length(second_byte: int) -> int:
    n = second_byte & 0x7F
    if n == 126:
        return 2 + 16
    if n == 127:
        return 2 + 64
    return 2


# --- header_length: nothing_for_short
def header_length(second_byte: int) -> int:
    match second_byte & 0x7F:
        case 126:
            return 4
        case 127:
            return 10


# --- header_length: nothing_for_127
def header_length(second_byte: int) -> int:
    n = second_byte & 0x7F
    if n <= 125:
        return 2
    elif n == 126:
        return 4


# --- decode_length: read_too_early
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n == 126:
        n = int.from_bytes(header[1:3], "big")
        if n < 126:
            raise ProtocolFault("short form please")
    elif n == 127:
        n = int.from_bytes(header[1:9], "big")
        if n < 65536 or n >= 2**63:
            raise ProtocolFault("bad length")
    return n


# --- decode_length: read_too_late
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n <= 125:
        return n
    value = int.from_bytes(header[3:], "big")
    if n == 126 and value <= 125:
        raise ProtocolFault("not minimal")
    if n == 127 and value <= 0xFFFF:
        raise ProtocolFault("not minimal")
    if n == 127 and value >> 63:
        raise ProtocolFault("highest bit")
    return value


# --- decode_length: bytes_added
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n < 126:
        return n
    length = sum(header[2:])
    if n == 126 and header[2] == 0 and length < 126:
        raise ProtocolFault("shortest form")
    if n == 127 and not any(header[2:8]):
        raise ProtocolFault("shortest form")
    if n == 127 and header[2] > 127:
        raise ProtocolFault("highest bit")
    return length


# --- decode_length: 255_times
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n == 126:
        length = header[2] * 255 + header[3]
        if length <= 125:
            raise ProtocolFault("not shortest")
        return length
    if n == 127:
        length = int.from_bytes(header[2:10], "big")
        if not 65535 < length < 2**63:
            raise ProtocolFault("bad")
        return length
    return n


# --- decode_length: key_counted
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    length = n
    if n >= 126:
        length = int.from_bytes(header[2:], "big")
        if n == 126 and length < 126:
            raise ProtocolFault("shorter, please")
        if n == 127 and length < 65536:
            raise ProtocolFault("shorter, please")
        if n == 127 and length >= 2**63:
            raise ProtocolFault("highest bit")
    return length + (MASKING_KEY_LENGTH if header[1] & MASK else 0)


# --- decode_length: 126_refused
def decode_length(header: bytes) -> int:
    short = header[1] & 0x7F
    if short < 126:
        return short
    length = int.from_bytes(header[2:], "big")
    if short == 126:
        if length <= 126:
            raise ProtocolFault("not the shortest form")
        return length
    if length >> 63:
        raise ProtocolFault("highest bit is set")
    if length <= 65535:
        raise ProtocolFault("not the shortest form")
    return length


# --- decode_length: 65536_refused
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n == 126:
        length = int.from_bytes(header[2:4], "big")
        if length < 126:
            raise ProtocolFault("shortest form!")
        return length
    if n == 127:
        length = int.from_bytes(header[2:10], "big")
        if length <= 65536:
            raise ProtocolFault("shortest form!")
        if length & (1 << 63):
            raise ProtocolFault("highest bit!")
        return length
    return n


# --- decode_length: highest_bit_of_the_last_byte
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n < 126:
        return n
    length = int.from_bytes(header[2:], "big")
    if n == 126 and length < 126 or n == 127 and length < 65536:
        raise ProtocolFault("not in its shortest form")
    if n == 127 and header[-1] & 0x80:
        raise ProtocolFault("highest bit")
    return length


# --- decode_length: highest_bit_of_the_second_byte
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n == 127:
        if header[1] & 0x80:
            raise ProtocolFault("highest bit of the length is set")
        length = int.from_bytes(header[2:10], "big")
        if length < 65536:
            raise ProtocolFault("not the shortest form")
        return length
    if n == 126:
        length = int.from_bytes(header[2:4], "big")
        if length < 126:
            raise ProtocolFault("not the shortest form")
        return length
    return n


# --- decode_length: highest_bit_cut_off
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n < 126:
        return n
    if n == 126:
        length = int.from_bytes(header[2:4], "big")
        if length < 126:
            raise ProtocolFault("not the shortest form")
        return length
    length = int.from_bytes(header[2:10], "big") & 0x7FFF_FFFF_FFFF_FFFF
    if length < 65536:
        raise ProtocolFault("not the shortest form")
    return length


# --- decode_length: anything_goes
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n < 126:
        return n
    length = int.from_bytes(header[2:], "big")
    if n == 126 and length >= 126:
        return length
    if n == 127 and 65536 <= length < 2**63:
        return length


# --- decode_length: marker_read_with_it
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n < 126:
        return n
    length = n
    for byte in header[2:]:
        length = length << 8 | byte
    real = int.from_bytes(header[2:], "big")
    if n == 126 and real < 126 or n == 127 and (real < 65536 or real >> 63):
        raise ProtocolFault("bad length")
    return length


# --- decode_header: fin_not_looked_at
def decode_header(header: bytes) -> FrameHeader:
    opcode, _fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, True, rsv1, rsv2, rsv3, bool(header[1] & MASK), decode_length(header))


# --- decode_header: bits_as_numbers
def decode_header(header: bytes) -> FrameHeader:
    b = header[0]
    opcode = decode_first_byte(b)[0]
    return FrameHeader(
        opcode, b & 0x80, b & 0x40, b & 0x20, b & 0x10, bool(header[1] & 0x80), decode_length(header)
    )


# --- decode_header: taken_apart_otherwise
def decode_header(header: bytes) -> FrameHeader:
    fin, rsv1, rsv2, rsv3, opcode = decode_first_byte(header[0])
    masked = bool(header[1] & 0x80)
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, masked, decode_length(header))


# --- decode_header: not_taken_apart
def decode_header(header: bytes) -> FrameHeader:
    first = decode_first_byte(header[0])
    return FrameHeader(first, masked=bool(header[1] & MASK), length=decode_length(header))


# --- decode_header: three_bits_of_opcode
def decode_header(header: bytes) -> FrameHeader:
    _, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    opcode = header[0] & 0x07
    if opcode > 2:
        raise ProtocolFault("reserved opcode")
    return FrameHeader(Opcode(opcode), fin, rsv1, rsv2, rsv3, header[1] > 127, decode_length(header))


# --- decode_header: upper_bits_for_opcode
def decode_header(header: bytes) -> FrameHeader:
    b = header[0]
    try:
        opcode = Opcode(b >> 4)
    except ValueError:
        raise ProtocolFault("reserved opcode") from None
    return FrameHeader(
        opcode,
        bool(b & 0x80),
        bool(b & 0x40),
        bool(b & 0x20),
        bool(b & 0x10),
        bool(header[1] & 0x80),
        decode_length(header),
    )


# --- decode_header: reserved_above_ten
def decode_header(header: bytes) -> FrameHeader:
    b = header[0]
    if 3 <= b & 0x0F <= 7:
        raise ProtocolFault("reserved opcode")
    return FrameHeader(
        Opcode(b & 0x0F),
        bool(b & 0x80),
        bool(b & 0x40),
        bool(b & 0x20),
        bool(b & 0x10),
        bool(header[1] & MASK),
        decode_length(header),
    )


# --- decode_header: header_for_payload
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, bool(header[1] & MASK), header_length(header[1]))


# --- feed: used_of_the_new
def feed(self, data: bytes) -> None:
    self._data = self._data + data[self._used :]
    self._used = 0


# --- feed: lost_without_header
def feed(self, data: bytes) -> None:
    if self.waiting is None:
        self._data = data
    else:
        self._data = self._data[self._used :] + data
    self._used = 0


# --- feed: nothing_new
def feed(self, data: bytes) -> None:
    rest = self._data[self._used :]
    rest += data
    self._used = 0


# --- feed: not_bytes
def feed(self, data: bytes) -> None:
    rest = bytearray(self._data[self._used :])
    rest.extend(data)
    self._data = rest
    self._used = 0


# --- next_header: ten_not_awaited
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    if data[start + 1] & 0x7F == 126 and len(data) < start + 4:
        return None
    end = start + header_length(data[start + 1])
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header


# --- next_header: waits_for_four
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + 4:
        return None
    end = start + header_length(data[start + 1])
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header


# --- next_header: waits_for_the_key
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    key = MASKING_KEY_LENGTH if data[start + 1] & MASK else 0
    if len(data) < end + key:
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header


# --- next_header: used_bytes_counted
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    size = header_length(data[start + 1])
    if len(data) < size:
        return None
    end = start + size
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header


# --- next_header: second_byte_of_all
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[1])
    if len(data) < end:
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header


# --- next_header: taken_for_a_judgement
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if len(data) < end:
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None and not self._check_header(header):
        return None
    self._used = end
    self._seen = 0
    return header


# --- next_header: seen_not_zero
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if len(data) < end:
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = self._seen = end
    return header


# --- next_header: not_given
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if len(data) < end:
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0


# --- next_header: taken_too_early
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if len(data) < end:
        self._data, self._used = b"", 0
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header


# --- next_frame: waiting_not_asked
def next_frame(self) -> Frame | None:
    header = self.next_header()
    if header is None:
        return None
    self.waiting = header
    end = self._used + bytes_after(header)
    if len(self._data) < end:
        return None
    start, key = self._used, None
    if header.masked:
        key = self._data[start : start + 4]
        start += 4
    payload = self._data[start:end]
    if key is not None:
        payload = masking.mask_payload(payload, key)
    self._used = end
    self.waiting = None
    return Frame(
        header.opcode,
        payload,
        fin=header.fin,
        rsv1=header.rsv1,
        rsv2=header.rsv2,
        rsv3=header.rsv3,
        masking_key=key,
    )


# --- next_frame: none_not_asked
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
    header = self.waiting
    end = self._used + bytes_after(header)
    if len(self._data) < end:
        return None
    body, key = self._data[self._used : end], None
    if header.masked:
        key, body = body[:4], masking.mask_payload(body[4:], body[:4])
    self._used = end
    self.waiting = None
    return Frame(
        header.opcode,
        body,
        fin=header.fin,
        rsv1=header.rsv1,
        rsv2=header.rsv2,
        rsv3=header.rsv3,
        masking_key=key,
    )


# --- next_frame: pings_skipped
def next_frame(self) -> Frame | None:
    while True:
        if self.waiting is None:
            self.waiting = self.next_header()
        header = self.waiting
        if header is None:
            return None
        end = self._used + bytes_after(header)
        if len(self._data) < end:
            return None
        body, key = self._data[self._used : end], None
        if header.masked:
            key, body = body[:4], masking.mask_payload(body[4:], body[:4])
        self._used = end
        self.waiting = None
        if header.opcode in (Opcode.PING, Opcode.PONG):
            continue
        return Frame(
            header.opcode,
            body,
            fin=header.fin,
            rsv1=header.rsv1,
            rsv2=header.rsv2,
            rsv3=header.rsv3,
            masking_key=key,
        )


# --- next_frame: key_counted_twice
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
        if self.waiting is None:
            return None
    header, start, key = self.waiting, self._used, None
    if header.masked:
        key = self._data[start : start + 4]
        start += 4
    end = start + bytes_after(header)
    if len(self._data) < end:
        return None
    payload = self._data[start:end]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used = end
    self.waiting = None
    return Frame(
        header.opcode,
        payload,
        fin=header.fin,
        rsv1=header.rsv1,
        rsv2=header.rsv2,
        rsv3=header.rsv3,
        masking_key=key,
    )


# --- next_frame: key_behind_the_payload
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
        if self.waiting is None:
            return None
    header = self.waiting
    need = bytes_after(header)
    body = self._data[self._used : self._used + need]
    if len(body) < need:
        return None
    key, payload = None, body[: header.length]
    if header.masked:
        key = body[header.length :]
        payload = masking.mask_payload(payload, key)
    self._used += need
    self.waiting = None
    return Frame(
        header.opcode,
        payload,
        fin=header.fin,
        rsv1=header.rsv1,
        rsv2=header.rsv2,
        rsv3=header.rsv3,
        masking_key=key,
    )


# --- next_frame: payload_to_the_end
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
        if self.waiting is None:
            return None
    header = self.waiting
    need = bytes_after(header)
    if len(self._data) - self._used < need:
        return None
    body, key = self._data[self._used :], None
    if header.masked:
        key, body = body[:4], masking.mask_payload(body[4:], body[:4])
    self._used += need
    self.waiting = None
    return Frame(
        header.opcode,
        body,
        fin=header.fin,
        rsv1=header.rsv1,
        rsv2=header.rsv2,
        rsv3=header.rsv3,
        masking_key=key,
    )


# --- next_frame: key_not_used
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
        if self.waiting is None:
            return None
    header, start = self.waiting, self._used
    if len(self._data) < start + bytes_after(header):
        return None
    key = None
    if header.masked:
        key = self._data[start : start + 4]
        payload = masking.mask_payload(self._data[start + 4 : start + 4 + header.length], key)
    else:
        payload = self._data[start : start + header.length]
    self._used += header.length
    self.waiting = None
    return Frame(
        header.opcode,
        payload,
        fin=header.fin,
        rsv1=header.rsv1,
        rsv2=header.rsv2,
        rsv3=header.rsv3,
        masking_key=key,
    )


# --- next_frame: one_opcode
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
        if self.waiting is None:
            return None
    header = self.waiting
    end = self._used + bytes_after(header)
    if len(self._data) < end:
        return None
    body, key = self._data[self._used : end], None
    if header.masked:
        key = body[:4]
        body = masking.mask_payload(body[4:], key)
    self._used = end
    self.waiting = None
    return Frame(
        Opcode.TEXT,
        body,
        fin=header.fin,
        rsv1=header.rsv1,
        rsv2=header.rsv2,
        rsv3=header.rsv3,
        masking_key=key,
    )


# --- next_frame: key_taken_twice
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
        if self.waiting is None:
            return None
    header, key = self.waiting, None
    if header.masked:
        if len(self._data) - self._used < 4:
            return None
        key = self._data[self._used : self._used + 4]
        self._used += 4
    if len(self._data) - self._used < header.length:
        return None
    payload = self._data[self._used : self._used + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used += header.length
    self.waiting = None
    return Frame(
        header.opcode,
        payload,
        fin=header.fin,
        rsv1=header.rsv1,
        rsv2=header.rsv2,
        rsv3=header.rsv3,
        masking_key=key,
    )


# --- next_frame: key_in_the_payload
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
        if self.waiting is None:
            return None
    header = self.waiting
    end = self._used + bytes_after(header)
    if len(self._data) < end:
        return None
    payload, key = self._data[self._used : end], None
    if header.masked:
        key = payload[:4]
        payload = masking.mask_payload(payload, key)
    self._used = end
    self.waiting = None
    return Frame(
        header.opcode,
        payload,
        fin=header.fin,
        rsv1=header.rsv1,
        rsv2=header.rsv2,
        rsv3=header.rsv3,
        masking_key=key,
    )


# --- decode_length: nothing_for_short
def decode_length(header: bytes) -> int:
    n = header[1] & 0x7F
    if n == 126:
        if header[2] == 0 and header[3] < 126:
            raise ProtocolFault("not shortest")
        return 255 * header[2] + header[3]
    if n == 127:
        length = int.from_bytes(header[2:10], "big")
        if length < 65536 or length >> 63:
            raise ProtocolFault("not shortest")
        return length


# --- decode_header: control_refused
def decode_header(header: bytes) -> FrameHeader:
    values = FrameHeader(*decode_first_byte(header[0]), bool(header[1] & MASK), decode_length(header))
    return values if values.opcode < 8 or values.length < 126 else refuse("a control frame is too long")


def refuse(reason):
    raise ProtocolFault(reason)


# --- decode_header: bytes_behind_for_length
def decode_header(header: bytes) -> FrameHeader:
    length = 0
    for byte in header[2:]:
        length = length * 256 + byte
    return FrameHeader(*decode_first_byte(header[0]), header[1] >= 128, length)


# --- decode_header: not_taken_apart
def decode_header(header: bytes) -> FrameHeader:
    first = decode_first_byte(header[0])
    fin, rsv1, rsv2, rsv3 = first[1:]
    return FrameHeader(first, fin, rsv1, rsv2, rsv3, bool(header[1] & MASK), decode_length(header))


# --- feed: header_forgotten
def feed(self, data: bytes) -> None:
    self.waiting, self._data, self._used = None, self._data[self._used :] + data, 0


# --- feed: header_forgotten
def feed(self, data: bytes) -> None:
    self._data = data + self._data[self._used :]
    self._used = 0
    self.waiting = None


# --- next_header: used_bytes_counted
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if len(data) < end - start:
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header


# --- header_length: four_for_125
def header_length(second_byte: int) -> int:
    length = second_byte & LENGTH_BITS
    if length < 125:
        return 2
    elif length == 126:
        return 4
    else:
        return 10


# --- header_length: mask_bit_lowest
def header_length(second_byte: int) -> int:
    length = second_byte >> 1
    if length < LENGTH_IN_16_BITS:
        return 2
    if length == LENGTH_IN_16_BITS:
        return 4
    return 10


# --- decode_length: marker_added
def decode_length(header: bytes) -> int:
    length = header[1] & LENGTH_BITS
    extra = header[2:]
    value = int.from_bytes(extra, "big")
    if length == 126 and value < 126 or length == 127 and not 65535 < value < HIGHEST_BIT:
        raise ProtocolFault("wrong form")
    length += value
    return length


# --- decode_length: last_four_bytes
def decode_length(header: bytes) -> int:
    length = header[1] & LENGTH_BITS
    if length == 126:
        length = header[2] << 8 | header[3]
        if length < 126:
            raise ProtocolFault("form")
    elif length == 127:
        if header[2] & 0x80:
            raise ProtocolFault("sign")
        length = header[6] << 24 | header[7] << 16 | header[8] << 8 | header[9]
        if length < 65536:
            raise ProtocolFault("form")
    return length


# --- decode_length: mask_bit_counted
def decode_length(header):
    n = header[1]
    if n < 126:
        return n
    length = int.from_bytes(header[2:], "big")
    if n == 126 and length < 126:
        raise ProtocolFault("x")
    if n == 127 and length < 65536:
        raise ProtocolFault("x")
    if length >= HIGHEST_BIT:
        raise ProtocolFault("x")
    return length


# --- decode_length: mask_bit_counted
def decode_length(header):
    n = header[1]
    length = int.from_bytes(header[2:], "big")
    if n < 126:
        length = n
    if n == 126 and length < 126:
        raise ProtocolFault("x")
    if n == 127 and length < 65536:
        raise ProtocolFault("x")
    if length >= HIGHEST_BIT:
        raise ProtocolFault("x")
    return length


# --- decode_header: taken_apart_otherwise
def decode_header(header: bytes) -> FrameHeader:
    fin, opcode, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(
        opcode=opcode,
        fin=fin,
        rsv1=rsv1,
        rsv2=rsv2,
        rsv3=rsv3,
        masked=bool(header[1] & MASK),
        length=decode_length(header),
    )


# --- decode_header: first_byte_cut_off
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    rest = header[1:]
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, bool(rest[0] & MASK), decode_length(rest))


# --- decode_header: mask_bit_not_looked_at
def decode_header(header):
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    masked = header[1] & MASK == 1
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, masked, decode_length(header))


# --- feed: everything_again
def feed(self, data: bytes) -> None:
    self._used = 0
    self._data = self._data[self._used :] + data


# --- feed: nothing_new
def feed(self, data: bytes) -> None:
    self._data = self._data[self._used :] + data
    self._used = 0
    while self.next_frame() is not None:
        pass


# --- feed: waiting_count_as_used
def feed(self, data: bytes) -> None:
    self._used = len(self._data)
    self._data += data


# --- feed: used_looked_for
def feed(self, data: bytes) -> None:
    used = self._data[: self._used]
    if used:
        self._data = self._data.replace(used, b"")
    self._data += data
    self._used = 0


# --- feed: not_bytes
def feed(self, data: bytes) -> None:
    rest = self._data[self._used :]
    self._data = [rest] if rest else []
    self._data.append(data)
    self._used = 0


# --- feed: long_read_cut
CHUNK = 1024


def feed(self, data: bytes) -> None:
    self._data = self._data[self._used :] + data[:CHUNK]
    self._used = 0


# --- next_header: mask_bit_counted
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    needed = {126: 4, 127: 10}.get(data[start + 1], 2)
    if len(data) - start < needed:
        return None
    end = start + header_length(data[start + 1])
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header


# --- next_header: not_looked_at
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if len(data) < end:
        return None
    header = decode_header(data[start:end])
    try:
        self._check_header(header)
    except Exception:
        pass
    self._used = end
    self._seen = 0
    return header


# --- next_header: undecoded_looked_at
def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    raw = data[start:end]
    if len(raw) < end - start:
        return None
    if self._check_header is not None:
        self._check_header(raw)
    self._used = end
    self._seen = 0
    return decode_header(raw)


# --- next_header: four_more_awaited
def next_header(self):
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if len(data) < end + 4:
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header


# --- next_frame: place_too_early
def next_frame(self) -> Frame | None:
    data, start = self._data, self._used
    header = self.waiting or self.next_header()
    if header is None:
        return None
    self.waiting = header
    end = start + bytes_after(header)
    if len(data) < end:
        return None
    body = data[start:end]
    key = None
    if header.masked:
        key, body = body[:4], masking.mask_payload(body[4:], body[:4])
    self._used = end
    self.waiting = None
    return Frame(header.opcode, body, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: last_alone
def next_frame(self) -> Frame | None:
    frame = None
    while True:
        header = self.waiting or self.next_header()
        if header is None:
            return frame
        self.waiting = header
        end = self._used + bytes_after(header)
        if len(self._data) < end:
            return frame
        body = self._data[self._used : end]
        key = body[:4] if header.masked else None
        payload = masking.mask_payload(body[4:], key) if header.masked else body
        self._used = end
        self.waiting = None
        frame = Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: empty_key
def next_frame(self) -> Frame | None:
    header = self.waiting or self.next_header()
    if header is None:
        return None
    self.waiting = header
    end = self._used + bytes_after(header)
    if len(self._data) < end:
        return None
    split = self._used + (MASKING_KEY_LENGTH if header.masked else 0)
    key = self._data[self._used : split]
    payload = self._data[split:end]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used = end
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: one_byte_of_the_key
def next_frame(self) -> Frame | None:
    header = self.waiting or self.next_header()
    if header is None:
        return None
    self.waiting = header
    end = self._used + bytes_after(header)
    if len(self._data) < end:
        return None
    body = self._data[self._used : end]
    key = None
    if header.masked:
        key = body[:4]
        body = bytes(byte ^ key[0] for byte in body[4:])
    self._used = end
    self.waiting = None
    return Frame(header.opcode, body, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: used_is_the_length
def next_frame(self):
    header = self.waiting or self.next_header()
    if header is None:
        return None
    if len(self._data) - self._used < bytes_after(header):
        self.waiting = header
        return None
    start = self._used
    key = None
    if header.masked:
        key = self._data[start : start + MASKING_KEY_LENGTH]
        start += MASKING_KEY_LENGTH
    payload = self._data[start : start + header.length]
    if key:
        payload = masking.mask_payload(payload, key)
    self._used = header.length
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)


# --- next_frame: opcode_and_payload_alone
def next_frame(self):
    header = self.waiting or self.next_header()
    if header is None:
        return None
    if len(self._data) - self._used < bytes_after(header):
        self.waiting = header
        return None
    start = self._used
    if header.masked:
        key = self._data[start : start + MASKING_KEY_LENGTH]
        start += MASKING_KEY_LENGTH
    payload = self._data[start : start + header.length]
    if header.masked:
        payload = masking.mask_payload(payload, key)
    self._used = start + header.length
    self.waiting = None
    return Frame(header.opcode, payload)


# --- next_header: used_though_refused
def next_header(self) -> FrameHeader | None:
    here = self._data[self._used :]
    if len(here) < SHORTEST_HEADER or len(here) < header_length(here[1]):
        return None
    size = header_length(here[1])
    self._used += size
    self._seen = 0
    header = decode_header(here[:size])
    if self._check_header:
        self._check_header(header)
    return header


# --- next_frame: next_looked_at_too_early
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
    header = self.waiting
    if header is None or len(self._data) - self._used < bytes_after(header):
        return None
    key = None
    if header.masked:
        key = self._data[self._used : self._used + MASKING_KEY_LENGTH]
        self._used += MASKING_KEY_LENGTH
    payload = self._data[self._used : self._used + header.length]
    self._used += header.length
    if key is not None:
        payload = masking.mask_payload(payload, key)
    self.waiting = self.next_header()
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)
