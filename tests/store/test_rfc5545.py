"""The strict reader of calendars refuses what the standard refuses, so that what it lets pass is worth something."""

from __future__ import annotations

import pytest

from tests.store import rfc5545

EVENT = (
    "BEGIN:VEVENT\r\nUID:1@here\r\nDTSTAMP:20261123T010000Z\r\nDTSTART;VALUE=DATE:20261123\r\nSUMMARY:a\\, b\r\nEND:VEVENT\r\n"
)
GOOD = f"BEGIN:VCALENDAR\r\nPRODID:x\r\nVERSION:2.0\r\n{EVENT}END:VCALENDAR\r\n"


def test_a_good_one_is_read():
    (event,) = rfc5545.read(GOOD.encode()).parts
    assert rfc5545.unescaped(event.value("SUMMARY")) == "a, b"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("\r\n", "\n"),
        ("SUMMARY:a\\, b", "SUMMARY:a, b"),
        ("SUMMARY:a\\, b", "SUMMARY:a\\x"),
        ("SUMMARY:a\\, b", "SUMMARY:" + "a" * 70),
        ("SUMMARY:a\\, b", "SUMMARY a"),
        ("UID:1@here\r\n", ""),
        ("UID:1@here\r\n", "UID:1@here\r\nUID:2@here\r\n"),
        ("20261123T010000Z", "20261123T010000"),
        ("VALUE=DATE:20261123", "VALUE=DATE:20261323"),
        ("END:VEVENT", "END:VTODO"),
        (EVENT, ""),
        ("END:VCALENDAR\r\n", ""),
        ("VERSION:2.0\r\n", ""),
        ("a\\, b", "a\x07b"),
    ],
)
def test_what_is_wrong_is_refused(right: str, wrong: str):
    assert right in GOOD
    with pytest.raises((AssertionError, ValueError)):
        rfc5545.read(GOOD.replace(right, wrong).encode())
