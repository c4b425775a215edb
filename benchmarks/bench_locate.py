"""How fast places are found, and how much memory the default gazetteer takes.

python benchmarks/bench_locate.py --reports 1000
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time

from tamani.locate import find_toponyms, open_gazetteer
from tamani.records import Reading, ReportId, Span, Version

FLOOR = 300  # readings/s
MOST_MB = 200
LENGTH = 1500
SENTENCES = (
    "Des hommes armés ont attaqué {a}, dans la région de {b}, à {n} km au nord de {c}.",
    "L'armée a perdu {n} soldats près de {a}, selon une source sécuritaire jointe à {b}.",
    "Gunmen killed {n} people in {a}, some {n} km from {b}, in northern {d}, officials said.",
    "President Traoré condemned the raid, and the UN Security Council met in New York on Monday.",
)
FILLERS = (
    "Les habitants ont fui vers la ville voisine, sans eau ni nourriture, au troisième jour du blocus.",
    "Le bilan pourrait s'alourdir, car plusieurs blessés sont dans un état grave, a dit un infirmier.",
    "No group has claimed the attack, but witnesses said that the gunmen came on motorbikes before dawn.",
    "The army said in a statement that it had repelled the assault and that reinforcements were on their way.",
)
TOWNS = (
    *("Gao", "Kidal", "Ménaka", "Ansongo", "Tessit", "Mopti", "Bandiagara", "Bankass", "Koro", "Douentza", "Djibo"),
    *("Dori", "Barsalogho", "Kaya", "Solhan", "Seytenga", "Titao", "Nouna", "Diapaga", "Pama", "Téra", "Ayorou"),
    *("Ouallam", "Diffa", "Bosso", "Maiduguri", "Konduga", "Mora", "Fotokol", "Bol", "Porga", "Dapaong", "Kafolo"),
)
COUNTRIES = ("Mali", "Burkina Faso", "Niger", "Nigeria", "Chad")


def make_reading(rng: random.Random, number: int) -> Reading:
    """A reading of about the length of a wire report, with names such as reports have."""
    text, spans = "", []
    while len(text) < LENGTH:
        a, b, c = rng.sample(TOWNS, 3)
        sentence = rng.choice(SENTENCES if rng.random() < 0.5 else FILLERS).format(
            a=a, b=b, c=c, d=rng.choice(COUNTRIES), n=rng.randrange(3, 90)
        )
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    return Reading(
        report=ReportId(f"r{number}"), version=Version("v"), text=text, language="fr", sentences=tuple(spans)
    )


def main() -> int:
    """Prints one line of JSON; exit code 1 below the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    options = parser.parse_args()
    rng = random.Random(7)
    readings = [make_reading(rng, number) for number in range(options.reports)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    gazetteer = open_gazetteer()
    opened = time.perf_counter() - start
    cpu, start = time.process_time(), time.perf_counter()
    found = sum(len(find_toponyms(reading, gazetteer)) for reading in readings)
    took, used = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = {
        "open_s": round(opened, 3),
        "readings_per_s": round(len(readings) / took),
        "readings_per_cpu_s": round(len(readings) / used),
        "toponyms": found,
        "peak_mb": round(peak / 1024),
        "of_it_here_mb": round((peak - before) / 1024),
    }
    print(json.dumps(result))
    return int(result["readings_per_cpu_s"] < FLOOR or result["peak_mb"] > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
