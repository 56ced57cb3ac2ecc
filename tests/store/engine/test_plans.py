"""How SQLite looks for what is read often: a page of one problem must not read the events of all."""

from __future__ import annotations

from pathlib import Path

from store.engine._rows import BY_SUBJECT, cold_query
from store.engine.embedded import open_embedded


def test_the_events_of_one_subject_are_found_by_their_index(tmp_path: Path):
    repository = open_embedded(tmp_path / "plan.db")
    with repository.db.storage.reader() as connection:
        for newest_first in (True, False):
            query = cold_query(("kind = ?", BY_SUBJECT), newest_first)
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", ("event", "issue:1", -1, 0))]
            assert plan == ["SEARCH cold USING INDEX cold_by_subject (kind=? AND subject=?)"]
    repository.close()
