"""The life of a record in dated sentences: what arrived, which figure changed by whom, who claimed, who decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec.structs import replace

from tamani.fields import TOLLS, Vocabulary, load_vocabulary
from tamani.flow.deeds import tell_acts
from tamani.flow.view import show_incident
from tamani.phrases import load_phrases, say_actor, say_count, say_toll, say_value
from tamani.records import (
    Basis,
    Dossier,
    Happening,
    PerpetratorValue,
    Position,
    Reader,
    Settled,
    Stance,
    TollValue,
)
from tamani.store import Store

LATEST = datetime.max.replace(tzinfo=UTC)
# In one moment: first the report, then what it says, then what people make of it.
ORDER = ("report", "toll", "claimed", "denied", "link", "withdrawn")


def tell_history(
    store: Store, incident: str, reader: Reader, *, language: str = "en", as_of: datetime | None = None
) -> tuple[Happening, ...]:
    """What happened to a record, in order of time, in plain sentences; only what this reader may see."""
    dossier = show_incident(store, incident, reader, as_of=as_of)
    vocabulary = load_vocabulary()
    told = [*_tell_reports(dossier, language)]
    for settled in _leave_corrections(dossier):
        if settled.field in TOLLS:
            told += _tell_toll(settled, vocabulary, language)
        elif settled.field == "perpetrator":
            told += _tell_actors(settled, vocabulary, language)
        else:
            told += _tell_denials(settled, vocabulary, language)
    told += tell_acts(store, dossier, reader, language, as_of=as_of)
    kept = [one for one in told if as_of is None or (one.at is not None and one.at <= as_of)]
    return tuple(sorted(kept, key=lambda one: (one.at or LATEST, ORDER.index(one.code), one.text)))


def _leave_corrections(dossier: Dossier) -> Iterator[Settled]:
    """The facts as reports tell them: what a person corrected is told as what that person did."""
    own = {claim.id for claim in dossier.corrections}
    for one in dossier.incident.fields:
        yield replace(one, positions=tuple(two for two in one.positions if not own & set(two.claims)))


def _tell_reports(dossier: Dossier, language: str) -> Iterator[Happening]:
    phrases = load_phrases(language)["history"]
    for cited in dossier.cited:
        source = cited.source or cited.agency or phrases["no_source"]
        text = phrases["report"].format(source=source, title=cited.title or phrases["no_title"])
        yield Happening(at=cited.published, code="report", text=text, report=cited.report)


def _tell_toll(settled: Settled, vocabulary: Vocabulary, language: str) -> Iterator[Happening]:
    """8 -> 54: each figure beside the one that stood before, and whose it is."""
    phrases = load_phrases(language)["history"]
    names = vocabulary.fields[settled.field]
    label = names.fr if language == "fr" else names.en
    who = load_phrases(language)["who"][settled.who.value] if settled.who else ""
    field = label[:1].upper() + label[1:] + (f" ({who})" if who else "")
    before: Position | None = None
    said: dict[str | None, Position] = {}
    for position in sorted(settled.positions, key=lambda one: (one.since or LATEST, one.reports, one.claims)):
        value = position.value
        if not isinstance(value, TollValue) or value.scope == "sub":
            continue
        by = _say_by(position, vocabulary, language)
        if position.stance is Stance.DENIED:
            yield _happen(
                position, "denied", phrases["denied"].format(what=say_toll(settled.field, value, language), by=by)
            )
            continue
        own = said.get(position.speaker or position.said_by)
        if before is None:
            text = phrases["first"].format(toll=say_toll(settled.field, value, language), by=by)
        elif own is not None and own.superseded:
            text = phrases["changed"].format(
                field=field, before=_count(own, language), after=_count(position, language), by=by
            )
        elif _figure(before) == _figure(position):
            continue
        else:
            text = phrases["beside"].format(
                toll=say_toll(settled.field, value, language), by=by, before=_count(before, language)
            )
        yield _happen(position, "toll", text)
        said[position.speaker or position.said_by] = before = position


def _figure(position: Position) -> int | None:
    """ "At least 21" and "21" are no news to each other."""
    assert isinstance(position.value, TollValue)
    return position.value.low if position.value.low is not None else position.value.high


def _count(position: Position, language: str) -> str:
    assert isinstance(position.value, TollValue)
    return say_count(position.value, language)


def _say_by(position: Position, vocabulary: Vocabulary, language: str) -> str:
    speaker = position.said_by
    if position.speaker in vocabulary.actors:
        speaker = say_actor(position.speaker, None, vocabulary, language)
    return ", " + load_phrases(language)["by"].format(speaker=speaker) if speaker else ""


def _happen(position: Position, code: str, text: str) -> Happening:
    return Happening(
        at=position.since,
        code=code,
        text=text,
        report=position.reports[0] if position.reports else None,
        claims=position.claims,
    )


def _tell_actors(settled: Settled, vocabulary: Vocabulary, language: str) -> Iterator[Happening]:
    phrases = load_phrases(language)["history"]
    for position in settled.positions:
        value = position.value
        if not isinstance(value, PerpetratorValue):
            continue
        actor = say_actor(value.actor, value.name, vocabulary, language)
        by = _say_by(position, vocabulary, language)
        if position.stance is Stance.DENIED:
            yield _happen(position, "denied", phrases["denied"].format(what=actor, by=by))
        elif value.basis is Basis.CLAIMED:
            yield _happen(position, "claimed", phrases["claimed"].format(actor=actor))
        elif value.basis is Basis.ACCUSED:
            yield _happen(position, "claimed", phrases["accused"].format(actor=actor, by=by))


def _tell_denials(settled: Settled, vocabulary: Vocabulary, language: str) -> Iterator[Happening]:
    phrases = load_phrases(language)["history"]
    for position in settled.positions:
        if position.stance is Stance.DENIED:
            what = say_value(settled.field, position.value, vocabulary, language)
            text = phrases["denied"].format(what=what, by=_say_by(position, vocabulary, language))
            yield _happen(position, "denied", text)
