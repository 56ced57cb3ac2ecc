"""Opening a store: settings to a repository and the use cases over it; fills an empty store with the sample ledger."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache

from store.accounts import Accounts
from store.config import Settings, read_settings
from store.drafts import Drafts
from store.engine.embedded import open_embedded
from store.engine.repository import Repository
from store.ledger import Ledger
from store.record import Clock, clock_for
from store.setup import Setup


@dataclass(frozen=True)
class Store:
    """Everything that stands on one repository."""

    settings: Settings
    repository: Repository
    ledger: Ledger
    drafts: Drafts
    setup: Setup
    accounts: Accounts


def open_store(settings: Settings) -> Store:
    """The store that ``settings`` name. Raises Unusable when it cannot be used."""
    return over(open_embedded(settings.store), settings, clock_for(settings.today))


def over(repository: Repository, settings: Settings, clock: Clock) -> Store:
    """The use cases over an open repository."""
    return Store(
        settings,
        repository,
        Ledger(repository, clock),
        Drafts(repository, clock),
        Setup(repository, clock),
        Accounts(repository, clock),
    )


@lru_cache(maxsize=1)
def the_store() -> Store:
    """The store of this process, as the environment names it; opened once.

    An empty one gets the campaign and its units, and the sample's problems unless XIAOHAO_SAMPLE=0.
    """
    store = open_store(read_settings(os.environ))
    if store.setup.is_empty():
        from sample_data.generate import begin, fill  # the sample is data beside the program, not a part of the store

        (fill if store.settings.sample else begin)(store)
    return store
