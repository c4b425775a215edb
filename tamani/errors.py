"""Every error of tamani, in one short tree.

    TamaniError
     |- UnreadableItem      an item can't be read: set aside, the rest goes on
     |- NotAllowed          the settings forbid it: a private address, a too large file
     |- BadVocabulary       a file in vocab/ is wrong: file, entry, what
     |- BadClaim            a claim that breaks a law: unknown field, a quote that is not in the text
     |- Unanswered          a service that was asked gave no answer: the rest goes on
     |- Deleted             a text that somebody had deleted comes again
     |- NotFound            no such incident, report, mention, link
     |   '- Ambiguous       several ids start so
     '- StoreProblem        the database can't be opened, is newer, is full

An error carries facts as attributes; the sentence is made from them and says which item, what is wrong, what to do.
"""

from __future__ import annotations


class TamaniError(Exception):
    """what is wrong with which item, and what to do."""

    def __init__(self, item: str, problem: str, remedy: str) -> None:
        self.item = item
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{item}: {problem}; {remedy}")


class UnreadableItem(TamaniError):
    """An item that can't be read; it is set aside."""


class NotAllowed(TamaniError):
    """The settings forbid it."""


class BadVocabulary(TamaniError):
    """A vocabulary file is wrong."""


class BadClaim(TamaniError):
    """A claim that breaks a law."""


class Unanswered(TamaniError):
    """A service that was asked gave no answer."""


class NotFound(TamaniError):
    """There is no such record."""


class Ambiguous(NotFound):
    """Several ids start so."""


class Deleted(TamaniError):
    """A text that somebody had deleted comes again."""


class StoreProblem(TamaniError):
    """The store can't be opened or written."""
