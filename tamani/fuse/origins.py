"""Where things were first said: many claims come down to few independent origins.

An origin is a voice: a state, an armed group's communiqué, a body, an agency or outlet with its own witnesses. Whoever
copies or quotes it is no new origin; nor is a reference work, or "media reports" with nobody behind them.
"""

from __future__ import annotations

from collections import ChainMap, Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.fuse.copies import CopyGroup, find_copies
from tamani.fuse.voices import (
    COMPILERS,
    Scene,
    Voice,
    figures_of,
    find_carrier,
    find_source,
    hear_voice,
    is_told_here,
    sorts_of,
)
from tamani.records import Claim, ClaimId, Origin, PlaceValue, Reading, ReportId, Span, TollValue
from tamani.words import fold

Key = TypeVar("Key")
LATEST = datetime.max.replace(tzinfo=UTC)


class OriginGraph(Struct, frozen=True):
    """The origins of an incident's claims. A claim that is not in origin_of has no root that anybody names."""

    origin_of: dict[ClaimId, str]
    origins: tuple[Origin, ...]
    copies: tuple[CopyGroup, ...] = ()

    @property
    def copied_from(self) -> dict[ReportId, ReportId]:
        """Of copies of one text, the report that was first."""
        return {report: group.root for group in self.copies for report in group.reports}


class _Scene(Struct, frozen=True):
    """One incident's claims with what is needed to trace them."""

    claims: tuple[Claim, ...]
    readings: Mapping[ReportId, Reading]
    vocabulary: Vocabulary
    voices: Mapping[ClaimId, Voice]
    copy_of: Mapping[ReportId, CopyGroup]
    by_report: Mapping[ReportId, Sequence[Claim]]
    by_figure: Mapping[tuple[str, int], Sequence[Claim]]  # forty reports repeat few figures: no claim tries all others
    told_here: dict[ClaimId, bool]  # as far as it was asked


def trace_origins(claims: Iterable[Claim], readings: Iterable[Reading], vocabulary: Vocabulary) -> OriginGraph:
    """The origins of one incident's claims, and which of its reports are copies. Order changes nothing."""
    ordered = tuple(sorted({claim.id: claim for claim in claims}.values(), key=lambda claim: claim.id))
    told: dict[ReportId, list[Span]] = defaultdict(list)
    for claim in ordered:
        told[claim.report].append(claim.span)
    by_report = {reading.report: reading for reading in readings if reading.report in told}
    copies = find_copies(by_report.values(), told)
    stage = Scene(vocabulary, _country_of(ordered))
    scene = _Scene(
        claims=ordered,
        readings=by_report,
        vocabulary=vocabulary,
        voices={claim.id: hear_voice(claim, by_report.get(claim.report), stage) for claim in ordered},
        copy_of={report: group for group in copies for report in group.reports},
        by_report=_sort_out((claim.report, claim) for claim in ordered),
        by_figure=_sort_out((figure, claim) for claim in ordered for figure in figures_of(claim)),
        told_here={},
    )
    found = _find_roots(scene)
    return OriginGraph(
        origin_of={ident: voice.key for ident, voice in sorted(found.items())},
        origins=_list_origins(found, ordered),
        copies=copies,
    )


def _sort_out(pairs: Iterable[tuple[Key, Claim]]) -> dict[Key, list[Claim]]:
    sorted_out: dict[Key, list[Claim]] = {}
    for key, claim in pairs:
        sorted_out.setdefault(key, []).append(claim)
    return sorted_out


def _find_roots(scene: _Scene) -> dict[ClaimId, Voice]:
    """Step by step from what is said outright to what can only be inferred."""
    found = {claim.id: scene.voices[claim.id] for claim in scene.claims if scene.voices[claim.id].kind == "root"}
    for step in (_trace_carried, _trace_witnesses, _trace_silent, _trace_the_rest):
        found |= step(scene, found)
    return found


def _trace_carried(scene: _Scene, found: Mapping[ClaimId, Voice]) -> dict[ClaimId, Voice]:
    """ "600 dead, CNN reports": the assessment that CNN was shown, where another report names it; else CNN."""
    roots: dict[ClaimId, Voice] = {}
    for claim in _of_kind(scene, "carried"):
        carrier = scene.voices[claim.id].key
        named = [
            other
            for other in _repeat_figure(claim, scene)
            if other.id in found
            and f"outlet:{find_carrier(other, scene.readings.get(other.report), scene.vocabulary)}" == carrier
        ]
        roots[claim.id] = _first_voice(named, scene, found) if named else scene.voices[claim.id]
    return roots


def _trace_witnesses(scene: _Scene, found: Mapping[ClaimId, Voice]) -> dict[ClaimId, Voice]:
    """Unnamed people with no reporter named: those of the wire the report lives on, else the outlet's own.

    What "residents" say beside their count is said by the same residents.
    """
    roots: dict[ClaimId, Voice] = {}
    told = {ident: voice for ident, voice in found.items() if voice.key.startswith("outlet:")}
    known = {voice.key: voice for voice in reversed(tuple(found.values()))}
    carriers: dict[ReportId, Voice | None] = {}
    both = ChainMap(roots, dict(found))  # what is found on the way counts at once
    claims = _of_kind(scene, "witness")
    for claim in sorted(claims, key=lambda claim: not figures_of(claim)):
        if claim.report not in carriers:
            carriers[claim.report] = _carrier_of_report(claim.report, scene, known)
        roots[claim.id] = (
            _own_witness(claim, scene)
            or _from_copies(claim, scene, found)
            or carriers[claim.report]
            or _told_by_alike(claim, scene, told)
            or _same_witness(claim, scene, both)
            or _own_paper(claim, scene)
            or _outlet(claim.report, scene)
        )
    return roots


def _own_witness(claim: Claim, scene: _Scene) -> Voice | None:
    """Who told this very outlet is its own witness, whatever others were told, unless the text is another's."""
    if claim.report in scene.copy_of or not _is_told_here(claim, scene):
        return None
    return _outlet(claim.report, scene)


def _is_told_here(claim: Claim, scene: _Scene) -> bool:
    if claim.id not in scene.told_here:
        scene.told_here[claim.id] = is_told_here(claim, scene.readings.get(claim.report))
    return scene.told_here[claim.id]


def _told_by_alike(claim: Claim, scene: _Scene, told: Mapping[ClaimId, Voice]) -> Voice | None:
    """Who was told the figure by people of the same sort: a nurse and a trader who both count twelve are two."""
    sorts = sorts_of(claim.said_by)
    alike = [
        other
        for other in _repeat_figure(claim, scene)
        if other.id in told
        and (not sorts or not (theirs := sorts_of(other.said_by)) or sorts & theirs)
        and (other.report == claim.report or not _is_told_here(other, scene))
    ]
    return _first_voice(alike, scene, told) if alike else None


def _same_witness(claim: Claim, scene: _Scene, found: Mapping[ClaimId, Voice]) -> Voice | None:
    said_by = fold(claim.said_by or "")
    others = [
        other for other in scene.by_report[claim.report] if other.id in found and fold(other.said_by or "") == said_by
    ]
    return _first_voice(others, scene, found) if others else None


def _own_paper(claim: Claim, scene: _Scene) -> Voice | None:
    """A state's assessment that nobody is known to have been shown is the state's own word."""
    voice = scene.voices[claim.id]
    return Voice("root", voice.key, voice.name, voice.sort) if voice.key else None


def _trace_silent(scene: _Scene, found: Mapping[ClaimId, Voice]) -> dict[ClaimId, Voice]:
    """What a report says of itself is carried from its wire, or from whoever is quoted with the same figure."""
    roots: dict[ClaimId, Voice] = {}
    for claim in _of_kind(scene, "silent"):
        own = _own_witness(claim, scene) if figures_of(claim) else None
        voice = own or _from_copies(claim, scene, found) or _from_figures(claim, scene, found)
        if voice is not None:
            roots[claim.id] = voice
    return roots


def _trace_the_rest(scene: _Scene, found: Mapping[ClaimId, Voice]) -> dict[ClaimId, Voice]:
    """A report that quotes nobody is its own witness, unless it is a reference work or has no date.

    Date, place and kind go with the report's main origin; an unattributed figure in a report that quotes others has
    no known root.
    """
    roots: dict[ClaimId, Voice] = {}
    main = _main_voices(scene, found)
    quoting = {claim.report for claim in scene.claims if scene.voices[claim.id].kind != "silent"}
    for claim in _of_kind(scene, "silent"):
        if claim.id in found:
            continue
        if claim.report in main and not isinstance(claim.value, TollValue):
            roots[claim.id] = main[claim.report]
        elif claim.report not in quoting and claim.report not in main and _is_witness(claim.report, scene):
            roots[claim.id] = _outlet(claim.report, scene)
    if not found and not roots and scene.claims:
        told = [(_when(claim, scene), _outlet(claim.report, scene)) for claim in scene.claims]
        first = min(told, key=lambda one: (one[0], one[1].key, one[1].name))[1]
        roots = {claim.id: first for claim in scene.claims}
    return roots


# --- ways to a root ----------------------------------------------------------------------------------------------


def _from_copies(claim: Claim, scene: _Scene, found: Mapping[ClaimId, Voice]) -> Voice | None:
    """The voice to which another copy of the same text gives the same figure, or the same field."""
    group = scene.copy_of.get(claim.report)
    if group is None:
        return None
    wanted = figures_of(claim)
    others = [
        other
        for report in group.reports
        for other in (scene.by_report[report] if report != claim.report else ())
        if other.id in found and other.field == claim.field and (not wanted or wanted & figures_of(other))
    ]
    return _first_voice(others, scene, found) if others else None


def _from_figures(claim: Claim, scene: _Scene, found: Mapping[ClaimId, Voice]) -> Voice | None:
    """The voice that is quoted with the same figure elsewhere."""
    others = [other for other in _repeat_figure(claim, scene) if other.id in found]
    return _first_voice(others, scene, found) if others else None


def _repeat_figure(claim: Claim, scene: _Scene) -> Iterator[Claim]:
    """The claims that give a figure of this one, itself among them; whoever shares both ends of a range comes twice."""
    return (other for figure in figures_of(claim) for other in scene.by_figure[figure])


def _carrier_of_report(report: ReportId, scene: _Scene, known: Mapping[str, Voice]) -> Voice | None:
    """Residents in a piece that lives on one agency are that agency's residents."""
    reading, vocabulary = scene.readings.get(report), scene.vocabulary
    carriers = [find_carrier(claim, reading, vocabulary) for claim in scene.by_report[report]]
    counted = Counter(f"outlet:{carrier}" for carrier in carriers if carrier)
    best = min(counted, key=lambda key: (-counted[key], key), default=None)
    if best is None:
        return None
    return known.get(best) or Voice("root", best, best.removeprefix("outlet:"), "witness")


def _outlet(report: ReportId, scene: _Scene) -> Voice:
    """The outlet itself; of a group of copies, the one that was first."""
    group = scene.copy_of.get(report)
    reading = scene.readings.get(group.root if group else report)
    name = reading.called if reading else group.root if group else report
    return Voice("root", f"outlet:{find_source(name, scene.vocabulary) or fold(name)}", name, "witness")


def _is_witness(report: ReportId, scene: _Scene) -> bool:
    """May a report be a witness of its own? An entry without a date is a compilation of what others said."""
    reading = scene.readings.get(report)
    if reading is None or reading.published is None:
        return False
    source = find_source(reading.source, scene.vocabulary) if reading.source else None
    return source is None or scene.vocabulary.sources[source].type not in COMPILERS


def _main_voices(scene: _Scene, found: Mapping[ClaimId, Voice]) -> dict[ReportId, Voice]:
    """The voice that gives most of what each report says."""
    by_report: dict[ReportId, list[Voice]] = defaultdict(list)
    for claim in scene.claims:
        if claim.id in found:
            by_report[claim.report].append(found[claim.id])
    main = {}
    for report, voices in by_report.items():
        counted = Counter(voice.key for voice in voices)
        main[report] = min(voices, key=lambda voice: (-counted[voice.key], voice.key))
    return main


def _of_kind(scene: _Scene, kind: str) -> Sequence[Claim]:
    return [claim for claim in scene.claims if scene.voices[claim.id].kind == kind]


def _first_voice(claims: Sequence[Claim], scene: _Scene, found: Mapping[ClaimId, Voice]) -> Voice:
    """The voice of the claim that was published first; of several at once the first by name, however many carry it."""
    return found[min(claims, key=lambda claim: (_when(claim, scene), found[claim.id].key, claim.id)).id]


def _when(claim: Claim, scene: _Scene) -> datetime:
    reading = scene.readings.get(claim.report)
    return reading.published if reading and reading.published else LATEST


def _country_of(claims: Iterable[Claim]) -> str | None:
    countries = Counter(c.value.country for c in claims if isinstance(c.value, PlaceValue) and c.value.country)
    return min(countries, key=lambda country: (-countries[country], country), default=None)


def _list_origins(found: Mapping[ClaimId, Voice], claims: Sequence[Claim]) -> tuple[Origin, ...]:
    """Whoever is only quoted for what is called old ("the first estimate was 200") stands behind nothing now."""
    by_key: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.id in found:
            by_key[found[claim.id].key].append(claim)
    return tuple(
        Origin(
            id=key,
            name=min((found[claim.id].name for claim in group), key=lambda name: (len(name), name)),
            kind=min(found[claim.id].sort for claim in group),
            reports=tuple(sorted({claim.report for claim in group})),
            claims=tuple(claim.id for claim in group),
        )
        for key, group in sorted(by_key.items())
        if not all(isinstance(claim.value, TollValue) and claim.value.scope == "old" for claim in group)
    )
