"""A strict reader of calendars, written from RFC 5545 and from no library: raises AssertionError with the line that is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

_VALUE = r'(?:"[^"]*"|[^";:,]*)'
LINE = re.compile(rf"(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*)*):(?P<value>.*)", re.DOTALL)
TEXTS = {"SUMMARY", "DESCRIPTION", "UID", "NAME", "X-WR-CALNAME", "PRODID", "CATEGORIES"}
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION", "CALSCALE", "METHOD"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "SEQUENCE", "STATUS", "TRANSP", "CLASS", "URL"},
}
NEEDED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
FORMS = {
    "DTSTAMP": re.compile(r"\d{8}T\d{6}Z"),
    "LAST-MODIFIED": re.compile(r"\d{8}T\d{6}Z"),
    "SEQUENCE": re.compile(r"\d+"),
    "STATUS": re.compile("TENTATIVE|CONFIRMED|CANCELLED"),
    "TRANSP": re.compile("OPAQUE|TRANSPARENT"),
    "CLASS": re.compile("PUBLIC|PRIVATE|CONFIDENTIAL"),
    "METHOD": re.compile("PUBLISH"),
    "VERSION": re.compile(r"2\.0"),
    "REFRESH-INTERVAL": re.compile(r"P(?:\d+D)?(?:T\d+[HMS])?"),
}


@dataclass
class Part:
    """A component: its properties in their order (name, parameters, value), and the components in it."""

    name: str
    properties: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def value(self, name: str) -> str:
        (found,) = [value for known, _, value in self.properties if known == name]
        return found


def read(content: bytes) -> Part:
    """The calendar in ``content``, if it is one by the letter of the standard."""
    assert content.endswith(b"\r\n"), "the last line has no end"
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content), "a line ends in something else than CRLF"
    physical = content[:-2].split(b"\r\n")
    for line in physical:
        assert len(line) <= 75, f"longer than 75 octets: {line!r}"
        line.decode("utf-8")  # a fold never parts the octets of a character
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), f"a control character: {line!r}"
    return _whole([_line(line) for line in re.sub(r"\r\n[ \t]", "", content[:-2].decode()).split("\r\n")])


def _line(line: str) -> tuple[str, str, str]:
    found = LINE.fullmatch(line)
    assert found, f"no content line: {line!r}"
    name, value = found["name"].upper(), found["value"]
    if name in TEXTS:
        bare = value.replace(",", "") if name == "CATEGORIES" else value
        assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", bare), f"not escaped: {line!r}"
    if name in FORMS:
        assert FORMS[name].fullmatch(value), f"no such value: {line!r}"
    if name in ("DTSTART", "DTEND") and "VALUE=DATE" in found["parameters"]:
        datetime.strptime(value, "%Y%m%d")  # noqa: DTZ007 (a day has no zone)
    return name, found["parameters"], value


def _whole(lines: list[tuple[str, str, str]]) -> Part:
    stack, top = [Part("")], None
    for name, parameters, value in lines:
        if name == "BEGIN":
            stack.append(Part(value))
        elif name == "END":
            part = stack.pop()
            assert part.name == value, f"{value} ends where {part.name} is open"
            _check(part)
            stack[-1].parts.append(part)
        else:
            stack[-1].properties.append((name, parameters, value))
    (top,) = stack
    assert not top.properties, "properties outside of a calendar"
    (calendar,) = top.parts
    assert calendar.name == "VCALENDAR"
    assert calendar.parts, "a calendar has at least one component"
    return calendar


def _check(part: Part) -> None:
    names = [name for name, _, _ in part.properties]
    assert NEEDED.get(part.name, set()) <= set(names), f"{part.name} lacks {NEEDED[part.name] - set(names)}"
    twice = {name for name in names if names.count(name) > 1} & ONCE.get(part.name, set())
    assert not twice, f"{part.name} has {twice} twice"
    if part.name == "VEVENT" and "DTEND" in names:
        assert part.value("DTEND") > part.value("DTSTART"), "it ends before it begins"


def unescaped(value: str) -> str:
    """A text as somebody wrote it."""
    return re.sub(r"\\([\\;,nN])", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), value)
