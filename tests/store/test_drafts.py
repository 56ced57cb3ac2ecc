"""What is typed and not saved is kept by person and form, also over a restart."""

from __future__ import annotations

from store.engine.embedded import open_embedded
from store.opening import Store, over
from tests.store.conftest import CONTACT, OFFICE, Clock


def test_a_draft_is_kept_by_person_and_form(store: Store):
    store.drafts.keep(CONTACT, "new", {"title": "写了一半"})
    store.drafts.keep(CONTACT, "new", {"title": "写了大半", "measures": [{"text": "甲"}]})
    assert store.drafts.get(CONTACT, "new") == {"title": "写了大半", "measures": [{"text": "甲"}]}
    assert store.drafts.get(OFFICE, "new") == {}
    assert store.drafts.get(CONTACT, "issue:1") == {}


def test_a_draft_survives_a_restart(store: Store, clock: Clock):
    store.drafts.keep(CONTACT, "new", {"title": "写了一半"})
    store.repository.close()
    again = over(open_embedded(store.settings.store), store.settings, clock)
    assert again.drafts.get(CONTACT, "new") == {"title": "写了一半"}
    again.repository.close()


def test_a_dropped_draft_is_gone_and_dropping_twice_is_harmless(store: Store):
    store.drafts.keep(CONTACT, "new", {"title": "写了一半"})
    store.drafts.drop(CONTACT, "new")
    store.drafts.drop(CONTACT, "new")
    assert store.drafts.get(CONTACT, "new") == {}


def test_a_monstrous_draft_does_not_fill_the_store(store: Store):
    store.drafts.keep(CONTACT, "new", {"title": "好"})
    store.drafts.keep(CONTACT, "new", {"title": "长" * 300_000})
    assert store.drafts.get(CONTACT, "new") == {"title": "好"}
