"""The letter to one person: the digest as plain text and as calm HTML, in one mail that no typed word can break out of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from store.reminding.digests import Digest
from store.reminding.html import sheet
from store.reminding.lines import Heap, House, Line, campaign_name, counted, heaps_in_words, one_line
from store.words import fmt_date, fmt_number, text, text_n

RULE = "─" * 30


@dataclass(frozen=True)
class Letter:
    """What is sent to one person."""

    subject: str
    plain: str
    html: str


def letter(digest: Digest, house: House) -> Letter:
    """The digest in words."""
    heaps = heaps_in_words(digest, house)
    said = {
        "house": text(digest.lang, "remind.house", campaign=campaign_name(digest, house), day=fmt_date(house.today, digest.lang)),
        "greeting": text(digest.lang, "remind.greeting", person=one_line(digest.person)),
        "sentence": text_n(digest.lang, "remind.sentence", digest.count, heaps=counted(digest)),
        "foot": text(digest.lang, "remind.foot", app=text(digest.lang, "app.name")),
    }
    app, day = text(digest.lang, "app.name"), fmt_date(house.today, digest.lang, "day")
    subject = text_n(digest.lang, "remind.subject", digest.count, app=app, day=day, heaps=counted(digest))
    desk = f"{house.url}/mine" if house.url else ""
    return Letter(subject, _plain(digest, heaps, said, desk), sheet(digest.lang, said | {"subject": subject}, heaps, desk))


def mail(digest: Digest, house: House, sender: str, written: datetime) -> EmailMessage:
    """The letter as a mail that says of itself that a program wrote it, so that no program answers."""
    told = letter(digest, house)
    message = EmailMessage()
    message["From"] = Address(text(digest.lang, "app.name"), addr_spec=sender)
    message["To"] = Address(one_line(digest.person), addr_spec=digest.email)
    message["Subject"] = told.subject
    message["Date"] = format_datetime(written)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = digest.lang.replace("_", "-")
    message.set_content(told.plain, cte="base64")
    message.add_alternative(told.html, subtype="html", cte="base64")
    return message


def _plain(digest: Digest, heaps: list[Heap], said: dict[str, str], desk: str) -> str:
    parts = [said["house"], said["greeting"], said["sentence"]]
    for heap in heaps:
        head = text(digest.lang, "remind.heap", heading=heap.heading, count=fmt_number(heap.count, digest.lang))
        lines = [_plain_line(digest, line) for line in heap.lines]
        parts.append(f"{head}\n{RULE}")
        parts += [*lines, *([heap.more] if heap.more else [])]
    parts += [text(digest.lang, "remind.open_at", link=desk)] if desk else []
    return "\n\n".join([*parts, "--\n" + said["foot"]]) + "\n"


def _plain_line(digest: Digest, line: Line) -> str:
    told = [f"{line.ref_no}  {line.title}", " · ".join(part for part in (line.urgency, line.facts) if part)]
    told.append(text(digest.lang, "remind.next", step=line.step))
    return "\n    ".join([*told, *([line.link] if line.link else [])])
