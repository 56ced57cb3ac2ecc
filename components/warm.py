"""Reads every component before the first visitor comes.

What is imported before the server starts is frozen with it (store/web/server.py), so that the garbage collector, which Streamlit
runs after every rerun, does not walk it: an overview takes two thirds of the time.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

import components

SCRIPT = "components.shell"
"""The script of every session; it runs, so it is not imported."""


def warm() -> None:
    """Import the modules that screens are made of."""
    for module in pkgutil.walk_packages(components.__path__, "components."):
        if module.name != SCRIPT:
            import_module(module.name)
