"""Where things were first said: copies, quotes and mastheads are no new origins."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st
from newsroom import (
    DJIBO,
    JNIM,
    VOCABULARY,
    Event,
    Story,
    claim_story,
    count,
    french_story,
    on,
    say,
    wire_story,
    write_story,
)

from tamani.fuse import OriginGraph, find_copies, trace_origins
from tamani.records import Claim

FOOTER = (
    "More than two million people have fled their homes since 2015. Several towns live under blockade and are "
    "supplied by convoy only. Foreign reporters can hardly work there."
)


def trace(*stories: Story) -> OriginGraph:
    claims = [claim for story in stories for claim in story.claims()]
    return trace_origins(claims, [story.reading for story in stories], VOCABULARY)


def names(graph: OriginGraph) -> list[str]:
    return [origin.id for origin in graph.origins]


def find_toll(story: Story) -> Claim:
    (found,) = [claim for claim in story.claims() if claim.field == "killed"]
    return found


def write_toll(ident: str, text: str, words: str, figures: tuple[int | None, int | None], **how: object) -> Story:
    """A report of one sentence with one toll; options of the reading in `reading`."""
    options = {"published": "2024-06-03", "source": f"Outlet {ident}"} | dict(how.pop("reading", {}))  # type: ignore[call-overload]
    event = Event((say("place", DJIBO, "Djibo"), count("killed", figures, words, **how)))
    return write_story(ident, text, event, **options)


def test_ten_copies_of_a_wire_are_one_origin() -> None:
    copies = [wire_story(f"copy{n}", published=f"2024-06-0{1 + n % 8}", source=f"Paper {n}") for n in range(10)]
    graph = trace(*copies)
    assert names(graph) == ["outlet:reuters"]
    assert graph.copies[0].reports == tuple(sorted(story.reading.report for story in copies))


def test_a_copy_that_lost_its_attribution_still_goes_back_to_the_wire() -> None:
    text = wire_story().reading.text.replace(", a security source told Reuters", "")
    lost = write_story(
        "lost",
        text,
        Event((on("2024-06-01", "on Saturday"), count("killed", (24, None), "At least 24 people"))),
        published="2024-06-03",
        source="Cut And Paste",
    )
    graph = trace(wire_story(), lost)
    assert names(graph) == ["outlet:reuters"]
    assert graph.origin_of[find_toll(lost).id] == "outlet:reuters"


def test_a_copy_with_another_ending_is_found_and_a_shared_ending_makes_no_copy() -> None:
    with_footer = [
        write_story(
            story.reading.report,
            story.reading.text + "\n\n" + FOOTER,
            Event((say("place", DJIBO, "Djibo"),)),
            published="2024-06-02",
        )
        for story in (wire_story("a"), claim_story("b"))
    ]
    cut = wire_story("c").reading.text
    other = write_story("c", cut + "\n\nOur other news follows.", Event((say("place", DJIBO, "Djibo"),)))
    told = {s.reading.report: [claim.span for claim in s.claims()] for s in (*with_footer, other)}
    (group,) = find_copies([s.reading for s in (*with_footer, other)], told)
    assert group.reports == ("a", "c") and group.root == "a" and group.share == 1.0


def test_a_local_source_that_told_one_agency_is_one_origin_in_three_outlets() -> None:
    stories = [
        write_toll(
            ident,
            f"{opening} Djibo could exceed 50, a local source told Reuters.",
            "50",
            (50, None),
            said_by="a local source",
            via=("reuters",),
        )
        for ident, opening in (("a", "The toll in"), ("b", "Deaths reported from"), ("c", "Number of killed around"))
    ]
    assert names(trace(*stories)) == ["outlet:reuters"]


def test_a_communique_under_many_mastheads_is_one_origin_and_so_are_army_and_government() -> None:
    army = write_toll(
        "a", "L'armée annonce 12 morts à Djibo.", "12 morts", (12, 12), said_by="L'armée", reading={"language": "fr"}
    )
    state = write_toll(
        "b", "Le communiqué du gouvernement parle de 12 morts à Djibo.", "12 morts", (12, 12),
        said_by="Le communiqué du gouvernement", reading={"language": "fr"},
    )  # fmt: skip
    english = write_toll(
        "c",
        "Twelve died in Djibo, Burkina Faso says.",
        "Twelve",
        (12, 12),
        said_by="Burkina Faso",
        speaker="burkina_faso",
    )
    found = names(trace(army, state, english))
    assert found == ["state:BF"]


def test_residents_and_a_named_body_are_two_origins() -> None:
    body = write_toll(
        "a", "Le collectif de familles de Djibo compte 40 morts.", "40 morts", (40, 40),
        said_by="Le collectif de familles", reading={"language": "fr"},
    )  # fmt: skip
    assert names(trace(french_story(), body)) == ["body:collective", "outlet:afp"]


def test_a_claim_of_responsibility_is_one_communique_however_many_carry_it() -> None:
    stories = [
        write_story(
            ident,
            f"{verb} the attack on Djibo.",
            Event((say("perpetrator", JNIM, "JNIM"), say("place", DJIBO, "Djibo"))),
            published="2024-06-04",
        )
        for ident, verb in (("a", "JNIM has claimed"), ("b", "In a statement JNIM claimed"), ("c", "JNIM was behind"))
    ]
    assert names(trace(*stories)) == ["group:jnim"]


def test_an_entry_without_a_date_and_unnamed_media_reports_are_no_origin() -> None:
    entry = write_toll("e", "More than 60 died in Djibo.", "60", (60, None), reading={"published": None})
    press = write_toll(
        "p", "Selon la presse, 80 personnes auraient péri à Djibo.", "80 personnes", (80, 80),
        said_by="la presse", reading={"language": "fr"},
    )  # fmt: skip
    graph = trace(wire_story(), entry, press)
    assert names(graph) == ["outlet:reuters"]
    assert find_toll(entry).id not in graph.origin_of and find_toll(press).id not in graph.origin_of


def test_a_compiler_of_others_reports_is_no_origin() -> None:
    tally = write_toll("t", "ACLED counts 33 dead in Djibo.", "33 dead", (33, 33), said_by="ACLED")
    assert names(trace(wire_story(), tally)) == ["outlet:reuters"]


def test_an_outlets_figure_without_a_speaker_goes_to_whoever_is_quoted_with_it() -> None:
    silent = write_toll("s", "Thirty people died in Djibo.", "Thirty people", (30, 30))
    graph = trace(french_story(), silent)
    assert graph.origin_of[find_toll(silent).id] == "outlet:afp" and names(graph) == ["outlet:afp"]


def test_an_outlet_that_quotes_nobody_is_its_own_witness() -> None:
    silent = write_toll("s", "Seven people died in Djibo.", "Seven people", (7, 7))
    graph = trace(wire_story(), silent)
    assert names(graph) == ["outlet:outlet s", "outlet:reuters"]


def test_a_paper_shown_to_one_broadcaster_is_that_broadcasters() -> None:
    shown = write_toll(
        "a", "Up to 90 died in Djibo, a government assessment seen by CNN says.", "90", (None, 90),
        said_by="a government assessment", via=("cnn",),
    )  # fmt: skip
    told = write_toll("b", "Ninety people died in Djibo, CNN reports.", "Ninety people", (90, 90), via=("cnn",))
    assert names(trace(shown, told)) == ["outlet:cnn"]


def test_each_origin_lists_its_reports_and_claims() -> None:
    graph = trace(wire_story(), claim_story())
    by_id = {origin.id: origin for origin in graph.origins}
    assert by_id["group:jnim"].kind == "communique" and by_id["group:jnim"].reports == ("claim",)
    assert by_id["outlet:reuters"].name == "Reuters" and find_toll(wire_story()).id in by_id["outlet:reuters"].claims


@given(st.permutations(range(5)))
@settings(deadline=None, max_examples=30)
def test_the_order_of_reports_changes_no_origin(order: list[int]) -> None:
    stories = [
        wire_story(),
        french_story(),
        claim_story(),
        wire_story("copy", published="2024-06-05", source="Mirror"),
        write_toll("s", "Thirty people died in Djibo.", "Thirty people", (30, 30)),
    ]
    assert trace(*(stories[n] for n in order)) == trace(*stories)


def test_who_speaks_to_the_press_for_the_police_is_the_police() -> None:
    speakers = ("the state police commissioner", "the police public relations officer", "a police media officer")
    stories = [
        write_story(
            f"r{n}", f"Paper {n}. In Djibo 4 were killed, {by} said.",
            Event((say("place", DJIBO, "Djibo"), count("killed", (4, 4), "4", said_by=by))), source=f"Paper {n}",
        )
        for n, by in enumerate(speakers)
    ]  # fmt: skip
    assert names(trace(*stories)) == ["state:BF"]
