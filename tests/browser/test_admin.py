"""Running the ledger as administrators do in Chromium, with accounts: units, people, settings, files; and who is thrown out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from store.config import read_settings
from store.engine.embedded import open_embedded
from store.model.enums import Role
from store.opening import Store, over
from store.words import text
from tests.browser.conftest import PHONE, PROJECTOR, Watch
from tests.store.conftest import ADMIN, CAMPAIGN, UNITS, Clock, registered
from tools.live import Server, wait_ready

PASSWORD, OWN = "correct horse", "battery staple"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A small ledger with a problem and an administrator, open here while the server has it too."""
    settings = read_settings({"XIAOHAO_STORE": str(tmp_path / "ledger.db")})
    repository = open_embedded(settings.store)
    opened = over(repository, settings, Clock())
    opened.setup.set_up(ADMIN, CAMPAIGN, UNITS)
    opened.accounts.create_first("root", PASSWORD)
    registered(opened)
    yield opened
    repository.close()


@pytest.fixture
def guarded(store: Store, start_server: Callable[..., Server]) -> Server:
    """The server on that ledger, with accounts."""
    return start_server(XIAOHAO_STORE=str(store.settings.store), XIAOHAO_SAMPLE="0", XIAOHAO_ACCESS="accounts")


@pytest.fixture
def enter(guarded: Server, browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``enter("root", PASSWORD, "/admin")``: somebody signs in with a browser of their own and is at the address."""
    with ExitStack() as stack:

        def come(name: str, password: str, path: str, size: tuple[int, int] = PROJECTOR) -> Page:
            context = browser.new_context(
                locale="zh-CN", viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", accept_downloads=True
            )
            stack.callback(context.close)
            page = context.new_page()
            watch.over(page)
            page.goto(f"{guarded.url}/sign-in?next={path.replace('?', '%3F').replace('&', '%26')}")
            page.locator("#name").fill(name)
            page.locator("#password").fill(password)
            page.keyboard.press("Enter")
            page.wait_for_url(guarded.url + path)
            wait_ready(page)
            return page

        yield come


def button(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} button").last


def fill(page: Page, key: str, value: str) -> None:
    page.locator(f".st-key-{key} input").fill(value)
    page.keyboard.press("Tab")
    wait_ready(page)


def press(page: Page, key: str) -> None:
    button(page, key).click()
    wait_ready(page)


def choose(page: Page, key: str, option: str) -> None:
    page.locator(f".st-key-{key} input").click()
    page.get_by_role("option", name=option, exact=True).click()
    wait_ready(page)


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def test_a_unit_and_its_contact_are_made_who_signs_in_takes_a_password_of_their_own_and_is_out_with_another_role(
    store: Store, guarded: Server, enter: Callable[..., Page]
):
    root = enter("root", PASSWORD, "/admin?part=units")
    press(root, "admin-new")
    fill(root, "admin-unit-new-code", "U09")
    fill(root, "admin-unit-new-name", "督察大队")
    press(root, "admin-unit-new-save")
    expect(main(root)).to_contain_text("在用 3 个单位")

    root.goto(guarded.url + "/admin?part=accounts&do=new")
    wait_ready(root)
    fill(root, "admin-account-new-name", "lixiao")
    choose(root, "admin-account-new-role", text("zh_CN", "role.unit"))
    choose(root, "admin-account-new-unit", "督察大队")
    press(root, "admin-account-new-save")
    given = root.locator(".st-key-admin-handed code").inner_text().strip()
    press(root, "admin-handed-done")
    expect(main(root)).not_to_contain_text(given)

    person = enter("lixiao", given, "/new")
    expect(person.get_by_role("heading", level=1)).to_have_text(text("zh_CN", "account.first"))
    for field, value in {"old_password": given, "password": OWN, "again": OWN}.items():
        fill(person, f"own-{field}", value)
    press(person, "own-save")
    expect(person.get_by_role("heading", level=1)).to_have_text(text("zh_CN", "page.new.title"))
    expect(person.locator(".st-key-new-unit input")).to_have_value("督察大队")
    assert store.accounts.verify("lixiao", OWN).one_time is False

    root.goto(guarded.url + "/admin?part=accounts&edit=lixiao")
    wait_ready(root)
    account = store.accounts.find("lixiao")
    assert account is not None
    choose(root, f"admin-account-{account.id}-role", text("zh_CN", "role.viewer"))
    press(root, f"admin-account-{account.id}-save")
    person.get_by_role("link", name=text("zh_CN", "page.ledger.name")).click()
    expect(main(person)).to_contain_text(text("zh_CN", "access.signed_out"))
    person.goto(guarded.url + "/new")
    assert person.url.startswith(guarded.url + "/sign-in")
    assert given not in guarded.said()


def test_other_warning_days_change_the_lights_at_once_and_a_category_in_use_stays(
    store: Store, guarded: Server, enter: Callable[..., Page]
):
    reader = enter("root", PASSWORD, "/issue?ref=XH-0001")
    expect(main(reader)).to_contain_text("●")
    root, campaign = enter("root", PASSWORD, "/admin?part=campaign"), store.ledger.campaign()
    fill(root, f"admin-campaign-{campaign.id}-warning_days", "20")
    press(root, f"admin-campaign-{campaign.id}-save")
    assert store.ledger.campaign().warning_days == 20
    reader.reload()
    wait_ready(reader)
    expect(main(reader)).to_contain_text("▲")

    root.goto(guarded.url + "/admin?part=campaign&list=categories&edit=duty")
    wait_ready(root)
    press(root, "admin-remove")
    expect(root.get_by_role("alert")).to_contain_text(text("zh_CN", "fault.in_use", called="担当", count=1))
    assert len(store.ledger.campaign().categories) == 2


def test_a_file_is_read_on_a_phone_and_nothing_is_wider_than_the_screen(store: Store, enter: Callable[..., Page], tmp_path: Path):
    page = enter("root", PASSWORD, "/admin?part=units&do=import", PHONE)
    file = tmp_path / "units.csv"
    file.write_bytes("编码,单位名称,联络员\nU01,办公室,李晓\nU07,督察总队,\nU08,,\n".encode("gb18030"))
    page.locator('input[type="file"]').set_input_files(file)
    wait_ready(page)
    expect(main(page)).to_contain_text("新增 1 行，变更 1 行，有误 1 行")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    press(page, "admin-take")
    expect(main(page)).to_contain_text(text("zh_CN", "admin.taken", new=1, changed=1))
    assert [(unit.code, unit.contact) for unit in store.ledger.units()] == [("U01", "李晓"), ("U02", ""), ("U07", "")]
    with page.expect_download() as taking:
        page.goto(re.sub(r"\?.*", "?part=units", page.url))
        wait_ready(page)
        button(page, "admin-export").click()
    assert "督察总队" in Path(taking.value.path()).read_text(encoding="utf-8-sig")


def test_a_click_on_a_row_opens_the_unit_and_the_way_back_is_there(enter: Callable[..., Page]):
    page = enter("root", PASSWORD, "/admin?part=units")
    page.get_by_test_id("stDataFrame").click(position={"x": 200, "y": 38 + 38 + 19})
    page.wait_for_url("**/admin?part=units&edit=U02")
    wait_ready(page)
    expect(main(page)).to_contain_text("人事处")
    press(page, "admin-back")
    expect(main(page)).to_contain_text("在用 2 个单位")


def test_nobody_but_the_administrator_gets_to_the_page(store: Store, guarded: Server, enter: Callable[..., Page]):
    store.accounts.create(ADMIN, "zhou", PASSWORD, Role.OFFICE)
    page = enter("zhou", PASSWORD, "/ledger")
    expect(page.get_by_role("link", name=text("zh_CN", "page.admin.name"))).to_have_count(0)
    page.goto(guarded.url + "/admin?part=accounts")
    wait_ready(page)
    expect(main(page)).not_to_contain_text("root")
