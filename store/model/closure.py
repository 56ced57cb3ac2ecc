"""The rounds of close-out 销号 of an issue: asked for, decided by somebody else, looked at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from store.model.enums import CheckVerdict, Outcome, Verdict


def _extra() -> Any:
    return field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """An effectiveness check 回头看 of a close-out: what was found; ``planned`` is the day it was due, None when it had none.

    ``verdict`` is None only for a check of a store older than the verdicts.
    """

    at: str
    by: str
    result: str
    verdict: CheckVerdict | None = None
    planned: date | None = None
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Closure:
    """One round of close-out 销号: the request, the verdict of somebody else (four eyes), the checks, and its end if reopened.

    ``check_on`` is the day of the next check, None when none is planned. ``checked_at`` and ``check_result`` are how older
    stores kept the one check; read :attr:`held_checks`.
    """

    requested_at: str
    requested_by: str
    note: str
    verdict: Verdict | None = None
    decided_at: str = ""
    decided_by: str = ""
    opinion: str = ""
    outcome: Outcome | None = None
    check_on: date | None = None
    checked_at: str = ""
    check_result: str = ""
    checks: tuple[Check, ...] = ()
    reopened_at: str = ""
    reopened_by: str = ""
    reopen_reason: str = ""
    extra: dict[str, Any] = _extra()

    @property
    def held_checks(self) -> tuple[Check, ...]:
        """Every check that took place, oldest first."""
        older = (Check(self.checked_at, "", self.check_result, planned=self.check_on),) if self.checked_at else ()
        return older + self.checks

    @property
    def next_check(self) -> date | None:
        """The day of a check that is still to come; of an older store's one check only until it took place."""
        return None if self.checked_at and not self.checks else self.check_on
