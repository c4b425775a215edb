"""In: one sentence. Out: its noun groups, clauses and names, as tokens. Never: says what they mean for an event."""
