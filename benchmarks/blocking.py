"""What blocking finds and what it costs: gold pairs that meet under a key, and mentions compared for each mention.

    python benchmarks/blocking.py --shared ../shared [SET ...]

For each set: how many pairs of reports of one event meet in memory (keys) and in the store (cells and days), how many
others a mention is compared with, and, for each family of keys, what would be lost and saved without it. A family is
the first word of a key and what kind of area it ends with: "day/cell", "vague/any".
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from tamani.fields import load_vocabulary
from tamani.flow import add_items
from tamani.fuse import NEAR_DAYS, NEAR_KM, MentionCard, candidate_keys, compare_mentions, describe_mention, search_keys
from tamani.records import MentionId, Mode, Verdict
from tamani.settings import Settings
from tamani.store import open_store

SETS = ("muc-fusion", "gvc")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Pair = tuple[MentionId, MentionId]


def name_family(key: str) -> str:
    """
    >>> name_family("day/2024-06-01/14:-2"), name_family("vague/2024-06-01/any"), name_family("known/14:-2")
    ('day/cell', 'vague/any', 'known/cell')
    """
    kind, _, rest = key.partition("/")
    area = rest.rpartition("/")[2]
    return f"{kind}/{'cell' if ':' in area else 'any' if area == 'any' else 'country'}"


def find_pairs(cards: Sequence[MentionCard]) -> dict[Pair, set[str]]:
    """The pairs of mentions of two reports that meet, with the families of keys they meet under."""
    stored: dict[str, list[MentionCard]] = defaultdict(list)
    for card in cards:
        for key in candidate_keys(card):
            stored[key].append(card)
    found: dict[Pair, set[str]] = defaultdict(set)
    for card in cards:
        for key in search_keys(card):
            for other in stored.get(key, ()):
                if other.report != card.report:
                    one, two = sorted((card.id, other.id))
                    found[one, two].add(name_family(key))
    return found


def name_reports(pairs: Iterable[Pair], cards: Mapping[MentionId, MentionCard]) -> set[frozenset[str]]:
    return {frozenset((cards[one].report, cards[two].report)) for one, two in pairs}


def measure_set(folder: Path) -> None:
    """Print what blocking finds on a set, and what each family of keys is worth."""
    gold: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("report"):
            gold[row["incident"]].add(row["report"])
    wanted = {frozenset(pair) for reports in gold.values() for pair in combinations(sorted(reports), 2)}
    with tempfile.TemporaryDirectory() as work, open_store(Path(work) / "set.db") as store:
        add_items(store, [str(folder / "reports.jsonl")], Settings(), now=NOW)
        mentions = [mention for one in store.all_extractions() for mention in one.mentions]
        readings = {one.report: one for one in store.readings({mention.report for mention in mentions})}
        made = [describe_mention(one, readings[one.report], load_vocabulary()) for one in mentions]
        cards = {card.id: card for card in made if card.mode in (Mode.ACTUAL, Mode.BACKGROUND)}
        near = store.mentions_near(sorted(cards), days=NEAR_DAYS, km=NEAR_KM)
    close = {(min(a, b), max(a, b)) for a, others in near.items() for b in others if b in cards}
    close = {pair for pair in close if cards[pair[0]].report != cards[pair[1]].report}
    meeting = find_pairs(tuple(cards.values()))
    tied = {
        pair for pair in meeting if compare_mentions(*(cards[one] for one in pair)).verdict is not Verdict.DIFFERENT
    }
    told = {report for card in cards.values() for report in (card.report,)}
    wanted = {pair for pair in wanted if pair <= told}
    print(f"\n{folder.name}: {len(cards)} mentions, {len(wanted)} pairs of reports of one event")
    for label, pairs in (("meet under a key", set(meeting)), ("near in the store", close), ("compared well", tied)):
        found = len(wanted & name_reports(pairs, cards))
        print(f"  {label:20} {found / len(wanted):7.3f} of gold   {2 * len(pairs) / len(cards):7.1f} others a mention")
    print(f"  {'without':20} {'gold pairs lost':>16} {'pairs saved':>12} {'of these tied':>14}")
    for family in sorted({one for families in meeting.values() for one in families}):
        gone = {pair for pair, families in meeting.items() if families == {family}}
        lost = (wanted & name_reports(meeting, cards)) - name_reports(set(meeting) - gone, cards)
        print(f"  {family:20} {len(lost):16} {len(gone) / len(meeting):12.1%} {len(gone & tied):14}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"folders of shared/data; none: {', '.join(SETS)}")
    options = parser.parse_args()
    for name in options.sets or SETS:
        folder = options.shared / "data" / name
        if not (folder / "gold.jsonl").exists():
            print(f"No set {name} in {options.shared}: not measured. Give its folder with --shared.")
            continue
        measure_set(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
