"""Which files may be handed in as evidence: their names tidied, their sizes and kinds checked by content, never by name alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from math import ceil
from typing import Any
from zipfile import BadZipFile, ZipFile

import filetype

from store.model.errors import Fault, Invalid
from store.model.evidence import File, Upload
from store.model.issue import Issue
from store.rules.fields import Wrong

MEGABYTE = 1024 * 1024
LONGEST_NAME = 120
MOST_AT_ONCE = 20

_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, tuple[str, str]] = {
    "pdf": ("pdf", "application/pdf"),
    "jpg": ("jpg", "image/jpeg"),
    "jpeg": ("jpg", "image/jpeg"),
    "png": ("png", "image/png"),
    "gif": ("gif", "image/gif"),
    "webp": ("webp", "image/webp"),
    "docx": ("docx", _OFFICE + "wordprocessingml.document"),
    "xlsx": ("xlsx", _OFFICE + "spreadsheetml.sheet"),
    "pptx": ("pptx", _OFFICE + "presentationml.presentation"),
    "doc": ("ole", "application/msword"),
    "xls": ("ole", "application/vnd.ms-excel"),
    "ppt": ("ole", "application/vnd.ms-powerpoint"),
    "wps": ("ole", "application/vnd.ms-works"),
    "et": ("ole", "application/vnd.ms-excel"),
    "ofd": ("ofd", "application/ofd"),
    "txt": ("text", "text/plain"),
    "csv": ("text", "text/csv"),
    "zip": ("zip", "application/zip"),
}
"""Every ending there can be: what its content must be, and the media type it is served with. Nothing a browser would run."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_INSIDE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx", "OFD.xml": "ofd"}
"""The part by which a package says what it is."""

# Control characters, and the marks that turn the direction of writing: with them "gpj.exe" reads as something else.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Limits:
    """How large one file may be (MB), which endings are taken, and how many files a problem may have."""

    megabytes: int = 20
    types: tuple[str, ...] = tuple(ending for ending in KINDS if ending != "zip")
    files: int = 50


def uploads(value: Any, known: Any) -> tuple[Upload, ...]:
    """The input of a verb that takes files: a list of :class:`Upload`, names tidied."""
    if not isinstance(value, Sequence) or not all(isinstance(one, Upload) for one in value):
        raise Wrong("not_a_list")
    if len(value) > MOST_AT_ONCE:
        raise Wrong("too_many", most=MOST_AT_ONCE)
    return tuple(Upload(tidy_name(one.name), one.content) for one in value)


def tidy_name(name: str) -> str:
    """The last part of a path, without what cannot be seen or could mislead; the ending stays when it is cut."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = " ".join(_UNSEEN.sub("", last).split()).lstrip(". ")
    stem, dot, ending = seen.rpartition(".")
    return (stem[: LONGEST_NAME - len(ending) - 1] + dot + ending if stem else seen)[:LONGEST_NAME] or "file"


def files_of(handed_in: Sequence[Upload], limits: Limits) -> tuple[File, ...]:
    """The uploads as they will be kept. Raises Invalid with every fault of every file."""
    faults = [fault for one in handed_in for fault in faults_of_file(one, limits)]
    if faults:
        raise Invalid(faults)
    return tuple(
        File(one.name, len(one.content), KINDS[ending_of(one.name)][1], sha256(one.content).hexdigest()) for one in handed_in
    )


def faults_of_file(one: Upload, limits: Limits) -> list[Fault]:
    """Why this file is not taken; at most one reason, the first a person can do something about."""
    ending = ending_of(one.name)
    if ending not in limits.types:
        return [Fault("files", "file_type", {"name": one.name, "types": limits.types})]
    if not one.content:
        return [Fault("files", "file_empty", {"name": one.name})]
    if len(one.content) > limits.megabytes * MEGABYTE:
        size = f"{ceil(len(one.content) / MEGABYTE * 10) / 10:.1f}".removesuffix(".0")  # upwards: never told as the limit itself
        return [Fault("files", "file_too_large", {"name": one.name, "size": size, "most": limits.megabytes})]
    if kind_of(one.content) != KINDS[ending][0]:
        return [Fault("files", "file_disguised", {"name": one.name, "ending": ending})]
    return []


def refuse_crowd(issue: Issue, limits: Limits) -> None:
    """Raise Invalid when a problem would have more files than it may."""
    kept = sum(one.file is not None for one in issue.standing_evidence)
    if kept > limits.files:
        raise Invalid([Fault("files", "too_many_files", {"most": limits.files})])


def ending_of(name: str) -> str:
    """``pdf`` for ``Report.PDF``; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def stem_of(name: str) -> str:
    """``Report`` for ``Report.PDF``."""
    return name.rpartition(".")[0] or name


def kind_of(content: bytes) -> str:
    """What a content is, as :data:`KINDS` names it; empty for what is none of these."""
    if content.startswith(_OLE):
        return "ole"
    guessed = filetype.guess(content)
    if guessed is None:
        return "text" if _is_text(content) else ""
    if content.startswith(b"PK"):
        return _package(content)
    return str(guessed.extension)


def _package(content: bytes) -> str:
    """A zip by what is in it: the library looks only at the first parts, and other programs order them in their own way."""
    try:
        with ZipFile(BytesIO(content)) as package:
            names: Collection[str] = set(package.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return ""
    return next((kind for part, kind in _INSIDE.items() if part in names), "zip")


def _is_text(content: bytes) -> bool:
    """Text as people here save it: UTF-8, or GBK from an older program."""
    if _NOT_TEXT.search(content):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
