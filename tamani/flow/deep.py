"""Every law of docs/laws.md asked of what is stored, item by item: `tamani doctor --deep`.

A few hundred reports at a time: the memory hardly grows with the store. With repair, what is derived
(which version counts, spots, incidents, the index of words) is derived again; what was appended is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from tamani.fields import load_vocabulary
from tamani.flow.deep_groups import check_groups, check_origins
from tamani.flow.deep_texts import Filing, check_reading, find_misfiled
from tamani.locate import open_gazetteer
from tamani.reasons import name_item
from tamani.store import Store
from tamani.store.audit import (
    Auditor,
    Fault,
    check_heads,
    check_rows,
    check_sums,
    check_words,
    iterate_stored,
    refile,
)

Progress = Callable[[str, int], None]
WORDINGS = Path(__file__).parent / "faults.toml"


class Told(Struct, frozen=True, kw_only=True):
    """A fault in the reader's language. law None: no law, but the store can't be trusted."""

    law: int | None
    code: str
    item: str
    problem: str
    remedy: str
    repaired: bool = False

    def __str__(self) -> str:
        return f"{self.item}: {self.problem}; {self.remedy}"


def check_deep(
    store: Store, gazetteer: Path | None, *, now: datetime, repair: bool = False, progress: Progress | None = None
) -> Iterator[Fault]:
    """Everything that is wrong with a store, as it is found."""
    tell = progress or (lambda stage, done: None)
    auditor = store.auditor(repair=repair)
    yield from check_rows(auditor)
    # What counts first: incidents are built from it.
    yield from check_heads(auditor)
    yield from _check_readings(auditor, tell)
    yield from check_words(auditor)
    yield from _go_on("groups", check_groups(store, auditor, now=now, tell=tell))
    yield from check_sums(auditor)
    yield from _go_on("origins", check_origins(store, tell))
    try:
        open_gazetteer(gazetteer)
    except Exception as error:  # whatever it is, it is the answer to the question asked
        yield Fault(code="gazetteer", item=str(gazetteer or "gazetteer"), facts={"why": error})


def _go_on(stage: str, found: Iterator[Fault]) -> Iterator[Fault]:
    """What needs whole values stops at one that can't be read; it was named before, and this says what was not seen."""
    try:
        yield from found
    except (ValueError, KeyError, TypeError, msgspec.DecodeError) as error:
        yield Fault(code="not_seen", item=stage, facts={"why": error})


def _check_readings(auditor: Auditor, tell: Progress) -> Iterator[Fault]:
    vocabulary = load_vocabulary()
    done = 0
    for chunk in iterate_stored(auditor.database):
        wrong: list[Filing] = []
        for one in chunk:
            yield from check_reading(one, vocabulary)
            misfiled = list(find_misfiled(one))
            wrong += misfiled
            for filing in misfiled:
                yield Fault(code="spots", item=f"mention {filing.mention}", derived=True)
        if auditor.repair and wrong:
            spots = [(filing.number, *spot) for filing in wrong for spot in filing.spots]
            refile(auditor.database, spots, [(filing.number, *filing.moment) for filing in wrong])
        done += len(chunk)
        tell("readings", done)


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """A fault as it is told, problem and remedy in each language, and the law it breaks."""

    en: tuple[str, str]
    fr: tuple[str, str]
    law: int | None = None

    def within(self, language: str) -> tuple[str, str]:
        return self.fr if language == "fr" else self.en


def tell_fault(fault: Fault, language: str, *, repaired: bool = False) -> Told:
    """A fault in French or English, with the law it breaks and what to do."""
    wording = _load_wordings()[fault.code]
    problem, remedy = wording.within(language)
    if repaired and fault.derived:
        remedy = _load_wordings()["repaired"].within(language)[1]
    return Told(
        law=wording.law,
        code=fault.code,
        item=name_item(fault.item, language),
        problem=problem.format(**fault.facts),
        remedy=remedy.format(**fault.facts),
        repaired=repaired and fault.derived,
    )


@cache
def _load_wordings() -> dict[str, Wording]:
    return msgspec.toml.decode(WORDINGS.read_bytes(), type=dict[str, Wording])
