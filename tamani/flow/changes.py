"""What is different between two states of one record, in plain sentences; one function for every face.

In come the record as it was shown before and as it is shown after; out go lines that cite their reports. Nothing is
asked of the store: what a reader may not see is in neither state, so it is in no line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tamani.fields import TOLLS, Vocabulary
from tamani.phrases import load_phrases, name_origin, say_actor, say_count, say_toll, say_value
from tamani.records import (
    Basis,
    Cited,
    Dossier,
    Happening,
    PerpetratorValue,
    PlaceValue,
    Position,
    ReportId,
    Settled,
    Stance,
    TollValue,
    Who,
)
from tamani.shown import say_settled, say_settled_toll, say_voice

SIMPLE = ("kind", "date", "place")  # one value is shown; when it changes, that is said


class Teller(Struct, frozen=True):
    """How lines are told: language and vocabulary, and the moment they are of."""

    language: str
    vocabulary: Vocabulary
    at: datetime | None

    @property
    def phrases(self) -> dict[str, Any]:
        found: dict[str, Any] = load_phrases(self.language)["history"]
        return found

    def label(self, field: str, who: Who | None = None) -> str:
        """The name of a field as it begins a line: "Killed (civilians)"."""
        names = self.vocabulary.fields[field]
        name = names.fr if self.language == "fr" else names.en
        group = load_phrases(self.language)["who"][who.value] if who else ""
        return name[:1].upper() + name[1:] + (f" ({group})" if group else "")

    def by(self, position: Position) -> str:
        """ ", according to the army"; nothing where the report speaks for itself."""
        voice = say_voice(position, self.vocabulary, self.language)
        return ", " + load_phrases(self.language)["by"].format(speaker=voice) if voice else ""

    def value(self, field: str, value: Any) -> str:
        return say_value(field, value, self.vocabulary, self.language)

    def tell(
        self, code: str, reports: Iterable[ReportId] = (), position: Position | None = None, **facts: Any
    ) -> Happening:
        """One line; a position gives its reports and claims."""
        named = tuple(dict.fromkeys(position.reports if position else reports))
        return Happening(
            at=self.at,
            code=CODES.get(code, code),
            text=self.phrases[code].format(**facts),
            report=named[0] if named else None,
            reports=named,
            claims=position.claims if position else (),
        )


# Several wordings are one sort of line.
CODES = {
    "first": "toll", "changed": "toll", "beside": "toll", "agrees": "toll", "dropped": "toll", "accused": "claimed",
    "suspected": "claimed", "finer": "value", "moved": "value",
}  # fmt: skip


def compare_dossiers(before: Dossier | None, after: Dossier | None, teller: Teller) -> tuple[Happening, ...]:
    """What changed from one state of a record to another; None: there was no record."""
    told = [*_compare_reports(before, after, teller)]
    if after is None:
        return tuple(told)
    fields = list(dict.fromkeys((one.field, one.who) for one in after.incident.fields))
    for field, who in fields:
        old, new = _find(before, field, who), _find(after, field, who)
        assert new is not None
        if field in TOLLS:
            told += _compare_tolls(old, new, teller)
        elif field == "perpetrator":
            told += _compare_actors(old, new, teller)
        elif before is not None and field in SIMPLE:
            told += _compare_value(old, new, teller)
        if field not in TOLLS and field != "perpetrator":
            told += _compare_denials(old, new, teller)
    told += _compare_origins(before, after, teller)
    told += _compare_disputes(before, after, teller)
    return tuple(told)


def _find(dossier: Dossier | None, field: str, who: Who | None) -> Settled | None:
    found = dossier.incident.settled(field) if dossier else ()
    one = next((one for one in found if one.who == who), None)
    if one is None or dossier is None:
        return None
    # What a person corrected is told as what that person did, not as a report's figure.
    own = {claim.id for claim in dossier.corrections}
    return replace(one, positions=tuple(two for two in one.positions if not own & set(two.claims)))


# --- reports -----------------------------------------------------------------------------------------------------


def _compare_reports(before: Dossier | None, after: Dossier | None, teller: Teller) -> Iterator[Happening]:
    old = {cited.report: cited for cited in before.cited} if before else {}
    new = {cited.report: cited for cited in after.cited} if after else {}
    for report, cited in new.items():
        if report not in old:
            yield teller.tell("report", [report], **_name_report(cited, teller))
        elif old[report].version != cited.version:
            yield teller.tell("edited", [report], **_name_report(cited, teller))
    for report, cited in old.items():
        if report not in new:
            yield teller.tell("left", [report], **_name_report(cited, teller))


def _name_report(cited: Cited, teller: Teller) -> dict[str, Any]:
    source = cited.source or cited.agency or teller.phrases["no_source"]
    return {"source": source, "title": cited.title or teller.phrases["no_title"]}


# --- tolls -------------------------------------------------------------------------------------------------------


def _compare_tolls(old: Settled | None, new: Settled, teller: Teller) -> Iterator[Happening]:
    """Each voice beside what it said before, then the figure that is shown."""
    field = teller.label(new.field, new.who)
    earlier, figures = _gather_voices(old), {_figure(one) for one in _list_counts(old)}
    seen: set[tuple[str, int | None]] = set()
    for position in _list_counts(new):
        voice, figure = _name_voice(position), _figure(position)
        if (voice, figure) in seen or (voice in earlier and figure in {_figure(one) for one in earlier[voice]}):
            continue
        seen.add((voice, figure))
        toll = say_toll(new.field, _toll(position), teller.language)
        if voice and voice in earlier:
            said = say_count(_toll(earlier[voice][-1]), teller.language)
            count = say_count(_toll(position), teller.language)
            yield teller.tell(
                "changed", position=position, field=field, before=said, after=count, by=teller.by(position)
            )
        elif not figures:
            yield teller.tell("first", position=position, toll=toll, by=teller.by(position))
        elif figure not in figures:
            stands = say_count(_toll(_list_counts(old)[-1]), teller.language) if _list_counts(old) else ""
            form = "beside" if stands else "first"
            yield teller.tell(form, position=position, toll=toll, by=teller.by(position), before=stands)
        elif voice:
            yield teller.tell("agrees", position=position, toll=toll, by=teller.by(position))
        figures.add(figure)
    yield from _tell_gone(old, new, teller)
    yield from _tell_new_denials(old, new, teller)
    yield from _tell_shown(old, new, teller)


def _tell_gone(old: Settled | None, new: Settled, teller: Teller) -> Iterator[Happening]:
    """A figure that nobody gives any more: its report was edited, withdrawn or split off."""
    left = {(_name_voice(one), _figure(one)) for one in _list_counts(new, standing=False)}
    for position in _list_counts(old):
        if (_name_voice(position), _figure(position)) not in left:
            toll = say_toll(new.field, _toll(position), teller.language)
            yield teller.tell("dropped", position=position, toll=toll, by=teller.by(position))


def _tell_shown(old: Settled | None, new: Settled, teller: Teller) -> Iterator[Happening]:
    if old is None or not isinstance(old.value, TollValue) or not isinstance(new.value, TollValue):
        return
    was, now = (say_settled_toll(one, teller.language) for one in (old, new))
    if was != now:
        stood = {(_name_voice(one), _figure(one)) for one in _list_counts(old)}
        counts = _list_counts(new)
        fresh = [one for one in counts if (_name_voice(one), _figure(one)) not in stood] or counts
        reports = [report for one in fresh for report in one.reports]
        yield teller.tell("shown", reports, field=teller.label(new.field, new.who), before=was, after=now)


def _list_counts(settled: Settled | None, *, standing: bool = True) -> list[Position]:
    """The figures that stand, in order of time; parts of a total and denials are no figures of their own."""
    found = [
        one
        for one in (settled.positions if settled else ())
        if isinstance(one.value, TollValue) and one.value.scope != "sub" and one.stance is not Stance.DENIED
    ]
    return [one for one in found if not (standing and one.superseded)]


def _gather_voices(settled: Settled | None) -> dict[str, list[Position]]:
    voices: dict[str, list[Position]] = {}
    for position in _list_counts(settled):
        voices.setdefault(_name_voice(position), []).append(position)
    return voices


def _name_voice(position: Position) -> str:
    """Whose figure it is; "" where a report says it itself."""
    return position.speaker or position.said_by or ""


def _toll(position: Position) -> TollValue:
    assert isinstance(position.value, TollValue)
    return position.value


def _figure(position: Position) -> int | None:
    """ "At least 21" and "21" are no news to each other."""
    value = _toll(position)
    return value.low if value.low is not None else value.high


# --- who, what, where, when --------------------------------------------------------------------------------------


def _compare_actors(old: Settled | None, new: Settled, teller: Teller) -> Iterator[Happening]:
    known = {_name_stand(one) for one in (old.positions if old else ())}
    for position in new.positions:
        value = position.value
        if not isinstance(value, PerpetratorValue) or _name_stand(position) in known:
            continue
        known.add(_name_stand(position))
        actor, by = say_actor(value.actor, value.name, teller.vocabulary, teller.language), teller.by(position)
        if position.stance is Stance.DENIED:
            yield teller.tell("denied", position=position, what=actor, by=by)
        elif value.basis is Basis.CLAIMED:
            yield teller.tell("claimed", position=position, actor=actor)
        elif value.basis is Basis.ACCUSED:
            yield teller.tell("accused", position=position, actor=actor, by=by)
        elif value.basis is Basis.SUSPECTED and value.actor:
            yield teller.tell("suspected", position=position, actor=actor, by=by)
    if old is not None:
        was, now = (say_settled(one, teller.vocabulary, teller.language) for one in (old, new))
        if was != now:
            fresh = [one for one in new.positions if one not in old.positions] or new.positions
            reports = [report for one in fresh for report in one.reports]
            yield teller.tell("moved", reports, field=teller.label("perpetrator"), before=was, after=now)


def _name_stand(position: Position) -> tuple[str, ...]:
    value = position.value
    assert isinstance(value, PerpetratorValue)
    return (value.actor or value.name or "", str(value.basis), position.stance.value, _name_voice(position))


def _compare_value(old: Settled | None, new: Settled, teller: Teller) -> Iterator[Happening]:
    """The kind, day or place that is shown changed; finer: the same said more exactly."""
    if old is None or old.value is None or new.value is None:
        return
    was, now = teller.value(new.field, old.value), teller.value(new.field, new.value)
    if was == now and not _is_finer(old.value, new.value):
        return
    reports = [report for one in new.positions if one.value == new.value for report in one.reports]
    form = "finer" if _is_finer(old.value, new.value) else "moved"
    yield teller.tell(form, reports, field=teller.label(new.field), before=was, after=now)


def _is_finer(old: Any, new: Any) -> bool:
    """Is the new value within the old one, and narrower?"""
    if isinstance(old, PlaceValue) and isinstance(new, PlaceValue):
        return (new.precision or 9) < (old.precision or 9) and (old.country in (None, new.country))
    start, end = getattr(old, "start", None), getattr(old, "end", None)
    if start is None or end is None or not hasattr(new, "start"):
        return False
    return bool(start <= new.start and new.end <= end and (start, end) != (new.start, new.end))


def _compare_denials(old: Settled | None, new: Settled, teller: Teller) -> Iterator[Happening]:
    known = {
        (str(one.value), _name_voice(one)) for one in (old.positions if old else ()) if one.stance is Stance.DENIED
    }
    for position in new.positions:
        if position.stance is Stance.DENIED and (str(position.value), _name_voice(position)) not in known:
            what = teller.value(new.field, position.value)
            yield teller.tell("denied", position=position, what=what, by=teller.by(position))


def _tell_new_denials(old: Settled | None, new: Settled, teller: Teller) -> Iterator[Happening]:
    known = {(_figure(one), _name_voice(one)) for one in _list_denied(old)}
    for position in _list_denied(new):
        if (_figure(position), _name_voice(position)) not in known:
            toll = say_toll(new.field, _toll(position), teller.language)
            yield teller.tell("denied", position=position, what=toll, by=teller.by(position))


def _list_denied(settled: Settled | None) -> list[Position]:
    positions = settled.positions if settled else ()
    return [one for one in positions if one.stance is Stance.DENIED and isinstance(one.value, TollValue)]


# --- origins and disputes ----------------------------------------------------------------------------------------


def _compare_origins(before: Dossier | None, after: Dossier, teller: Teller) -> Iterator[Happening]:
    """The first, second, third independent origin; and one that turns out to quote another."""
    old = {origin.id: origin for origin in before.incident.origins} if before else {}
    new = {origin.id: origin for origin in after.incident.origins}
    count = len(old.keys() & new.keys())
    for ident, origin in new.items():
        if ident not in old:
            count += 1
            name = name_origin(origin, teller.vocabulary, teller.language)
            yield teller.tell("origin", origin.reports, nth=_say_nth(count, teller), name=name)
    for ident, origin in old.items():
        if ident not in new:
            name = name_origin(origin, teller.vocabulary, teller.language)
            yield teller.tell("origin_gone", origin.reports, name=name, n=len(new))


def _say_nth(number: int, teller: Teller) -> str:
    words: Sequence[str] = teller.phrases["nth"]
    return words[number - 1] if number <= len(words) else str(teller.phrases["nth_more"]).format(n=number)


def _compare_disputes(before: Dossier | None, after: Dossier, teller: Teller) -> Iterator[Happening]:
    old = set(before.incident.disputed) if before else set()
    for field in after.incident.disputed:
        if field not in old:
            standing = [one for settled in after.incident.settled(field) if settled.disputed
                        for one in settled.positions if not one.superseded]  # fmt: skip
            values = list(dict.fromkeys(teller.value(field, one.value) + _mark_denied(one, teller) for one in standing))
            reports = [report for one in standing for report in one.reports]
            yield teller.tell("disputed", reports, field=teller.label(field), values=" / ".join(values))
    for field in sorted(old - set(after.incident.disputed)):
        left = [one for settled in after.incident.settled(field) for one in settled.positions if not one.superseded]
        reports = [report for one in left for report in one.reports]
        yield teller.tell("agreed", reports, field=teller.label(field))


def _mark_denied(position: Position, teller: Teller) -> str:
    return f" ({load_phrases(teller.language)['denied']})" if position.stance is Stance.DENIED else ""
