"""Where a record was first said, as a tree: root origin, who carried it, the reports with their words.

One function for every face. What the reader may not see is gone before anything is traced, so that a hidden report
is neither shown nor counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from tamani.fields import TOLLS, Vocabulary, load_vocabulary
from tamani.flow.passages import read_cited
from tamani.flow.view import show_incident
from tamani.fuse import OriginGraph, trace_origins
from tamani.fuse.voices import figures_of, find_carrier, find_source
from tamani.origins import Carried, Channel, OriginTree, Root
from tamani.records import Cited, Claim, ClaimId, Dossier, Reader, Reading, ReportId
from tamani.store import Store

# What an origin is looked up for comes first.
TELLING = (*TOLLS, "perpetrator")
ORDER = {field: rank for rank, field in enumerate((*TELLING, "kind", "date", "place", "target", "victim"))}
MOST = 3  # of those, that a report is shown with at first


class _Bench(Struct, frozen=True):
    """What lies ready: the graph, the readings, and how each report is cited."""

    graph: OriginGraph
    readings: Mapping[ReportId, Reading]
    cited: Mapping[ReportId, Cited]
    vocabulary: Vocabulary


def show_origins(store: Store, incident: str, reader: Reader, *, as_of: datetime | None = None) -> OriginTree:
    """The origins of a record as a reader may see them, as it was known at a time."""
    dossier = show_incident(store, incident, reader, as_of=as_of)
    return grow_tree(dossier, read_cited(store, dossier, as_of=as_of))


def grow_tree(dossier: Dossier, readings: Mapping[ReportId, Reading]) -> OriginTree:
    """The tree of a record that was already cut to what its reader may see."""
    vocabulary = load_vocabulary()
    claims = [claim for mention in dossier.mentions for claim in mention.claims]
    graph = trace_origins(claims, readings.values(), vocabulary)
    bench = _Bench(graph, readings, {one.report: one for one in dossier.cited}, vocabulary)
    named = {origin.id: origin for origin in graph.origins}
    said: dict[str | None, list[Claim]] = defaultdict(list)
    for claim in claims:
        root = graph.origin_of.get(claim.id)
        # Whoever is only quoted for what is called old stands behind nothing now.
        said[root if root in named else None].append(claim)
    roots = [Root(origin=named.get(key or ""), channels=_list_channels(key, said[key], bench)) for key in said]
    return OriginTree(dossier=dossier, roots=tuple(sorted(roots, key=_rank_root)))


def _rank_root(root: Root) -> tuple[bool, int, str]:
    return root.origin is None, -root.reports, root.origin.id if root.origin else ""


def _list_channels(root: str | None, claims: Iterable[Claim], bench: _Bench) -> tuple[Channel, ...]:
    """The claims of one origin by who carried them: those who have it from the origin itself first."""
    by_report: dict[ReportId, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    by_channel: dict[str | None, dict[ReportId, list[Claim]]] = defaultdict(dict)
    for report, own in by_report.items():
        by_channel[_name_channel(root, own, bench)][report] = own
    sources = bench.vocabulary.sources
    channels = [
        Channel(
            id=key,
            name=sources[key].name if key in sources else key,
            reports=_fold_copies(by_channel[key], bench),
        )
        for key in by_channel
    ]
    return tuple(sorted(channels, key=lambda one: (one.id is not None, one.id or "")))


def _name_channel(root: str | None, claims: Sequence[Claim], bench: _Bench) -> str | None:
    """The agency or outlet that a report names as its way to the origin; none where it is the origin or the report."""
    reading = bench.readings.get(claims[0].report)
    found = sorted({name for claim in claims if (name := find_carrier(claim, reading, bench.vocabulary)) is not None})
    outlet = find_source(reading.called, bench.vocabulary) if reading else None
    return next((name for name in found if f"outlet:{name}" != root and name != outlet), None)


def _fold_copies(by_report: Mapping[ReportId, Sequence[Claim]], bench: _Bench) -> tuple[Carried, ...]:
    """The reports of one channel in order of time; copies of one text stand under the first of them."""
    first = bench.graph.copied_from
    texts: dict[ReportId, list[list[ReportId]]] = defaultdict(list)
    for report in sorted(by_report, key=lambda one: _when(one, bench)):
        alike = texts[first.get(report, report)]
        # A wire sent again with a new figure is no copy of the first one.
        same = next((group for group in alike if _figures(by_report[report]) <= _figures(by_report[group[0]])), None)
        if same is None:
            alike.append([report])
        else:
            same.append(report)
    return tuple(
        Carried(
            cited=bench.cited[reports[0]],
            claims=tuple(sorted(by_report[reports[0]], key=_rank_claim)),
            copies=tuple(bench.cited[report] for report in reports[1:]),
            telling=max(1, min(MOST, sum(claim.field in TELLING for claim in by_report[reports[0]]))),
        )
        for alike in texts.values()
        for reports in alike
    )


def _figures(claims: Iterable[Claim]) -> frozenset[tuple[str, int]]:
    return frozenset(figure for claim in claims for figure in figures_of(claim))


def _when(report: ReportId, bench: _Bench) -> tuple[bool, str, str]:
    published = bench.cited[report].published
    return published is None, str(published), report


def _rank_claim(claim: Claim) -> tuple[int, bool, int, ClaimId]:
    return ORDER.get(claim.field, len(ORDER)), claim.span.part.value == "title", claim.span.start, claim.id
