"""A model asked about reports that the rules have read, one at a time; what it proposes is printed and never stored.

Nothing is sent before the user has seen how many texts go where and about what it costs. A report marked above GREEN
goes to no other machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec
from msgspec import Struct

from tamani.consult import Endpoint, ask_model
from tamani.errors import NotAllowed, Unanswered
from tamani.extract.model import MOST_TOKENS, Readers, count_tokens, make_request, read_answer
from tamani.extract.parties.actors import find_registry
from tamani.fields import load_vocabulary
from tamani.flow.prepare import LANGUAGES, Prepared
from tamani.records import Marking, Reject, Tlp

Ask = Callable[[Prepared], str]
GIVE_UP = 3  # questions in a row without an answer: the endpoint is down, and the rest would wait for nothing


class Plan(Struct, frozen=True, kw_only=True):
    """What asking would take: questions, texts held back for their marking, tokens in, and tokens out at most."""

    questions: int
    withheld: int
    tokens_in: int
    tokens_out: int

    def cost(self, price_in: float | None, price_out: float | None) -> float | None:
        """At most so much, in the currency of the prices for a million tokens; None where no prices are known."""
        if price_in is None or price_out is None:
            return None
        return (self.tokens_in * price_in + self.tokens_out * price_out) / 1_000_000


class Tally(Struct):
    """What came of it, counted while it goes."""

    proposed: int = 0
    kept: int = 0
    known: int = 0
    unanswered: int = 0
    dropped: Counter[str] = msgspec.field(default_factory=Counter)


def plan_questions(prepared: Sequence[Prepared | Reject], endpoint: Endpoint) -> Plan:
    """How many reports would be asked about, and how many tokens that takes."""
    read = [one for one in prepared if isinstance(one, Prepared) and one.reading.language in LANGUAGES]
    asked = [one for one in read if may_leave(one, endpoint)]
    vocabulary = load_vocabulary()
    bodies = [make_request(one.reading, one.extraction, vocabulary, endpoint.model) for one in asked]
    return Plan(
        questions=len(asked),
        withheld=len(read) - len(asked),
        tokens_in=sum(count_tokens(msgspec.json.encode(body).decode()) for body in bodies),
        tokens_out=len(asked) * MOST_TOKENS,
    )


def may_leave(one: Prepared, endpoint: Endpoint) -> bool:
    """May this text go to the endpoint? On this machine always; elsewhere not if it is marked above GREEN.

    A report without any marking is the user's own, who was told where it goes.
    """
    marking = one.report.marking
    return endpoint.is_local or marking == Marking() or marking.tlp in (Tlp.CLEAR, Tlp.GREEN)


def read_again(
    prepared: Sequence[Prepared | Reject], endpoint: Endpoint, tally: Tally, ask: Ask | None = None
) -> Iterator[Prepared | Reject]:
    """Each report with the model's claims beside those of the rules; without an answer, as the rules read it."""
    vocabulary = load_vocabulary()
    readers = Readers(vocabulary, find_registry(vocabulary), endpoint.model)
    silent = 0
    for one in prepared:
        if isinstance(one, Reject) or one.reading.language not in LANGUAGES or not may_leave(one, endpoint):
            yield one
            continue
        try:
            answer = ask(one) if ask else _ask(one, endpoint, readers)
        except Unanswered as error:
            tally.unanswered += 1
            silent += 1
            if silent == GIVE_UP:
                raise NotAllowed(error.item, f"{error.problem}, {GIVE_UP} times in a row", error.remedy) from error
            yield one
            continue
        silent = 0
        made = read_answer(answer, one.reading, one.extraction, readers)
        tally.proposed += made.proposed
        tally.kept += made.kept
        tally.known += made.known
        tally.dropped.update(made.dropped)
        yield msgspec.structs.replace(one, extraction=made.extraction)


def _ask(one: Prepared, endpoint: Endpoint, readers: Readers) -> str:
    return ask_model(make_request(one.reading, one.extraction, readers.vocabulary, endpoint.model), endpoint)
