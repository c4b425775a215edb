"""What is asked for every report or every page walks along an index: it costs the same in a store of years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import apsw
import psycopg
import pytest
from shelf_fixtures import open_shelf
from store_reports import make_arrival

from tamani.store import open_store
from tamani.store.connect import load_queries, match_words, pack_list, pack_numbers
from tamani.store.postgres_session import load_statements
from tamani.store.postgres_values import register_values
from tamani.store.sqlite import _connect

# Looked at in a batch, a list or a record. Lists of ids come as json_each, which is short.
HOT = (
    "add.known_reports", "add.known_readings", "add.known_runs", "add.known_markings", "add.head", "add.heads",
    "add.replaced_incidents",
    "claims.reports_by_id", "claims.reports_by_mention", "claims.runs", "claims.mentions", "claims.claims",
    "near.spots", "near.cells", "near.days", "links.of_mentions", "links.people_of_mentions", "links.exists",
    "incidents.of_mentions", "incidents.mentions", "incidents.clear", "incidents.drop", "incidents.refresh",
    "incidents.facts", "incidents.late", "incidents.drop_facets", "incidents.facet_values", "incidents.members",
    "incidents.list_all", "incidents.list_by_facet", "incidents.list_found", "incidents.ids_of_news",
    "incidents.ids_of_words", "incidents.count_words", "incidents.count_facet", "incidents.kinds",
    "incidents.corrected", "incidents.prefix", "reports.markings", "reports.latest",
    "reports.reports", "reports.known", "reports.search_among", "commits.numbers",
    "since.marks", "since.much", "since.people", "since.touched", "since.kin",
)  # fmt: skip
# Tables that the database itself keeps short or walks by another key.
SHORT = ("asked", "span", "found", "json_each", "(subquery", "constant", "reading_words", "w VIRTUAL", "CONSTANT")


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[apsw.Connection]:
    path = tmp_path_factory.mktemp("plans") / "a.db"
    with open_store(path) as store:
        store.add_readings([make_arrival("r1"), make_arrival("r2")])
    opened = _connect(path)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", HOT)
def test_no_table_is_read_from_end_to_end(connection: apsw.Connection, name: str) -> None:
    text = load_queries("sqlite")[name]
    plan = [row[3] for row in connection.execute(f"explain query plan {text}", _bind(connection, text))]
    walked = [step for step in plan if step.startswith("SCAN") and not any(word in step for word in SHORT)]
    # A list goes along its index and stops after a page.
    assert not [step for step in walked if " USING " not in step], plan
    assert not [step for step in plan if "AUTOMATIC" in step], plan


@pytest.mark.parametrize("name", ["incidents.list_all", "incidents.list_by_facet"])
def test_a_page_of_a_list_is_not_sorted_first(connection: apsw.Connection, name: str) -> None:
    text = load_queries("sqlite")[name]
    plan = [row[3] for row in connection.execute(f"explain query plan {text}", _bind(connection, text))]
    assert not [step for step in plan if "TEMP B-TREE FOR ORDER BY" in step], plan


def _bind(connection: apsw.Connection, text: str) -> dict[str, object]:
    names = set(re.findall(r":([a-z_0-9]+)", text))
    return {
        name: "[]" if name in ("ids", "reports", "cells", "runs", "kept", "mentions", "also", "actors") else 1
        for name in names
    }


# What a page, a list or a record asks of a server. A short table is always walked there, so walking is made dear: then
# an index is taken wherever one could serve.
ON_A_SERVER = (
    "claims.runs", "claims.mentions", "claims.claims", "links.of_mentions", "incidents.of_mentions", "incidents.facts",
    "incidents.kinds", "incidents.corrected", "incidents.members", "incidents.list_all", "incidents.list_by_facet",
    "incidents.list_found", "incidents.ids_of_news", "incidents.ids_of_words", "incidents.count_facet",
    "incidents.facet_values", "reports.markings", "reports.latest", "since.marks", "since.much", "since.people",
    "since.touched", "since.kin",
)  # fmt: skip
BOUND: dict[str, Any] = {
    "ids": pack_list(["a"]), "also": pack_list(["kind=bombing"]), "actors": pack_list(["jnim"]),
    "reports": pack_numbers([1]), "words": match_words("djibo"), "facet": "kind", "value": "bombing", "after": "i1",
    "known": "2024", "news": "2024",
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection[Any]]:
    with open_shelf("postgres") as shelf, shelf.place() as address, open_store(address) as store:
        store.add_readings([make_arrival("r1"), make_arrival("r2")])
        with psycopg.connect(address) as opened:
            register_values(opened)
            opened.execute("set enable_seqscan = off")
            yield opened


@pytest.mark.parametrize("name", ON_A_SERVER)
def test_on_a_server_no_table_must_be_read_from_end_to_end(server: psycopg.Connection[Any], name: str) -> None:
    text = load_statements()[name]
    names = set(re.findall(r"%\((\w+)\)s", text))
    rows = server.execute(f"explain {text}", {one: BOUND.get(one, 1) for one in names})
    plan = "\n".join(row[0] for row in rows)
    assert "Seq Scan" not in plan, plan
