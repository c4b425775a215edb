"""Pages a second: `read_item` beside trafilatura alone, on the same pages in the same run.

    python benchmarks/bench_read.py [FOLDER] [--rounds N]

FOLDER holds .html files; without it, pages are made up: an article of 12 paragraphs between menus, related stories and
comments, in French and English. Both sides start from bytes and end with text, title, author and date; rounds alternate
between them, so that a busy machine slows both. Also texts a second for plain text. One JSON line goes to stdout.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tamani.errors import UnreadableItem
from tamani.read import read_item
from tamani.records import Item

NOW = datetime(2024, 9, 1, tzinfo=UTC)
FRENCH = "les assaillants ont attaqué le village dans la nuit et tué plusieurs habitants selon un élu qui a fui"
ENGLISH = "the attackers raided the village at night and killed several people according to an official who fled"


def make_page(number: int) -> bytes:
    """A page with an article and what sites put around it."""
    language, words = ("fr", FRENCH.split()) if number % 2 else ("en", ENGLISH.split())
    chance = random.Random(number)

    def sentence() -> str:
        return " ".join(chance.choices(words, k=22)).capitalize() + "."

    paragraphs = "".join(f"<p>{' '.join(sentence() for _ in range(3))}</p>" for _ in range(12))
    menu = "".join(f"<li><a href='/s/{n}'>Section {n}</a></li>" for n in range(40))
    related = "".join(f"<div class='card'><a href='/a/{n}'><h3>{sentence()}</h3></a></div>" for n in range(25))
    comments = "".join(f"<div class='comment'><p>{sentence()}</p></div>" for _ in range(20))
    return (
        f"<!DOCTYPE html><html lang='{language}'><head><title>{sentence()} | Site</title>"
        "<meta property='article:published_time' content='2024-08-26T10:00:00Z'><meta name='author' content='A Name'>"
        f"</head><body><nav><ul>{menu}</ul></nav><main><article><h1>{sentence()}</h1>{paragraphs}</article></main>"
        f"<aside class='related'>{related}</aside><section id='comments'>{comments}</section></body></html>"
    ).encode()


def read_ours(page: bytes) -> None:
    with suppress(UnreadableItem):
        read_item(Item(name="page", data=page, media_type="text/html", collected=NOW))


def read_peer(page: bytes) -> None:
    import trafilatura

    trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)


def read_text(text: bytes) -> None:
    read_item(Item(name="text", data=text, media_type="text/plain", collected=NOW))


def measure(run: Callable[[bytes], None], inputs: list[bytes]) -> float:
    """Processor seconds for all inputs."""
    start = time.process_time()
    for one in inputs:
        run(one)
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    files = sorted(args.folder.rglob("*.html")) if args.folder else []
    pages = [file.read_bytes() for file in files] or [make_page(number) for number in range(60)]
    texts = [f"{ENGLISH}. {ENGLISH}. ".encode() * 8 for _ in range(500)]
    seconds = {"tamani": 0.0, "trafilatura": 0.0, "text": 0.0}
    measure(read_ours, pages[:2]), measure(read_peer, pages[:2])  # what loads once is loaded before
    for _ in range(args.rounds):
        seconds["tamani"] += measure(read_ours, pages)
        seconds["trafilatura"] += measure(read_peer, pages)
        seconds["text"] += measure(read_text, texts)
    row = {
        "pages": len(pages),
        "tamani_pages_per_s": round(len(pages) * args.rounds / seconds["tamani"], 1),
        "trafilatura_pages_per_s": round(len(pages) * args.rounds / seconds["trafilatura"], 1),
        "texts_per_s": round(len(texts) * args.rounds / seconds["text"], 1),
    }
    sys.stdout.write(json.dumps(row) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
