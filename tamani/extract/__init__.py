"""In: a reading, the toponyms found in it, and the vocabulary.
Out: an Extraction: the events it tells of, each with cited claims, the news first; and its statements.
Never: looks up a place, reads a clock, or says anything that no words of the report carry.

    document, lexicon   sentences of tokens, and the word lists of lexicon/*.toml
    when      days and periods            counts    numbers, whose they are, tolls
    saying    who says so, denials        parties   actors, who is said to have done it
    scene     kinds, modes, frames: which sentences tell of one event, and where it was
    details   targets, victims, weapons   remarks   reactions, promises, advice
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import structs

from tamani.extract.counts.toll_context import weigh_figures
from tamani.extract.details.full_names import FullNames
from tamani.extract.document import Sentence, prepare_sentences
from tamani.extract.parties.actors import find_countries, find_registry, identify_name, rank_countries
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.remarks.statements import find_statements
from tamani.extract.saying.attributions import attribute_sentences
from tamani.extract.scene.denied_events import Told, deny_event, is_denied, rebutted_claims
from tamani.extract.scene.events import Draft, separate_events
from tamani.extract.scene.figure_speakers import name_speakers
from tamani.extract.scene.frames import Frame, build_frames
from tamani.extract.scene.lists import mark_entries
from tamani.extract.scene.mentions import build_mention
from tamani.extract.scene.named_later import lend_victims
from tamani.extract.scene.news import read_news
from tamani.extract.scene.none_of_some import narrow_refusals
from tamani.extract.scene.quarters import Towns, draw_quarters
from tamani.extract.scene.relevance import find_recalled, judge_report
from tamani.extract.scene.roles import (
    denied_kinds,
    denied_victims,
    name_victims,
    perpetrator_claims,
    share_sentences,
    small_role_claims,
)
from tamani.extract.scene.settings import lend_setting
from tamani.extract.scene.victim_tolls import count_victims
from tamani.fields import Vocabulary
from tamani.records import Extraction, Mention, Mode, Reading, Toponym


class Events(NamedTuple):
    """All frames of a reading, and the events they were put into."""

    frames: Sequence[Frame]
    drafts: Sequence[Draft]
    toponyms: Sequence[Toponym] = ()
    mode: Mode | None = Mode.ACTUAL  # background: the report only recalls them
    towns: Towns | None = None  # of the quarters named


def extract_reading(reading: Reading, toponyms: Sequence[Toponym], vocabulary: Vocabulary) -> Extraction:
    """All that a reading says about attacks, in cited claims; a language other than fr and en is left unread."""
    language = reading.language
    if language not in ("fr", "en"):
        return Extraction(report=reading.report, version=reading.version, language=language, relevant=False)
    sentences = prepare_sentences(reading)
    published = reading.published.date() if reading.published else None
    registry = find_registry(vocabulary)
    # "Al-Qaïda" announced by "lié à" is no place.
    places = [one for one in toponyms if one.place.lat is not None or identify_name(one.place.name, registry) is None]
    placed, towns = draw_quarters(sentences, places, language)
    frames = mark_entries(weigh_figures(build_frames(sentences, placed, published, language)), published)
    frames = name_victims(frames, FullNames(sentences, language))
    drafts = separate_events(frames, published)
    mode = judge_report(sentences, drafts, published, language)
    if drafts:
        lend_setting(drafts[0], sentences, placed, published, language)
    shown = drafts if mode else find_recalled(sentences, drafts, language)
    countries = find_countries(sentences, registry, language) or rank_countries(toponyms, registry)
    scene = Scene(
        language=language, registry=registry, countries=countries, published=published, sentences=sentences,
        attributions=attribute_sentences(sentences, language, registry, countries),
    )  # fmt: skip
    mentions = build_mentions(reading, sentences, Events(frames, shown, toponyms, mode, towns), scene) if shown else ()
    return Extraction(
        report=reading.report,
        version=reading.version,
        language=language,
        relevant=mode is Mode.ACTUAL and any(one.mode is not Mode.NEGATED for one in mentions),
        mentions=mentions,
        statements=find_statements(reading, sentences, scene),
    )


def build_mentions(
    reading: Reading, sentences: Sequence[Sentence], events: Events, scene: Scene
) -> tuple[Mention, ...]:
    """The mentions of a reading with all their claims, the news first."""
    said = name_speakers(events.drafts, scene, [frame for frame in events.frames if frame.is_title])
    news = read_news(events.drafts[0], sentences, events.toponyms, scene.published, reading.language or "en")
    news = structs.replace(news, towns=events.towns or {})
    known = Told(reading, sentences, scene, said)
    shared = share_sentences(sentences, events.frames, events.drafts)
    lent = lend_victims(events.drafts, events.frames, sentences, FullNames(sentences, scene.language or "en"))
    found: list[Mention] = []
    for number, (draft, own) in enumerate(zip(events.drafts, shared, strict=True), start=1):
        told = structs.replace(draft, frames=[*draft.frames, *lent[number - 1]])
        mention = count_victims(build_mention(draft, number, reading, said, news), told, scene, reading)
        roles = perpetrator_claims(own, scene, reading, mention)
        roles += small_role_claims(told, scene, reading, mention)
        roles += denied_kinds(draft, scene.attributions, reading, mention.id)
        roles += denied_victims(own, scene, reading, mention.id)
        roles += rebutted_claims(draft, mention, known)
        mode = mention.mode if events.mode is Mode.ACTUAL else Mode.BACKGROUND
        made = structs.replace(mention, claims=(*mention.claims, *roles), mode=mode)
        made = narrow_refusals(made, sentences, reading)
        found.append(deny_event(made, draft, known) if is_denied(draft, known) else made)
    return tuple(found)
