"""Who is connected: the clients of a server, as they come and go, and one that is the page itself."""

from .connected import WhoIsConnected

__all__ = ["WhoIsConnected"]
