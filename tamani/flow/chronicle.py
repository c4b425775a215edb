"""The life of a record in dated sentences: its states at each moment something came, compared one with the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

from msgspec import Struct

from tamani.acts import PAIRING
from tamani.errors import NotAllowed
from tamani.fields import load_vocabulary
from tamani.flow.changes import Teller, compare_dossiers
from tamani.flow.deeds import list_acts, tell_acts
from tamani.flow.past import Then
from tamani.flow.view import build_anew, build_dossiers, show_incident
from tamani.fuse import MentionCard
from tamani.records import Act, ActKind, Dossier, Happening, MentionId, Reader, ReportId
from tamani.store import Store

LATEST = datetime.max.replace(tzinfo=UTC)
# In one moment: first what came and was decided, then what it did to the record, then what is shown for it.
ORDER = (
    "report", "edited", "link", "withdrawn", "joined", "split", "left", "renamed", "origin", "origin_gone", "toll",
    "claimed", "denied", "value", "shown", "disputed", "agreed",
)  # fmt: skip

Name = tuple[ReportId, str]  # a mention by its report and its name there: the same in every version


class Span(Struct, frozen=True):
    """From when until when a history is told; None: from the beginning, to the end."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, at: datetime | None) -> bool:
        """After since, and not after until."""
        if at is None:
            return self.since is None and self.until is None
        return (self.since is None or at > self.since) and (self.until is None or at <= self.until)


class State(Struct, frozen=True):
    """A record at one moment, with the other records that are one with it today; None: it was not there yet."""

    at: datetime
    main: Dossier | None
    parts: tuple[Dossier, ...] = ()


class _Track(Struct, frozen=True):
    """Which record is followed, for whom, and between which times."""

    store: Store
    reader: Reader
    span: Span

    def choose_moments(self, moments: set[datetime]) -> list[datetime]:
        """Those of the span, and the last one before it: what the first of them is compared with."""
        inside = sorted(at for at in moments if self.span.holds(at))
        earlier = [at for at in moments if self.span.since is not None and at <= self.span.since]
        return [max(earlier), *inside] if earlier else inside


def tell_history(
    store: Store, incident: str, reader: Reader, *, language: str = "en", span: Span | None = None
) -> tuple[Happening, ...]:
    """What happened to a record between two times, in order, in plain sentences; only what this reader may see."""
    asked = span or Span()
    if asked.since is not None and asked.until is not None and asked.since > asked.until:
        raise NotAllowed(f"{asked.since:%Y-%m-%d}", "ends before it begins", "give the earlier day first")
    shown = show_incident(store, incident, reader, as_of=asked.until)
    acts = [act for act, _ in list_acts(store, shown, reader, as_of=asked.until)]
    states = _trace_states(_Track(store, reader, asked), shown, {act.at for act in acts})
    told = [one for one in tell_acts(store, shown, reader, language, as_of=asked.until) if asked.holds(one.at)]
    for before, after in pairwise([State(datetime.min.replace(tzinfo=UTC), None), *states]):
        if asked.holds(after.at):
            told += _tell_step(before, after, acts, language)
    return tuple(sorted(told, key=lambda one: (one.at or LATEST, ORDER.index(one.code))))


# --- the states of a record --------------------------------------------------------------------------------------


def _trace_states(track: _Track, end: Dossier, decided: set[datetime]) -> list[State]:
    """The record at each moment something came to it or was decided, followed back from what it is at the end."""
    cards: dict[MentionId, MentionCard] = {}
    thens: dict[datetime, Then] = {}
    past, names = track.store.past(LATEST), _name_mentions(end)
    met = set(end.names)
    while True:
        linked, said = _find_linked(track.store, met)
        moments = {*past.find_times({report for report, _ in names}, linked), *decided, *said}
        found: dict[datetime, tuple[Dossier, ...]] = {}
        for at in track.choose_moments(moments):
            then = thens.setdefault(at, Then(track.store, at, cards))
            built = build_anew(track.store, then.find_named(names), track.reader, then)
            found[at] = tuple(one for one in built.values() if one is not None)
        states = _follow_back(found, end)
        # What left the record long ago is met only in a state of then; where it went, and its moments, count too.
        mains = [state.main for state in states if state.main is not None]
        seen = (
            {name for main in mains for name in _name_mentions(main)},
            {ident for main in mains for ident in main.names},
        )
        if seen[0] <= names and seen[1] <= met:
            return states
        names, met = names | seen[0], met | seen[1]


def _find_linked(store: Store, mentions: set[MentionId]) -> tuple[set[MentionId], set[datetime]]:
    """What was ever linked with some mentions, and when people said so; also of what is linked with those in turn.

    It came, or was said, at a moment that may count, though it belongs elsewhere today.
    """
    around = {ident for link, _ in store.link_history(sorted(mentions)) for ident in (link.left, link.right)}
    history = list(store.link_history(sorted(around | mentions)))
    linked = {ident for link, _ in history for ident in (link.left, link.right)}
    people = [(link, back) for link, back in history if not link.author.startswith("rule:")]
    return linked, {at for link, back in people for at in (link.at, back.at if back else link.at)}


def _follow_back(found: Mapping[datetime, tuple[Dossier, ...]], end: Dossier) -> list[State]:
    """Of the parts of each moment the one that has most in common with the record of the end and of the moment after.

    What holds nothing of the record of the end is not this record, whatever it once had to do with it.
    """
    states: list[State] = []
    after = end
    for at in sorted(found, reverse=True):
        ranked = sorted(found[at], key=lambda one: _measure_common(one, after), reverse=True)
        kept = (_name_mentions(end), _name_mentions(after))
        main = next((one for one in ranked if all(_name_mentions(one) & names for names in kept)), None)
        after = main or after
        states.append(State(at, main, tuple(one for one in found[at] if one is not main)))
    return states[::-1]


def _measure_common(one: Dossier, two: Dossier) -> tuple[int, int]:
    """In the same words; then in the same reports, edited or not."""
    return len(one.names.keys() & two.names.keys()), len(_name_mentions(one) & _name_mentions(two))


def _name_mentions(dossier: Dossier) -> set[Name]:
    return {(mention.report, mention.name) for mention in dossier.mentions}


# --- from one state to the next ----------------------------------------------------------------------------------


def _tell_step(before: State, after: State, acts: Sequence[Act], language: str) -> Iterator[Happening]:
    teller = Teller(language, load_vocabulary(), after.at)
    yield from compare_dossiers(before.main, after.main, teller)
    if before.main is None or after.main is None:
        return
    versions = {cited.report: cited.version for one in (before.main, *before.parts) for cited in one.cited}
    came = [cited.report for cited in after.main.cited if versions.get(cited.report) != cited.version]
    why = _explain(after.at, came, acts, teller)
    old, new = _name_mentions(before.main), _name_mentions(after.main)
    for part in before.parts:
        if _name_mentions(part) & new:
            yield teller.tell("joined", _list_reports(part), other=part.incident.id, why=why)
    for part in after.parts:
        if _name_mentions(part) & old:
            yield teller.tell("split", _list_reports(part), other=part.incident.id, why=why)
    if before.main.incident.id != after.main.incident.id:
        yield teller.tell("renamed", (), before=before.main.incident.id)


def _explain(at: datetime, came: Sequence[ReportId], acts: Sequence[Act], teller: Teller) -> str:
    """Why records joined or parted: what a person said at that moment, else the report that came."""
    phrases = teller.phrases
    for act in acts:
        if act.at == at and act.kind in (*PAIRING, ActKind.UNDO):
            form = phrases["by_undoing" if act.kind is ActKind.UNDO else "by_person"]
            return str(form).format(author=act.author, reason=act.reason)
    return str(phrases["by_rule"]).format(reports=", ".join(came)) if came else str(phrases["by_rule_alone"])


def _list_reports(dossier: Dossier) -> list[ReportId]:
    return [cited.report for cited in dossier.cited]


def list_days(store: Store, dossier: Dossier, reader: Reader) -> tuple[date, ...]:
    """The days on which words of a record's reports became known, or somebody decided on it: those to look back to.

    They are those of today's record, so that the choice does not shrink with the day that is looked back to.
    """
    whole = (dossier, *build_dossiers(store, dossier.today, reader))
    times = store.past(LATEST).find_times(cited.report for one in whole for cited in one.cited)
    said = [at for link, back in store.link_history(sorted({ident for one in whole for ident in one.names}))
            if not link.author.startswith("rule:")
            for at in (link.at, back.at if back else link.at)]  # fmt: skip
    return tuple(sorted({at.date() for at in (*times, *said)}))
