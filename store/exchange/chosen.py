"""What was chosen to be taken away: the documents, their rows with lights, the day, and the words to tell them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from store.exchange.wording import Wording
from store.model.documents import Campaign, Unit
from store.words import LANGUAGES, house_language

Doc = dict[str, Any]
Light = tuple[str, str, int]


@dataclass(frozen=True)
class Chosen:
    """Documents of issues as they stood on ``day``, and for each a row of the dashboards; ``query`` is what chose them."""

    documents: Sequence[Doc]
    rows: pd.DataFrame
    campaign: Campaign
    units: Sequence[Unit]
    day: date
    header: str
    words: Wording
    query: Mapping[str, str]

    @property
    def lang(self) -> str:
        """The language of a file that is made for people; codes alone say none."""
        return self.header if self.header in LANGUAGES else house_language()

    def lights(self) -> dict[int, Light]:
        """Light, its reason and the number of the reason, by the id of the issue."""
        lights = zip(self.rows["light"], self.rows["reason"], self.rows["days"].tolist(), strict=True)
        return dict(zip(self.rows["id"].tolist(), lights, strict=True))
