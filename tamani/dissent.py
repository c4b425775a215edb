"""What is said of a settled field beside its value: who disagrees with whom, who revised a figure, by which rule.

In come settled fields; out go words in French or English, the same on every face. Nothing here settles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.phrases import load_phrases, say_count, say_number
from tamani.records import Credibility, Position, ReportId, Revision, Settled, Side, Stance, TollValue
from tamani.shown import is_range, say_itself, say_since, say_stand, say_voice

MOST_HOLDERS = 3  # names that one side is shown with; all stand in the record's data


class Telling(Struct, frozen=True):
    """For whom it is told: language, which reports bear no date, and how a speaker is called where names are masked."""

    vocabulary: Vocabulary
    language: str
    undated: Collection[ReportId] = ()
    name: Callable[[Position], str | None] | None = None

    def call(self, position: Position) -> str:
        """Who holds a position."""
        given = self.name(position) if self.name else say_voice(position, self.vocabulary, self.language)
        return given or say_itself(len(position.reports), self.language)


def say_sides(settled: Settled, telling: Telling) -> str:
    """The competing values, who holds each and since when: "49 (Mali, since 8 September 2023) ≠ at least 154 (...)"."""
    phrases, said = load_phrases(telling.language)["shown"], []
    for side in settled.sides:
        form = phrases["side_denied" if side.stance is Stance.DENIED else "side"]
        value = say_stand(settled.field, side.positions[0], telling.vocabulary, telling.language)
        said.append(form.format(value=value, held=_say_holders(side, telling)))
    return str(phrases["against"].join(said))


def _say_holders(side: Side, telling: Telling) -> str:
    phrases = load_phrases(telling.language)["shown"]
    names = list(dict.fromkeys(telling.call(position) for position in side.positions))
    holders = ", ".join(names[:MOST_HOLDERS]) + (" …" if len(names) > MOST_HOLDERS else "")
    since = say_since(side.positions[0], telling.undated, telling.language)
    if since is None or all(report in telling.undated for report in side.positions[0].reports):
        return ", ".join(part for part in (holders, since) if part)
    return str(phrases["held_since"].format(holder=holders, day=since))


def say_revision(revision: Revision, telling: Telling) -> str:
    """One speaker's figures in order, with their days: "8 (2 June 2024) → 54 (4 June 2024), Burkina Faso"."""
    phrases, steps = load_phrases(telling.language)["shown"], []
    for position, said in zip(revision.positions, revision.days, strict=True):
        assert isinstance(position.value, TollValue)
        count = say_count(position.value, telling.language)
        day = say_since(position, telling.undated, telling.language) if said else None
        steps.append(phrases["step"].format(count=count, day=day) if day else count)
    speaker = telling.call(revision.positions[-1])
    return str(phrases["revised"].format(steps=phrases["arrow"].join(steps), speaker=speaker))


def say_credibility(credibility: Credibility, telling: Telling) -> str:
    """A grade in words with its reason: "credibility 2, probably true: 3 independent origins give it, ..."."""
    vocabulary, french = telling.vocabulary, telling.language == "fr"
    grade, case = vocabulary.grades[str(credibility.grade)], vocabulary.cases[credibility.case]
    reason = (case.fr if french else case.en).format(
        agree=say_number(credibility.agree, telling.language),
        against=say_number(credibility.against, telling.language),
        others=say_number(credibility.others, telling.language),
    )
    phrases, decided = load_phrases(telling.language)["shown"], credibility.decided
    if decided is not None:
        form = phrases["credibility_decided"]
        reason = form.format(author=decided.author, reason=decided.reason, proposed=credibility.proposed)
    return str(
        phrases["credibility"].format(grade=credibility.grade, said=grade.fr if french else grade.en, reason=reason)
    )


def say_incident_credibility(credibility: Credibility, telling: Telling) -> str:
    """The grade of a whole record, said of what it is about: a disputed toll below it is no contradiction."""
    form = load_phrases(telling.language)["shown"]["credibility_of_incident"]
    return str(form.format(credibility=say_credibility(credibility, telling)))


def say_rule(settled: Settled, telling: Telling) -> str:
    """By which rule the value is shown, in words; of a range why one figure is called the best supported."""
    language = telling.language
    if settled.corrected:
        return ""  # a person's value: by whom and why stands beside it
    if isinstance(settled.value, TollValue) and settled.choice and is_range(settled):
        phrases = load_phrases(language)["shown"]
        chosen = phrases[f"chosen_{settled.choice}"].format(n=say_number(_count_support(settled), language))
        return str(phrases["toll_rule"].format(best=say_count(settled.value, language), chosen=chosen))
    rule = telling.vocabulary.rules.get(settled.rule)
    return "" if rule is None else rule.fr if language == "fr" else rule.en


def _count_support(settled: Settled) -> int:
    """How many independent origins give the best figure."""
    given = [one for one in settled.positions if one.stance is Stance.ASSERTED and not one.superseded]
    return len({origin for one in given for origin in one.origins if _find_figure(one) == settled.best})


def _find_figure(position: Position) -> int | None:
    assert isinstance(position.value, TollValue)
    return position.value.low if position.value.low is not None else position.value.high
