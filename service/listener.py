"""The port, taken before anything slow is loaded."""

import socket


def listen(host: str, port: int) -> socket.socket:
    """Take a port; connections wait until a server accepts them.

    Raises:
        OSError: the address is taken or not ours.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Two sockets may share an address until one of them listens.
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
