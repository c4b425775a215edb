"""Which port is free on this machine."""

from __future__ import annotations

import socket


def find_port(host: str, wanted: int, tries: int = 20) -> int | None:
    """The wanted port, else the next free one; None where none of them is."""
    for port in range(wanted, min(wanted + tries, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return None
