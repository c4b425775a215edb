"""What kind of document some bytes are: by their content first, by the file's name second."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

HEAD = 65_536  # bytes looked at
JSON_LINES = "application/x-ndjson"
FEED = "application/rss+xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

BY_NAME = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".htm": "text/html",
    ".html": "text/html",
    ".xhtml": "text/html",
    ".csv": "text/csv",
    ".tsv": "text/csv",
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".eml": "message/rfc822",
    ".rss": FEED,
    ".atom": FEED,
}
_MAGIC = (
    (b"\x1f\x8b", "application/gzip"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90", "application/x-executable"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|table|p|h[1-6])[\s>/]", re.I)
_MAIL = re.compile(
    rb"^(?:From|To|Subject|Date|Received|MIME-Version|Message-ID|Return-Path|Delivered-To):\s", re.I | re.M
)
_JSON = re.compile(rb"""^\s*(?:\{\s*"[^"\n]{1,80}"\s*:|\[\s*\{\s*")""")


def find_type(head: bytes, name: str, told: str | None = None) -> str:
    """The media type of a document from its first bytes, its name, and what a server or mail said of it.

    >>> find_type(b"%PDF-1.7 ...", "report.txt"), find_type(b"Hello", "a.md")
    ('application/pdf', 'text/markdown')
    """
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if is_binary(head):
        return "application/octet-stream"
    suffix = PurePosixPath(name.split("?")[0].split("#")[0]).suffix.lower()
    return _find_text_type(_flatten(head), BY_NAME.get(suffix), told)


def _find_text_type(head: bytes, named: str | None, told: str | None) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") and _FEED.search(head[:2000]):
        return FEED
    # A table or a row may carry markup in its cells; only a page begins with it.
    if start.startswith(b"<") and (_HTML.search(head) or start.startswith(b"<?xml")):
        return "text/html"
    if _JSON.match(start) and named != "text/csv":
        return JSON_LINES
    # The body of a mail may quote the head of another: it was told to be text, and is.
    is_told_text = (told or "").startswith("text/")
    if not is_told_text and len(set(_MAIL.findall(start.split(b"\n\n")[0].split(b"\r\n\r\n")[0][:8000]))) >= 2:
        return "message/rfc822"
    if named:
        return named
    bare = (told or "").partition(";")[0].strip().lower()
    if bare in BY_NAME.values():
        return bare
    return "text/html" if len(_HTML.findall(head)) >= 3 else "text/plain"


def is_binary(head: bytes) -> bool:
    """Bytes that no text has: zeros outside UTF-16, or many control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(head):
        return False
    if b"\x00" in head:
        return True
    sample = head[:8192]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in sample)
    return controls > len(sample) * 0.02


def _looks_utf16(head: bytes) -> bool:
    """Latin text in UTF-16 without a mark: every second byte is zero, and the others never."""
    sample = head[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    return len(sample) >= 8 and ((odd > half * 0.8 and even < half * 0.05) or (even > half * 0.8 and odd < half * 0.05))


def _flatten(head: bytes) -> bytes:
    """UTF-16 without its zeros, so that markup can be seen in it."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(head):
        return head.lstrip(b"\xff\xfe").replace(b"\x00", b"")
    return head


def find_zip_type(data: bytes) -> str:
    """Which kind of document a zip archive is."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return "application/x-broken-zip"
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "ppt/presentation.xml" in names:
        return "pptx"
    return "odf" if "content.xml" in names else "application/zip"
