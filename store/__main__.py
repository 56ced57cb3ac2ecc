"""The command line: accounts, files of the ledger, and looking after the store; works while servers run on the same store.

Ends with 0 when done, with 1 when refused or when something is wrong (told in words), and with 2 for a command that is not one.
``--help`` lists the commands by what they are for (``GROUPS``); one that is in no group stands at the end.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from store import commands, keeping
from store.bar import bar
from store.commands import Desk, say
from store.config import Settings, read_settings
from store.engine.place import open_place
from store.exchange.taking import FILES
from store.exchange.wording import HEADERS
from store.importing_command import ACCEPTED, import_list
from store.model.enums import Role
from store.model.errors import Conflict, Invalid, NotFound, Refused, Unusable, XiaohaoError
from store.opening import over
from store.record import clock_for
from store.reminding.command import remind
from store.report.command import report
from store.web.server import told
from store.words import has, house_language, text, text_n

MAY_BEGIN = ("create-admin", "load", "sample")
"""Commands that make a store where there is none; for any other a wrong path would look like an empty ledger."""


def sample(desk: Desk) -> None:
    if not desk.store.setup.is_empty():
        raise Refused("store_not_empty", path=desk.repository.address)
    from sample_data.generate import SEED, fill  # the sample is data beside the program, not a part of the store

    with bar("cli.making_sample") as told:
        fill(desk.store, desk.given.size, SEED if desk.given.seed is None else desk.given.seed, told)
    print(text_n(house_language(), "cli.sample_made", desk.given.size, path=desk.repository.address), file=sys.stderr)


COMMANDS: dict[str, tuple[Callable[[Desk], None], tuple[str, ...]]] = {
    "create-admin": (commands.create_admin, ("name", "--password-stdin")),
    "create-account": (commands.create_account, ("name", "--role", "--unit", "--display-name", "--email", "--password-stdin")),
    "set-password": (commands.set_password, ("name", "--password-stdin")),
    "deactivate": (commands.deactivate, ("name",)),
    "activate": (commands.activate, ("name",)),
    "accounts": (commands.accounts, ()),
    "export": (commands.export, ("csv", "--query", "--header", "--output")),
    "dump": (keeping.dump, ("--output",)),
    "load": (keeping.load, ("file",)),
    "verify": (keeping.verify, ()),
    "backup": (keeping.backup, ("file",)),
    "snapshot": (commands.snapshot, ("--name", "--campaign")),
    "snapshots": (commands.snapshots, ("--campaign",)),
    "import": (import_list, ("file", "--sheet", "--accept", "--dry-run")),
    "remind": (remind, ("--to", "--dry-run", "--again")),
    "report": (report, ("--from", "--to", "--campaign", "--restricted", "--output")),
    "sample": (sample, ("--size", "--seed")),
}
"""What there is, and what each asks for."""

ALONE: dict[str, tuple[Callable[[Settings, argparse.Namespace], None], tuple[str, ...]]] = {
    "restore": (keeping.restore, ("file", "--replace")),
    "copy": (keeping.copy_store, ("source", "target")),
}
"""Commands on a store that nobody may have open, not even we."""

GROUPS: dict[str, tuple[str, ...]] = {
    "care": ("backup", "restore", "verify", "copy", "sample", "dump", "load"),
    "files": ("import", "export", "report", "snapshot", "snapshots"),
    "accounts": ("create-admin", "create-account", "set-password", "deactivate", "activate", "accounts"),
    "mail": ("remind",),
}
"""The order of ``--help``: looking after the store, what goes in and out, who comes in, what is sent."""

ARGUMENTS: dict[str, dict[str, object]] = {
    "name": {},
    "file": {"type": Path},
    "csv": {"choices": list(FILES), "dest": "file"},
    "--store": {},
    "--password-stdin": {"action": "store_true"},
    "--role": {"choices": [role.value for role in Role], "required": True},
    "--unit": {"default": ""},
    "--display-name": {"default": ""},
    "--email": {"default": ""},
    "--name": {"default": ""},
    "--campaign": {"default": ""},
    "--to": {"default": ""},
    "--from": {"default": ""},
    "--restricted": {"action": "store_true"},
    "--dry-run": {"action": "store_true"},
    "--again": {"action": "store_true"},
    "--sheet": {"default": ""},
    "--accept": {"choices": list(ACCEPTED), "default": "all"},
    "--query": {"default": ""},
    "--header": {"choices": HEADERS, "default": "code"},
    "--output": {"type": Path},
    "source": {},
    "target": {},
    "--replace": {"action": "store_true"},
    "--size": {"type": int, "default": 168},
    "--seed": {"type": int},
}


def parser() -> argparse.ArgumentParser:
    """Every command and option with its explanation."""
    lang = house_language()
    whole = argparse.ArgumentParser(
        prog="python -m store",
        usage=f"python -m store [-h] {text(lang, 'cli.command')} ...",
        description=text(lang, "cli.about"),
        epilog=_epilog(lang),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    known = whole.add_subparsers(dest="command", required=True, metavar=text(lang, "cli.command"), help=argparse.SUPPRESS)
    for name, (_, wanted) in {**COMMANDS, **ALONE}.items():
        one = known.add_parser(name, prog=f"python -m store {name}", description=_does(lang, name))
        for argument in (*wanted, "--store"):
            _add(one, argument, _told(lang, name, argument))
    return whole


def _epilog(lang: str) -> str:
    """The commands in their order, each with what it does, and how they end."""
    there, width = {**COMMANDS, **ALONE}, max(map(len, {**COMMANDS, **ALONE}))
    named = {name for group in GROUPS.values() for name in group}
    groups = {**GROUPS, "other": tuple(name for name in there if name not in named)}
    lines: list[str] = []
    for group, names in groups.items():
        if here := [name for name in names if name in there]:
            lines += [text(lang, f"cli.group_{group}"), *(f"  {name:<{width}}  {_does(lang, name)}" for name in here), ""]
    return "\n".join([*lines, text(lang, "cli.ends")])


def _does(lang: str, name: str) -> str:
    return text(lang, f"cli.do_{name.replace('-', '_')}")


def _told(lang: str, command: str, argument: str) -> str:
    """What an argument means: to this command, where it means something else than to others."""
    code = argument.lstrip("-").replace("-", "_")
    own = f"cli.with_{command}_{code}"
    return text(lang, own) if has(lang, own) else text(lang, f"cli.with_{code}")


def _add(command: argparse.ArgumentParser, argument: str, told: str) -> None:
    options = dict(ARGUMENTS[argument])
    name = str(options.pop("dest", argument))
    command.add_argument(name, help=told, **options)  # type: ignore[arg-type]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns how it ended."""
    given = parser().parse_args(arguments)
    try:
        settings = _settings(given.store)
        if given.command in ALONE:
            ALONE[given.command][0](settings, given)
            return 0
        if given.command not in MAY_BEGIN and isinstance(settings.store, Path) and not settings.store.exists():
            raise NotFound("store", str(settings.store))
        repository = open_place(settings.store)
        try:
            COMMANDS[given.command][0](Desk(over(repository, settings, clock_for(settings.today)), repository, given))
        finally:
            repository.close()
    except XiaohaoError as error:
        print(told_in_words(error), file=sys.stderr)
        return 1
    except OSError as error:
        say("cli.file_unusable", file=str(error.filename), told=error.strerror)
        return 1
    return 0


def told_in_words(error: XiaohaoError) -> str:
    """The sentences of an error, one a line."""
    lang = house_language()
    if isinstance(error, Unusable):
        return told(error)
    if isinstance(error, Invalid):
        return "\n".join(f"{fault.field}: {text(lang, f'fault.{fault.code}', **fault.params)}" for fault in error.faults)
    if isinstance(error, Refused):
        return text(lang, f"refused.{error.code}", **error.params)
    return text(lang, "cli.conflict") if isinstance(error, Conflict) else text(lang, "cli.not_found", **error.params)


def _settings(path: str | None) -> Settings:
    """Those of the environment; ``--store`` is stronger. How people come in is the servers' business, not ours."""
    ours = {name: value for name, value in os.environ.items() if name not in ("XIAOHAO_ACCESS", "XIAOHAO_HOST")}
    settings = read_settings(ours if path is None else ours | {"XIAOHAO_STORE": path})
    return replace(settings, access="accounts")


if __name__ == "__main__":
    sys.exit(main())
