"""What all rooms share: where a test makes its stores, once for each kind of database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from shelves import HOW_TO, KINDS, SERVER, FileShelf, ServerShelf, Shelf, reach_server

from tamani.store import Store


@contextmanager
def open_shelf(kind: str) -> Iterator[Shelf]:
    """Where stores of a kind are made; the test is skipped where that can't be, and fails for it under CI=true."""
    if kind == "sqlite":
        yield FileShelf()
        return
    problem = reach_server()
    if problem is not None:
        said = f"no PostgreSQL for the tests ({problem}): {HOW_TO}"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    with closing(ServerShelf(SERVER)) as shelf:
        yield shelf


@pytest.fixture(scope="session", params=KINDS)
def shelf(request: pytest.FixtureRequest) -> Iterator[Shelf]:
    """Where this test makes its stores: in files, then on a server."""
    with open_shelf(request.param) as opened:
        yield opened


@pytest.fixture
def address(shelf: Shelf) -> Iterator[str]:
    """The address of a new store."""
    with shelf.place() as found:
        yield found


@pytest.fixture
def bare_address(shelf: Shelf) -> Iterator[str]:
    """An address where there is no store yet."""
    with shelf.place(bare=True) as found:
        yield found


@pytest.fixture
def store(shelf: Shelf) -> Iterator[Store]:
    """A new store."""
    with shelf.open() as opened:
        yield opened
