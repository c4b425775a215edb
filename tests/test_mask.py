"""What a store keeps of those who speak: their office, and never a name."""

from __future__ import annotations

from newsroom import VOCABULARY, Event, count, write_story

from tamani.mask import allow_names, hide_persons
from tamani.records import Extraction

ALLOWED = allow_names(VOCABULARY)
TEXT = (
    "No pupil was taken, the police commissioner, Awa Tambo, said. Ms Tambo said 4 cooks were. Tambo said 3 fled. "
    "Moussa Kell counted 5. Mr Kell saw 2."
)


def keep(*said: tuple[str, str]) -> list[str | None]:
    """The speakers that are kept of claims (figure, said by)."""
    event = Event(tuple(count("killed", (int(word), int(word)), word, said_by=by) for word, by in said))
    story = write_story("a", TEXT, event)
    extraction = Extraction(
        report=story.reading.report, version=story.reading.version, language="en", relevant=True,
        mentions=tuple(story.mentions),
    )  # fmt: skip
    hidden = hide_persons(extraction, story.reading, ALLOWED)
    return [claim.said_by for mention in hidden.mentions for claim in mention.claims]


def test_who_is_named_with_his_office_once_is_kept_by_it_later() -> None:
    kept = keep(("4", "the police commissioner, Awa Tambo"), ("3", "Tambo"), ("2", "Ms Tambo"))
    assert kept == ["the police commissioner"] * 3


def test_a_name_with_no_office_is_not_kept_and_leaves_no_title_behind() -> None:
    assert keep(("5", "Moussa Kell"), ("2", "Mr Kell")) == [None, None]


def test_a_word_that_is_nobodys_name_stays() -> None:
    assert keep(("4", "the police commissioner, Awa Tambo"), ("3", "Police"), ("2", "residents")) == [
        "the police commissioner", "Police", "residents",
    ]  # fmt: skip
