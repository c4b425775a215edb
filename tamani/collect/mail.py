"""Mails: the body is one item, each attachment another."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from tamani.instants import parse_instant
from tamani.records import Item


def open_mail(item: Item) -> Iterator[Item]:
    """The body and the attachments of a mail."""
    mail = message_from_bytes(item.data, policy=policy.default)
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is not None and not _content(body).strip():
        body = mail.get_body(preferencelist=("html",)) or body
    if body is not None and _content(body).strip():
        yield _item_of_body(item, mail, body)
    for number, part in enumerate(_attachments(mail, body), start=1):
        name = part.get_filename() or f"attachment-{number}"
        data = _content(part)
        if data.strip():
            yield Item(
                name=f"{item.name}/{name}",
                data=data,
                media_type=part.get_content_type(),
                collected=item.collected,
                source=_sender(mail),
                published=parse_instant(str(mail["date"])) if mail["date"] else None,
                marking=item.marking,
            )


def _item_of_body(item: Item, mail: EmailMessage, body: MIMEPart) -> Item:
    charset = body.get_content_charset()
    own_id = str(mail["message-id"] or "").strip().strip("<>")
    return Item(
        name=f"{item.name}/body",
        data=_content(body),
        media_type=body.get_content_type() + (f"; charset={charset}" if charset else ""),
        collected=item.collected,
        own_id=own_id or None,
        title=" ".join(str(mail["subject"] or "").split()) or None,
        source=_sender(mail),
        published=parse_instant(str(mail["date"])) if mail["date"] else None,
        marking=item.marking,
    )


def _attachments(mail: EmailMessage, body: MIMEPart | None) -> Iterator[MIMEPart]:
    """The parts that are documents of their own; the other forms of the body and its pictures are not."""
    for part in mail.iter_attachments():
        picture = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
        # Invitations and visiting cards tell of persons, not of events.
        if part is body or picture or part.get_content_type() in ("text/calendar", "text/vcard", "text/x-vcard"):
            continue
        yield part


def _content(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        return inner.as_bytes() if isinstance(inner, MIMEPart) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _sender(mail: EmailMessage) -> str | None:
    """The sender's domain: which house it came from. The person who wrote stays out of the record."""
    domain = parseaddr(str(mail["from"] or ""))[1].partition("@")[2].lower()
    return domain or None
