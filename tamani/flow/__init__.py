"""In: paths and a store. Out: records for every face; this is the only room that knows the order of all others:
collect -> read -> locate -> extract -> store -> fuse; and for each look: trust -> origins -> settle.
Never decides what a text means, and keeps nothing but what it hands to the store.

    take       add_items, retry_rejects      view    show_incident, list_incidents, take_incidents, read_passage
    prepare    one item; workers: many       group   mentions into incidents
    decide     split, merge, judge, undo, replay   chronicle  tell_history
    waiting    list_queue                    asking  say_question
    correct    correct, contest, withdraw    bear    decisions borne on by newer readings
    rows       read, locate, extract_rows    give    export_incidents, write_briefs
    check      check_store                   places  add_gazetteer      deep  check_deep: every law
    backup     backup_store, restore_store
    passages   open_report, read_cited         tree    show_origins, grow_tree

Every read takes a Reader and shows only what he may see; OWNER sees all.
"""

from tamani.collect import count_items
from tamani.flow.asking import Asked, make_question_row, say_question
from tamani.flow.backup import backup_store, restore_store
from tamani.flow.check import check_store, find_homeless
from tamani.flow.chronicle import Span, list_days, tell_history
from tamani.flow.correct import (
    Ground,
    answer_objection,
    contest_record,
    correct_field,
    park_question,
    withdraw_claim,
    withdraw_incident,
    withdraw_report,
)
from tamani.flow.decide import (
    Decided,
    Decision,
    Kept,
    Replayed,
    judge_pair,
    list_decisions,
    merge_incidents,
    replay_decisions,
    split_incident,
    undo_decision,
)
from tamani.flow.deeds import Deed, list_deeds
from tamani.flow.deep import Told, check_deep, tell_fault
from tamani.flow.fits import Query, find_country
from tamani.flow.follow import Parted, Trail, find_incident, find_trail
from tamani.flow.forget import find_due, find_reports, forget_reports
from tamani.flow.give import BriefOptions, Exported, ExportOptions, export_incidents, write_briefs
from tamani.flow.passages import Opened, find_holder, open_report, read_cited
from tamani.flow.places import add_gazetteer, list_gazetteers
from tamani.flow.rows import explain_rows, extract_rows, locate_rows, make_rows, prepare_all, read_rows
from tamani.flow.second_reader import Tally, plan_questions, read_again
from tamani.flow.take import (
    AddResult,
    add_collected,
    add_items,
    collect_marked,
    find_gazetteer,
    list_rejects,
    regroup_homeless,
    retry_rejects,
)
from tamani.flow.tree import show_origins
from tamani.flow.view import (
    OWNER,
    build_dossiers,
    known_from,
    list_incidents,
    offer_filters,
    read_passage,
    show_incident,
    take_incidents,
)
from tamani.flow.waiting import Question, list_queue
from tamani.flow.worded import Wording

__all__ = [
    "OWNER", "AddResult", "Asked", "BriefOptions", "Decided", "Decision", "Deed", "ExportOptions", "Exported",
    "Ground", "Kept", "Opened", "Parted", "Query", "Question", "Replayed", "Span", "Tally", "Told", "Trail",
    "Wording", "add_collected", "add_gazetteer", "add_items", "answer_objection", "backup_store", "build_dossiers",
    "check_deep", "check_store", "collect_marked", "contest_record", "correct_field", "count_items", "explain_rows",
    "export_incidents", "extract_rows", "find_country", "find_due", "find_gazetteer", "find_holder",
    "find_homeless", "find_incident", "find_reports", "find_trail", "forget_reports", "judge_pair", "known_from",
    "list_days", "list_decisions", "list_deeds", "list_gazetteers", "list_incidents", "list_queue", "list_rejects",
    "locate_rows", "make_question_row", "make_rows", "merge_incidents", "offer_filters", "open_report",
    "park_question", "plan_questions", "prepare_all", "read_again", "read_cited", "read_passage", "read_rows",
    "regroup_homeless", "replay_decisions", "restore_store", "retry_rejects", "say_question", "show_incident",
    "show_origins", "split_incident", "take_incidents", "tell_fault", "tell_history", "undo_decision",
    "withdraw_claim", "withdraw_incident", "withdraw_report", "write_briefs",
]  # fmt: skip
