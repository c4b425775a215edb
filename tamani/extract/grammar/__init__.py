"""In: one sentence. Out: its noun groups, clauses and names, as tokens: who did what to whom, with what, where.
Never: says what they mean for an event, which words are a weapon or a victim; that is for the rooms that ask.

    words      the class of each word, as one letter      tags      the classes of a sentence, settled by neighbours
    groups     noun groups: THREE ARMED MEN               verbs     verb groups: WERE NOT KILLED, A ÉTÉ ATTAQUÉ
    clauses    a verb or a noun of doing with its subjects, objects and the rest
    names      persons and organisations, in upper-case-only text too
"""
