# ruff: noqa
# Right answers to chapter 06's exercises, in other styles than the reference.

# --- accept_key: step by step
def accept_key(key: str) -> str:
    hashed = hashlib.sha1()
    hashed.update(key.encode("ascii"))
    hashed.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
    return str(base64.standard_b64encode(hashed.digest()), "ascii")


# --- accept_key: through hexadecimal
def accept_key(key: str) -> str:
    digits = hashlib.sha1(bytes(f"{key}{GUID}", "utf-8")).hexdigest()
    return base64.b64encode(bytes.fromhex(digits)).decode("ascii")


# --- build_request: line by line, checked by hand
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    lines = ["GET " + target + " HTTP/1.1", "Host: " + host, "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
    for name, value in headers:
        if not name.replace("-", "").isalnum() or "\r" in value or "\n" in value:
            raise InvalidHandshake(f"{name}: {value}")
        lines.append(f"{name}: {value}")
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


# --- build_request: a dictionary
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    if not HOST.fullmatch(host) or not TARGET.fullmatch(target) or not is_key(key):
        raise InvalidHandshake("a part of the request is wrong")
    mine = {"Host": host, "Upgrade": "websocket", "Connection": "Upgrade"}
    mine["Sec-WebSocket-Key"] = key
    mine["Sec-WebSocket-Version"] = "13"
    return heads.build_head(" ".join(("GET", target, "HTTP/1.1")), list(mine.items()) + list(headers))


# --- parse_field: by the place of the colon
def parse_field(line: str) -> tuple[str, str]:
    place = line.find(":")
    if place < 1 or not FIELD_NAME.fullmatch(line[:place]):
        raise HandshakeFault(400, "no name before a colon")
    value = line[place + 1 :].lstrip(OPTIONAL_WHITESPACE).rstrip(OPTIONAL_WHITESPACE)
    if not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, "no value")
    return line[:place], value


# --- parse_field: split, step by step
def parse_field(line: str) -> tuple[str, str]:
    if ":" not in line:
        raise HandshakeFault(400, "no colon")
    name, value = line.split(":", 1)
    if FIELD_NAME.fullmatch(name) is None:
        raise HandshakeFault(400, f"no name: {name!r}")
    value = value.strip(" \t")
    if FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, f"no value: {value!r}")
    return (name, value)


# --- has_token: two loops
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if item.strip(" \t").lower() == token.lower():
                return True
    return False


# --- has_token: one list
def has_token(headers: Headers, name: str, token: str) -> bool:
    everything = ",".join(headers.get_all(name)).casefold().split(",")
    return any(token.casefold() == item.strip(OPTIONAL_WHITESPACE) for item in everything)


# --- has_token: a pattern
def has_token(headers: Headers, name: str, token: str) -> bool:
    pattern = re.compile(rf"(?:^|,)[ \t]*{re.escape(token)}[ \t]*(?:,|$)", re.IGNORECASE)
    return any(pattern.search(value) for value in headers.get_all(name))


# --- check_response: by hand
def check_response(response: Head, key: str) -> None:
    check_status(response)
    upgrade = [value.strip().lower() for value in response.headers.get_all("Upgrade")]
    if upgrade != ["websocket"]:
        raise HandshakeFault(400, f"Upgrade says {upgrade}")
    connection = ",".join(response.headers.get_all("Connection"))
    if "upgrade" not in [item.strip().lower() for item in connection.split(",")]:
        raise HandshakeFault(400, f"Connection says {connection}")
    if response.headers.get_all("Sec-WebSocket-Accept") != [accept_key(key)]:
        raise HandshakeFault(400, "this is not our answer")


# --- check_response: a table of conditions
def check_response(response: Head, key: str) -> None:
    check_status(response)
    accept = heads.only_value(response.headers, "Sec-WebSocket-Accept")
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    holds = {
        "Upgrade": protocols == ["websocket"],
        "Connection": heads.has_token(response.headers, "Connection", "UPGRADE"),
        "Sec-WebSocket-Accept": accept == accept_key(key),
    }
    for name, right in holds.items():
        if not right:
            raise HandshakeFault(400, f"{name} is wrong")


# --- check_request: the key decoded
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    checks = [
        (method == "GET", 405),
        (can_upgrade(version), 505),
        (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target), 400),
        (HOST.fullmatch(heads.only_value(request.headers, "Host") or ""), 400),
    ]
    for holds, status in checks:
        if not holds:
            raise HandshakeFault(status, "no")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    try:
        nonce = base64.b64decode(key, validate=True)
    except ValueError:
        nonce = b""
    if len(nonce) != 16 or len(key) != 24:
        raise HandshakeFault(400, "no key")
    check_version(request)
    return key


# --- check_request: the key's pattern
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1 is wanted")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, "a target begins with /")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.fullmatch(host):
        raise HandshakeFault(400, "Host is wrong")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or not KEY.fullmatch(key):
        raise HandshakeFault(400, "no key")
    check_version(request)
    return key


# --- build_response: one text
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    fields = [("Upgrade", "websocket"), ("Connection", "Upgrade")]
    fields += [("Sec-WebSocket-Accept", accept_key(key))]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields + list(headers))


# --- build_response: bytes, and the rest built
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    rest = heads.build_head("", headers)
    accept = accept_key(key).encode()
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + rest
    )
