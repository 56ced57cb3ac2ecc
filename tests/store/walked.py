"""The past in the plainest way there is, to hold the quick ways to it: every document walked back through every event since."""

from __future__ import annotations

from datetime import date

from store.engine.repository import Document, Repository
from store.frames import present, walked_back


def past_documents(repository: Repository, day: date) -> list[Document]:
    """Every issue document as it was stored at the end of ``day``, in id order; walked back to without anything kept for it."""
    found = walked_back(repository, standing := present(repository), day)
    for key in [key for key, one in found.items() if one is not standing.get(key)]:
        found[key] = found[key] | {"updated_at": _written_at(repository, key, found[key])}
    return list(found.values())


def _written_at(repository: Repository, subject: str, document: Document) -> str:
    """When that revision of a document was written; of what came without its history, when it was made."""
    events = repository.select("event", subject=subject)
    at = (one["at"] for one in events if one["doc_revision"] == document["revision"])
    return str(next(at, document["created_at"]))
