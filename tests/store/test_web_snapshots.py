"""The files of snapshots over real sockets: by role, byte for byte, and calm where there is none."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from store.engine.folder import beside
from store.model.documents import Snapshot
from tests.store.conftest import OFFICE, registered
from tests.store.test_web import Site
from tests.store.test_web import _quick as _quick
from tests.store.test_web import open_site as open_site
from tests.store.test_web import site as site


@pytest.fixture
def kept(site: Site) -> Snapshot:
    registered(site.store, unit="U02")
    registered(site.store, unit="U02", confidential=True)
    return site.store.snapshots.take(OFFICE, "", "十一月例会")


@pytest.mark.parametrize("role", ["unit", "office", "inspector", "viewer", "admin"])
def test_everybody_is_given_the_rows_they_may_see(site: Site, kept: Snapshot, role: str):
    client = site.signed_in(role)
    answers = [client.get(f"/snapshots/{kept.id}.csv") for _ in range(2)]
    actor = site.store.accounts.actor_of(client.cookies["xiaohao_session"])
    assert actor
    assert answers[0].status_code == 200
    assert answers[0].content == answers[1].content == site.store.snapshots.content(actor, kept.id)
    assert (b"XH-0002" in answers[0].content) is (role in ("office", "inspector", "admin"))
    assert answers[0].headers["cache-control"] == "no-store"


def test_the_file_has_a_name_people_understand(site: Site, kept: Snapshot):
    named = site.signed_in("office").get(f"/snapshots/{kept.id}.csv").headers["content-disposition"]
    assert f'filename="snapshot-{kept.id}-2026-11-23.csv"' in named
    assert unquote(named.partition("''")[2]) == "快照 十一月例会（2026年11月23日）.csv"


def test_a_stranger_is_given_nothing(site: Site, kept: Snapshot):
    answer = site.client(accept="text/csv").get(f"/snapshots/{kept.id}.csv")
    assert (answer.status_code, b"XH-" in answer.content) == (401, False)


@pytest.mark.parametrize("number", ["7", "0", "99999999999999999999999"])
def test_one_that_is_not_there_is_told(site: Site, number: str):
    answer = site.signed_in("viewer").get(f"/snapshots/{number}.csv")
    assert (answer.status_code, answer.text) == (404, "没有这份快照。\n")


def test_a_damaged_file_is_not_handed_out(site: Site, kept: Snapshot):
    (beside(site.store.settings.store) / kept.sha256[:2] / kept.sha256).write_bytes(b"?")
    answer = site.signed_in("office").get(f"/snapshots/{kept.id}.csv")
    assert (answer.status_code, "store verify" in answer.text) == (500, True)
