"""The words of a sentence as a string of letters, what is ambiguous settled by its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.words import KNOWN

VERBS = re.compile(r"[VEPZBGWHo]")
INSERTION = 8  # longer brackets are text: "(who had fled the day before with his family and two guards)"


class Tagged(Struct, frozen=True, gc=False):
    """One letter a word; at: the token of each letter; verbs: the verb of each token ("" where it is none)."""

    letters: str
    at: Sequence[int]
    verbs: Sequence[str]
    upper: bool  # is the sentence in capitals alone?


# Rules in order: letters without which it need not be asked for, the pattern, the letter it becomes. An example stands
# beside each.
# The letter stands first in the pattern, and what comes before it in a look back over it: so it is found faster.
_ENGLISH = [
    ("O", r"(?<=C)O(?![BWHXn])|(?<=I)O(?=C)", "J"),  # 25 MAY 1989
    ("e", r"e(?=[lI]*C)", "z"),  # about 50 peasants
    ("e", r"e", "I"),
    ("IlC", r"I(?=lC)", "z"),  # at least 12
    ("zl", r"l(?<=zl)(?=I?C)", "z"),
    ("l", r"l(?=I?C)", "z"),  # more than 12
    ("zIC", r"(?<=z)I(?=C)", "z"),
    ("l", r"l", "X"),
    ("k", r"k(?<=[nHW]k)(?=[EPB])", "X"),  # have not yet identified
    ("DI", r"I(?<=DI)(?=[CANSMEbs])", "A"),  # the following policemen
    ("Z", r"Z(?<=[DA]Z)", "S"),  # the lives of
    ("t", r"t(?<=[NSMJbsC,)]t)(?=[nX]*[OoHWVZEBsx])", "R"),  # the clash that resulted in
    ("t", r"t(?<=[NSMbs]t)(?=[DUCANSM])", "r"),  # the house that they burned; "reports that the" is none, see below
    ("t", r"(?<=[IFYqKT.])t(?=[NAMbaGES])|^t(?=[NAMb])", "D"),  # according to that garrison
    ("t", r"t", "Q"),  # said that the men
    ("T", r"T(?![nXx]*[BbWHoEZ])", "I"),  # to the city
    ("Tb", r"T(?=b[bNS.,])", "I"),  # to police headquarters
    ("b", r"(?<=[TOo])(X?n?X?)b", r"\1B"),  # to attack, did not report
    ("E", r"E(?<=[TOo]E)", "B"),  # to hit
    ("b", r"(?<=[SUR])b(?=X?D|[UuC])", "B"),  # rebels attack a convoy
    ("Rb", r"b(?<=Rb)", "B"),  # who attack
    ("b", r"^([DCA]*S)b(?=[ANSM][^.]*$)", r"\1B"),  # a headline: Rebels attack army post
    ("b", r"b", "N"),
    ("s", r"s(?<=[UR]s)", "Z"),  # he attacks
    ("s", r"s(?<=[NM]s)(?=X?[DU])", "Z"),  # the front claims the attack
    ("s", r"s", "S"),
    ("g", r"g(?<=[,KqQIFY]g)(?=[DCUMSNAaz])", "G"),  # , killing 12
    ("g", r"g(?=[DCUz])", "G"),  # gunmen killing a man
    ("g", r"g(?<=[W]g)", "G"),
    ("g", r"g", "N"),  # the killing of
    ("G", r"G(?<=[DAC]G)(?=[NSMAbsa])", "A"),  # the ruling party
    ("G", r"G(?<=[DA]G)", "N"),  # the hanging of
    ("a", r"a(?=[XKa,]{0,2}[NSMACEa])", "A"),  # UNIDENTIFIED GUNMEN
    ("a", r"a(?<=[DAWIF]a)", "A"),
    ("a", r"a", "E"),
    ("E", r"E(?<=[DACLF]E)(?=[NSMACE])", "A"),  # the kidnapped man
    ("AE", r"E(?<=AE)(?=[,.])", "N"),  # the revolutionary left
    ("DEK", r"E(?<=DE)(?=K[AaE]+[NSM])", "A"),  # the burned and looted houses
    ("E", r"E(?<=[DC]E)(?=[XH.,IFOWVK(])", "N"),  # the wounded
    ("E", r"(?:(?<=[IY.])|^)E(?=A*[NSM])", "A"),  # with stolen cars
    ("P", r"P(?<=[DACIF]P)(?=[NSMA])", "A"),  # the stolen car
    ("DX", r"X(?<=[D]X)(?=[AC])", "A"),  # the recently named
    ("B", r"B(?<=[DAL]B)", "N"),  # a major blow
    ("A", r"A(?<=[EVP]A)(?=[DCz])", "X"),  # shot dead eleven farmers
    ("DCJ", r"J(?<=DCJ)(?=A*[NSM])", "A"),  # a 6-hour defense, the 3 January attack
    ("'", r"'(?<=[SM]')(?=A*[NS])", "L"),  # Rodriguez' murder
]
_FRENCH = [
    ("Q", r"Q(?<=[DC]Q)", "N"),  # un car
    ("m", r"^m(?=[YIdFXe])", "P"),  # Enlevés par des bandits, six commerçants
    ("m", r"m", "M"),
    ("HFX", r"F(?<=HF)(?=X)", "X"),  # ont d'abord pris
    ("HFA", r"FA(?<=HFA)(?=[wPE])", "XX"),  # a de nouveau été
    ("IP", r"P(?<=IP)", "N"),  # pris à partie
    ("P", r"P(?<=[DC]P)(?=[Fd])", "N"),  # le contenu du coffre
    ("eFC", r"e(?=FC)", "z"),  # près de 200
    ("e", r"e", "I"),
    ("IlC", r"I(?=lC)", "z"),  # au moins douze
    ("l", r"l(?=F?C)", "z"),  # plus de douze
    ("zFC", r"(?<=z)F(?=C)", "z"),
    ("l", r"l", "X"),
    ("h", r"h(?=[PEf][hHW])", "I"),  # DES TUEURS A GAGES ONT
    ("h", r"h(?=[nX]*[PEWwf])", "H"),  # A TUE, A ETE
    ("h", r"h", "I"),
    ("DWF", r"W(?<=DW)(?=F)", "N"),  # dans l'est du pays
    ("i", r"i(?=[DdzCANSMKF]+[,.(])", "I"),  # six villages, dont Kola et Bara,
    ("i", r"i", "Q"),
    ("r", r"r(?<![NSMAJ)]r)", "Q"),  # alors que
    ("FA", r"F(?<=[K,]F)(?=A)", "D"),  # et d'autres villages
    ("f", r"f(?<=[HWwyvn]f)", "P"),  # ONT ATTAQUE, sont morts
    ("f", r"f(?<=[DCAFd]f)", "N"),  # L'ATTAQUE PAR
    ("fY", r"f(?=Y)", "P"),
    ("Kf", r"f(?<=Kf)(?=[DdC])", "e"),  # ET TUE TROIS SOLDATS
    ("f", r"f(?<=[NSM]f)(?=[DdC])", "V"),
    ("f", r"f", "N"),
    ("E", r"E(?<=[DICF]E)", "N"),  # LES BLESSES
    ("E", r"E(?<=[HWwyvnX]E)", "P"),  # ONT TUE
    ("E", r"E(?=[YI])", "P"),  # TUES PAR
    ("E", r"E(?<=[NSMAUR]E)(?=[DdC])", "V"),
    ("E", r"E(?<=[NSMA]E)(?=[NSMA])", "V"),  # fait état
    ("KE", r"E(?<=KE)(?=[DdC])", "e"),  # et fait trois blessés
    ("E", r"E", "P"),
    ("d", r"^d|(?<=[YVIGBPHKQr,.(c])d", "D"),  # par des hommes, tuer des civils
    ("d", r"d", "F"),
    ("D", r"D(?<=[nUR]D)(?=[HVbPcO])", "c"),  # qui l'a tué
    ("D", r"D(?<=[NSMJ,]D)(?=[HV])", "c"),
    ("c", r"c", "X"),
    ("YX", r"Y(?=X)", "X"),  # par ailleurs
    ("b", r"b(?<=[NSMURAXPC]b)(?=[XDdCFIYHBr])", "V"),  # le groupe revendique l'attaque
    ("b", r"(?<=[URn])b|(?<=K)b(?=[FDdI])", "V"),  # et parle de
    ("b", r"b", "N"),
    ("a", r"a", "A"),
    ("P", r"P(?<=[DC]P)(?=[.,XHWFIKVR(])", "N"),  # les blessés
    ("P", r"P(?<=[DC]P)(?=[NSMA])", "A"),
    ("G", r"G(?<=[DF]G)", "N"),  # les assaillants, de carburant
    ("NFB", r"N(?<=[NSM]N)(?=FB)", "V"),  # le groupe menace de tuer
    ("DB", r"B(?<=[D]B)", "N"),  # le souper
    ("V", r"V(?<=[DC]V)(?![DHX])", "N"),
]


@cache
def _rules(language: str) -> tuple[tuple[str, re.Pattern[str] | None, Any], ...]:
    rows = _FRENCH if language == "fr" else _ENGLISH
    return tuple(
        (letter, re.compile(pattern) if pattern != letter else None, _read_change(becomes))
        for letter, pattern, becomes in rows
    )


def _read_change(becomes: str) -> str | Callable[[re.Match[str]], str]:
    r"""What a letter becomes. Of "\1B" a function: re would read it anew for each sentence."""
    kept, letter = becomes[:2], becomes[2:]
    return (lambda found: found[1] + letter) if kept == r"\1" else becomes


@remembered
def classify_words(sentence: Sentence, language: str) -> list[tuple[str, str]]:
    """The letter of each token, and the verb it is a form of; neighbours not yet asked."""
    return list(map(KNOWN[language].__getitem__, [token.text for token in sentence.tokens]))


def tag_sentence(sentence: Sentence, language: str) -> Tagged:
    """The letters of a sentence. Short insertions in brackets and quotation marks are left out."""
    words = classify_words(sentence, language)
    letters = "".join([word[0] for word in words])
    at: Sequence[int] = range(len(words))
    if "-" in letters:
        letters = _read_dashes(letters)
    if "[" in letters or "(" in letters or '"' in letters or "-" in letters:
        at = _leave_out(letters)
        letters = "".join([letters[step] for step in at])
    for letter, pattern, becomes in _rules(language):
        if letter in letters:
            letters = pattern.sub(becomes, letters) if pattern else letters.replace(letter, becomes)
    return Tagged(letters, at, [word[1] for word in words], sentence.text.isupper())


def _read_dashes(letters: str) -> str:
    """Two dashes part like a comma, and end a dateline: "LIMA, 3 JAN 90 -- GUNMEN ..."; one alone joins words."""
    first = letters.find("--")
    if first > 0 and not VERBS.search(letters, 0, first):
        letters = letters[:first] + ".-" + letters[first + 2 :]
    return letters.replace("--", ",-")


def _leave_out(letters: str) -> tuple[int, ...]:
    kept: list[int] = []
    at, size = 0, len(letters)
    while at < size:
        letter = letters[at]
        if letter in "([":
            end = letters.find(")" if letter == "(" else "]", at)
            if 0 < end <= at + INSERTION:
                at = end + 1
                continue
        if letter not in '"-':
            kept.append(at)
        at += 1
    return tuple(kept)
