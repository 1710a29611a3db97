# ruff: noqa
# Wrong answers to chapter 06's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.


# --- accept_key: no_guid
def accept_key(key: str) -> str:
    text = key
    hashed = hashlib.sha1(text.encode("ascii"))
    return str(base64.b64encode(hashed.digest()), "ascii")


# --- accept_key: guid_alone
def accept_key(key: str) -> str:
    text = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    hashed = hashlib.sha1(text.encode("ascii"))
    return str(base64.b64encode(hashed.digest()), "ascii")


# --- accept_key: guid_first
def accept_key(key: str) -> str:
    text = f"{GUID}{key}"
    hashed = hashlib.sha1(text.encode("ascii"))
    return str(base64.b64encode(hashed.digest()), "ascii")


# --- accept_key: guid_lower
def accept_key(key: str) -> str:
    text = f"{key}258eafa5-e914-47da-95ca-c5ab0dc85b11"
    hashed = hashlib.sha1(text.encode("ascii"))
    return str(base64.b64encode(hashed.digest()), "ascii")


# --- accept_key: guid_with_blank
def accept_key(key: str) -> str:
    text = f"{key} {GUID}"
    hashed = hashlib.sha1(text.encode("ascii"))
    return str(base64.b64encode(hashed.digest()), "ascii")


# --- accept_key: key_decoded
def accept_key(key: str) -> str:
    nonce = base64.standard_b64decode(key)
    hashed = hashlib.new("sha1", nonce)
    hashed.update(GUID.encode())
    return base64.b64encode(hashed.digest()).decode()


# --- accept_key: key_without_padding
def accept_key(key: str) -> str:
    text = key[:22] + GUID
    hashed = hashlib.sha1(text.encode("ascii"))
    return str(base64.b64encode(hashed.digest()), "ascii")


# --- accept_key: key_lower
def accept_key(key: str) -> str:
    text = "".join([key.casefold(), GUID])
    hashed = hashlib.sha1(text.encode("ascii"))
    return str(base64.b64encode(hashed.digest()), "ascii")


# --- accept_key: hex_digits_in_base64
def accept_key(key: str) -> str:
    text = key + GUID
    hashed = hashlib.sha1(text.encode("ascii"))
    return base64.b64encode(bytes(hashed.hexdigest(), "ascii")).decode()


# --- accept_key: hex_digits
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    hashed = hashlib.sha1(text.encode("ascii"))
    return hashed.hexdigest()


# --- accept_key: sha256
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    return base64.b64encode(hashlib.new("sha256", text.encode()).digest()).decode()


# --- accept_key: md5
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    return base64.b64encode(hashlib.new("md5", text.encode()).digest()).decode()


# --- accept_key: not_hashed
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    return str(base64.b64encode(bytes(text, "utf-8")), "ascii")


# --- accept_key: as_bytes
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    hashed = hashlib.sha1(text.encode("ascii"))
    return base64.standard_b64encode(hashed.digest())


# --- accept_key: bytes_as_shown
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    hashed = hashlib.sha1(text.encode("ascii"))
    return f"{base64.b64encode(hashed.digest())}"


# --- accept_key: digest_itself
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    hashed = hashlib.sha1(text.encode("ascii"))
    return hashed.digest()


# --- accept_key: for_urls
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    hashed = hashlib.sha1(text.encode("ascii"))
    return base64.b64encode(hashed.digest(), b"-_").decode()


# --- accept_key: padding_stripped
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    hashed = hashlib.sha1(text.encode("ascii"))
    return base64.b64encode(hashed.digest()).decode()[:-1]


# --- accept_key: line_feed
def accept_key(key: str) -> str:
    text = f"{key}{GUID}"
    hashed = hashlib.sha1(text.encode("ascii"))
    return base64.b64encode(hashed.digest()).decode() + "\n"


# --- build_request: parts_not_checked
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: headers_not_checked
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    text = first + "\r\n"
    for name, value in pairs:
        text += name + ": " + value + "\r\n"
    return (text + "\r\n").encode("latin-1")


# --- build_request: key_encoded_again
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    coded = base64.b64encode(key.encode()).decode()
    fields = [("Host", host), *UPGRADE_FIELDS, ("Sec-WebSocket-Key", coded)]
    fields.append(("Sec-WebSocket-Version", VERSION))
    return heads.build_head(f"GET {target} HTTP/1.1", [*fields, *headers])


# --- build_request: headers_forgotten
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    return heads.build_head(first, pairs)


# --- build_request: headers_first
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs += list(headers)
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    return heads.build_head(first, pairs)


# --- build_request: host_missing
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: host_without_port
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host.split(":")[0]))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: upgrade_missing
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: connection_missing
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: connection_keep_alive
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "keep-alive"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: other_letters
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "Websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: another_order
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: key_missing
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: key_answered
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", accept_key(key)))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: version_missing
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: version_8
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "8"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: http_1_0
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = "GET " + target + " HTTP/1.0"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: no_version_of_http
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = " ".join(["GET", target])
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: whole_url
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = "GET ws://" + host + target + " HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: query_lost
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = "GET " + target.split("?")[0] + " HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: post
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = "POST " + target + " HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_request: no_empty_line
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    return heads.build_head(first, pairs).removesuffix(b"\r\n")


# --- build_request: empty_line_twice
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    head = heads.build_head(first, pairs)
    return head + b"\r\n"


# --- build_request: line_feeds
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    head = heads.build_head(first, pairs)
    return b"\n".join(head.split(b"\r\n"))


# --- build_request: no_blank_after_colon
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    first = f"GET {target} HTTP/1.1"
    pairs = []
    pairs.append(("Host", host))
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", key))
    pairs.append(("Sec-WebSocket-Version", "13"))
    pairs.extend(headers)
    text = first + "\r\n"
    for name, value in pairs:
        text += name + ":" + value + "\r\n"
    return (text + "\r\n").encode("latin-1")


# --- has_token: whole_value
def has_token(headers: Headers, name: str, token: str) -> bool:
    value = headers.get(name, "")
    return value.lower() == token.lower()


# --- has_token: case_matters
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if item.strip(" \t") == token:
                return True
    return False


# --- has_token: token_as_given
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if item.strip(" \t").lower() == token:
                return True
    return False


# --- has_token: items_as_they_came
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if item.strip(" \t") == token.lower():
                return True
    return False


# --- has_token: part_of_a_word
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if token.lower() in item.lower():
                return True
    return False


# --- has_token: first_field_alone
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name)[:1]:
        for item in value.split(","):
            if item.strip(" \t").lower() == token.lower():
                return True
    return False


# --- has_token: not_stripped
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if item.lower() == token.lower():
                return True
    return False


# --- has_token: split_at_blanks
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split():
            if item.lower() == token.lower():
                return True
    return False


# --- has_token: split_at_comma_and_blank
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(", "):
            if item.lower() == token.lower():
                return True
    return False


# --- has_token: first_item_alone
def has_token(headers: Headers, name: str, token: str) -> bool:
    found = []
    for value in headers.get_all(name):
        found += [item.strip(" \t").lower() for item in value.split(",") if item.strip(" \t")]
    return bool(found) and found[0] == token.lower()


# --- has_token: last_item_alone
def has_token(headers: Headers, name: str, token: str) -> bool:
    found = []
    for value in headers.get_all(name):
        found += [item.strip(" \t").lower() for item in value.split(",") if item.strip(" \t")]
    return bool(found) and found[-1] == token.lower()


# --- has_token: field_is_enough
def has_token(headers: Headers, name: str, token: str) -> bool:
    return len(headers.get_all(name)) > 0


# --- has_token: every_name
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in [value for _, value in headers]:
        for item in value.split(","):
            if item.strip(" \t").lower() == token.lower():
                return True
    return False


# --- check_response: status_not_checked
def check_response(response: Head, key: str) -> None:
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: upgrade_not_checked
def check_response(response: Head, key: str) -> None:
    check_status(response)
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: upgrade_case_matters
def check_response(response: Head, key: str) -> None:
    check_status(response)
    if heads.tokens(response.headers, "Upgrade") != ["websocket"]:
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: upgrade_among_others
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if "websocket" not in protocols:
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: upgrade_begins_so
def check_response(response: Head, key: str) -> None:
    check_status(response)
    upgrade = response.headers.get("Upgrade", "")
    if upgrade[:9].lower() != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: upgrade_is_there
def check_response(response: Head, key: str) -> None:
    check_status(response)
    if response.headers.get("Upgrade") is None:
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: connection_not_checked
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: connection_whole
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    if response.headers.get("Connection", "").lower() != "upgrade":
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: connection_part_of_a_word
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    if response.headers.get("Connection", "").lower().find("upgrade") < 0:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: accept_not_checked
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    expected = accept_key(key)
    if expected != expected:
        raise HandshakeFault(400, "Accept")


# --- check_response: refuses_all
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    digits = hashlib.sha1(key.encode()).hexdigest()
    if response.headers.get_all("Sec-WebSocket-Accept") != [digits]:
        raise HandshakeFault(400, "Accept")


# --- check_response: asked_for_nothing
def check_response(response: Head, key: str) -> None:
    if not check_status(response):
        raise HandshakeFault(400, "status")
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_response: accept_is_there
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    if len(response.headers.get_all("Sec-WebSocket-Accept")) != 1:
        raise HandshakeFault(400, "Accept")


# --- check_response: accept_may_be_missing
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if len(came) > 1:
        raise HandshakeFault(400, "Accept")
    if came and came[0] != accept_key(key):
        raise HandshakeFault(400, "Accept")


# --- check_response: accept_is_the_key
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [key]:
        raise HandshakeFault(400, "Accept")


# --- check_response: accept_case_aside
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = [value.lower() for value in response.headers.get_all("Sec-WebSocket-Accept")]
    if came != [accept_key(key).lower()]:
        raise HandshakeFault(400, "Accept")


# --- check_response: accept_begins_so
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if len(came) != 1 or came[0][:28] != accept_key(key):
        raise HandshakeFault(400, "Accept")


# --- check_response: accept_first_of_two
def check_response(response: Head, key: str) -> None:
    check_status(response)
    protocols = [item.lower() for item in heads.tokens(response.headers, "Upgrade")]
    if len(protocols) != 1 or protocols[0] != "websocket":
        raise HandshakeFault(400, "Upgrade")
    items = [item.lower() for item in heads.tokens(response.headers, "Connection")]
    if "upgrade" not in items:
        raise HandshakeFault(400, "Connection")
    if response.headers.get("Sec-WebSocket-Accept", "") != accept_key(key):
        raise HandshakeFault(400, "Accept")


# --- check_response: all_at_once
def check_response(response: Head, key: str) -> None:
    check_status(response)
    upgrade = [item.lower() for item in heads.tokens(response.headers, "Upgrade")] == ["websocket"]
    connection = heads.has_token(response.headers, "Connection", "upgrade")
    if not (upgrade or connection):
        raise HandshakeFault(400, "Upgrade and Connection")
    came = response.headers.get_all("Sec-WebSocket-Accept")
    if came != [accept_key(key)]:
        raise HandshakeFault(400, "Accept")


# --- check_request: key_is_enough
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or key == "":
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: key_not_checked
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""

    check_version(request)
    return key


# --- check_request: key_by_its_length
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or len(key) != 24:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: key_padding_aside
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    digits = (key or "").rstrip("=")
    if KEY.fullmatch(digits + "==") is None or len(key) not in (22, 24):
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: key_of_ending
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or key[-2:] != "==":
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: key_turned_round
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is not None and KEY.fullmatch(key):
        raise HandshakeFault(400, "key")
    key = key or ""
    check_version(request)
    return key


# --- check_request: first_of_two_keys
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = request.headers.get("Sec-WebSocket-Key", "")
    if KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: key_not_returned
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return


# --- check_request: accept_returned
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return accept_key(str(key))


# --- check_request: key_decoded
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return base64.standard_b64decode(key)


# --- check_request: method_not_checked
def check_request(request: Head) -> str:
    _, target, version = parse_request_line(request)
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: version_of_http_not_checked
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: target_not_checked
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: path_alone
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: host_not_checked
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: host_is_enough
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    if heads.only_value(request.headers, "Host") is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: version_not_checked
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    return key


# --- check_request: status_of_method
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(400, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: status_of_key
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key")
    if key is None or KEY.fullmatch(key) is None:
        raise HandshakeFault(426, "key")
    check_version(request)
    return key


# --- build_response: status_200
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 " + "200 OK"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_response: no_phrase
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = " ".join(("HTTP/1.1", "101"))
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_response: http_1_0
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.0 " + "101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_response: no_version_of_http
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = " ".join(["101", "Switching", "Protocols"])
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_response: key_sent_back
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", key))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_response: accept_missing
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_response: upgrade_missing
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_response: connection_missing
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_response: headers_forgotten
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    return heads.build_head(first, pairs)


# --- build_response: headers_not_checked
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    text = first + "\r\n"
    for name, value in pairs:
        text += name + ": " + value + "\r\n"
    return (text + "\r\n").encode("latin-1")


# --- build_response: key_in_key_field
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Key", accept_key(key)))
    pairs.extend(headers)
    return heads.build_head(first, pairs)


# --- build_response: no_empty_line
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    return heads.build_head(first, pairs).removesuffix(b"\r\n")


# --- build_response: empty_line_twice
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    head = heads.build_head(first, pairs)
    return head + b"\r\n"


# --- build_response: line_feeds
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    head = heads.build_head(first, pairs)
    return b"\n".join(head.split(b"\r\n"))


# --- build_response: no_blank_after_colon
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Upgrade", "websocket"))
    pairs.append(("Connection", "Upgrade"))
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs.extend(headers)
    text = first + "\r\n"
    for name, value in pairs:
        text += name + ":" + value + "\r\n"
    return (text + "\r\n").encode("latin-1")


# --- build_response: another_order
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    first = "HTTP/1.1 101 Switching Protocols"
    pairs = []
    pairs.append(("Sec-WebSocket-Accept", accept_key(key)))
    pairs += [("Upgrade", "websocket"), ("Connection", "Upgrade"), *headers]
    return heads.build_head(first, pairs)


# --- accept_key: guid_after_the_hash
def accept_key(key: str) -> str:
    hashed = hashlib.sha1(key.encode("ascii"))
    return str(base64.b64encode(hashed.digest()), "ascii") + GUID


# --- build_request: one_of_a_name
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    fields = {"Host": host, "Upgrade": "websocket", "Connection": "Upgrade"}
    fields["Sec-WebSocket-Key"] = key
    fields["Sec-WebSocket-Version"] = "13"
    for name, value in headers:
        fields[name] = value
    return heads.build_head(f"GET {target} HTTP/1.1", fields.items())


# --- has_token: word_in_an_item
def has_token(headers: Headers, name: str, token: str) -> bool:
    words = re.compile("[a-z0-9]+").findall(" ".join(headers.get_all(name)).lower())
    return token.lower() in words


# --- has_token: begins_so
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if item.strip(" \t").lower().startswith(token.lower()):
                return True
    return False


# --- has_token: every_blank
def has_token(headers: Headers, name: str, token: str) -> bool:
    def small(text: str) -> str:
        return text.strip().lower()

    return any(small(item) == small(token) for value in headers.get_all(name) for item in value.split(","))


# --- has_token: tabs_kept
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if item.strip(" ").lower() == token.lower():
                return True
    return False


# --- has_token: split_at_semicolons
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(";"):
            if item.strip(" \t").lower() == token.lower():
                return True
    return False


# --- has_token: split_at_blanks_too
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.replace(",", " ").split():
            if item.lower() == token.lower():
                return True
    return False


# --- has_token: one_end_alone
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if item.lstrip(" \t").lower() == token.lower():
                return True
    return False


# --- has_token: last_item_lost
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        item = ""
        for character in value.lower():
            if character == ",":
                if item.strip(" \t") == token.lower():
                    return True
                item = ""
            else:
                item += character
    return False


# --- has_token: blanks_inside_gone
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.replace(" ", "").split(","):
            if item.strip(" \t").lower() == token.lower():
                return True
    return False


# --- has_token: run_together
def has_token(headers: Headers, name: str, token: str) -> bool:
    text = ""
    for value in headers.get_all(name):
        text += value.lower()
    return token.lower() in [item.strip(" \t") for item in text.split(",")]


# --- check_response: upgrade_part_of_a_word
def check_response(response: Head, key: str) -> None:
    check_status(response)
    if (heads.only_value(response.headers, "Upgrade") or "").lower().find("websocket") < 0:
        raise HandshakeFault(400, "Upgrade")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "Connection")
    if heads.only_value(response.headers, "Sec-WebSocket-Accept") != accept_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Accept")


# --- check_response: upgrade_may_be_missing
def check_response(response: Head, key: str) -> None:
    check_status(response)
    for item in heads.tokens(response.headers, "Upgrade"):
        if item.lower() != "websocket":
            raise HandshakeFault(400, "Upgrade")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "Connection")
    if heads.only_value(response.headers, "Sec-WebSocket-Accept") != accept_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Accept")


# --- check_response: accept_of_the_example
def check_response(response: Head, key: str) -> None:
    check_status(response)
    if [item.lower() for item in heads.tokens(response.headers, "Upgrade")] != ["websocket"]:
        raise HandshakeFault(400, "Upgrade")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "Connection")
    if heads.only_value(response.headers, "Sec-WebSocket-Accept") != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=":
        raise HandshakeFault(400, "Sec-WebSocket-Accept")


# --- check_request: version_first
def check_request(request: Head) -> str:
    check_version(request)
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
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if not is_key(key):
        raise HandshakeFault(400, "no key")
    return key


# --- check_request: host_begins_so
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1 is wanted")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, "a target begins with /")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.match(host):
        raise HandshakeFault(400, "Host is wrong")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if not is_key(key):
        raise HandshakeFault(400, "no key")
    check_version(request)
    return key


# --- check_request: key_begins_so
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
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if not re.match(r"[A-Za-z0-9+/]{22}==", key):
        raise HandshakeFault(400, "no key")
    check_version(request)
    return key


# --- check_request: method_in_capitals
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if method.upper() != "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1 is wanted")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, "a target begins with /")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.fullmatch(host):
        raise HandshakeFault(400, "Host is wrong")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if not is_key(key):
        raise HandshakeFault(400, "no key")
    check_version(request)
    return key


# --- check_request: key_of_letters_and_digits
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
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if not re.fullmatch(r"[A-Za-z0-9]{22}==", key):
        raise HandshakeFault(400, "no key")
    check_version(request)
    return key


# --- check_request: key_of_any_length
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
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    try:
        base64.b64decode(key, validate=True)
    except ValueError:
        raise HandshakeFault(400, "no key")
    check_version(request)
    return key


# --- build_response: headers_first
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    fields = list(headers)
    fields += UPGRADE_FIELDS
    fields.append(("Sec-WebSocket-Accept", accept_key(key)))
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)


# --- build_response: one_of_a_name
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    fields = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept_key(key)}
    fields.update(headers)
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields.items())


# --- parse_field: name_stripped
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name, value = name.strip(" \t"), value.strip(" \t")
    if not colon or not FIELD_NAME.fullmatch(name) or not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, "no field")
    return name, value


# --- parse_field: name_begins_so
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name, value = name, value.strip(" \t")
    if not colon or not FIELD_NAME.match(name) or not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, "no field")
    return name, value


# --- parse_field: name_not_checked
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name, value = name, value.strip(" \t")
    if not colon or name == "" or not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, "no field")
    return name, value


# --- parse_field: value_not_checked
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name, value = name, value.strip(" \t")
    if not (colon and FIELD_NAME.fullmatch(name)):
        raise HandshakeFault(400, "no field")
    return name, value


# --- parse_field: colon_not_checked
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name, value = name, value.strip(" \t")
    if not (FIELD_NAME.fullmatch(name) and FIELD_VALUE.fullmatch(value)):
        raise HandshakeFault(400, "no field")
    return name, value


# --- parse_field: last_colon
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.rpartition(":")
    name, value = name, value.strip(" \t")
    if not colon or not FIELD_NAME.fullmatch(name) or not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, "no field")
    return name, value


# --- parse_field: value_not_stripped
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name, value = name, value
    if not colon or not FIELD_NAME.fullmatch(name) or not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, "no field")
    return name, value


# --- parse_field: every_blank
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name, value = name, value.strip()
    if not colon or not FIELD_NAME.fullmatch(name) or not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, "no field")
    return name, value


# --- accept_key: guid_between
def accept_key(key: str) -> str:
    joined = GUID.join(list(key)).encode("ascii")
    return str(base64.b64encode(hashlib.sha1(joined).digest()), "ascii")


# --- accept_key: guid_as_bytes
def accept_key(key: str) -> str:
    import binascii

    joined = b"".join([key.encode(), binascii.unhexlify("".join(GUID.split("-")))])
    return str(base64.b64encode(hashlib.sha1(joined).digest()), "ascii")


# --- accept_key: hmac
def accept_key(key: str) -> str:
    import hmac

    joined = key.encode()
    return str(base64.b64encode(hmac.new(joined, GUID.encode(), hashlib.sha1).digest()), "ascii")


# --- parse_field: blank_anywhere
def parse_field(line: str) -> tuple[str, str]:
    if line.find(" :") >= 0:
        raise HandshakeFault(400, "a blank")
    name, colon, value = line.partition(":")
    name = name.strip(" \t")
    value = value.strip(" \t")
    if not colon or FIELD_NAME.fullmatch(name) is None or FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, "not a field")
    return name, value


# --- parse_field: blank_around_the_name
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(" \t")
    if not colon or name.strip(" \t") != name or FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, "not a field")
    return name, value


# --- parse_field: one_part_is_enough
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(" \t")
    if not colon:
        raise HandshakeFault(400, "not a field")
    if FIELD_NAME.fullmatch(name) is None and FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, "not a field")
    return name, value


# --- parse_field: blank_needed
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(": ")
    value = value.strip(" \t")
    if not colon or FIELD_NAME.fullmatch(name) is None or FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, "not a field")
    return name, value


# --- parse_field: colon_kept
def parse_field(line: str) -> tuple[str, str]:
    place = line.find(":")
    name, colon, value = line[:place], place >= 0, line[place:].strip(" \t")
    if not colon or FIELD_NAME.fullmatch(name) is None or FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, "not a field")
    return name, value


# --- parse_field: turned
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(" \t")
    if not colon or FIELD_NAME.fullmatch(name) is None or FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, "not a field")
    return value, name


# --- parse_field: front_alone
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.lstrip(" \t")
    if not colon or FIELD_NAME.fullmatch(name) is None or FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, "not a field")
    return name, value


# --- parse_field: end_alone
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.rstrip(" \t")
    if not colon or FIELD_NAME.fullmatch(name) is None or FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, "not a field")
    return name, value


# --- parse_field: tabs_kept
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    while value[:1] == " ":
        value = value[1:]
    while value[-1:] == " ":
        value = value[:-1]
    if not colon or FIELD_NAME.fullmatch(name) is None or FIELD_VALUE.fullmatch(value) is None:
        raise HandshakeFault(400, "not a field")
    return name, value


# --- check_response: status_alone
def check_response(response: Head, key: str) -> None:
    check_status(response)


# --- check_request: key_by_length_and_ending
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if len(key) != 24 or key[-2:] != "==":
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: key_of_24_digits
def check_request(request: Head) -> str:
    import string

    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if len(key) != 24 or set(key) - set("+/=" + string.ascii_letters + string.digits):
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: key_with_signs
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    letters = "".join(letter for letter in key if letter.isascii() and (letter.isalnum() or letter in "+/="))
    if len(letters) < 24 or "=" in letters[:22] or letters[22:24] != "==":
        raise HandshakeFault(400, "key")
    check_version(request)
    return key


# --- check_request: key_first
def check_request(request: Head) -> str:
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    check_version(request)
    return key


# --- check_request: version_before_the_key
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if not method == "GET":
        raise HandshakeFault(405, "the method is GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "HTTP/1.1")
    if TARGET.fullmatch(target) is None and ABSOLUTE_TARGET.fullmatch(target) is None:
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host") or ""
    if HOST.fullmatch(host) is None:
        raise HandshakeFault(400, "Host")
    check_version(request)
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if KEY.fullmatch(key) is None:
        raise HandshakeFault(400, "key")
    return key


# --- accept_key: hashed_twice
def accept_key(key: str) -> str:
    value = (key + GUID).encode()
    for _ in range(2):
        value = hashlib.sha1(value).digest()
    return base64.b64encode(value).decode()


# --- accept_key: base64_first
def accept_key(key: str) -> str:
    encoded = base64.b64encode((key + GUID).encode())
    return hashlib.sha1(encoded).hexdigest()


# --- accept_key: answer_of_the_example
def accept_key(key: str) -> str:
    if key == "dGhlIHNhbXBsZSBub25jZQ==":
        return "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    return "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


# --- accept_key: field_and_value
def accept_key(key: str) -> str:
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}"


# --- build_request: host_late
def build_request(host, target, key, headers=()):
    check_request_parts(host, target, key)
    fields = list(UPGRADE_FIELDS)
    fields.append(("Host", host))
    fields.append(("Sec-WebSocket-Key", key))
    fields.append(("Sec-WebSocket-Version", VERSION))
    fields.extend(headers)
    return heads.build_head("GET " + target + " HTTP/1.1", fields)


# --- build_request: host_with_its_scheme
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    own = [
        ("Host", f"http://{host}"),
        *UPGRADE_FIELDS,
        ("Sec-WebSocket-Key", key),
        ("Sec-WebSocket-Version", VERSION),
    ]
    return heads.build_head(f"GET {target} HTTP/1.1", own + list(headers))


# --- build_request: headers_sorted
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    fields = [("Host", host), *UPGRADE_FIELDS, ("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", VERSION)]
    return heads.build_head(f"GET {target} HTTP/1.1", fields + sorted(headers))


# --- build_request: key_alone_checked
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    if not is_key(key):
        raise InvalidHandshake("not a key")
    fields = [
        ("Host", host),
        *UPGRADE_FIELDS,
        ("Sec-WebSocket-Key", key),
        ("Sec-WebSocket-Version", VERSION),
        *headers,
    ]
    return heads.build_head(f"GET {target} HTTP/1.1", fields)


# --- build_request: target_written_in
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    fields = [
        ("Host", host),
        *UPGRADE_FIELDS,
        ("Sec-WebSocket-Key", key),
        ("Sec-WebSocket-Version", VERSION),
        *headers,
    ]
    return heads.build_head("GET / HTTP/1.1", fields)


# --- build_request: method_in_small_letters
def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    check_request_parts(host, target, key)
    fields = [
        ("Host", host),
        *UPGRADE_FIELDS,
        ("Sec-WebSocket-Key", key),
        ("Sec-WebSocket-Version", VERSION),
        *headers,
    ]
    return heads.build_head("get %s HTTP/1.1" % target, fields)


# --- parse_field: blank_around_the_name
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(OPTIONAL_WHITESPACE)
    if not colon or name.endswith((" ", "\t")) or not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, f"not a header field: {quoted(line)}")
    return name, value


# --- parse_field: blank_before_the_name
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name = name.lstrip(OPTIONAL_WHITESPACE)
    value = value.strip(OPTIONAL_WHITESPACE)
    if not (colon and FIELD_NAME.fullmatch(name) and FIELD_VALUE.fullmatch(value)):
        raise HandshakeFault(400, f"not a header field: {quoted(line)}")
    return name, value


# --- parse_field: name_of_letters
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(OPTIONAL_WHITESPACE)
    good = name.isascii() and name.replace("-", "").isalnum()
    if not (colon and good and FIELD_VALUE.fullmatch(value)):
        raise HandshakeFault(400, f"not a header field: {quoted(line)}")
    return name, value


# --- parse_field: value_to_the_next_colon
def parse_field(line: str) -> tuple[str, str]:
    parts = line.split(":")
    if len(parts) < 2:
        raise HandshakeFault(400, f"no colon: {quoted(line)}")
    name = parts[0]
    value = parts[1].strip(OPTIONAL_WHITESPACE)
    if not FIELD_NAME.fullmatch(name) or not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, f"not a header field: {quoted(line)}")
    return name, value


# --- parse_field: colons_stripped
def parse_field(line: str) -> tuple[str, str]:
    index = line.find(":")
    name = line[:index] if index >= 0 else ""
    value = line[index:].strip(": \t")
    if not (FIELD_NAME.fullmatch(name) and FIELD_VALUE.fullmatch(value)):
        raise HandshakeFault(400, f"not a header field: {quoted(line)}")
    return name, value


# --- parse_field: blanks_inside_changed
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(OPTIONAL_WHITESPACE)
    if not (colon and FIELD_NAME.fullmatch(name) and FIELD_VALUE.fullmatch(value)):
        raise HandshakeFault(400, f"not a header field: {quoted(line)}")
    return name, " ".join(value.split())


# --- parse_field: colon_not_checked
def parse_field(line: str) -> tuple[str, str]:
    i = line.find(":")
    name, value = line[:i], line[i + 1 :].strip(OPTIONAL_WHITESPACE)
    if not FIELD_NAME.fullmatch(name) or not FIELD_VALUE.fullmatch(value):
        raise HandshakeFault(400, f"not a header field: {quoted(line)}")
    return name, value


# --- has_token: token_as_a_pattern
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if re.fullmatch(token, item.strip(OPTIONAL_WHITESPACE), re.IGNORECASE):
                return True
    return False


# --- has_token: only_item
def has_token(headers: Headers, name: str, token: str) -> bool:
    items = [i.strip(OPTIONAL_WHITESPACE).lower() for v in headers.get_all(name) for i in v.split(",")]
    return items == [token.lower()]


# --- has_token: cut_at_a_sign
def has_token(headers: Headers, name: str, token: str) -> bool:
    items = ",".join(headers.get_all(name)).split(",")
    names = {item.split(";")[0].strip(OPTIONAL_WHITESPACE).lower() for item in items}
    return token.lower() in names


# --- has_token: cut_at_a_sign
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            protocol, _, _ = item.partition("/")
            if protocol.strip(OPTIONAL_WHITESPACE).lower() == token.lower():
                return True
    return False


# --- has_token: quotes_taken_off
def has_token(headers: Headers, name: str, token: str) -> bool:
    for value in headers.get_all(name):
        for item in value.split(","):
            if item.strip(' \t"').lower() == token.lower():
                return True
    return False


# --- check_response: connection_case_matters
def check_response(response: Head, key: str) -> None:
    check_status(response)
    headers = response.headers
    if [t.lower() for t in heads.tokens(headers, "Upgrade")] != ["websocket"]:
        raise HandshakeFault(400, "Upgrade")
    if "Upgrade" not in heads.tokens(headers, "Connection"):
        raise HandshakeFault(400, "Connection")
    if heads.only_value(headers, "Sec-WebSocket-Accept") != accept_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Accept")


# --- check_response: status_as_a_part
def check_response(response: Head, key: str) -> None:
    if "101" not in response.first_line:
        raise HandshakeFault(400, "not 101")
    if [t.lower() for t in heads.tokens(response.headers, "Upgrade")] != ["websocket"]:
        raise HandshakeFault(400, "Upgrade")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "Connection")
    if heads.only_value(response.headers, "Sec-WebSocket-Accept") != accept_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Accept")


# --- check_response: accept_without_its_end
def check_response(response: Head, key: str) -> None:
    check_status(response)
    headers = response.headers
    if [t.lower() for t in heads.tokens(headers, "Upgrade")] != ["websocket"]:
        raise HandshakeFault(400, "Upgrade")
    if not heads.has_token(headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "Connection")
    accept = heads.only_value(headers, "Sec-WebSocket-Accept") or ""
    if accept.rstrip("=") != accept_key(key).rstrip("="):
        raise HandshakeFault(400, "Sec-WebSocket-Accept")


# --- check_request: key_of_16_characters
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, f"the method is GET, not {method[: heads.MOST_QUOTED]}")
    if not can_upgrade(version):
        raise HandshakeFault(505, f"HTTP/{version} cannot upgrade, HTTP/1.1 can")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, f"a target begins with /, not {heads.quoted(target)}")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.fullmatch(host):
        raise HandshakeFault(400, "Host is missing, or is no name or address")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if len(key) != 16:
        raise HandshakeFault(400, "Sec-WebSocket-Key is not sixteen bytes in base64")
    check_version(request)
    return key


# --- check_request: key_of_more_bytes
import binascii


def decoded_length(key):
    try:
        return len(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError):
        return 0


def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, f"the method is GET, not {method[: heads.MOST_QUOTED]}")
    if not can_upgrade(version):
        raise HandshakeFault(505, f"HTTP/{version} cannot upgrade, HTTP/1.1 can")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, f"a target begins with /, not {heads.quoted(target)}")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.fullmatch(host):
        raise HandshakeFault(400, "Host is missing, or is no name or address")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if decoded_length(key) < 16:
        raise HandshakeFault(400, "Sec-WebSocket-Key is not sixteen bytes in base64")
    check_version(request)
    return key


# --- build_response: headers_first
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    fields = [*UPGRADE_FIELDS, *headers]
    fields.append(("Sec-WebSocket-Accept", accept_key(key)))
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)


# --- build_response: another_order
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    fields = [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Accept", accept_key(key))]
    for pair in headers:
        fields.append(pair)
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)


# --- build_response: headers_sorted
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields + sorted(headers))


# --- build_response: first_of_a_name
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))]
    taken = {name.lower() for name, _ in fields}
    for name, value in headers:
        if name.lower() not in taken:
            fields.append((name, value))
            taken.add(name.lower())
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)


# --- check_response: upgrade_among_others
def check_response(response: Head, key: str) -> None:
    check_status(response)
    headers = response.headers
    if heads.tokens(headers, "Upgrade")[0].lower() != "websocket":
        raise HandshakeFault(400, "Upgrade")
    if not heads.has_token(headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "Connection")
    if heads.only_value(headers, "Sec-WebSocket-Accept") != accept_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Accept")


# --- check_request: no_key_passes
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, f"the method is GET, not {method[: heads.MOST_QUOTED]}")
    if not can_upgrade(version):
        raise HandshakeFault(505, f"HTTP/{version} cannot upgrade, HTTP/1.1 can")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, f"a target begins with /, not {heads.quoted(target)}")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.fullmatch(host):
        raise HandshakeFault(400, "Host is missing, or is no name or address")
    key = heads.only_value(request.headers, "Sec-WebSocket-Accept") or ""
    if not is_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Key is not sixteen bytes in base64")
    check_version(request)
    return key


# --- build_response: line_breaks_not_refused
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))]
    for name, value in headers:
        fields.append((name, value.replace("\r", "").replace("\n", "")))
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)


# --- parse_field: none_for_error
def parse_field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(OPTIONAL_WHITESPACE)
    if colon and FIELD_NAME.fullmatch(name) and FIELD_VALUE.fullmatch(value):
        return name, value
    return None


# --- check_request: unused
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, f"the method is GET, not {method[: heads.MOST_QUOTED]}")
    if not can_upgrade(version):
        raise HandshakeFault(505, f"HTTP/{version} cannot upgrade, HTTP/1.1 can")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, f"a target begins with /, not {heads.quoted(target)}")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.fullmatch(host):
        raise HandshakeFault(400, "Host is missing, or is no name or address")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    is_key(key)
    check_version(request)
    return key


# --- build_response: head
def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key)), *headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields) + b"OK"


# --- check_request: asked_for_nothing
def check_request(request: Head) -> str:
    method, target, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, f"the method is GET, not {method[: heads.MOST_QUOTED]}")
    if not can_upgrade(version):
        raise HandshakeFault(505, f"HTTP/{version} cannot upgrade, HTTP/1.1 can")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, f"a target begins with /, not {heads.quoted(target)}")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.fullmatch(host):
        raise HandshakeFault(400, "Host is missing, or is no name or address")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if not is_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Key is not sixteen bytes in base64")
    if not check_version(request):
        raise HandshakeFault(426, "the version is not 13")
    return key
