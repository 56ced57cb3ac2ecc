"""Real stores for the tests of the use cases: one engine after the other, a clock set by hand, a small campaign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from store.config import read_settings
from store.engine.place import open_place
from store.model.documents import Actor, Campaign, Category, Milestone, Option, Unit
from store.model.enums import Role
from store.opening import Store, over

TODAY = date(2026, 11, 23)
BOTH_ENGINES = pytest.mark.both_engines
CAMPAIGN = Campaign(
    code="c",
    ref_prefix="XH",
    title={"zh_CN": "专项整治", "en": "Campaign"},
    warning_days=5,
    starts=date(2026, 8, 1),
    ends=date(2026, 12, 31),
    categories=(
        Category("duty", {"zh_CN": "担当"}, {"zh_CN": "担当"}),
        Category("meetings", {"zh_CN": "会议"}, {"zh_CN": "会议"}),
    ),
    sources=(Option("self_check", {"zh_CN": "自查"}), Option("hotline", {"zh_CN": "举报"})),
    cause_kinds=(Option("system", {"zh_CN": "制度"}, institutional=True), Option("ability", {"zh_CN": "能力"})),
    milestones=(Milestone("mid", {"zh_CN": "中期"}, date(2026, 12, 10)),),
)
UNITS = (Unit(code="U01", name="办公室", short_name="办公室"), Unit(code="U02", name="人事处", short_name="人事处"))
ADMIN = Actor("管理员", Role.ADMIN)
OFFICE = Actor("周整改", Role.OFFICE)
REVIEWER = Actor("吴复核", Role.OFFICE)
CONTACT = Actor("李填报", Role.UNIT, "U01")
OTHER_CONTACT = Actor("赵填报", Role.UNIT, "U02")
VIEWER = Actor("与会者", Role.VIEWER)
INSPECTOR = Actor("督察", Role.INSPECTOR)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of a file marked with ``BOTH_ENGINES`` that has a store runs once on each engine."""
    if "engine" in metafunc.fixturenames and metafunc.definition.get_closest_marker(BOTH_ENGINES.name):
        metafunc.parametrize("engine", ["embedded", "postgres"])


class Clock:
    """A clock that stands until a test sets it."""

    def __init__(self) -> None:
        self.now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0).astimezone()

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def go_to(self, day: date) -> None:
        self.now = self.now.replace(year=day.year, month=day.month, day=day.day)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine() -> str:
    """The engine under the store; ``pytestmark = BOTH_ENGINES`` makes a file's tests run on each."""
    return "embedded"


@pytest.fixture
def store(tmp_path: Path, clock: Clock, engine: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store with the small campaign and two units."""
    address = str(tmp_path / "ledger.db")
    if engine == "postgres":
        address = f"{request.getfixturevalue('cluster').url}?team={sha256(str(tmp_path).encode()).hexdigest()[:12]}"
    settings = read_settings({"XIAOHAO_STORE": address, "XIAOHAO_SAMPLE": "0"})
    repository = open_place(settings.store)
    opened = over(repository, settings, clock)
    opened.setup.set_up(ADMIN, CAMPAIGN, UNITS)
    yield opened
    repository.close()


def fields(**changed: Any) -> dict[str, Any]:
    """What a clerk types for a whole problem, ready to register and to start."""
    return {
        "unit": "U01",
        "category": "duty",
        "title": "窗口首问责任落空",
        "finding": "来访人被推转三次，没有人负责到底。",
        "source": "self_check",
        "found_on": TODAY - timedelta(days=3),
        "cause_kind": "system",
        "cause": "没有首问登记。",
        "due": TODAY + timedelta(days=20),
        "owner": "王责任",
        "measures": [
            {"kind": "containment", "text": "当日起登记首问", "owner": "王责任", "due": TODAY + timedelta(days=5)},
            {"kind": "preventive", "text": "制定首问负责办法", "owner": "陈措施", "due": TODAY + timedelta(days=15)},
        ],
    } | changed


def registered(store: Store, **changed: Any) -> Any:
    """An issue on the books."""
    return store.ledger.register(OFFICE, "c", fields(**changed))
