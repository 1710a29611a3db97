# ruff: noqa
# Wrong answers to chapter 05's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.

# --- check_control_frame: fragments_accepted
def check_control_frame(header: FrameHeader) -> None:
    if header.length >= 126:
        raise ProtocolFault("too long")


# --- check_control_frame: fin_upside_down
def check_control_frame(header: FrameHeader) -> None:
    if header.fin == True:
        raise ProtocolFault("fragmented")
    if header.length > 125:
        raise ProtocolFault("too long")


# --- check_control_frame: any_length_accepted
def check_control_frame(header: FrameHeader) -> None:
    if header.fin:
        return
    raise ProtocolFault("fragmented")


# --- check_control_frame: longest_refused
def check_control_frame(header: FrameHeader) -> None:
    if not header.fin or not header.length < 125:
        raise ProtocolFault("fragmented, or too long")


# --- check_control_frame: one_too_many
def check_control_frame(header: FrameHeader) -> None:
    if not header.fin:
        raise ProtocolFault("fragmented")
    if header.length >= 127:
        raise ProtocolFault("too long")


# --- check_control_frame: length_of_a_reason
def check_control_frame(header: FrameHeader) -> None:
    if not header.fin:
        raise ProtocolFault("fragmented")
    if header.length >= 124:
        raise ProtocolFault("too long")


# --- check_control_frame: long_lengths_only
def check_control_frame(header: FrameHeader) -> None:
    if not header.fin:
        raise ProtocolFault("fragmented")
    if header.length >= 128:
        raise ProtocolFault("too long")


# --- check_control_frame: pings_alone
def check_control_frame(header: FrameHeader) -> None:
    if header.opcode == 9 and (not header.fin or header.length > 125):
        raise ProtocolFault("a ping is whole and short")


# --- check_control_frame: close_left_out
def check_control_frame(header: FrameHeader) -> None:
    if header.opcode != 8:
        if not header.fin:
            raise ProtocolFault("fragmented")
        if header.length > 125:
            raise ProtocolFault("too long")


# --- check_control_frame: empty_refused
def check_control_frame(header: FrameHeader) -> None:
    if not header.fin:
        raise ProtocolFault("fragmented")
    if not 0 < header.length <= 125:
        raise ProtocolFault("too long")


# --- check_control_frame: both_needed
def check_control_frame(header: FrameHeader) -> None:
    if not header.fin and header.length > 125:
        raise ProtocolFault("fragmented and too long")


# --- check_control_frame: too_big
def check_control_frame(header: FrameHeader) -> None:
    from framebyframe.wire.errors import SizeFault

    if header.length > 125:
        if header.fin:
            raise SizeFault("too long")
    if not header.fin:
        raise ProtocolFault("fragmented")


# --- check_control_frame: verdict_returned
def check_control_frame(header: FrameHeader) -> None:
    return header.fin and header.length <= 125


# --- check_fragment: nothing_to_continue_accepted
def check_fragment(self, header: FrameHeader) -> None:
    if self._opcode is not None and header.opcode != 0:
        raise ProtocolFault("a message inside a message")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: inside_accepted
def check_fragment(self, header: FrameHeader) -> None:
    if header.opcode == 0 and self._opcode is None:
        raise ProtocolFault("nothing to continue")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: same_type_accepted
def check_fragment(self, header: FrameHeader) -> None:
    if header.opcode == 0:
        if self._opcode is None:
            raise ProtocolFault("nothing to continue")
    elif self._opcode not in (None, header.opcode):
        raise ProtocolFault("another type")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: no_limit
def check_fragment(self, header: FrameHeader) -> None:
    if (header.opcode == 0) == (self._opcode is None):
        raise ProtocolFault("out of its place")


# --- check_fragment: one_too_many
def check_fragment(self, header: FrameHeader) -> None:
    if (header.opcode == 0) == (self._opcode is None):
        raise ProtocolFault("out of its place")
    if self._limits.max_fragments < self._fragments:
        raise SizeFault("too many")


# --- check_fragment: one_number_alone
def check_fragment(self, header: FrameHeader) -> None:
    if (header.opcode is Opcode.CONTINUATION) == (self._opcode is None):
        raise ProtocolFault("out of its place")
    if self._fragments == self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: last_one_refused
def check_fragment(self, header: FrameHeader) -> None:
    if (header.opcode == 0) == (self._opcode is None):
        raise ProtocolFault("out of its place")
    if self._limits.max_fragments - self._fragments < 2:
        raise SizeFault("too many")


# --- check_fragment: last_one_free
def check_fragment(self, header: FrameHeader) -> None:
    if (header.opcode == 0) == (self._opcode is None):
        raise ProtocolFault("out of its place")
    most = 1_000_000 if header.fin else self._limits.max_fragments
    if self._fragments >= most:
        raise SizeFault("too many")


# --- check_fragment: limit_is_a_protocol_fault
def check_fragment(self, header: FrameHeader) -> None:
    if (header.opcode == 0) == (self._opcode is None):
        raise ProtocolFault("out of its place")
    if self._fragments >= self._limits.max_fragments:
        raise ProtocolFault("too many")


# --- check_fragment: told_by_payload
def check_fragment(self, header: FrameHeader) -> None:
    begun = len(self._payload) > 0
    if begun and header.opcode != 0:
        raise ProtocolFault("a message inside a message")
    if not begun and header.opcode == 0:
        raise ProtocolFault("nothing to continue")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: told_by_fin
def check_fragment(self, header: FrameHeader) -> None:
    if header.fin and self._opcode is None:
        raise ProtocolFault("nothing to continue")
    if not header.fin and self._opcode is not None:
        raise ProtocolFault("a message inside a message")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: text_alone
def check_fragment(self, header: FrameHeader) -> None:
    if header.opcode == Opcode.CONTINUATION and self._opcode is None:
        raise ProtocolFault("nothing to continue")
    if header.opcode == Opcode.TEXT and self._opcode is not None:
        raise ProtocolFault("a text inside a message")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: upside_down
def check_fragment(self, header: FrameHeader) -> None:
    if (header.opcode == 0) != (self._opcode is None):
        raise ProtocolFault("out of its place")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: empty_not_counted
def check_fragment(self, header: FrameHeader) -> None:
    if (header.opcode == 0) == (self._opcode is None):
        raise ProtocolFault("out of its place")
    if header.length > 0:
        if self._fragments >= self._limits.max_fragments:
            raise SizeFault("too many")


# --- add_fragment: type_of_the_last
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: always_binary
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    self._opcode = Opcode.BINARY
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: always_text
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    self._opcode = Opcode.TEXT
    self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: last_one_alone
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload[:] = frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: in_front
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload = bytearray(frame.payload) + self._payload
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: last_one_left_out
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()
    self._payload.extend(frame.payload)


# --- add_fragment: first_one_left_out
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload if self._fragments > 0 else b"")
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: text_never_checked
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: text_never_checked
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        if self._opcode == Opcode.TEXT:
            utf8.decode_text(bytes(self._payload))
        return self._finish()


# --- add_fragment: last_fragment_checked_alone
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    is_last_of_text = frame.fin and self._opcode == Opcode.TEXT
    if is_last_of_text:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: first_fragment_checked_alone
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if frame.opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: binary_checked
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: each_fragment_checked_alone
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        try:
            frame.payload.decode()
        except UnicodeDecodeError:
            raise utf8.DataFault("not UTF-8")
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: checked_twice
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._text.check_part(frame.payload, final=frame.fin)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: never_ends
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1


# --- add_fragment: ends_at_once
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    message = self._finish()
    return message


# --- add_fragment: ends_upside_down
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return None
    return self._finish()


# --- add_fragment: room_kept
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: room_shrinks_by_all
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room = self._room - len(self._payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: not_counted
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    if frame.fin:
        return self._finish()


# --- add_fragment: empty_not_counted
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += bool(frame.payload)
    if frame.fin:
        return self._finish()


# --- add_fragment: told_by_payload
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if not self._payload:
        self._opcode = frame.opcode
    if self._opcode is TEXT:
        self._check_text(frame)
    self._payload += frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1
    return self._finish() if frame.fin else None


# --- add_fragment: made_by_hand
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode is TEXT:
        self._check_text(frame)
    self._payload += frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1
    if not frame.fin:
        return None
    if self._opcode is TEXT:
        return TextMessage(self._payload.decode())
    return BytesMessage(self._payload)


# --- add_fragment: not_begun_anew
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        if self._opcode == Opcode.TEXT:
            return TextMessage(utf8.decode_text(bytes(self._payload)))
        return BytesMessage(bytes(self._payload))


# --- decode_text: let_pass
def decode_text(payload: bytes) -> str:
    return str(payload, "utf-8", "replace")


# --- decode_text: let_pass
def decode_text(payload: bytes) -> str:
    return str(payload, "utf-8", "ignore")


# --- decode_text: let_pass
def decode_text(payload: bytes) -> str:
    return codecs.decode(payload, "utf-8", "backslashreplace")


# --- decode_text: surrogates_let_pass
def decode_text(payload: bytes) -> str:
    try:
        return str(payload, "utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- decode_text: let_pass
def decode_text(payload: bytes) -> str:
    return codecs.decode(payload, "utf-8", "surrogateescape")


# --- decode_text: latin_1
def decode_text(payload: bytes) -> str:
    return "".join(chr(byte) for byte in payload)


# --- decode_text: ascii_only
def decode_text(payload: bytes) -> str:
    if not payload.isascii():
        raise DataFault("not text")
    return payload.decode()


# --- decode_text: first_character_lost
def decode_text(payload: bytes) -> str:
    try:
        return payload.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- decode_text: ends_at_a_zero
def decode_text(payload: bytes) -> str:
    try:
        return payload.decode().partition("\0")[0]
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- decode_text: blanks_taken_off
def decode_text(payload: bytes) -> str:
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")
    return text.strip()


# --- decode_text: protocol_fault
def decode_text(payload: bytes) -> str:
    from framebyframe.wire.errors import ProtocolFault

    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolFault("not UTF-8")


# --- decode_text: let_pass
def decode_text(payload: bytes) -> str:
    text = ""
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return text


# --- decode_text: fault raises_other
def decode_text(payload: bytes) -> str:
    return payload.decode("utf-8")


# --- check_part: each_alone
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        str(part, "utf-8")
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- check_part: begins_anew
def check_part(self, part: bytes, final: bool = False) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(part, final)
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- check_part: begins_anew
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        part.decode()
    except UnicodeDecodeError as error:
        if final or error.reason != "unexpected end of data":
            raise DataFault("not UTF-8") from None


# --- check_part: end_forgotten
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        for i in range(len(part)):
            self._decoder.decode(part[i : i + 1])
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- check_part: each_alone
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        self._decoder.decode(part, final=True)
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- check_part: final_upside_down
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        if final:
            self._decoder.decode(part, False)
        else:
            self._decoder.decode(part, True)
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- check_part: looked_at_in_the_end
def check_part(self, part: bytes, final: bool = False) -> None:
    if not hasattr(self, "parts"):
        self.parts = []
    self.parts.append(part)
    if final:
        decode_text(b"".join(self.parts))


# --- check_part: never_refused
def check_part(self, part: bytes, final: bool = False) -> None:
    str(part, "utf-8", "ignore")


# --- check_part: last_part_alone
def check_part(self, part: bytes, final: bool = False) -> None:
    if not final:
        return
    try:
        part.decode()
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- check_part: protocol_fault
def check_part(self, part: bytes, final: bool = False) -> None:
    from framebyframe.wire.errors import ProtocolFault

    try:
        self._decoder.decode(part, final)
    except UnicodeDecodeError:
        raise ProtocolFault("not UTF-8")


# --- check_part: passes_at_the_end_of_a_part
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        if final:
            str(part, "utf-8")
        else:
            self._decoder.decode(part)
    except UnicodeDecodeError:
        raise DataFault("not UTF-8")


# --- may_be_sent: never_sent_allowed
def may_be_sent(code: int) -> bool:
    return code in list(CloseCode) or 3000 <= code <= 4999


# --- may_be_sent: all_but_1006
def may_be_sent(code: int) -> bool:
    return code != 1006 and code in list(CloseCode) or 3000 <= code <= 4999


# --- may_be_sent: tls_allowed
def may_be_sent(code: int) -> bool:
    if code in (1005, 1006):
        return False
    return code in list(CloseCode) or 3000 <= code <= 4999


# --- may_be_sent: gap_allowed
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 1014 and code not in (1005, 1006) or 3000 <= code <= 4999


# --- may_be_sent: only_the_rfc
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 1003 or 1007 <= code <= 1011 or 3000 <= code <= 4999


# --- may_be_sent: any_below_3000
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 4999 and code not in (1005, 1006, 1015)


# --- may_be_sent: none_of_applications
def may_be_sent(code: int) -> bool:
    return code in list(CloseCode) and code not in (1005, 1006, 1015)


# --- may_be_sent: private_alone
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 4000 <= code <= 4999


# --- may_be_sent: libraries_alone
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 3999


# --- may_be_sent: first_left_out
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 < code <= 4999


# --- may_be_sent: last_left_out
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code < 4999


# --- may_be_sent: one_too_far
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 5000


# --- may_be_sent: no_upper_end
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code


# --- may_be_sent: small_ones_allowed
def may_be_sent(code: int) -> bool:
    return code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999


# --- may_be_sent: upside_down
def may_be_sent(code: int) -> bool:
    return not (1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999)


# --- parse_close_payload: half_is_no_code
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) < 2:
        return 1005, ""
    code = int.from_bytes(payload[:2], "big")
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: half_is_a_data_fault
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005, ""
    if len(payload) == 1:
        raise utf8.DataFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: empty_is_normal
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1000, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: empty_is_lost
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1006, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: empty_refused
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) < 2:
        raise ProtocolFault("no code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: little_endian
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[1] * 256 + payload[0]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: any_code
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: code_in_reason
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload)


# --- parse_close_payload: reason_replaced
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, str(payload[2:], "utf-8", "replace")


# --- parse_close_payload: reason_left_out
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, ""


# --- parse_close_payload: no_reason_is_none
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload[:2], "big")
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:]) if payload[2:] else None


# --- parse_close_payload: no_reason_is_none
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, None
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload, "big")
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: whole_payload_as_code
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, None
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload, "big")
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:])


# --- parse_close_payload: no_reason_is_none
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload, "big")
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:]) if len(payload) > 2 else None


# --- parse_close_payload: whole_payload_as_code
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload, "big")
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, None


# --- parse_close_payload: reason_left_out
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, None
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload[:2], "big")
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, None


# --- parse_close_payload: reason_as_bytes
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, payload[2:]


# --- parse_close_payload: reason_first
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    reason = utf8.decode_text(payload[2:])
    return reason, code


# --- parse_close_payload: code_alone
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    utf8.decode_text(payload[2:])
    return code


# --- parse_close_payload: first_character_lost
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if len(payload) == 0:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] * 256 + payload[1]
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[3:])


# --- parse_close_payload: fault raises
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    (code,) = struct.unpack(">H", payload[:2])
    if not close.may_be_sent(code):
        raise ProtocolFault("no such code")
    return code, utf8.decode_text(payload[2:])


# --- check_control_frame: nothing_refused
def check_control_frame(header: FrameHeader) -> None:
    try:
        if not header.fin or header.length > 125:
            raise ProtocolFault("not whole, or not short")
    except ProtocolFault as fault:
        print(fault)


# --- check_control_frame: verdict_returned
def check_control_frame(header: FrameHeader) -> None:
    if not header.fin:
        return False
    return header.length < 126


# --- check_control_frame: all_refused
def check_control_frame(header: FrameHeader) -> None:
    if not header.fin:
        raise ProtocolFault("fragmented")
    if header.length > 125:
        pass
    raise ProtocolFault("too long")


# --- check_control_frame: pongs_left_out
def check_control_frame(header: FrameHeader) -> None:
    if header.opcode in (8, 9) and (not header.fin or header.length > 125):
        raise ProtocolFault("whole and short, please")


# --- check_fragment: place_not_checked
def check_fragment(self, header: FrameHeader) -> None:
    if self._fragments + 1 > self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: other_type_accepted
def check_fragment(self, header: FrameHeader) -> None:
    if header.opcode == 0 and self._opcode is None:
        raise ProtocolFault("nothing to continue")
    if self._opcode == header.opcode:
        raise ProtocolFault("it has begun already")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: counted_here
def check_fragment(self, header: FrameHeader) -> None:
    if (header.opcode == 0) == (self._opcode is None):
        raise ProtocolFault("out of its place")
    if self._fragments == self._limits.max_fragments:
        raise SizeFault("too many")
    self._fragments = self._fragments + 1


# --- check_fragment: binary_forgotten
def check_fragment(self, header: FrameHeader) -> None:
    if self._opcode is None:
        if header.opcode != 1:
            raise ProtocolFault("a message begins with a text frame")
    elif header.opcode != 0:
        raise ProtocolFault("inside a message only continuations come")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- add_fragment: type_never_set
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    kind = self._opcode or frame.opcode
    if kind == 1:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: type_never_set
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    self._payload.extend(frame.payload)
    if frame.fin:
        return self._finish()


# --- add_fragment: payload_lost
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == 1:
        self._check_text(frame)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: returns_too_early
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == 1:
        self._check_text(frame)
    if frame.fin:
        return self._finish()
    return None
    self._payload += frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1


# --- add_fragment: checked_before_known
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode == 1:
        self._check_text(frame)
    self._opcode = self._opcode or frame.opcode
    self._payload += frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: payload_given
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == 1:
        self._check_text(frame)
    self._payload += frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._payload


# --- decode_text: uncaught
def decode_text(payload: bytes) -> str:
    return payload.decode("utf-8", "strict")


# --- decode_text: end_forgotten
def decode_text(payload: bytes) -> str:
    decoder = codecs.lookup("utf-8").incrementaldecoder()
    try:
        return "".join(decoder.decode(bytes([byte])) for byte in payload)
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None


# --- decode_text: always_refused
def decode_text(payload: bytes) -> str:
    try:
        return payload.decode()
    finally:
        raise DataFault(NOT_UTF8)


# --- decode_text: as_python_shows_it
def decode_text(payload: bytes) -> str:
    return f"{payload}"


# --- check_part: fed_twice
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        self._decoder.decode(part, False)
        final and self._decoder.decode(part, final)
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None


# --- check_part: last_part_skipped
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        if final:
            self._decoder.decode(b"", True)
        else:
            self._decoder.decode(part)
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None


# --- check_part: text_given
def check_part(self, part: bytes, final: bool = False) -> None:
    try:
        text = self._decoder.decode(part, final)
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None
    return text


# --- may_be_sent: range_alone
def may_be_sent(code: int) -> bool:
    return 1000 <= code <= 4999


# --- may_be_sent: all_but_never_sent
def may_be_sent(code: int) -> bool:
    return code not in (1005, 1006, 1015)


# --- may_be_sent: always_true
def may_be_sent(code: int) -> bool:
    return code not in NEVER_SENT or code in frozenset(CloseCode) or 3000 <= code <= 4999


# --- may_be_sent: none_of_the_registry
def may_be_sent(code: int) -> bool:
    return 3000 <= code < 5000


# --- may_be_sent: names_compared
def may_be_sent(code: int) -> bool:
    return code in CloseCode.__members__ or 3000 <= code <= 4999


# --- may_be_sent: raised
def may_be_sent(code: int) -> bool:
    if 3000 <= code <= 4999 or code in frozenset(CloseCode) - NEVER_SENT:
        return True
    raise ValueError("this code is not sent")


# --- parse_close_payload: whole_payload_as_code
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int(payload.hex(), 16)
    if not may_be_sent(code):
        raise ProtocolFault("bad code")
    return code, decode_text(payload[2:])


# --- parse_close_payload: code_as_bytes
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0:2]
    if not may_be_sent(int.from_bytes(code, "big")):
        raise ProtocolFault("bad code")
    return code, decode_text(payload[2:])


# --- parse_close_payload: bad_code_is_a_data_fault
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload[:2])
    if may_be_sent(code):
        return code, decode_text(payload[2:])
    raise DataFault("bad code")


# --- parse_close_payload: last_byte_lost
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = payload[0] << 8 | payload[1]
    if not may_be_sent(code):
        raise ProtocolFault("bad code")
    return code, decode_text(payload[2 : len(payload) - 1])


# --- decode_text: sign_refused
def decode_text(payload: bytes) -> str:
    text = str(payload, "utf-8", "replace")
    if text.count(chr(0xFFFD)):
        raise DataFault(NOT_UTF8)
    return text


# --- may_be_sent: whole_thousands_alone
def may_be_sent(code: int) -> bool:
    return code in frozenset(CloseCode) - NEVER_SENT or code == 3000 or code == 4000


# --- parse_close_payload: codes_by_range
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if not payload:
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = (payload[0] << 8) + payload[1]
    if code < 1000 or code > 4999:
        raise ProtocolFault("no close code")
    return code, decode_text(payload[2:])


# --- decode_text: normalised
def decode_text(payload: bytes) -> str:
    import unicodedata

    try:
        text = payload.decode()
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None
    return unicodedata.normalize("NFKC", text) if not text.isascii() and "\u0301" in text else text


# --- check_fragment: nothing_refused
def check_fragment(self, header: FrameHeader) -> None:
    try:
        if (header.opcode == 0) == (self._opcode is None):
            raise ProtocolFault("out of its place")
        if self._fragments >= self._limits.max_fragments:
            raise SizeFault("too many")
    except (ProtocolFault, SizeFault):
        return False


# --- decode_text: none_given
def decode_text(payload: bytes) -> str:
    from contextlib import suppress

    with suppress(UnicodeDecodeError):
        return str(payload, "utf-8")


# --- decode_text: empty_refused
def decode_text(payload: bytes) -> str:
    try:
        text = str(payload, "utf-8")
    except UnicodeDecodeError:
        text = ""
    if text == "":
        raise DataFault(NOT_UTF8)
    return text


# --- decode_text: latin_1
def decode_text(payload):
    out = ""
    for b in payload:
        if b > 0xF4:
            raise DataFault("not UTF-8")
        out += chr(b)
    return out


# --- decode_text: ascii_only
def decode_text(payload):
    try:
        return "".join(bytes([b]).decode() for b in payload)
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None


# --- decode_text: let_pass
def decode_text(payload):
    for encoding in ("utf-8", "latin-1"):
        try:
            return payload.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataFault("not text")


# --- decode_text: long_forms_let_pass
def decode_text(payload):
    text, rest = "", list(payload)
    while rest:
        first = rest.pop(0)
        more = 0 if first < 0x80 else 1 if first >> 5 == 6 else 2 if first >> 4 == 14 else 3
        number = first if not more else first & (0x3F >> more)
        if len(rest) < more or 0x80 <= first < 0xC0 or first > 0xF4:
            raise DataFault("no UTF-8")
        for _ in range(more):
            if rest[0] >> 6 != 2:
                raise DataFault("no UTF-8")
            number = number << 6 | rest.pop(0) & 0x3F
        if 0xD800 <= number < 0xE000 or number > 0x10FFFF:
            raise DataFault("no character")
        text += chr(number)
    return text


# --- check_part: uncaught
def check_part(self, part: bytes, final: bool = False) -> None:
    self._decoder.decode(part, final)


# --- check_part: final_at_every_byte
def check_part(self, part, final=False):
    for i in range(len(part)):
        try:
            self._decoder.decode(part[i : i + 1], final)
        except UnicodeDecodeError:
            raise DataFault(NOT_UTF8) from None


# --- check_part: begins_anew
def check_part(self, part, final=False):
    try:
        self._decoder.decode(part, final)
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None
    finally:
        self._decoder.reset()


# --- check_part: looked_at_in_the_end
def check_part(self, part, final=False):
    try:
        self._decoder.decode(part, final)
    except UnicodeDecodeError:
        if final:
            raise DataFault(NOT_UTF8) from None


# --- check_part: looked_at_in_the_end
def check_part(self, part, final=False):
    pending, flag = self._decoder.getstate()
    if not final:
        self._decoder.setstate((pending + part, flag))
        return
    try:
        (pending + part).decode("utf-8")
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None


# --- check_part: each_alone
def check_part(self, part, final=False):
    try:
        self._decoder.decode(part)
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None
    pending, _ = self._decoder.getstate()
    if pending:
        raise DataFault("the text ends inside a character")


# --- parse_close_payload: half_breaks
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if payload == b"":
        return 1005, ""
    code = payload[0] * 256 + payload[1]
    if not may_be_sent(code):
        raise ProtocolFault("bad code")
    return code, decode_text(payload[2:])


# --- parse_close_payload: reason_uncaught
def parse_close_payload(payload: bytes) -> tuple[int, str]:
    if payload == b"":
        return 1005, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload[:2], "big")
    if not may_be_sent(code):
        raise ProtocolFault("bad code")
    return code, str(payload[2:], "utf-8")


# --- parse_close_payload: never_sent_refused_alone
def parse_close_payload(payload):
    if not payload:
        return CloseCode.NO_STATUS, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload[:2], "big")
    if code in NEVER_SENT:
        raise ProtocolFault("this code is never sent")
    return code, decode_text(payload[2:])


# --- parse_close_payload: applications_refused
def parse_close_payload(payload):
    if not payload:
        return CloseCode.NO_STATUS, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    try:
        code = CloseCode(int.from_bytes(payload[:2], "big"))
    except ValueError:
        raise ProtocolFault("no such code") from None
    if code in NEVER_SENT:
        raise ProtocolFault("never sent")
    return code, decode_text(payload[2:])


# --- parse_close_payload: every_code_refused
def parse_close_payload(payload):
    if not payload:
        return CloseCode.NO_STATUS, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    try:
        code = int(payload[:4])
    except ValueError:
        raise ProtocolFault("no code")
    if not may_be_sent(code):
        raise ProtocolFault("code")
    return code, decode_text(payload[4:])


# --- parse_close_payload: bad_code_replaced
def parse_close_payload(payload):
    if not payload:
        return CloseCode.NO_STATUS, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload[:2], "big")
    reason = decode_text(payload[2:])
    return (code if may_be_sent(code) else CloseCode.NO_STATUS), reason


# --- add_fragment: room_shrinks_by_frames
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room = self._room - 2
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: room_replaced
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room = len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()


# --- add_fragment: one_class
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return TextMessage(str(self._payload, "utf-8"))


# --- add_fragment: one_class
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return TextMessage(self._payload)


# --- add_fragment: one_class
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return BytesMessage(bytes(self._payload))


# --- add_fragment: ends_where_empty
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload.extend(frame.payload)
    self._room -= len(frame.payload)
    self._fragments += 1
    if len(frame.payload) == 0:
        return self._finish()


# --- add_fragment: first_fragment_checked_twice
def add_fragment(self, frame):
    if self._opcode is None:
        self._opcode = frame.opcode
        if frame.opcode is Opcode.TEXT:
            self._check_text(frame)
    if self._opcode is Opcode.TEXT:
        self._check_text(frame)
    self._payload += frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1
    return self._finish() if frame.fin else None


# --- add_fragment: given_while_unfinished
def add_fragment(self, frame):
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode is Opcode.TEXT:
        self._check_text(frame)
    self._payload += frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()
    return self._payload


# --- add_fragment: counted_too_late
def add_fragment(self, frame):
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode is Opcode.TEXT:
        self._check_text(frame)
    self._payload += frame.payload
    message = self._finish() if frame.fin else None
    self._room -= len(frame.payload)
    self._fragments += 1
    return message


# --- check_fragment: continuation_compared
def check_fragment(self, header: FrameHeader) -> None:
    if self._opcode is None:
        if header.opcode == 0:
            raise ProtocolFault("nothing to continue")
    elif header.opcode != self._opcode:
        raise ProtocolFault("a message inside a message")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many")


# --- check_fragment: bytes_compared
def check_fragment(self, header):
    if (header.opcode is Opcode.CONTINUATION) != (self._opcode is not None):
        raise ProtocolFault("out of place")
    if header.length >= self._limits.max_fragments:
        raise SizeFault("too big")


# --- check_fragment: no_limit
def check_fragment(self, header):
    if header.opcode is Opcode.CONTINUATION:
        if self._opcode is not None:
            return
        raise ProtocolFault("a continuation of nothing")
    if self._opcode is not None:
        raise ProtocolFault("a message inside a message")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many fragments")


# --- check_fragment: last_one_free
def check_fragment(self, header):
    if (header.opcode is Opcode.CONTINUATION) == (self._opcode is None):
        raise ProtocolFault("out of place")
    if not header.fin and self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many fragments")


# --- check_control_frame: too_big
def check_control_frame(header: FrameHeader) -> None:
    from framebyframe.wire.errors import SizeFault

    if not header.fin or header.length > 125:
        raise SizeFault("not a control frame")


# --- check_control_frame: value_given
def check_control_frame(header):
    if not header.fin:
        raise ProtocolFault("fragmented")
    if header.length > MAX_CONTROL_PAYLOAD:
        raise ProtocolFault("too long")
    return True


# --- check_control_frame: any_length_accepted
def check_control_frame(header):
    if not header.fin:
        if header.length > MAX_CONTROL_PAYLOAD:
            raise ProtocolFault("too long")
        raise ProtocolFault("fragmented")


# --- may_be_sent: all_but_four
def may_be_sent(code: int) -> bool:
    return not (code in NEVER_SENT or code == 1004)


# --- may_be_sent: never_sent_alone
def may_be_sent(code: int) -> bool:
    if code < 1000:
        return True
    return code == 1005 or code == 1006 or code == 1015


# --- may_be_sent: ends_alone
def may_be_sent(code: int) -> bool:
    if code in NEVER_SENT:
        return False
    return code in frozenset(CloseCode) or code == 3000 or code == 4999


# --- may_be_sent: some_never_sent_allowed
def may_be_sent(code):
    match code:
        case 1006 | 1015:
            return False
        case n if 3000 <= n <= 4999:
            return True
        case _:
            return code in frozenset(CloseCode)


# --- may_be_sent: names_compared
def may_be_sent(code):
    if 3000 <= code <= 4999:
        return True
    names = [c.name for c in CloseCode if c not in NEVER_SENT]
    return code in names


# --- may_be_sent: none_of_applications
def may_be_sent(code):
    return (code not in NEVER_SENT) and (code in frozenset(CloseCode)) and (code < 3000 or code <= 4999)
