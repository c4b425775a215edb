"""Score the development sets with the scorers beside the checkout and hold the figures against the floors.

    python benchmarks/quality.py --shared ../shared [--print] [SET ...]

Runs the real commands (`tamani extract`, `add`, `incidents`, `read`, `locate`) on each set, scores what they print, and
prints a table: figure, floor, measured. Exit 1 where a figure falls below its floor, or rises above its ceiling.
Without the sets it says so and exits 0: they are not part of the project.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "tests" / "quality" / "floors.json"
TAMANI = [sys.executable, "-m", "tamani"]
Figures = dict[str, float]


def run_command(arguments: list[str], output: Path | None = None, allowed: tuple[int, ...] = (0, 1)) -> str:
    """Run a command; its standard output as text, or into a file."""
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode not in allowed:
        raise SystemExit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr[-2000:]}")
    if output is not None:
        output.write_text(done.stdout, encoding="utf-8")
    return done.stdout


def score(shared: Path, scorer: str, *arguments: Path | str) -> dict[str, Any]:
    """What a scorer prints with --json."""
    command = [sys.executable, str(shared / "score" / f"{scorer}.py"), *map(str, arguments), "--json"]
    made: dict[str, Any] = json.loads(run_command(command))
    return made


def extract_set(folder: Path, work: Path) -> Path:
    output = work / f"{folder.name}.extract.jsonl"
    run_command([*TAMANI, "extract", str(folder / "reports.jsonl")], output)
    return output


def fuse_set(folder: Path, work: Path) -> Path:
    store, output = work / f"{folder.name}.db", work / f"{folder.name}.incidents.jsonl"
    run_command([*TAMANI, "add", "--store", str(store), str(folder / "reports.jsonl")])
    run_command([*TAMANI, "incidents", "--store", str(store), "--background", "--format", "jsonl"], output)
    return output


def count_wrong_citations(shared: Path, folder: Path, extract: Path) -> float:
    return float(score(shared, "cites", folder, extract)["errors"])


def score_trial(shared: Path, folder: Path, work: Path) -> Figures:
    extract, incidents = extract_set(folder, work), fuse_set(folder, work)
    made = score(shared, "trial", folder, extract, incidents)
    date, place, fusion = made["date"], made["place"], made["fusion"]
    scored = sum(n for name, n in place.items() if name != "not scored")
    dated = sum(n for name, n in date.items() if name != "not scored")
    in_range = sum(
        low <= one["origins"] <= high for one in fusion["by_incident"].values() for low, high in [one["accepted"]]
    )
    return {
        "relevant": made["relevant_accuracy"],
        "kind": made["kind_accuracy"],
        "date right": date.get("exact", 0) / dated,
        "place right or coarser": (place.get("right", 0) + place.get("admin1", 0)) / scored,
        "place wrong": place.get("wrong", 0) / scored,
        "perpetrator f": made["perpetrator"]["f"],
        "perpetrator basis": made["basis_accuracy"],
        "casualty claims f": made["claims_exact"]["f"],
        "said_by": made["said_by"],
        "denials flipped": made["denials"].get("flipped", 0),
        "reactions f": made["reactions"]["f"],
        "b3 f": fusion["b3_f"],
        "wrong merges": fusion["wrong_merges"],
        "origin counts in range": in_range,
        "disputed f": fusion["disputed"]["f"] or 0.0,
        "superseded in order": fusion["superseded_in_order"] or 0.0,
        "wrong citations": count_wrong_citations(shared, folder, extract),
    } | score_languages(shared, folder, work, extract)


def score_languages(shared: Path, folder: Path, work: Path, extract: Path) -> Figures:
    """What is read in French and in English, apart: one must not lag behind the other."""
    figures: Figures = {}
    reports = (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    for language in ("en", "fr"):
        own = [line for line in reports if json.loads(line)["language"] == language]
        made = score(shared, "trial", write_part(folder, own, work / f"{folder.name}-{language}"), extract)
        dated = sum(n for name, n in made["date"].items() if name != "not scored")
        figures |= {
            f"{language} casualty claims f": made["claims_exact"]["f"] or 0.0,
            f"{language} said_by": made["said_by"] or 0.0,
            f"{language} perpetrator f": made["perpetrator"]["f"] or 0.0,
            f"{language} date right": made["date"].get("exact", 0) / dated if dated else 0.0,
        }
    return figures


def score_seedlike(shared: Path, folder: Path, work: Path) -> Figures:
    extract = extract_set(folder, work)
    made = score(shared, "seedlike", folder, extract)
    figures: Figures = {"unsupported facts": made["unsupported_total"]}
    for report in ("seed-en", "seed-fr"):
        for field in ("reaction", "driver", "impact", "recommendation", "partnership"):
            figures[f"{report} {field} f"] = made[report][field]["f"] or 0.0
    figures["wrong citations"] = count_wrong_citations(shared, folder, extract)
    return figures


def score_pages(shared: Path, folder: Path, work: Path) -> Figures:
    output = work / "pages.jsonl"
    run_command([*TAMANI, "read", str(folder / "html"), "--format", "jsonl"], output)
    made = score(shared, "pages", folder, output)["OUTPUT"]
    return {name: made[name] for name in ("precision", "recall", "f", "title", "date", "author")}


def score_muc(shared: Path, folder: Path, work: Path) -> Figures:
    """Both parts of the set: rules were written with the first two thirds; the last third is only ever scored."""
    extract = extract_set(folder, work)
    figures: Figures = {"wrong citations": count_wrong_citations(shared, folder, extract)}
    rows = (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    cut = len(rows) * 2 // 3
    for part, own in (("", rows[:cut]), ("held: ", rows[cut:])):
        made = score(shared, "muc", write_part(folder, own, work / f"muc{len(own)}"), extract)
        figures |= {f"{part}{name} f": made["template_filling"][name]["f"] for name in made["template_filling"]}
        figures |= {f"{part}ceaf-ree f": made["ceaf_ree"]["all"]["f"]}
        figures |= {f"{part}slot {name} f": row["f"] for name, row in made["slots"].items()}
    return figures


def write_part(folder: Path, reports: list[str], part: Path) -> Path:
    """Some reports of a set with their gold, as a set of their own."""
    part.mkdir(exist_ok=True)
    names = {json.loads(line)["id"] for line in reports}
    gold = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    (part / "reports.jsonl").write_text("\n".join(reports) + "\n", encoding="utf-8")
    kept = [line for line in gold if json.loads(line)["report"] in names]
    (part / "gold.jsonl").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return part


def score_gvc(shared: Path, folder: Path, work: Path) -> Figures:
    extract, incidents = extract_set(folder, work), fuse_set(folder, work)
    facts = score(shared, "gvc", folder, incidents)["facts"]
    figures: Figures = {f"{row['field']} exact": row["exact %"] / 100 for row in facts}
    figures |= score_groups(shared, folder, incidents)
    return figures | {"wrong citations": count_wrong_citations(shared, folder, extract)}


def score_muc_fusion(shared: Path, folder: Path, work: Path) -> Figures:
    return score_groups(shared, folder, fuse_set(folder, work))


def score_groups(shared: Path, folder: Path, incidents: Path) -> Figures:
    """Which reports are of one event: B-cubed, and the pairs that were joined or parted wrongly."""
    made = next(row for row in score(shared, "clusters", folder, incidents)["systems"] if row["system"] == "OUTPUT")
    return {
        "b3 f": made["B3 f"] / 100,
        "wrong merges": made["wrong_merge_pairs"],
        "wrong splits": made["wrong_split_pairs"],
    }


def score_case2021(shared: Path, folder: Path, work: Path) -> Figures:
    extract = extract_set(folder, work)
    made = score(shared, "case2021", folder, extract)
    figures: Figures = {f"{name} weighted f": table["weighted F1"] / 100 for name, table in made.items()}
    return figures | {"wrong citations": count_wrong_citations(shared, folder, extract)}


def score_wikievents(shared: Path, folder: Path, work: Path) -> Figures:
    extract = extract_set(folder, work)
    made = score(shared, "wikievents", folder, extract)
    figures: Figures = {f"{row['level']} f": row["f"] / 100 for row in made["triggers"]}
    figures |= {f"{row['role']} {row['match']} f": row["f"] / 100 for row in made["arguments"]}
    return figures | {"wrong citations": count_wrong_citations(shared, folder, extract)}


def score_phenomena(shared: Path, folder: Path, work: Path) -> Figures:
    """Our own measuring sentences: cases wholly right by language, and what was claimed though it must not be."""
    made = json.loads(run_command([sys.executable, str(ROOT / "benchmarks" / "phenomena.py"), "--json"]))
    figures: Figures = {name: row["right"] / 100 for name, row in made.items()}
    totals = {name.split()[0]: row for name, row in made.items() if name.endswith(" all")}
    figures |= {f"{language} expectations met": row["met"] / 100 for language, row in totals.items()}
    return figures | {f"{language} forbidden made": row["made"] for language, row in totals.items()}


def score_fusion(shared: Path, folder: Path, work: Path) -> Figures:
    """Our own pairs of reports: how many came out right, and how many were joined though they are two events."""
    figures: Figures = {}
    for part, label in (("dev", ""), ("held", "held: ")):
        command = [sys.executable, str(ROOT / "benchmarks" / "fusion_pairs.py"), "--part", part, "--json"]
        made = json.loads(run_command(command))["all"]
        figures |= {
            f"{label}right": made["right"] / made["pairs"],
            f"{label}wrongly joined": made["joined"],
            f"{label}meet under a key": made["met"] / made["one event"],
        }
    return figures


OWN = ROOT / "tests" / "quality" / "own"
SETS: dict[str, tuple[Callable[[Path, Path, Path], Figures], Path | None]] = {
    # set -> how it is scored, and its folder where it is not one of the sets beside the checkout
    "trial": (score_trial, None),
    "seedlike": (score_seedlike, None),
    "pages": (score_pages, None),
    "muc": (score_muc, None),
    "gvc": (score_gvc, None),
    "muc-fusion": (score_muc_fusion, None),
    "case2021": (score_case2021, None),
    "wikievents": (score_wikievents, None),
    "phenomena": (score_phenomena, ROOT / "tests" / "quality" / "phenomena"),
    "fusion": (score_fusion, ROOT / "tests" / "quality" / "fusion"),
    "own-dev": (score_trial, OWN / "dev"),
    "own-test": (score_trial, OWN / "test"),
}


def hash_set(folder: Path) -> str:
    """A fingerprint of a set's gold, so that a floor is never held against another gold."""
    path = next((folder / name for name in ("gold.jsonl", "reports.jsonl") if (folder / name).exists()), None)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path else "none"


def compare(name: str, figures: Figures, floors: dict[str, Any]) -> bool:
    """Print the figures of a set beside their floors; whether all hold."""
    good = True
    for figure, given in figures.items():
        measured = given or 0.0  # a share of nothing is nothing
        floor, ceiling = floors.get("at_least", {}).get(figure), floors.get("at_most", {}).get(figure)
        bad = (floor is not None and measured < floor) or (ceiling is not None and measured > ceiling)
        good = good and not bad
        asked = f">= {floor}" if floor is not None else f"<= {ceiling}" if ceiling is not None else ""
        print(f"{name:10} {figure:28} {measured:8.3f}  {asked:10} {'BELOW ITS FLOOR' if bad else ''}".rstrip())
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; none: all")
    args = parser.parse_args()
    if unknown := sorted(set(args.sets) - set(SETS)):
        parser.error(f"no set {', '.join(unknown)}; there are {', '.join(SETS)}")
    shared = args.shared.resolve()
    if not (shared / "score").is_dir():
        print(f"No development sets in {shared}: quality not scored. Give their folder with --shared.")
        return 0
    os.environ["TAMANI_LANGUAGE"] = "en"
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    good = True
    with tempfile.TemporaryDirectory() as work:
        for name in args.sets or SETS:
            wanted = floors.get(name, {})
            scored_by, folder = SETS[name]
            folder = folder or shared / "data" / name
            found = hash_set(folder)
            if wanted.get("gold") not in (None, found):
                print(f"{name}: the gold is another one ({found}); its floors are not held against it")
                wanted = {}
            good = compare(name, scored_by(shared, folder, Path(work)), wanted) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
