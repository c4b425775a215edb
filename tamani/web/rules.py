"""By which rules the values of a record are shown, in words."""

from __future__ import annotations

from tamani.fields import STATEMENTS
from tamani.records import Dossier
from tamani.web.eye import Eye


def view_rules(dossier: Dossier, eye: Eye) -> list[tuple[str, str]]:
    """By which rule each kind of field is shown: the fields of a rule together, in the order of the card."""
    fields: dict[str, list[str]] = {}
    for one in dossier.incident.fields:
        row = eye.vocabulary.fields.get(one.field)
        if row is not None and one.field not in STATEMENTS:
            fields.setdefault(row.settle, []).append(row.fr if eye.language == "fr" else row.en)
    rules = eye.vocabulary.rules
    return [
        (", ".join(dict.fromkeys(names)), rules[rule].fr if eye.language == "fr" else rules[rule].en)
        for rule, names in fields.items()
        if rule in rules
    ]
