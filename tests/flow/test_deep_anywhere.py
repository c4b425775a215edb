"""The deep doctor on both kinds of store: a sound one has no fault; what was broken by hand is named, and mended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from shelves import Shelf
from test_deep import LATER, NOW, make_items

from tamani.flow import add_collected, check_deep
from tamani.settings import Settings
from tamani.store import Store, open_store


@pytest.fixture
def filled(shelf: Shelf) -> Iterator[Store]:
    # Its schema is broken by some of these tests, so none of them may get it back.
    with shelf.place(bare=True) as address, open_store(address) as store:
        add_collected(store, make_items(), Settings(), now=NOW)
        yield store


def find(store: Store, *, repair: bool = False) -> set[str]:
    return {fault.code for fault in check_deep(store, None, now=LATER, repair=repair)}


# The guards must be out of the way for it, as for somebody who means harm.
HARM: dict[str, dict[str, tuple[str, ...]]] = {
    "trigger": {"sqlite": ("drop trigger claims_keep",), "postgres": ("drop trigger claims_keep on claims",)},
    "schema": {"sqlite": ("drop index links_left",), "postgres": ("drop index links_left",)},
    "incident_sum": {
        "sqlite": ("update incidents set reports = reports + 1",),
        "postgres": ("update incidents set reports = reports + 1",),
    },
    "facets": {
        "sqlite": ("update facets set late = late + 1 where facet = 'country'",),
        "postgres": ("update facets set late = late + 1 where facet = 'country'",),
    },
    "words": {
        "sqlite": (
            "insert into reading_words (reading_words, rowid, title, text) "
            "select 'delete', n, title, text from readings where n = 1",
            "insert into reading_words (rowid, title, text) values (1, 'other', 'words')",
        ),
        "postgres": ("update reading_words set words = '''other'':2' where rowid = 1",),
    },
}


def test_a_sound_store_has_no_fault_wherever_it_is(filled: Store) -> None:
    assert find(filled) == set()


@pytest.mark.parametrize("code", sorted(HARM))
def test_what_was_broken_by_hand_is_named_and_what_is_derived_is_mended(shelf: Shelf, filled: Store, code: str) -> None:
    with shelf.outside(filled.address) as outside:
        for statement in HARM[code][shelf.kind]:
            outside.execute(statement)
    assert find(filled) == {code}
    find(filled, repair=True)
    assert find(filled) == ({code} if code in ("trigger", "schema") else set())
