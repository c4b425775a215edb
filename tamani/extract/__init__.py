"""In: a reading, the toponyms found in it, and the vocabulary.
Out: an Extraction: the events it tells of, each with cited claims, the news first; and its statements.
Never: looks up a place, reads a clock, or says anything that no words of the report carry.

    document.py  sentences of tokens      numbers.py, dates.py, actors.py   what stands in a sentence
    groups.py    counted people           tolls.py    killed, wounded, taken
    kinds.py     words that name events   modes.py    told, recalled, feared, denied
    frames.py    one happening a sentence events.py   which frames are one event
    places.py    where it happened        mentions.py claims
"""

from __future__ import annotations

from collections.abc import Sequence

from tamani.fields import Vocabulary
from tamani.records import Extraction, Reading, Toponym


def extract_reading(reading: Reading, toponyms: Sequence[Toponym], vocabulary: Vocabulary) -> Extraction:
    """All that a reading says about attacks, in cited claims; a language other than fr and en is left unread."""
    from tamani.extract.document import prepare_sentences
    from tamani.extract.events import Draft, separate_events
    from tamani.extract.frames import build_frames
    from tamani.extract.mentions import build_mention, choose_date
    from tamani.extract.relevance import is_relevant

    language = reading.language
    if language not in ("fr", "en"):
        return Extraction(report=reading.report, version=reading.version, language=language, relevant=False)
    sentences = prepare_sentences(reading)
    published = reading.published.date() if reading.published else None
    frames = build_frames(sentences, toponyms, published, language)
    drafts: list[Draft] = separate_events(frames, published)
    relevant = is_relevant(sentences, drafts, published, language)
    main = choose_date(drafts[0], None) if drafts else None
    mentions = tuple(
        build_mention(draft, number, reading, {}, main[0] if main else None)
        for number, draft in enumerate(drafts, start=1)
    )
    return Extraction(
        report=reading.report,
        version=reading.version,
        language=language,
        relevant=relevant,
        mentions=mentions if relevant else mentions[1:] if drafts and not relevant else (),
    )
