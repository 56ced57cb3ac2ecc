"""The closed vocabularies of the domain; values are the codes of the store, of URLs and of the catalogue."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is to the ledger (mission.md, People)."""

    UNIT = "unit"
    OFFICE = "office"
    INSPECTOR = "inspector"
    VIEWER = "viewer"
    ADMIN = "admin"


class Status(StrEnum):
    """Where an issue stands in its life cycle; overdue is computed, never a status."""

    DRAFT = "draft"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    PENDING = "pending"
    CLOSED = "closed"
    ONGOING = "ongoing"
    REFERRED = "referred"
    DISMISSED = "dismissed"


UNFINISHED = frozenset({Status.OPEN, Status.IN_PROGRESS, Status.PENDING, Status.ONGOING})
"""Statuses in which somebody still has to do something."""


class TokenScope(StrEnum):
    """What a token lets a program do in the name of its holder: each more than the one before."""

    CALENDAR = "calendar"
    READ = "read"
    WRITE = "write"


class Light(StrEnum):
    """The colour of the light; grey means that no clock is running."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Severity(StrEnum):
    """How grave a finding is."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Mode(StrEnum):
    """How a finding is put right: at once, in phases, or for good with regular reviews."""

    IMMEDIATE = "immediate"
    PHASED = "phased"
    ONGOING = "ongoing"


class MeasureKind(StrEnum):
    """What a measure does: contain the finding, correct it, or prevent its return by a rule."""

    CONTAINMENT = "containment"
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"


class Verdict(StrEnum):
    """What the office decided on a close-out request."""

    CLOSED = "closed"
    RETURNED = "returned"


class Outcome(StrEnum):
    """How well a closed finding was put right."""

    FULL = "full"
    MOSTLY = "mostly"


class CheckVerdict(StrEnum):
    """What the office found when it looked at a closed finding again: it holds, or the finding is back."""

    HELD = "held"
    FAILED = "failed"


class Decision(StrEnum):
    """What the office decided on a request for more time."""

    GRANTED = "granted"
    REFUSED = "refused"


class UrgeLevel(StrEnum):
    """The ladder of urging slips."""

    REMINDER = "reminder"
    URGE = "urge"
    CRITICISM = "criticism"
