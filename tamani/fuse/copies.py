"""Which reports are copies of one another: whole, or in the part that tells the news.

Only the paragraphs that say something about the event are compared. The background paragraph that an outlet puts under
each article would else make copies of strangers, and hide copies that were given another ending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations

from msgspec import Struct

from tamani.fuse.cards import split_paragraphs
from tamani.records import Part, Reading, ReportId, Span
from tamani.words import tokenize

SHINGLE = 4  # words
# A wire retold with another verb in each sentence keeps a third of its four-word runs; two reporters at one place
# share fewer than one in ten.
COPIED = 0.3
FEW = 200  # reports whose pairs are tried one by one: an intersection costs some microseconds
LATEST = datetime.max.replace(tzinfo=UTC)


class CopyGroup(Struct, frozen=True):
    """Reports that carry one text. root is the one known first; share the least overlap in it."""

    root: ReportId
    reports: tuple[ReportId, ...]
    share: float


def find_copies(readings: Iterable[Reading], told: Mapping[ReportId, Sequence[Span]]) -> tuple[CopyGroup, ...]:
    """Groups of copies among some readings. told: the spans of each report that speak of the event."""
    by_id = {reading.report: reading for reading in readings}
    if len(by_id) < 2:
        return ()
    shingles = {report: cut_shingles(pick_news(by_id[report], told.get(report, ()))) for report in sorted(by_id)}
    root = {report: report for report in by_id}
    shares: list[tuple[ReportId, float]] = []
    for (one, two), both in sorted(_count_shared(shingles).items()):
        share = both / min(len(shingles[one]), len(shingles[two]))
        if share >= COPIED:
            shares.append((one, share))
            root[_find(root, one)] = _find(root, two)
    # Of a text that was deleted, what was found while it was there: else each copy would become an origin.
    for report, reading in sorted(by_id.items()):
        for other in map(ReportId, reading.forgotten.copies if reading.forgotten else ()):
            if other in by_id:
                shares.append((report, COPIED))
                root[_find(root, report)] = _find(root, other)
    groups: dict[ReportId, list[ReportId]] = defaultdict(list)
    for report in sorted(by_id):
        groups[_find(root, report)].append(report)
    return tuple(
        sorted(
            (
                CopyGroup(
                    root=min(group, key=lambda report: (by_id[report].published or LATEST, report)),
                    reports=tuple(group),
                    share=round(min(share for one, share in shares if _find(root, one) == head), 3),
                )
                for head, group in groups.items()
                if len(group) > 1
            ),
            key=lambda group: group.root,
        )
    )


def pick_news(reading: Reading, told: Sequence[Span]) -> str:
    """The paragraphs that hold one of the spans; the whole text where none is given."""
    inside = [span for span in told if span.part is Part.TEXT]
    if not inside:
        return reading.text
    news = [one for one in split_paragraphs(reading.text) if any(one.overlaps(span) for span in inside)]
    return "\n\n".join(reading.quote(one) for one in news)


def cut_shingles(text: str) -> frozenset[str]:
    """All runs of four words, folded."""
    words = [token.norm for token in tokenize(text) if token.norm[0].isalnum()]
    if len(words) < SHINGLE:
        return frozenset([" ".join(words)]) if words else frozenset()
    return frozenset(" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1))


def _count_shared(shingles: Mapping[ReportId, frozenset[str]]) -> dict[tuple[ReportId, ReportId], int]:
    """How many shingles each pair shares; pairs that share none are left out."""
    if len(shingles) <= FEW:
        pairs = combinations(sorted(shingles), 2)
        return {(one, two): both for one, two in pairs if (both := len(shingles[one] & shingles[two]))}
    # Of many, through the shingles and not by trying all pairs.
    carriers: dict[str, list[ReportId]] = defaultdict(list)
    for report, cut in shingles.items():
        for shingle in cut:
            carriers[shingle].append(report)
    shared: dict[tuple[ReportId, ReportId], int] = defaultdict(int)
    for reports in carriers.values():
        for one, two in combinations(sorted(reports), 2):
            shared[one, two] += 1
    return shared


def _find(root: dict[ReportId, ReportId], report: ReportId) -> ReportId:
    while root[report] != report:
        report = root[report]
    return report
