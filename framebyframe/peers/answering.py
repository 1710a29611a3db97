"""A server whose opening handshake is a function of yours. It runs in this process, on this machine only."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable

from framebyframe.proxy.listening import LocalServer
from framebyframe.rpc.article import decode_request, encode_success
from framebyframe.rpc.messages import CallFailed
from framebyframe.wire import Connection, HandshakeFault, Role
from framebyframe.wire.events import TextMessage
from framebyframe.wire.handshake import build_refusal
from framebyframe.wire.heads import (
    FIELD_FORM,
    FIELD_OR_FOLDED_FORM,
    REQUEST_FORM,
    Head,
    HeadReader,
    LineForm,
    parse_head,
)
from framebyframe.wire.limits import Limits

READ_SIZE = 65536
BROKEN = 500
"""The status of a server that fails itself (RFC 9110, 15.6.1)."""

Answer = Callable[[Head], bytes]


class HandshakeServer(LocalServer):
    """Answers every request with what `answer` returns; after that it echoes the params of every call.

    Args:
        answer: is given the request and returns a response. Where it raises HandshakeFault, the client gets
            its status; for any other error status 500, and what went wrong in words.

    Attributes:
        url: such as "ws://127.0.0.1:40123".
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        super().__init__()

    def __repr__(self) -> str:
        return "<a server with a handshake of your own>"

    def _serve(self, client: socket.socket) -> None:
        try:
            request, rest = read_head(client, REQUEST_FORM, FIELD_FORM)
            response = self._answer(request)
        except HandshakeFault as fault:
            client.sendall(build_refusal(fault))
            return
        except Exception as error:  # whatever a function of a learner raises
            client.sendall(build_refusal(HandshakeFault(BROKEN, f"{type(error).__name__}: {error}")))
            return
        client.sendall(response)
        echo_calls(client, rest)


def read_head(stream: socket.socket, first_line: LineForm, field: LineForm) -> tuple[Head, bytes]:
    """A head, and what followed it. The forms are those of its lines, as a HeadReader takes them.

    Raises:
        HandshakeFault: it is no such head.
        ConnectionError: the stream ended before it was whole.
    """
    reader = HeadReader(Limits(), first_line, field)
    while data := stream.recv(READ_SIZE):
        found = reader.feed(data)
        if found is not None:
            return parse_head(found[0], unfold=field is FIELD_OR_FOLDED_FORM), found[1]
    raise ConnectionError("the stream ended before the head was whole")


def echo_calls(client: socket.socket, data: bytes) -> None:
    """Answer every call with its own params, until the client says goodbye or breaks a rule."""
    connection = Connection(Role.SERVER)
    while not connection.should_close_socket:
        for event in connection.receive_data(data):
            if isinstance(event, TextMessage):
                connection.send_text(_echo(event.text))
        client.sendall(connection.data_to_send())
        if connection.should_close_socket or not (data := client.recv(READ_SIZE)):
            return


def _echo(text: str) -> str:
    try:
        request = decode_request(json.loads(text))
    except (ValueError, AttributeError, CallFailed):
        return json.dumps({"status": "error", "message": "no call", "code": "invalid_request"})
    return json.dumps(encode_success(request, request.params))
