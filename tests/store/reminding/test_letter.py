"""The letter: beautiful plain text, calm HTML, and nothing that somebody typed breaks out of either or of a header."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from store.opening import Store
from store.reminding.digests import Digest, digests
from store.reminding.letter import letter, mail
from store.reminding.lines import SHOWN, House
from store.words import LANGUAGES
from tests.store.conftest import TODAY, registered
from tests.store.reminding.conftest import HOUSE


@pytest.fixture
def house(staffed: Store) -> House:
    return replace(House.of(staffed), url=HOUSE)


def of(store: Store, name: str) -> Digest:
    (digest,) = digests(store, name)
    return replace(digest, lang="zh_CN")


class Read(HTMLParser):
    """Tags, links and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_problem_is_told_with_all_that_is_needed_to_act(staffed: Store, house: House):
    told = letter(of(staffed, "li"), house).plain
    assert "XH-0001  窗口首问 <b>责任</b> 落空" in told
    assert "■ 逾期 6 天 · 王责任 · 期限11月17日 · 措施完成 0/2" in told
    assert "下一步：开始整改" in told
    assert f"{HOUSE}/issue?ref=XH-0001" in told
    assert f"{HOUSE}/mine" in told


def test_both_forms_say_the_same(staffed: Store, house: House):
    told = letter(of(staffed, "li"), house)
    read = Read(told.html)
    for words in ("XH-0001", "窗口首问 <b>责任</b> 落空", "■ 逾期 6 天", "期限11月17日", "开始整改", "li先生，您好"):
        assert words in read.words
        assert words in told.plain
    assert read.links == [f"{HOUSE}/issue?ref=XH-0001", f"{HOUSE}/issue?ref=XH-0003", f"{HOUSE}/mine"]


def test_what_was_typed_is_never_a_tag_and_nothing_is_fetched(staffed: Store, house: House):
    read = Read(letter(of(staffed, "li"), house).html)
    assert not {"b", "script", "img", "link"} & read.tags
    assert all(link.startswith(HOUSE) for link in read.links)


def test_an_owner_and_a_name_with_signs_are_shown_as_they_are(staffed: Store, house: House):
    registered(staffed, owner='<i>"王"&', due=TODAY - timedelta(days=1), found_on=TODAY - timedelta(days=9))
    read = Read(letter(replace(of(staffed, "li"), person="<script>x</script>"), house).html)
    assert '<i>"王"&' in read.words
    assert "<script>x</script>" in read.words
    assert not {"i", "script"} & read.tags


def test_no_name_can_add_a_header(staffed: Store, house: House):
    digest = replace(of(staffed, "li"), person="李\r\nBcc: all@house.example")
    made = mail(digest, house, "xiaohao@house.example", staffed.accounts.clock())
    assert made["Bcc"] is None
    assert b"\nBcc" not in made.as_bytes()
    assert made["To"].addresses[0].addr_spec == "li@house.example"


def test_a_mail_has_both_forms_and_says_that_a_program_wrote_it(staffed: Store, house: House):
    made = mail(of(staffed, "li"), house, "xiaohao@house.example", staffed.accounts.clock())
    assert [part.get_content_type() for part in made.iter_parts()] == ["text/plain", "text/html"]
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["Subject"] == "销号台 11月23日：2 件待办（1 个逾期，1 个临期）"
    assert str(made["Date"].datetime.date()) == TODAY.isoformat()
    assert made["Message-ID"].endswith("@house.example>")


def test_of_a_long_heap_the_rest_is_a_number(staffed: Store, house: House):
    for number in range(SHOWN + 3):
        registered(staffed, title=f"第 {number} 个", due=TODAY - timedelta(days=2), found_on=TODAY - timedelta(days=9))
    told = letter(of(staffed, "li"), house).plain
    assert f"{SHOWN + 4} 个逾期" in told
    assert "另有 4 件" in told
    assert told.count("■ 逾期") == SHOWN


def test_without_an_address_of_the_app_there_are_no_links(staffed: Store, house: House):
    told = letter(of(staffed, "li"), replace(house, url=""))
    assert "://" not in told.plain
    assert "href" not in told.html


def test_of_restricted_matter_a_letter_only_says_that_there_is_some(staffed: Store, house: House):
    issue = registered(staffed, title="内部掌握的事", owner="秘密的人", confidential=True)
    told = letter(of(staffed, "li"), house)
    for words in (told.plain, told.html):
        assert issue.ref_no in words
        assert "内部掌握的问题" in words
        assert "内部掌握的事" not in words
        assert "秘密的人" not in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_is_complete(staffed: Store, house: House, lang: str):
    for digest in digests(staffed):
        told = letter(replace(digest, lang=lang), house)
        assert f'lang="{lang.replace("_", "-")}"' in told.html
        assert told.subject
