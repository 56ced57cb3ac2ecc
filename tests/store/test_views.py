"""Views: everybody keeps their own, the office shares; a name is given once, and what is taken away stays in the history."""

from __future__ import annotations

import pytest

from store.model.documents import Actor, View
from store.model.enums import Role
from store.model.errors import Conflict, Invalid, NotFound, Refused
from store.opening import Store
from store.rules.filters import week_of
from store.views import MOST, may_change, query_of
from tests.store.conftest import ADMIN, BOTH_ENGINES, CONTACT, OFFICE, OTHER_CONTACT, REVIEWER, TODAY, VIEWER, Clock

pytestmark = BOTH_ENGINES

RED = {"light": "red"}


def names(store: Store, actor: Actor) -> list[str]:
    return [view.name for view in store.views.seen_by(actor)]


def test_a_view_is_its_owners_alone_until_it_is_shared(store: Store):
    mine = store.views.save(OFFICE, "  逾期  ", RED, ["ref_no", "title"])
    assert (mine.name, mine.query, mine.columns, mine.shared) == ("逾期", RED, ("ref_no", "title"), False)
    assert names(store, OFFICE) == ["逾期"]
    assert names(store, CONTACT) == names(store, REVIEWER) == []
    store.views.change(OFFICE, mine.id, mine.revision, shared=True)
    assert all(names(store, somebody) == ["逾期"] for somebody in (CONTACT, VIEWER, ADMIN))


def test_what_is_no_filter_is_not_kept_and_what_cannot_be_read_is_refused(store: Store):
    assert store.views.save(CONTACT, "一", {"ref": "XH-0001", "unit": "U01"}, []).query == {"unit": "U01"}
    with pytest.raises(Invalid):
        store.views.save(CONTACT, "二", {"due_from": "soon"}, [])
    with pytest.raises(Invalid):
        store.views.save(CONTACT, "   ", RED, [])
    with pytest.raises(Invalid):
        store.views.save(CONTACT, "长" * 41, RED, [])


@pytest.mark.parametrize("role", Role)
def test_everybody_keeps_views_and_only_the_office_and_the_administrator_share(store: Store, role: Role):
    somebody = Actor("某人", role, "U01" if role is Role.UNIT else "")
    kept = store.views.save(somebody, "自用", RED, [])
    if role in (Role.OFFICE, Role.ADMIN):
        assert store.views.change(somebody, kept.id, kept.revision, shared=True).shared
        assert store.views.save(somebody, "共用", RED, [], shared=True).shared
    else:
        with pytest.raises(Refused, match="role_may_not"):
            store.views.change(somebody, kept.id, kept.revision, shared=True)
        with pytest.raises(Refused, match="role_may_not"):
            store.views.save(somebody, "共用", RED, [], shared=True)


def test_a_shared_view_is_looked_after_by_its_owner_and_whoever_runs_the_ledger(store: Store):
    shared = store.views.save(OFFICE, "逾期", RED, [], shared=True)
    own = store.views.save(OFFICE, "自用", RED, [])
    assert (may_change(REVIEWER, shared), may_change(ADMIN, shared), may_change(CONTACT, shared)) == (True, True, False)
    with pytest.raises(Refused, match="not_your_view"):
        store.views.change(CONTACT, shared.id, shared.revision, name="我的")
    with pytest.raises(NotFound):
        store.views.remove(REVIEWER, own.id, own.revision)
    store.views.remove(REVIEWER, shared.id, shared.revision)
    assert names(store, OFFICE) == ["自用"]


def test_a_name_is_given_once_a_person_and_once_among_the_shared(store: Store):
    first = store.views.save(OFFICE, "逾期", RED, [], shared=True)
    store.views.save(CONTACT, "逾期", RED, [])
    with pytest.raises(Refused, match="name_taken"):
        store.views.save(OFFICE, "逾期", {}, [])
    with pytest.raises(Refused, match="name_taken"):
        store.views.save(REVIEWER, "逾期", {}, [], shared=True)
    other = store.views.save(OFFICE, "其他", RED, [])
    with pytest.raises(Refused, match="name_taken"):
        store.views.change(OFFICE, other.id, other.revision, name="逾期")
    assert store.views.change(OFFICE, first.id, first.revision, name="逾期") == first


def test_one_person_keeps_only_so_many(store: Store):
    for number in range(MOST):
        store.views.save(CONTACT, f"第 {number}", RED, [])
    with pytest.raises(Refused, match="too_many_views"):
        store.views.save(CONTACT, "再一个", RED, [])
    assert store.views.save(OTHER_CONTACT, "再一个", RED, [])


def test_somebody_elses_change_is_not_overwritten(store: Store):
    view = store.views.save(OFFICE, "逾期", RED, [])
    store.views.change(OFFICE, view.id, view.revision, name="全部逾期")
    with pytest.raises(Conflict):
        store.views.change(OFFICE, view.id, view.revision, name="别的")
    with pytest.raises(Invalid):
        store.views.change(OFFICE, view.id, 2, query={})


def test_what_was_taken_away_is_in_the_history(store: Store):
    view = store.views.save(OFFICE, "逾期", RED, ["title"])
    store.views.remove(OFFICE, view.id, view.revision)
    events = store.repository.select("event", subject=f"view:{view.id}")
    assert [(event["action"], event["ref"]) for event in events] == [("save_view", "逾期"), ("remove_view", "逾期")]
    assert events[1]["before"]["query"] == RED
    assert events[1]["after"] == {}


def test_this_week_stays_this_week(store: Store, clock: Clock):
    view = store.views.save(OFFICE, "本周到期", week_of(TODAY), [], moves=True)
    assert query_of(view, TODAY) == week_of(TODAY)
    later = TODAY.replace(month=12, day=9)
    assert query_of(view, later) == {"due_from": "2026-12-07", "due_to": "2026-12-13"}
    assert query_of(View(query=week_of(TODAY)), later) == week_of(TODAY)
