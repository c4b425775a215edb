"""The demonstration: reports of four attacks, loaded into a store of its own and opened as a situation.

In comes a folder; out go a store in it and a page on this machine; nothing outside the folder is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from tamani import flow
from tamani.errors import NotAllowed
from tamani.fields import load_vocabulary
from tamani.phrases import say_title
from tamani.records import Marking, Tlp
from tamani.settings import Settings
from tamani.store import Store, open_store
from tamani.web import serve_store
from tamani.web.eye import load_words
from tamani.web.sockets import find_port

REPORTS = Path(__file__).parent / "demonstration"


def run_demo(settings: Settings, folder: Path, *, port: int | None, now: datetime, tell: Callable[[str], None]) -> None:
    """Load the demonstration where it is not loaded yet, say what to click, and serve it; port None only loads."""
    free = find_port("127.0.0.1", port) if port is not None else None
    if port is not None and free is None:
        raise NotAllowed(f"port {port}", "it and the next ones are taken", "give another with --port")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"this folder can’t be written ({error.strerror})"
        raise NotAllowed(str(folder), problem, "give another with --folder") from error
    settings = msgspec.structs.replace(settings, store=str(folder / "tamani.db"))
    words = load_words(settings.language)
    with open_store(settings.store) as store:
        known = flow.list_incidents(store, flow.OWNER, flow.Query(limit=1), now=now)
        tell(words["demo_checking" if any(known) else "demo_loading"])
        paths = [str(REPORTS / name) for name in ("reports.jsonl", "analysis.jsonl")]
        # Invented outlets and our own words: anybody may see them.
        items = flow.collect_marked(paths, settings, Marking(Tlp.CLEAR), now=now)
        result = flow.add_collected(store, items, settings, now=now)
        form = "demo_loaded" if result.added else "demo_there"
        tell(words[form].format(added=result.added, known=result.known, store=settings.store))
        if free is None:
            return
        if free != port:
            tell(words["demo_other_port"].format(port=port, free=free))
        tell(_say_steps(store, settings, now, f"http://127.0.0.1:{free}"))
    serve_store(settings, host="127.0.0.1", port=free)


def _say_steps(store: Store, settings: Settings, now: datetime, address: str) -> str:
    """What to open and click, told with the record that has the most reports and disputes."""
    dossiers = tuple(flow.list_incidents(store, flow.OWNER, flow.Query(), now=now))
    words = load_words(settings.language)
    if not dossiers:
        return address
    richest = max(dossiers, key=lambda one: (len(one.cited), len(one.incident.disputed), one.incident.id))
    title = say_title(richest.incident, load_vocabulary(), settings.language)
    return words["demo_steps"].format(address=address, title=title, incident=richest.incident.id, store=settings.store)
