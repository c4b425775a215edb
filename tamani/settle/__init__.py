"""In: the claims of one incident, with their origins. Out: what to show for each field, and who disagrees.
Rules are rows of RULES, chosen per field in vocab/fields.toml.
Never adds up groups, never drops a value, never reads what trust has hidden (it must be gone before).
"""

from tamani.settle.corrected import Corrected
from tamani.settle.incident import Sources, build_incident, describe_incident
from tamani.settle.rules import measure_km
from tamani.settle.table import RULES, settle_claims

__all__ = ["RULES", "Corrected", "Sources", "build_incident", "describe_incident", "measure_km", "settle_claims"]
