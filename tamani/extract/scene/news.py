"""What a report as a whole gives its events: the day of the news, its country, the town it was sent from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.scene.datelines import find_only_town, find_police_town, find_sent_place
from tamani.extract.scene.days import SentDay, find_sent_day
from tamani.extract.scene.events import Draft
from tamani.extract.scene.main_day import choose_date
from tamani.extract.scene.places import find_home
from tamani.extract.scene.quarters import Towns
from tamani.records import DateValue, Span, Toponym


class News(Struct, frozen=True):
    """What the report as a whole gives its events: the day of the main one, and the country it speaks of."""

    day: DateValue | None = None
    words: Span | None = None  # that say the day
    home: Toponym | None = None
    sent: SentDay | None = None
    town: Toponym | None = None
    police: Toponym | None = None
    only: Toponym | None = None
    towns: Towns = {}


def read_news(
    main: Draft, sentences: Sequence[Sentence], toponyms: Sequence[Toponym], published: date | None, language: str
) -> News:
    """What the report as a whole gives its events."""
    day = choose_date(main, None)
    sent = find_sent_day(sentences, published, language)
    town = find_sent_place(sentences, toponyms)
    told, words = (day[0], day[1]) if day else (None, None)
    police, only = find_police_town(sentences, toponyms), find_only_town(sentences, toponyms)
    return News(told, words, find_home(toponyms), sent, town, police, only)
