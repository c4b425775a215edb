"""Copies of a wire share their sentences: what was found in one report must say nothing of another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tamani.extract import extract_reading
from tamani.extract.document import KEPT, MOST, forget_words, prepare_sentences
from tamani.fields import Vocabulary, load_vocabulary
from tamani.locate import Gazetteer, find_toponyms, open_gazetteer
from tamani.read import read_item
from tamani.records import Extraction, Item, Reading

WIRE = (
    "DJIBO, Burkina Faso - Gunmen killed twelve villagers near Djibo on Monday, a security source said.",
    "Another five people were wounded.",
    "The army denied that soldiers took part.",
    "One woman was abducted.",
    "No group has claimed the attack.",
)
READERS = {
    "the wire": (WIRE, "2024-05-07", "Twelve killed near Djibo"),
    "a copy with another headline": (WIRE, "2024-05-07", "Burkina Faso: gunmen raid village"),
    "a copy of the week after": (WIRE, "2024-05-14", "Twelve killed near Djibo"),
    "a cut copy": (WIRE[:2], "2024-05-07", "Twelve killed near Djibo"),
    "a copy without its lead": (WIRE[1:], "2024-05-08", "Attack in the north"),
    "a copy that opens with the denial": ((WIRE[2], *WIRE[:2], *WIRE[3:]), "2024-05-08", None),
    "another attack, half in the same words": (
        ("Bandits attacked a market in Gao, Mali, on Friday.", *WIRE[1:]), "2024-05-11", "Market in Gao attacked",
    ),
    "a headline that a report has as a sentence": (("It was a bad week.", *WIRE), "2024-05-07", WIRE[3]),
}  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer(None)


@pytest.fixture(scope="module")
def extract(vocabulary: Vocabulary, gazetteer: Gazetteer) -> Callable[[str], Extraction]:
    def read(name: str) -> Extraction:
        sentences, day, title = READERS[name]
        published = datetime.fromisoformat(day).replace(tzinfo=UTC)
        item = Item(
            name=name, data=" ".join(sentences).encode(), media_type="text/plain", collected=published,
            published=published, own_id=name, title=title, language="en",
        )  # fmt: skip
        reading = read_item(item)[1]
        return extract_reading(reading, find_toponyms(reading, gazetteer, home=True), vocabulary)

    return read


def test_a_report_says_the_same_whichever_copies_were_read_before_it(extract: Callable[[str], Extraction]) -> None:
    alone = {}
    for name in READERS:
        forget_words()
        alone[name] = extract(name)
    assert all(one.mentions for one in alone.values())
    assert len({repr([claim.value for claim in one.mentions[0].claims]) for one in alone.values()}) > 4
    for names in (tuple(READERS), tuple(reversed(READERS))):
        forget_words()
        assert {name: extract(name) for name in names} == alone


def test_every_claim_of_a_copy_is_cited_where_the_copy_has_it(extract: Callable[[str], Extraction]) -> None:
    extract("the wire")
    for name, (sentences, _, title) in READERS.items():
        text = " ".join(sentences)
        for claim in (claim for mention in extract(name).mentions for claim in mention.claims):
            source = text if claim.span.part.value == "text" else title or ""
            assert source[claim.span.start : claim.span.end] == claim.quote


def test_a_sentence_that_stands_twice_in_a_report_names_its_victim_once(
    read_text: Callable[[str, str], Reading], vocabulary: Vocabulary
) -> None:
    told = "A student was killed in the attack."
    reading = read_text(f"Gunmen attacked a school on Monday. {told} Police came at night. {told}", "en")
    victims = [one for one in extract_reading(reading, (), vocabulary).mentions[0].claims if one.field == "victim"]
    assert len({claim.id for claim in victims}) == len(victims) == 1
    assert victims[0].span.start < reading.text.index("Police")


def test_words_read_before_take_no_more_than_their_share_of_memory(read_text: Callable[[str, str], Reading]) -> None:
    forget_words()
    reading = read_text("Two men died.", "en")
    (sentence,) = prepare_sentences(reading)
    for number in range(MOST + 1):
        sentence.kept[number] = number
    (again,) = prepare_sentences(reading)
    assert again.kept is sentence.kept and not again.kept
    for number in range(KEPT):
        prepare_sentences(read_text(f"{number} men died.", "en"))
    (forgotten,) = prepare_sentences(reading)
    assert forgotten.kept is not sentence.kept
