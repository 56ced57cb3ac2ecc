"""Opening a store: settings to a repository and the use cases over it; fills an empty store with the sample ledger."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import lru_cache

from store.accounts import Accounts
from store.batches import Batches
from store.campaigns import Campaigns
from store.checks import Checks
from store.comparisons import Comparisons
from store.config import Settings, read_settings
from store.drafts import Drafts
from store.engine.place import open_place
from store.engine.repository import Repository
from store.history import History
from store.identities import Identities
from store.imports import Imports
from store.ledger import Ledger
from store.lists import Lists
from store.meetings import Meetings
from store.people import People
from store.record import Clock, clock_for
from store.reports import Reports
from store.setup import Setup
from store.snapshots import Snapshots
from store.tokens import Tokens
from store.units import Units
from store.views import Views

LOOK_AGAIN = 0.3
"""Seconds between two looks whether another server has filled the store."""


@dataclass(frozen=True)
class Store:
    """Everything that stands on one repository."""

    settings: Settings
    repository: Repository
    ledger: Ledger
    history: History
    drafts: Drafts
    setup: Setup
    accounts: Accounts
    identities: Identities
    checks: Checks
    people: People
    units: Units
    campaigns: Campaigns
    lists: Lists
    views: Views
    batches: Batches
    snapshots: Snapshots
    comparisons: Comparisons
    tokens: Tokens
    imports: Imports
    meetings: Meetings
    reports: Reports


def open_store(settings: Settings) -> Store:
    """The store that ``settings`` name. Raises Unusable when it cannot be used."""
    return over(open_place(settings.store), settings, clock_for(settings.today))


def over(repository: Repository, settings: Settings, clock: Clock) -> Store:
    """The use cases over an open repository."""
    ledger, accounts = Ledger(repository, clock, settings.evidence), Accounts(repository, clock)
    snapshots = Snapshots(ledger)
    comparisons = Comparisons(ledger, snapshots)
    return Store(
        settings,
        repository,
        ledger,
        History(repository, ledger),
        Drafts(repository, clock),
        Setup(repository, clock),
        accounts,
        Identities(repository, clock, accounts, settings.oidc_claim),
        Checks(ledger),
        People(repository, clock),
        Units(repository, clock),
        Campaigns(repository, clock),
        Lists(repository, clock),
        Views(repository, clock),
        Batches(ledger),
        snapshots,
        comparisons,
        Tokens(repository, clock, settings.access),
        Imports(ledger),
        Meetings(ledger, snapshots, comparisons),
        Reports(repository, clock),
    )


@lru_cache(maxsize=1)
def the_store() -> Store:
    """The store of this process, as the environment names it; opened once.

    An empty one gets the campaign and its units, and the sample's problems unless XIAOHAO_SAMPLE=0.
    """
    store = open_store(read_settings(os.environ))
    while store.setup.is_empty():
        with store.setup.turn_to_fill() as ours:
            if ours and store.setup.is_empty():
                _fill(store)
        if not ours:
            time.sleep(LOOK_AGAIN)  # another server is filling it
    return store


def _fill(store: Store) -> None:
    from sample_data.generate import begin, fill  # the sample is data beside the program, not a part of the store

    (fill if store.settings.sample else begin)(store)
