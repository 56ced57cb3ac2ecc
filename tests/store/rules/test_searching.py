"""The search finds exactly the issues in whose texts every word occurs, whatever their case and width, and says where."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.model.closure import Check, Closure
from store.model.codec import to_dict
from store.model.enums import MeasureKind, UrgeLevel
from store.model.evidence import Evidence, File
from store.model.issue import Extension, Issue, Measure, ProgressNote, Urge
from store.rules.filters import Filters
from store.rules.frame import build
from store.rules.searching import FIELDS, PARTS, Match, Place, Written, fold, matches_text, terms, told_matches

DAY = date(2026, 11, 23)
texts = some.text(alphabet="首问责任，Ａaß ﬁ\u3000\n(（Iİ", max_size=9)
queries = some.text(alphabet='首问责Aaßﬁ （"“', max_size=7)


@some.composite
def issues(draw: some.DrawFn) -> Issue:
    """An issue with something written in every place."""
    one = lambda: draw(texts)  # noqa: E731
    return Issue(
        id=1,
        ref_no="XH-0001",
        **{name: one() for name in FIELDS if name != "ref_no"},
        measures=tuple(Measure(number, MeasureKind.CORRECTIVE, one(), one()) for number in range(draw(some.integers(0, 2)))),
        progress=(ProgressNote("", "", one()),),
        evidence=(
            Evidence(3, one(), None, "", "", file=File(one(), 1, "", "")),
            Evidence(4, one(), None, "", "", removed_at="x"),
        ),
        urges=(Urge(one(), UrgeLevel.URGE, "", "", one(), DAY, one()),),
        extensions=(Extension("", "", DAY, DAY, one(), opinion=one()),),
        closures=(Closure("", "", one(), opinion=one(), reopen_reason=one(), checks=(Check("", "", one()),)),),
    )


def every_text(document: dict) -> list[str]:
    """Each text of a document, found by walking all of it."""
    own = [document[name] for name in FIELDS]
    parts = [item[field] for name in PARTS for item in document.get(name, ()) for field in PARTS[name] if field != "file"]
    pieces = [piece for piece in document["evidence"] if not piece["removed_at"]]
    gone = [piece["title"] for piece in document["evidence"] if piece["removed_at"]]
    for title in gone:
        parts.remove(title)
    files = [piece["file"]["name"] for piece in pieces if piece["file"]]
    return own + parts + files + [check["result"] for closure in document["closures"] for check in closure["checks"]]


@given(some.lists(issues(), max_size=4), queries)
def test_a_search_equals_looking_into_every_text(found: list[Issue], query: str):
    documents = [to_dict(replace(issue, id=number)) for number, issue in enumerate(found, 1)]
    expected = [all(any(term in fold(text) for text in every_text(one)) for term in terms(query)) for one in documents]
    assert matches_text(build(documents), query).tolist() == expected


@given(some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\u0345"), max_size=40))
def test_folding_again_changes_nothing_and_spaces_are_single(text: str):
    once = fold(text)
    assert fold(once) == once == " ".join(once.split())
    assert fold(unicodedata.normalize("NFD", text)) == once


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("首问　责任", ["首问", "责任"]),
        ('"首问 责任" ABC', ["首问 责任", "abc"]),
        ("“首问  责任”", ["首问 责任"]),
        ("ＡＢＣ（一）", ["abc(一)"]),
        ('一半" 引号', ["一半", "引号"]),
        ('"" 空', ["空"]),
        ("同 同", ["同"]),
    ],
)
def test_a_query_is_words_and_quoted_phrases(query: str, wanted: list[str]):
    assert terms(query) == wanted


def written(**fields) -> Written:
    return Written(to_dict(Issue(ref_no="XH-0001", title="窗口首问", **fields)))


def test_words_may_stand_in_different_texts_but_a_phrase_stands_in_one():
    rows = build([to_dict(Issue(id=1, title="窗口首问", cause="没有登记"))])
    assert matches_text(rows, "首问 登记").all()
    assert not matches_text(rows, '"首问 没有"').any()
    assert not matches_text(rows, "首问 登记 别的").any()


def test_a_match_out_of_view_is_told_with_its_place_and_the_words_around_it():
    measures = tuple(Measure(number, MeasureKind.CORRECTIVE, text) for number, text in enumerate(("其他", "每日ＡＢＣ抽查"), 1))
    one = written(measures=measures)
    assert told_matches([one], "abc 首问", 2) == [Match(Place("measures", 2), "每日ＡＢＣ抽查")]
    assert told_matches([one], "首问", 2) == [None]


def test_an_excerpt_is_cut_around_the_match():
    match = told_matches([written(finding="前" * 60 + "词" + "后" * 60)], "词", 2)[0]
    assert match
    assert match.excerpt.startswith("…前")
    assert match.excerpt.endswith("后…")
    assert "词" in match.excerpt


def test_the_filter_of_the_address_is_this_search():
    rows = build([to_dict(Issue(id=1, progress=(ProgressNote("", "", "已约谈 两次"),))), to_dict(Issue(id=2))])
    assert Filters({"q": "约谈"}).apply(rows, DAY)["id"].tolist() == [1]
