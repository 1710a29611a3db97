# ruff: noqa
# Right answers to chapter 04's exercises, in other styles than the reference.

# --- header_length: a table
def header_length(second_byte: int) -> int:
    return {126: 4, 127: 10}.get(second_byte & 0x7F, 2)


# --- header_length: match
def header_length(second_byte: int) -> int:
    match second_byte % 128:
        case 126:
            return 2 + 2
        case 127:
            return 2 + 8
        case _:
            return 2


# --- decode_length: struct
def decode_length(header: bytes) -> int:
    import struct

    code = header[1] % 128
    if code == 126:
        (length,) = struct.unpack("!H", header[2:4])
        if length < 126:
            raise ProtocolFault("longer than it need be")
    elif code == 127:
        (length,) = struct.unpack("!q", header[2:10])
        if length < 0:
            raise ProtocolFault("the highest bit is set")
        if length <= 65535:
            raise ProtocolFault("longer than it need be")
    else:
        length = code
    return length


# --- decode_length: by encoding it again
def decode_length(header: bytes) -> int:
    length = 0
    for byte in header[2:] or bytes([header[1] & 127]):
        length = length << 8 | byte
    forms = {2: (0, 125), 4: (126, 65535), 10: (65536, 2**63 - 1)}
    least, most = forms[len(header)]
    if not least <= length <= most:
        raise ProtocolFault(f"{length} is not to be written like this")
    return length


# --- decode_header: by hand
def decode_header(header: bytes) -> FrameHeader:
    first, second = header[0], header[1]
    opcode = OPCODES.get(first % 16)
    if opcode is None:
        raise ProtocolFault("reserved")
    flags = [first >> shift & 1 == 1 for shift in (7, 6, 5, 4)]
    return FrameHeader(opcode, *flags, masked=second >= 128, length=decode_length(header))


# --- decode_header: by name
def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(
        length=decode_length(header),
        masked=(header[1] & 0b1000_0000) != 0,
        rsv3=rsv3,
        rsv2=rsv2,
        rsv1=rsv1,
        fin=fin,
        opcode=opcode,
    )


# --- feed: always the rest and the new
def feed(self, data: bytes) -> None:
    self._data = self._data[self._used :] + data
    self._used = 0


# --- feed: only when it is needed
def feed(self, data: bytes) -> None:
    if self._used:
        self._data = self._data[self._used :]
        self._used = 0
    self._data = b"".join([self._data, data])


# --- next_header: nested
def next_header(self) -> FrameHeader | None:
    there = len(self._data) - self._used
    if there >= 2:
        size = header_length(self._data[self._used + 1])
        if there >= size:
            header = decode_header(self._data[self._used : self._used + size])
            if self._check_header:
                self._check_header(header)
            self._used += size
            self._seen = 0
            return header
    return None


# --- next_header: what is left
def next_header(self) -> FrameHeader | None:
    rest = self._data[self._used : self._used + 10]
    try:
        size = header_length(rest[1])
        rest[size - 1]
    except IndexError:
        return None
    header = decode_header(rest[:size])
    if self._check_header is not None:
        self._check_header(header)
    self._used, self._seen = self._used + size, 0
    return header


# --- next_frame: step by step
def next_frame(self) -> Frame | None:
    if self.waiting is None:
        self.waiting = self.next_header()
        if self.waiting is None:
            return None
    header = self.waiting
    needed = header.length
    if header.masked:
        needed += 4
    if len(self._data) - self._used < needed:
        return None
    rest = self._data[self._used : self._used + needed]
    self._used += needed
    self.waiting = None
    if header.masked:
        key = rest[:4]
        return Frame(
            header.opcode,
            masking.mask_payload(rest[4:], key),
            fin=header.fin,
            rsv1=header.rsv1,
            rsv2=header.rsv2,
            rsv3=header.rsv3,
            masking_key=key,
        )
    return Frame(header.opcode, rest, header.fin, header.rsv1, header.rsv2, header.rsv3)


# --- next_frame: with bytes_after
def next_frame(self) -> Frame | None:
    self.waiting = header = self.waiting or self.next_header()
    if header is None or self._used + bytes_after(header) > len(self._data):
        return None
    key = None
    if header.masked:
        key = self._data[self._used : self._used + MASKING_KEY_LENGTH]
        self._used += MASKING_KEY_LENGTH
    payload = self._data[self._used : self._used + header.length]
    self._used += header.length
    if key is not None:
        payload = masking.mask_payload(payload, key)
    self.waiting = None
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)
