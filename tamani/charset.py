"""Bytes to text: what was declared, what the bytes show, then a guess; broken bytes never stop a text."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
# Browsers read "latin-1" as its superset; pages that declare it write curly quotes all the same.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_GUESS_BYTES = 60_000


def decode_bytes(data: bytes, declared: str | None = None) -> str:
    """The text of some bytes, without its byte-order mark.

    >>> decode_bytes("tués à Ménaka".encode("cp1252"))
    'tués à Ménaka'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").lstrip("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    for claimed in (declared, _name_inside(data)):
        codec = find_codec(claimed)
        # Declared UTF-8 and broken: a stray byte in good UTF-8 is mended below, anything else is another encoding.
        if codec and codec != "utf-8":
            return data.decode(codec, "replace")
    if _is_mostly_utf8(data, broken):
        return data.decode("utf-8", "replace")
    return data.decode(_guess(data), "replace")


def find_codec(name: str | None) -> str | None:
    """Python's name of an encoding as a page declares it, or None."""
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip().strip("\"'"))
    except LookupError:
        return None
    if not getattr(found, "_is_text_encoding", True):
        return None
    return _WIDER.get(found.name, found.name)


def _name_inside(data: bytes) -> str | None:
    """What a page or an XML file says of itself in its first bytes."""
    head = data[:4096]
    found = _XML.search(head) or _META.search(head)
    return found.group(1).decode("ascii", "ignore") if found else None


def _is_mostly_utf8(data: bytes, broken: UnicodeDecodeError) -> bool:
    """Good UTF-8 with few stray bytes, such as a page cut by a wire: more whole sequences than broken ones."""
    sample = data[max(0, broken.start - 20_000) : broken.start + 20_000]
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(char > "\x7f" for char in text) - bad
    return good >= bad or (bad <= 2 and len(text) > 20 and good > 0)


def _guess(data: bytes) -> str:
    """The likeliest encoding. Western press is cp1252 before anything exotic."""
    sample = data[:_GUESS_BYTES]
    if sample.count(b"\x00") > len(sample) // 5:
        return "utf-16-le" if sample[1::2].count(b"\x00") > sample[::2].count(b"\x00") else "utf-16-be"
    high = sum(byte > 0x7F for byte in sample)
    # In French or English few letters carry accents; Arabic or Russian in one-byte sets is nearly all above 0x7f.
    if high < len(sample) * 0.4:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"
