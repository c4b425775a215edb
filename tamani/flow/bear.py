"""What people decided, borne on by what is read now: their words found again in the newest reading of each report.

A decision names mentions by the words they stand in. When a newer coder reads the report, or an edited version comes,
the mention that covers the same words takes the place of the old one; where none does, the decision is lost and says
so. From what stands then follow the links of people, and which mentions are withdrawn.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from tamani.acts import PAIRING, find_standing
from tamani.records import (
    Act,
    ActId,
    ActKind,
    Link,
    LinkId,
    Mention,
    MentionId,
    Part,
    Reading,
    Ref,
    ReportId,
    Verdict,
    Withdrawal,
)
from tamani.store import Bearing, Store

Words = tuple[int, int, Part]
MOST_WORDS = 24  # spans kept of a mention: its anchor, and its first claims
ENOUGH = 0.5  # of its words must be covered by a mention that has another anchor


def name_words(mention: Mention) -> Ref:
    """A mention by the words it stands in."""
    spans = dict.fromkeys((one.start, one.end, one.part) for one in [mention.anchor, *(c.span for c in mention.claims)])
    return Ref(mention.report, mention.version, mention.name, tuple(spans)[:MOST_WORDS])


class Finder:
    """Finds words in what reports say now. It keeps what it has read of the store, and nothing else."""

    def __init__(self, store: Store, reports: Iterable[str], mentions: Iterable[Mention] = ()) -> None:
        """mentions: what reports said at another time, in place of what they say now."""
        self.store = store
        asked = [ReportId(report) for report in sorted(set(reports))]
        self.said: dict[ReportId, list[Mention]] = defaultdict(list)
        for mention in [*(one for said in store.extractions(asked) for one in said.mentions), *mentions]:
            self.said[mention.report].append(mention)
        self._moved: dict[tuple[str, str], _Shift | None] = {}

    def find_mention(self, ref: Ref) -> MentionId | None:
        """The mention that covers these words now; None: no mention does, or the report is not here."""
        said = self.said.get(ReportId(ref.report), [])
        spans: tuple[Words | None, ...] = ref.spans
        if said and said[0].version != ref.version:
            shift = self._find_shift(ref, said[0].version)
            if shift is None:
                return None
            spans = tuple(shift.move(span) for span in ref.spans)
        ranked = [(rank, mention.id) for mention in said if (rank := _cover(spans, mention, ref.name))]
        return max(ranked)[1] if ranked else None

    def list_mentions(self, report: str) -> tuple[MentionId, ...]:
        """All mentions of a report."""
        return tuple(mention.id for mention in self.said.get(ReportId(report), ()))

    def _find_shift(self, ref: Ref, now: str) -> _Shift | None:
        key = (ref.report, ref.version)
        if key not in self._moved:
            readings: dict[str, Reading] = {one.version: one for one in self.store.versions(ReportId(ref.report))}
            old, new = readings.get(ref.version), readings.get(now)
            self._moved[key] = _Shift(old, new) if old and new else None
        return self._moved[key]


def _cover(spans: Sequence[Words | None], mention: Mention, name: str) -> tuple[bool, bool, float, bool] | None:
    """How well a mention covers some words: its anchor, then how many of them; None: not enough to be the same."""
    own = [(one.start, one.end, one.part) for one in [mention.anchor, *(claim.span for claim in mention.claims)]]
    anchor = spans[0] if spans else None
    covered = sum(any(_overlap(span, one) for one in own) for span in spans if span is not None)
    share = covered / max(1, len(spans))
    on_anchor = anchor is not None and _overlap(anchor, own[0])
    if not on_anchor and share <= ENOUGH:
        return None
    return anchor == own[0], on_anchor, share, mention.name == name


def _overlap(one: Words, two: Words) -> bool:
    return one[2] == two[2] and one[0] < two[1] and two[0] < one[1]


class _Shift:
    """Where the words of one version stand in another: word by word, as an editor left them."""

    def __init__(self, old: Reading, new: Reading) -> None:
        self.parts = {
            Part.TEXT: _Alignment(old.text, new.text),
            Part.TITLE: _Alignment(old.title or "", new.title or ""),
        }

    def move(self, span: Words) -> Words | None:
        """The same words in the new version; None where most of them are gone."""
        moved = self.parts[span[2]].move(span[0], span[1])
        return None if moved is None else (*moved, span[2])


class _Alignment:
    def __init__(self, old: str, new: str) -> None:
        self.old = [found.span() for found in re.finditer(r"\w+", old)]
        self.new = [found.span() for found in re.finditer(r"\w+", new)]
        before = [old[start:end] for start, end in self.old]
        after = [new[start:end] for start, end in self.new]
        blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        self.to = {one.a + n: one.b + n for one in blocks for n in range(one.size)}

    def move(self, start: int, end: int) -> tuple[int, int] | None:
        inside = [n for n, (first, last) in enumerate(self.old) if first < end and start < last]
        kept = [self.to[n] for n in inside if n in self.to]
        if not kept or 2 * len(kept) < len(inside):
            return None
        return self.new[min(kept)][0], self.new[max(kept)][1]


# --- what follows from what stands --------------------------------------------------------------------------------


def renew_acts(store: Store, reports: Iterable[str], *, now: datetime) -> tuple[MentionId, ...]:
    """Find anew what the decisions on these reports speak of; the mentions that must be grouped again for it."""
    acts = store.acts(reports)
    if not acts:
        return ()
    standing = {act.id for act in find_standing(acts)}
    kept = [act for act in acts if act.refs or act.report]
    finder = Finder(store, [report for act in kept for report in act.reports])
    bearings = {act.id: tuple(bear_act(act, finder)) for act in kept}
    outs = {
        act.id: [one.mention for one in bearings[act.id] if one.mention and act.id in standing and _takes_out(act)]
        for act in kept
        if act.kind is ActKind.WITHDRAW
    }
    store.set_bearings(bearings, outs)
    return _renew_links(store, [act for act in kept if act.kind in PAIRING], standing, now)


def _takes_out(act: Act) -> bool:
    """A claim that is withdrawn leaves its mention where it is."""
    return act.cite is None


def bear_act(act: Act, finder: Finder) -> Iterable[Bearing]:
    """The mentions that an act's words stand for."""
    for place, ref in enumerate(act.refs):
        yield Bearing(place, ref.report, finder.find_mention(ref))
    if act.report is not None:
        for place, mention in enumerate(finder.list_mentions(act.report), start=len(act.refs)):
            yield Bearing(place, act.report, mention)


def _renew_links(store: Store, acts: Sequence[Act], standing: set[ActId], now: datetime) -> tuple[MentionId, ...]:
    """Make the links of people say what stands: append what is missing, take back what no longer holds."""
    bearings = store.bearings([act.id for act in acts])
    wanted: dict[tuple[str, str, str, str], Link] = {}
    for act in acts:
        at = {one.place: one.mention for one in bearings[act.id]}
        for left, right, verdict in act.pairs if act.id in standing else ():
            one, two = at.get(left), at.get(right)
            if one is not None and two is not None and one != two:
                link = make_link(act, (one, two), verdict)
                wanted[act.id, link.left, link.right, link.verdict] = link
    gone: list[Link] = []
    for link in store.act_links([act.id for act in acts]):
        if wanted.pop((link.act or "", link.left, link.right, link.verdict), None) is None:
            gone.append(link)
    back = _find_undoers(store, acts)
    store.withdraw_links([_withdraw(link, back.get(link.act or ActId("")), now) for link in gone])
    store.add_links([_name_anew(store, link, now) for link in wanted.values()])
    changed = [*gone, *wanted.values()]
    return tuple(sorted({ident for link in changed for ident in (link.left, link.right)}))


def _find_undoers(store: Store, acts: Sequence[Act]) -> Mapping[ActId, Act]:
    """The undo that took each of these acts back, where one stands."""
    touching = store.acts([report for act in acts for report in act.reports]) if acts else ()
    return {act.about: act for act in find_standing(touching) if act.kind is ActKind.UNDO and act.about is not None}


def make_link(act: Act, pair: tuple[MentionId, MentionId], verdict: Verdict) -> Link:
    """A person's verdict on two mentions as a link; where the left is a part of the right, their order counts."""
    low, high = pair if verdict is Verdict.PART else sorted(pair)
    parts = (low, high, verdict, act.author, act.at.isoformat(), act.id)
    ident = LinkId(hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24])
    return Link(
        id=ident, left=low, right=high, verdict=verdict, author=act.author, reasons=(act.reason,), at=act.at, act=act.id
    )


def _withdraw(link: Link, undo: Act | None, now: datetime) -> Withdrawal:
    if undo is not None:
        return Withdrawal(link=link.id, author=undo.author, reason=undo.reason, at=undo.at)
    return Withdrawal(link=link.id, author="rule:bear", reason="its words are read as another mention now", at=now)


def _name_anew(store: Store, link: Link, now: datetime) -> Link:
    """A link that was taken back and holds again is a new one."""
    ident, at = link.id, now.isoformat()
    while store.is_link_known(ident):
        ident = LinkId(hashlib.sha256(f"{ident}\0{at}".encode()).hexdigest()[:24])
    return Link(
        id=ident, left=link.left, right=link.right, verdict=link.verdict, author=link.author,
        reasons=link.reasons, at=link.at, act=link.act,
    )  # fmt: skip
