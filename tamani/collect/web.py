"""Pages from the web, within limits of size, time and redirects, and never from a private address unless allowed.

The host is resolved here, every address it has is checked, and the connection goes to the address that was checked:
a name that answers differently the second time gains nothing. Each redirect is checked again.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tamani.collect.batch import Batch
from tamani.collect.unpack import unpack_gzip
from tamani.errors import TamaniError
from tamani.reasons import Unreadable, say_size
from tamani.records import Item

if TYPE_CHECKING:
    import httpx

AGENT = "tamani/0.1 (early-warning reader)"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def fetch_url(url: str, batch: Batch) -> Item:
    """One page as an item; raises what is wrong with it.

    It runs on a thread of its own, so that it works under a notebook's event loop too, and so that a name server or a
    server that hangs can be left behind.
    """
    result: list[Item | Exception] = []

    def run() -> None:
        try:
            result.append(asyncio.run(asyncio.wait_for(_follow(url, batch), batch.settings.timeout)))
        except Exception as error:
            result.append(error)

    worker = threading.Thread(target=run, daemon=True, name="tamani-fetch")
    worker.start()
    worker.join(batch.settings.timeout + 1)
    found = result[0] if result else TimeoutError()
    if isinstance(found, Item):
        return found
    if isinstance(found, TamaniError):
        raise found
    if isinstance(found, TimeoutError) or "Timeout" in type(found).__name__:
        raise Unreadable(url, "timeout", seconds=f"{batch.settings.timeout:g}") from found
    raise Unreadable(url, "network", why=str(found) or type(found).__name__) from found


async def _follow(url: str, batch: Batch) -> Item:
    import httpx  # late: 0.1 s that only addresses need

    # No proxy, no .netrc: the address that is checked is the one that is asked.
    async with httpx.AsyncClient(trust_env=False, timeout=batch.settings.timeout) as client:
        here = url
        for _ in range(batch.settings.max_redirects + 1):
            request = await _address_request(client, url, here, batch)
            answer = await client.send(request, stream=True, follow_redirects=False)
            try:
                target = answer.headers.get("location")
                if answer.status_code in (301, 302, 303, 307, 308) and target:
                    here = urljoin(here, target)
                    continue
                return await _take(answer, url, here, batch)
            finally:
                await answer.aclose()
    raise Unreadable(url, "redirects", limit=batch.settings.max_redirects)


async def _address_request(client: httpx.AsyncClient, url: str, here: str, batch: Batch) -> httpx.Request:
    """A request to an address that was checked, in the name of the host."""
    import httpx

    parts = urlsplit(here)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreadable(url, "scheme", what=parts.scheme or here[:60])
    asked = httpx.URL(here)
    addresses = await _resolve(url, asked.host, asked.port or (443 if asked.scheme == "https" else 80))
    for address in addresses:
        if not batch.settings.allow_private and is_private(address):
            raise Unreadable(url, "private", host=parts.hostname, address=address)
    headers = {
        "Host": asked.netloc.decode("ascii"),
        "User-Agent": AGENT,
        "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/pdf,*/*;q=0.5",
        "Accept-Encoding": "gzip, deflate",  # what can be unpacked with a limit
    }
    # IPv4 first: from many offices in the field IPv6 leads nowhere.
    address = min(addresses, key=lambda one: ":" in one)
    return client.build_request(
        "GET", asked.copy_with(host=address), headers=headers, extensions={"sni_hostname": asked.host}
    )


async def _resolve(url: str, host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Unreadable(url, "no_host", host=host) from error
    return list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))


def is_private(address: str) -> bool:
    """Does an address lead into this machine or its own network? Also in its IPv6 disguises.

    >>> is_private("10.0.0.1"), is_private("::ffff:127.0.0.1"), is_private("169.254.169.254"), is_private("1.1.1.1")
    (True, True, True, False)
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if ip.teredo or (inner is not None and is_private(str(inner))):
            return True
        if ip.ipv4_mapped:
            return False
    return not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified


async def _take(answer: httpx.Response, url: str, here: str, batch: Batch) -> Item:
    """The body of an answer, never more than the limit, packed or unpacked."""
    if answer.status_code != 200:
        raise Unreadable(url, "status", status=answer.status_code)
    limit = batch.settings.max_bytes
    data = bytearray()
    async for chunk in answer.aiter_raw():
        data += chunk
        if len(data) > limit:
            raise Unreadable(url, "too_large", size=f"> {say_size(limit)}", limit=say_size(limit))
    packing = answer.headers.get("content-encoding", "").strip().lower()
    body = bytes(data)
    if packing in ("gzip", "x-gzip", "deflate"):
        body = unpack_gzip(url, body, min(batch.settings.max_unpacked, limit))
    elif packing not in ("", "identity"):
        raise Unreadable(url, "unknown_type", what=f"content-encoding {packing}")
    told = answer.headers.get("content-type", "")
    return Item(name=url, data=body, media_type=told, collected=batch.now, url=here.partition("#")[0])
