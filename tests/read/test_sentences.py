"""Sentences about reports: where one ends."""

import pytest

from tamani.read.sentences import MAX_SENTENCE, split_sentences


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "M. Keita et Mme. Diallo ont rencontré le Gén. Traoré à Mopti.",
        "M. Le Drian s'est rendu à Gao.",
        "The U.N. Security Council met at 10 a.m. Tuesday in New York.",
        "About 3.5 tonnes of rice and 1.200 litres of fuel were looted.",
        "John F. Kennedy Jr. Street was closed.",
        "The base of Military Detachment No. 4 was shelled.",
        "On Nov. 2 the convoy left for St. Louis.",
        "« Nous vaincrons ! », a lancé le porte-parole.",
        '"Will they come back?" asked a trader.',
        "Selon l'art. 12 du traité, rien ne change.",
        "Le convoi... puis plus rien.",
        "See www.Example.org/news for more.",
    ],
)
def test_an_abbreviation_a_number_or_a_quote_does_not_end_a_sentence(text: str) -> None:
    assert cut(text) == [text]


def test_full_stops_end_sentences_in_both_languages() -> None:
    assert cut("Dix civils ont été tués. L'armée nie. « C'est faux ! » Le maire confirme.") == [
        "Dix civils ont été tués.",
        "L'armée nie.",
        "« C'est faux ! »",
        "Le maire confirme.",
    ]
    assert cut('He was hit by the U.N. The driver fled. "We ran." Nobody died at 5 p.m. The road is closed.') == [
        "He was hit by the U.N.",
        "The driver fled.",
        '"We ran."',
        "Nobody died at 5 p.m.",
        "The road is closed.",
    ]


def test_an_hour_ends_a_sentence_unless_its_day_follows() -> None:
    assert cut("It began at 10 a.m. Witnesses fled.") == ["It began at 10 a.m.", "Witnesses fled."]
    assert cut("It began at 10 a.m. Tuesday near Gao.") == ["It began at 10 a.m. Tuesday near Gao."]


def test_a_small_word_that_is_also_an_abbreviation_may_end_a_sentence() -> None:
    assert cut("They told me. Then they said no. Children stood in the sun. Women sat. Men ran.") == [
        "They told me.",
        "Then they said no.",
        "Children stood in the sun.",
        "Women sat.",
        "Men ran.",
    ]


def test_a_lost_line_break_still_ends_a_sentence() -> None:
    assert cut("The army said so on Monday.Major Diarra denied it.“We saw nothing,” he said.") == [
        "The army said so on Monday.",
        "Major Diarra denied it.",
        "“We saw nothing,” he said.",
    ]


def test_an_old_telex_keeps_its_sentences_across_hard_line_breaks() -> None:
    text = (
        "BAMAKO, 3 JAN 91 -- [TEXT] THE GARRISON SAID THAT ABOUT 50 HERDERS WERE\n"
        "TAKEN NEAR MENAKA BY UNIDENTIFIED MEN.  THE SOURCE ADDED THAT LT. COL.\n"
        "TRAORE WAS HURT.\n\n   MEANWHILE, TWO SOLDIERS DIED."
    )
    assert [sentence.split()[0] for sentence in cut(text)] == ["BAMAKO,", "THE", "MEANWHILE,"]


def test_headings_lists_and_table_lines_are_sentences_of_their_own() -> None:
    text = (
        "Security situation\nTwo patrols were ambushed near Gao.\n\n"
        "- one vehicle burnt\n- two soldiers hurt\n\nFactor | Effect\nDrought | Flight\nThe rest is calm."
    )
    assert cut(text) == [
        "Security situation",
        "Two patrols were ambushed near Gao.",
        "- one vehicle burnt",
        "- two soldiers hurt",
        "Factor | Effect",
        "Drought | Flight",
        "The rest is calm.",
    ]


def test_wrapped_mail_text_is_joined() -> None:
    text = (
        "Des hommes armés ont attaqué le village pendant la nuit et\nemporté du bétail avant de prendre "
        "la fuite vers\nle nord."
    )
    assert cut(text) == [text]


def test_windows_line_ends_do_not_change_sentences() -> None:
    assert cut("One died.\r\n\r\nTwo fled.\r\n") == ["One died.", "Two fled."]


def test_a_text_without_any_full_stop_is_cut_so_that_nothing_hangs() -> None:
    text = "word " * 100_000
    spans = split_sentences(text)
    assert max(span.end - span.start for span in spans) <= MAX_SENTENCE
    assert " ".join(text[span.start : span.end] for span in spans).split() == text.split()
