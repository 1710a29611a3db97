"""The handshake builder: a request and a response, line by line, each judged by its rule."""

from .builder import HandshakeBuilder

__all__ = ["HandshakeBuilder"]
