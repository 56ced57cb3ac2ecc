"""Takes the pictures of the pages: both languages, projector and phone, light and dark, from the sample ledger on one fixed day.

    make screenshots                          all of them, into docs/screenshots
    make screenshots PAGES="overview unit"    only those pages
    python -m tools.screenshots --folder build/look unit --language zh --scheme dark --width 390

The day is fixed, so a picture changes only when a page does.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from components.pages import PAGES
from store.model.enums import Role
from tools.live import ROOT, act_as, open_browser, serve, wait_ready

ADDRESSES = {"overview": "", "issue": "issue?ref=XH-0001"}
"""Where a page is, unless it is at its own name."""

SCREENS = {"opening": 1, "categories": 2, "units": 3, "problem": 4, "decide": 4, "closing": 999}
"""The screens of a meeting that are pictures of their own, and their numbers; each is called ``meeting-opening`` and so on."""
DESK = "meeting"

LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
SIZES = {1920: 1080, 390: 844}
SCHEMES = ("light", "dark")
TALLEST = 4000
COLOURS = 192
"""Enough for a calm palette with smooth letters; a third of the size of all colours."""


@dataclass(frozen=True)
class Picture:
    """One picture to take."""

    page: str
    language: str
    scheme: str
    width: int

    @property
    def file(self) -> str:
        return f"{self.page}_{self.language}_{self.scheme}_{self.width}.png"


def main() -> None:
    wanted = arguments()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    with serve() as server, open_browser() as browser:
        held = False
        for picture in pictures(wanted):
            if of_a_meeting(picture.page) and not held:
                held = True
                hold_a_meeting(browser, server.url)
            (wanted.folder / picture.file).write_bytes(small(take(browser, server.url, picture)))
            print(picture.file)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Takes the pictures of the pages.")
    parser.add_argument("pages", nargs="*", type=page_name, metavar="page", help=", ".join(PAGES))
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--scheme", choices=SCHEMES)
    parser.add_argument("--width", type=int, choices=SIZES)
    return parser.parse_args()


def page_name(name: str) -> str:
    if name not in all_names():
        raise argparse.ArgumentTypeError(f"there is no page {name}; there are {', '.join(all_names())}")
    return name


def all_names() -> list[str]:
    """Every page, and last what needs a meeting that was held: it changes what other pages show."""
    return [*(page for page in PAGES if page != DESK), DESK, *(f"{DESK}-{screen}" for screen in SCREENS)]


def of_a_meeting(page: str) -> bool:
    return page in (DESK, *(f"{DESK}-{screen}" for screen in SCREENS))


def hold_a_meeting(browser: Browser, url: str) -> None:
    """Begin one as the office would, and decide on its first two problems."""
    context = browser.new_context(locale=LANGUAGES["zh"], viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    try:
        act_as(context, url, Role.OFFICE.value)
        page = context.new_page()
        page.goto(f"{url}/{DESK}")
        wait_ready(page)
        page.keyboard.press("Control+s")
        wait_ready(page)
        for screen in (SCREENS["problem"] + 1, SCREENS["problem"] + 2):
            page.goto(f"{url}/{DESK}?meeting=1&screen={screen}")
            for key in ("d", "Control+s"):
                wait_ready(page)
                page.keyboard.press(key)
            wait_ready(page)
    finally:
        context.close()


def pictures(wanted: argparse.Namespace) -> Iterator[Picture]:
    pages, languages = wanted.pages or all_names(), [wanted.language] if wanted.language else LANGUAGES
    schemes, widths = [wanted.scheme] if wanted.scheme else SCHEMES, [wanted.width] if wanted.width else SIZES
    return (Picture(*one) for one in product(pages, languages, schemes, widths))


def take(browser: Browser, url: str, picture: Picture) -> bytes:
    """The whole page, however long."""
    size = {"width": picture.width, "height": SIZES[picture.width]}
    context = browser.new_context(
        locale=LANGUAGES[picture.language], color_scheme=picture.scheme, viewport=size, reduced_motion="reduce"
    )
    try:
        act_as(context, url, role_for(picture.page).value)
        page = context.new_page()
        page.goto(f"{url}/{address_of(picture.page)}")
        wait_ready(page)
        if picture.page == f"{DESK}-decide":
            page.keyboard.press("d")
            wait_ready(page)
        if "screen=" not in page.url or picture.width < max(SIZES):
            unroll(page)  # a screen of a meeting is as high as the projector
        return page.screenshot(animations="disabled")
    finally:
        context.close()


def address_of(page: str) -> str:
    """Where a picture is taken; the screens of a meeting are those of the one that was held."""
    name, _, screen = page.partition("-")
    if name == DESK and screen:
        return f"{DESK}?meeting=1&screen={SCREENS[screen]}"
    return ADDRESSES.get(page, page)


def role_for(page: str) -> Role:
    """The office wherever it may go, else the administrator or who else may open the page."""
    entry = PAGES[DESK if of_a_meeting(page) else page]
    return next(role for role in (Role.OFFICE, Role.ADMIN, *Role) if role in entry.roles)


def unroll(page: Page) -> None:
    """Make the window as high as the page: Streamlit scrolls inside it, so a full-page picture would end at the fold."""
    size = page.viewport_size or {"width": 1920, "height": 1080}
    height = page.locator('[data-testid="stMain"]').evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(height, TALLEST))})
    wait_ready(page)


def small(png: bytes) -> bytes:
    """The same picture with a palette."""
    out = BytesIO()
    image = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
