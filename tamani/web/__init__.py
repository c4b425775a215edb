"""The page: a store opened as a situation in the browser.

In comes the address of a store; out goes a server on this machine. It writes nothing but what a person decides in a
form of its own, never loads anything from another host, and listens on the loopback address unless told otherwise;
served to other machines it only shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tamani.settings import Settings


def serve_store(settings: Settings, *, host: str, port: int) -> None:
    """Serve the page until it is stopped."""
    import uvicorn

    from tamani.web.pages import make_app

    uvicorn.run(make_app(settings, host=host), host=host, port=port, log_level="warning", access_log=False)
