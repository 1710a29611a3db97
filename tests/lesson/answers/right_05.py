# ruff: noqa
# Right answers to chapter 05's exercises, in other styles than the reference.

# --- check_control_frame: one question
def check_control_frame(header: FrameHeader) -> None:
    if header.length <= 125 and header.fin:
        return
    raise ProtocolFault("a control frame is whole, and has 125 bytes at most")


# --- check_control_frame: the longest first
def check_control_frame(header: FrameHeader) -> None:
    if header.length > 0x7D:
        raise ProtocolFault("too long")
    elif header.fin is False:
        raise ProtocolFault("fragmented")
    return None


# --- check_fragment: by cases
def check_fragment(self, header: FrameHeader) -> None:
    match (header.opcode == 0, self._opcode is None):
        case (True, True):
            raise ProtocolFault("nothing to continue")
        case (False, False):
            raise ProtocolFault("a message inside a message")
    if not self._fragments < self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: nested
def check_fragment(self, header: FrameHeader) -> None:
    begun = self._opcode is not None
    if begun:
        if header.opcode in (Opcode.TEXT, Opcode.BINARY):
            raise ProtocolFault(f"a new message, and {self._opcode!r} is not finished")
    else:
        if header.opcode == Opcode.CONTINUATION:
            raise ProtocolFault("what does it continue?")
    if self._fragments + 1 > self._limits.max_fragments:
        raise SizeFault("one too many")


# --- add_fragment: the opcode of the frame
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if frame.opcode != Opcode.CONTINUATION:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._fragments = self._fragments + 1
    self._room = self._room - len(frame.payload)
    if not frame.fin:
        return None
    return self._finish()


# --- add_fragment: the count first
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    self._fragments += 1
    self._opcode = self._opcode if self._opcode is not None else frame.opcode
    is_text = self._opcode is Opcode.TEXT
    if is_text:
        self._check_text(frame)
    for byte in frame.payload:
        self._payload.append(byte)
        self._room -= 1
    if frame.fin:
        return self._finish()


# --- decode_text: named
def decode_text(payload: bytes) -> str:
    try:
        return str(payload, "utf-8", "strict")
    except UnicodeError as error:
        raise DataFault(f"not UTF-8 from byte {error.start} on") from error


# --- decode_text: with a decoder
def decode_text(payload: bytes) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(payload, final=True)
    except ValueError:
        raise DataFault("bad text")
    return text


# --- check_part: in two steps
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        self._decoder.decode(part)
        if final:
            self._decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        raise DataFault(str(error)) from None


# --- check_part: byte by byte
def check_part(self, part: bytes, final: bool = False) -> None:
    for i in range(len(part)):
        try:
            self._decoder.decode(part[i : i + 1], final and i == len(part) - 1)
        except UnicodeDecodeError:
            raise DataFault("not UTF-8")
    if final and self._decoder.getstate()[0]:
        raise DataFault("half a character at the end")


# --- may_be_sent: in numbers
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999


# --- may_be_sent: by cases
def may_be_sent(code: int) -> bool:
    if code in (1005, 1006, 1015):
        return False
    if code >= 3000:
        return code < 5000
    return code in [int(item) for item in CloseCode]


# --- parse_close_payload: by length
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    match len(payload):
        case 0:
            return 1005, ""
        case 1:
            raise ProtocolFault("half a code")
    code = payload[0] << 8 | payload[1]
    if close.may_be_sent(code) is False:
        raise ProtocolFault(f"code {code}")
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: unpacked
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return (CloseCode.NO_STATUS, "")
    try:
        (code,) = struct.unpack_from("!H", payload)
    except struct.error:
        raise ProtocolFault("too short for a code")
    reason = utf8.decode_text(payload[2:]) if close.may_be_sent(code) else None
    if reason is None:
        raise ProtocolFault("not a code that may be sent")
    return code, reason


# --- parse_close_payload: items with names
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    from collections import namedtuple

    Goodbye = namedtuple("Goodbye", ["code", "reason"])
    if not payload:
        return Goodbye(1005, "")
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or not may_be_sent(code):
        raise ProtocolFault("half a code, or none that may be sent")
    return Goodbye(code, decode_text(payload[2:]))
