"""Addresses as identities: the same page under its campaign links is one report."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_CAMPAIGN = re.compile(
    r"^(?:utm_|mc_|at_|pk_|xtor$|fbclid$|gclid$|igshid$|ref$|ref_src$|source$|cmpid$|ocid$|spm$)", re.I
)


def tidy_url(url: str) -> str:
    """An address without fragment and campaign marks, its host in lower case.

    >>> tidy_url("https://WWW.News.example/a?id=7&utm_source=x#top")
    'https://www.news.example/a?id=7'
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    if not parts.netloc:
        return url
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _CAMPAIGN.match(key)]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", urlencode(kept), ""))
