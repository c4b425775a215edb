"""Fit the weights of confidence on development reports, and print how well the numbers hold.

    python benchmarks/confidence.py [--shared ../shared] [--fit] [--json]

Development reports are those that can be handed on: the trial set, our own reports (tests/quality/own/dev) and the
measuring sentences (tests/quality/phenomena/dev). A claim is right when the gold of its report has it. The table is
cross-validated: every claim is weighed by weights that were fitted without its report. --fit writes confidence.toml.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from phenomena import breaks, meets  # noqa: E402
from phenomena_cases import load_cases  # noqa: E402

from tamani.extract.confidence import WEIGHTS, describe_extraction  # noqa: E402
from tamani.fields import TOLLS  # noqa: E402
from tamani.flow import prepare_all  # noqa: E402
from tamani.flow.prepare import Prepared  # noqa: E402
from tamani.settings import DEFAULTS  # noqa: E402
from tamani.share.contract import make_extraction_row  # noqa: E402

Row = dict[str, Any]
FOLDS = 5
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
ROUNDS, STEP, SHRINK = 400, 0.5, 2.0  # of the fitting; SHRINK: the weight of one point is pulled to 0
SMALL = 8  # a point seen less often than this says nothing of its own


@dataclass(frozen=True, slots=True)
class Sample:
    """One claim of a development report: what speaks for or against it, and whether it is right."""

    report: str
    field: str
    points: tuple[str, ...]
    right: bool


def collect_samples(shared: Path) -> list[Sample]:
    """The claims of all development reports whose gold says whether they are right."""
    own = ROOT / "tests" / "quality" / "own" / "dev"
    folders = [one for one in (shared / "data" / "trial", own) if one.exists()]
    return [sample for folder in folders for sample in read_folder(folder, shared)] + list(read_phenomena())


def read_folder(folder: Path, shared: Path) -> Iterator[Sample]:
    """The claims of a folder with gold like the trial set's, judged by its scorer's own rules."""
    sys.path.insert(0, str(shared / "score"))
    trial = import_module("trial")
    golds = {row["report"]: row for row in map(json.loads, (folder / "gold.jsonl").read_text().splitlines())}
    for one, row, points in prepare(folder / "reports.jsonl"):
        gold = golds[str(one.reading.report)]
        if gold["relevant"] is None:
            continue
        main = trial.main_mention(gold, row["mentions"])
        for mention in row["mentions"]:
            hits = {id(claim) for _, claim in trial.match_claims(gold["claims"], trial.counted(mention))}
            for claim, described in zip(mention["claims"], points[mention["id"]], strict=True):
                right = judge_claim(claim, gold, hits, trial if mention is main or not main["claims"] else None)
                if right is not None:
                    yield Sample(str(one.reading.report), claim["field"], tuple(described), right)


def judge_claim(claim: Row, gold: Row, hits: set[int], trial: Any) -> bool | None:
    """Is a claim right? None: the gold does not say. Dates and places are judged for the main event only."""
    field, value = claim["field"], claim["value"]
    if not gold["relevant"]:
        return False
    if field in ("killed", "injured", "abducted", "detained"):
        return id(claim) in hits if claim["stance"] != "denied" else None
    if trial is None:
        return None
    alone = {"claims": [claim]}
    if field == "kind":
        return value in gold["kinds"] if gold["kinds"] else None
    if field == "date" and gold["dates"]:
        return bool(trial.date_result(gold, alone) == "exact")
    if field == "place" and gold["places"] and value.get("lat") is not None:
        return trial.place_result(gold, alone) in ("right", "admin1")
    if field == "perpetrator" and value.get("actor") and gold["perpetrators"]:
        return value["actor"] in {one["actor"] for one in gold["perpetrators"]}
    return None


def read_phenomena() -> Iterator[Sample]:
    """The claims of the measuring sentences, where these expect or forbid something of the same field."""
    import tempfile

    cases = {case.id: case for case in load_cases("dev")}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.jsonl"
        rows = [
            {"id": case.id, "language": case.language}
            | {key: case.row[key] for key in ("text", "title", "published") if key in case.row}
            for case in cases.values()
        ]
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        for one, row, points in prepare(path):
            case = cases[str(one.reading.report)]
            for mention in row["mentions"]:
                for claim, described in zip(mention["claims"], points[mention["id"]], strict=True):
                    right = judge_case(claim, case.expected, case.forbidden, bool(case.row.get("relevant", True)))
                    if right is not None:
                        yield Sample(case.id, claim["field"], tuple(described), right)


def judge_case(claim: Row, expected: Sequence[Row], forbidden: Sequence[Row], relevant: bool) -> bool | None:
    """Is a claim one of those expected? None: the case is not about its field."""
    if any(meets(claim, row) for row in expected):
        return True
    if not relevant or any(breaks(claim, row) for row in forbidden):
        return False
    told = any(row["field"] == claim["field"] for row in expected)
    return False if told and claim["field"] in (*TOLLS, "kind", "date", "perpetrator") else None


def prepare(path: Path) -> Iterator[tuple[Prepared, Row, dict[str, list[list[str]]]]]:
    """Each report read by the rules, with its row and the points of its claims by mention."""
    for one in prepare_all([str(path)], DEFAULTS, now=datetime.now(UTC)):
        if isinstance(one, Prepared):
            points = describe_extraction(one.extraction, one.reading)
            by_mention = {m.name: [points[claim.id] for claim in m.claims] for m in one.extraction.mentions}
            yield one, make_extraction_row(one.extraction), by_mention


def fit_weights(samples: Sequence[Sample]) -> dict[str, float]:
    """Logistic regression by gradient descent, each weight pulled to 0; small enough to need no library."""
    seen: dict[str, int] = {}
    for sample in samples:
        for point in sample.points:
            seen[point] = seen.get(point, 0) + 1
    names = sorted(point for point, n in seen.items() if n >= SMALL)
    index = {name: at for at, name in enumerate(names, start=1)}
    rows = [([0, *(index[point] for point in sample.points if point in index)], sample.right) for sample in samples]
    weights = [0.0] * (len(names) + 1)
    speed = [1e-9] * len(weights)
    for _ in range(ROUNDS):
        slope = [SHRINK * weight for weight in weights]
        slope[0] = 0.0
        for points, right in rows:
            error = 1 / (1 + math.exp(-sum(weights[at] for at in points))) - right
            for at in points:
                slope[at] += error
        for at, one in enumerate(slope):
            speed[at] += one * one
            weights[at] -= STEP * one / math.sqrt(speed[at])
    return {"all": weights[0]} | {name: weights[at] for name, at in index.items()}


def weigh(sample: Sample, weights: dict[str, float]) -> float:
    odds = weights["all"] + sum(weights.get(point, 0.0) for point in sample.points)
    return 1 / (1 + math.exp(-odds))


def cross_validate(samples: Sequence[Sample]) -> list[tuple[float, Sample]]:
    """Each sample with the confidence from weights that never saw its report."""
    fold = {sample.report: zlib.crc32(sample.report.encode()) % FOLDS for sample in samples}
    made: list[tuple[float, Sample]] = []
    for number in range(FOLDS):
        weights = fit_weights([sample for sample in samples if fold[sample.report] != number])
        made += [(weigh(sample, weights), sample) for sample in samples if fold[sample.report] == number]
    return made


def make_table(weighed: Sequence[tuple[float, Sample]]) -> list[Row]:
    """The reliability table: of the claims with a confidence in a bin, how many are right."""
    rows = []
    for low, high in pairwise(BINS):
        inside = [(p, s.right) for p, s in weighed if low <= p < high or (high == 1.0 and p == 1.0)]
        if inside:
            said, right = (sum(one[at] for one in inside) / len(inside) for at in (0, 1))
            rows.append({"from": low, "to": high, "claims": len(inside), "said": said, "right": right})
    return rows


def measure(weighed: Sequence[tuple[float, Sample]]) -> dict[str, float]:
    """Brier score, that of one constant, the calibration error, and what abstaining gains."""
    n = len(weighed)
    mean = sum(sample.right for _, sample in weighed) / n
    best = sorted(weighed, key=lambda row: -row[0])[: int(n * 0.8)]
    return {
        "claims": n,
        "right": mean,
        "brier": sum((p - sample.right) ** 2 for p, sample in weighed) / n,
        "brier of a constant": mean * (1 - mean),
        "calibration error": sum(abs(row["said"] - row["right"]) * row["claims"] for row in make_table(weighed)) / n,
        "right of the surest 80 %": sum(sample.right for _, sample in best) / len(best),
    }


def write_weights(weights: dict[str, float]) -> None:
    lines = [
        "# What speaks for or against a claim, in log odds. Written by benchmarks/confidence.py --fit.",
        "# Fitted on the trial set, our own development reports and the measuring sentences; none of them is in here.",
        "",
        "[weights]",
        *(f'"{name}" = {weight:.2f}' for name, weight in weights.items() if abs(weight) >= 0.005),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--fit", action="store_true", help="write the weights of all samples")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    samples = collect_samples(options.shared)
    weighed = cross_validate(samples)
    table, figures = make_table(weighed), measure(weighed)
    if options.fit:
        write_weights(fit_weights(samples))
    if options.json:
        print(json.dumps({"table": table, "figures": figures}))
        return 0
    print("confidence, cross-validated by report\n  from   to  claims   said  right")
    for row in table:
        print(f"  {row['from']:.2f} {row['to']:.2f} {row['claims']:>7} {row['said']:>6.3f} {row['right']:>6.3f}")
    for name, value in figures.items():
        print(f"  {name:<26}{value:>8.3f}" if name != "claims" else f"  {name:<26}{value:>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
