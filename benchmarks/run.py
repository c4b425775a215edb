"""Run every benchmark in turn and print what each measures: `make bench`.

    python benchmarks/run.py [--shared ../shared]

Reading is measured beside trafilatura in the same run, on the pages of the development set where they are there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    shared = parser.parse_args().shared
    pages = shared / "data" / "pages" / "html"
    failed = []
    growth, lists = tempfile.TemporaryDirectory(), tempfile.TemporaryDirectory()
    for name, arguments in (
        ("bench_read.py", [str(pages)] if pages.is_dir() else []),
        ("bench_locate.py", []),
        ("bench_extract.py", []),
        ("confidence.py", ["--shared", str(shared)]),
        ("orders.py", ["--shared", str(shared)]),
        ("bench_store.py", []),
        ("bench_lists.py", ["--folder", lists.name]),
        ("bench_growth.py", ["--reports", "4000", "--folder", growth.name]),
        ("bench_flow.py", ["--pages", str(pages)] if pages.is_dir() else []),
    ):
        print(f"--- {name}", flush=True)
        if subprocess.run([sys.executable, str(HERE / name), *arguments], check=False).returncode:
            failed.append(name)
    growth.cleanup()
    lists.cleanup()
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
