"""Asks a language model's endpoint, of the OpenAI kind, and waits no longer than it is worth.

In comes the body of a chat completion; out comes the text of the answer. A busy or failing endpoint is asked again, a
few times; what it will never answer is an error that says so. The key goes into one header and into no message.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct

from tamani.errors import NotAllowed, Unanswered

# httpx and stamina are loaded where a model is asked: they take a fourth of the time in which a reading process starts.
if TYPE_CHECKING:
    import httpx

MOST_BYTES = 2_000_000  # of an answer
ATTEMPTS = 3
BUSY = (408, 409, 429, 500, 502, 503, 504)


class Endpoint(Struct, frozen=True):
    """Where a model is asked: its base address ("http://127.0.0.1:11434/v1"), its name, a key or none."""

    url: str
    model: str
    key: str | None = None
    timeout: float = 60.0  # seconds for one answer

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def is_local(self) -> bool:
        """Does it run on this machine? Then no text leaves it."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class _Busy(Exception):
    """Worth asking again."""


def check_endpoint(endpoint: Endpoint) -> None:
    """NotAllowed where an address can't be one, or would send a key in the clear."""
    parts = urlsplit(endpoint.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotAllowed(endpoint.url, "is no address of a model", "give one such as http://127.0.0.1:11434/v1")
    if parts.scheme == "http" and not endpoint.is_local:
        raise NotAllowed(
            endpoint.url, "would send reports unencrypted", "give an https address, or one of this machine"
        )


def ask_model(body: dict[str, Any], endpoint: Endpoint, *, patience: float = 1.0) -> str:
    """The text of an answer; Unanswered where there is none. patience: seconds before the second try."""
    import stamina

    item = f"{endpoint.model} at {endpoint.host}"
    try:
        for attempt in stamina.retry_context(on=_Busy, attempts=ATTEMPTS, wait_initial=patience, timeout=None):
            with attempt:
                return _ask(body, endpoint, item)
    except _Busy as error:
        raise Unanswered(item, str(error), "try again later; the reports are as they were") from error
    raise AssertionError("a retry ends with an answer or an error")


def _ask(body: dict[str, Any], endpoint: Endpoint, item: str) -> str:
    import httpx

    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    try:
        # No proxy and no redirect: a report goes where the user said, and nowhere else.
        with (
            httpx.Client(trust_env=False, timeout=endpoint.timeout, follow_redirects=False) as client,
            client.stream("POST", f"{endpoint.url.rstrip('/')}/chat/completions", json=body, headers=headers) as answer,
        ):
            data = _take(answer, item)
            status = answer.status_code
    except httpx.TimeoutException as error:
        raise _Busy(f"gave no answer within {endpoint.timeout:g} seconds") from error
    except httpx.TransportError as error:
        raise _Busy(f"can't be reached ({type(error).__name__})") from error
    if status in BUSY:
        raise _Busy(f"is busy or failing (status {status})")
    if status != 200:
        raise Unanswered(
            item, f"refuses the question (status {status})", "check the address, the model's name and the key"
        )
    return _find_text(data, item)


def _take(answer: httpx.Response, item: str) -> bytes:
    data = bytearray()
    for piece in answer.iter_bytes():
        data += piece
        if len(data) > MOST_BYTES:
            raise Unanswered(item, "answers without end", "choose another model")
    return bytes(data)


def _find_text(data: bytes, item: str) -> str:
    import msgspec

    try:
        return str(msgspec.json.decode(data)["choices"][0]["message"]["content"] or "")
    except (msgspec.DecodeError, KeyError, IndexError, TypeError) as error:
        raise Unanswered(item, "answers in another form", "check that the address is one of the OpenAI kind") from error
