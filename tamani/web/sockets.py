"""Which port is free on this machine."""

from __future__ import annotations

import socket


def find_port(host: str, wanted: int, tries: int = 20) -> int | None:
    """The wanted port, else the next free one; None where none of them is."""
    return next((port for port in range(wanted, min(wanted + tries, 65536)) if is_free(host, port)), None)


def is_free(host: str, port: int) -> bool:
    """Can somebody listen there? An address that is not this machine's is no free one either."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
