"""In: mentions as cards, and the links people made. Out: groups that are one event each, links with reasons, origins.
The parts: cards (what is compared), keys (who meets whom), compare (the table), cluster (groups), origins, copies.
Never looks at a database or a clock, never overturns a person, never decides by order of arrival.
"""

from tamani.fuse.cards import MentionCard, describe_mention
from tamani.fuse.cluster import Fusion, choose_incident_id, find_affected, fuse_mentions
from tamani.fuse.compare import compare_mentions
from tamani.fuse.copies import CopyGroup, find_copies
from tamani.fuse.keys import NEAR_DAYS, NEAR_KM, candidate_keys, search_keys
from tamani.fuse.origins import OriginGraph, trace_origins

__all__ = [
    "NEAR_DAYS",
    "NEAR_KM",
    "CopyGroup",
    "Fusion",
    "MentionCard",
    "OriginGraph",
    "candidate_keys",
    "choose_incident_id",
    "compare_mentions",
    "describe_mention",
    "find_affected",
    "find_copies",
    "fuse_mentions",
    "search_keys",
    "trace_origins",
]
