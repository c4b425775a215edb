"""Score the joining of reports on pairs written for it: one event, two, one recalled by the other, or nobody can know.

    python benchmarks/fusion_pairs.py [--part dev|held] [--failures] [--json] [TRAP ...]

Each pair goes through the whole house into a store of its own. Prints, per trap, how many pairs came out right, how
many were joined or parted wrongly, whether doubtful ones became a question, and how many pairs of one event meet under
a key at all. Of the part set aside (held) figures only are printed. What the pairs are stands in
tests/quality/fusion/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tamani.fields import load_vocabulary
from tamani.flow import add_items
from tamani.fuse import MentionCard, compare_mentions, describe_mention
from tamani.fuse.keys import may_meet
from tamani.records import IncidentId, Mode, ReportId, Verdict
from tamani.settings import Settings
from tamani.store import Store, open_store

PAIRS = Path(__file__).parent.parent / "tests" / "quality" / "fusion"
PARTS, GOLD = ("dev", "held"), ("same", "different", "recall", "past", "unsure")
NAMES = ("one", "two")
KEYS = {"language", "published", "title", "text"}
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Row = dict[str, Any]


class WrongPair(Exception):
    """A pair that can't be scored: which, and what is wrong with it."""

    def __init__(self, part: str, pair: str, what: str) -> None:
        super().__init__(f"tests/quality/fusion/{part}/pairs.toml: {pair}: {what}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports, and what they are to each other."""

    id: str
    gold: str
    reports: tuple[Row, Row]

    @property
    def trap(self) -> str:
        return self.id.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a pair: do they share an incident, is their news one, was a person asked, did they meet."""

    pair: Pair
    shared: bool
    news: bool
    asked: bool
    met: bool
    told: tuple[str, ...]

    @property
    def right(self) -> bool:
        return {
            "same": self.shared,
            "different": not self.shared,
            "recall": self.shared and not self.news,
            "past": not self.news,
            "unsure": not self.shared,
        }[self.pair.gold]

    @property
    def wrongly_joined(self) -> bool:
        return self.news if self.pair.gold in ("recall", "past") else self.shared and self.pair.gold != "same"


def is_held(pair: str) -> bool:
    """Chance decides which pairs are set aside."""
    return int(hashlib.sha256(pair.encode()).hexdigest(), 16) % 3 == 0


def load_pairs(part: str, root: Path = PAIRS) -> list[Pair]:
    """The pairs of a part, checked."""
    rows = tomllib.loads((root / part / "pairs.toml").read_text(encoding="utf-8"))["case"]
    pairs = []
    for row in rows:
        ident = str(row.get("id"))
        if row.get("gold") not in GOLD:
            raise WrongPair(part, ident, f"gold is one of {', '.join(GOLD)}")
        for name in NAMES:
            report = row.get(name)
            if not isinstance(report, dict) or not report.get("text") or set(report) - KEYS:
                raise WrongPair(part, ident, f"{name} has text, and of {', '.join(sorted(KEYS))} what is known")
        pairs.append(Pair(ident, row["gold"], (row["one"], row["two"])))
    return pairs


def score_pair(pair: Pair, folder: Path) -> Outcome:
    """Put two reports into a store of their own, and see what became of them."""
    inbox = folder / f"{pair.id}.jsonl"
    rows = [{"id": name, **report} for name, report in zip(NAMES, pair.reports, strict=True)]
    inbox.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with open_store(folder / f"{pair.id}.db") as store:
        add_items(store, [str(inbox)], Settings(), now=NOW)
        return look_at_pair(pair, store)


def look_at_pair(pair: Pair, store: Store) -> Outcome:
    mentions = [mention for one in store.all_extractions() for mention in one.mentions]
    ids = [mention.id for mention in mentions]
    of = store.incidents_of(ids)
    groups: dict[str, set[IncidentId]] = {name: set() for name in NAMES}
    news: dict[str, IncidentId | None] = dict.fromkeys(NAMES)
    for mention in mentions:
        if mention.id in of:
            groups[mention.report].add(of[mention.id])
            if mention.name == "m1" and mention.mode is Mode.ACTUAL:
                news[mention.report] = of[mention.id]
    readings = {one.report: one for one in store.readings(map(ReportId, NAMES))}
    cards = [describe_mention(mention, readings[mention.report], load_vocabulary()) for mention in mentions]
    across = [(one, two) for one, two in itertools.product(cards, cards) if (one.report, two.report) == NAMES]
    return Outcome(
        pair=pair,
        shared=bool(groups["one"] & groups["two"]),
        news=news["one"] is not None and news["one"] == news["two"],
        asked=any(link.verdict is Verdict.UNSURE for link in store.links(ids)),
        met=any(may_meet(one, two) for one, two in across),
        told=tuple(itertools.chain.from_iterable(tell_pair(one, two) for one, two in across)),
    )


def tell_pair(one: MentionCard, two: MentionCard) -> list[str]:
    made = compare_mentions(one, two)
    return [
        *(
            f"{card.id}: {card.kind}, {card.mode}, {card.start}..{card.end}, {[place.name for place in card.places]},"
            f" {[(toll.field, toll.low, toll.high) for toll in card.tolls]}"
            for card in (one, two)
        ),
        f"  {made.score} {made.verdict}: {'; '.join(map(str, made.reasons))}",
    ]


def sum_up(outcomes: Sequence[Outcome]) -> dict[str, float]:
    one_event = [one for one in outcomes if one.pair.gold in ("same", "recall")]
    doubtful = [one for one in outcomes if one.pair.gold == "unsure"]
    return {
        "pairs": len(outcomes),
        "right": sum(one.right for one in outcomes),
        "joined": sum(one.wrongly_joined for one in outcomes),
        "parted": sum(not one.shared for one in one_event),
        "one event": len(one_event),
        "met": sum(one.met for one in one_event),
        "doubtful": len(doubtful),
        "asked": sum(one.asked for one in doubtful),
    }


def sum_up_all(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    traps = list(dict.fromkeys(one.pair.trap for one in outcomes))
    figures = {trap: sum_up([one for one in outcomes if one.pair.trap == trap]) for trap in traps}
    return figures | {"all": sum_up(outcomes)}


def print_table(figures: dict[str, dict[str, float]]) -> None:
    columns = list(figures["all"])
    print(f"{'':12}" + "".join(f"{name:>11}" for name in columns))
    for trap, row in figures.items():
        print(f"{trap:12}" + "".join(f"{row[name]:11}" for name in columns))


def print_failure(outcome: Outcome) -> None:
    print(f"\n{outcome.pair.id}: gold {outcome.pair.gold}, shared {outcome.shared}, one news {outcome.news}")
    for report in outcome.pair.reports:
        print(f"  ({report.get('published')}) {report['text']}")
    for line in outcome.told:
        print(f"    {line}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, default="dev")
    parser.add_argument("--failures", action="store_true", help="list the pairs that came out wrong (of dev only)")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("traps", nargs="*", metavar="TRAP")
    options = parser.parse_args()
    if options.part == "held" and options.failures:
        parser.error("the pairs of held are set aside: only their figures are printed")
    try:
        pairs = [pair for pair in load_pairs(options.part) if not options.traps or pair.trap in options.traps]
    except WrongPair as error:
        print(error, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as work:
        outcomes = [score_pair(pair, Path(work)) for pair in pairs]
    figures = sum_up_all(outcomes)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        print_table(figures)
    if options.failures:
        for outcome in outcomes:
            if not outcome.right:
                print_failure(outcome)
    return 0


if __name__ == "__main__":
    sys.exit(main())
