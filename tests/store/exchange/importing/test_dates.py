"""Days as people write them: each form read, what had to be supposed told, what could be two days refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exchange.importing.dates import Span, read_day
from store.rules.fields import Wrong

SPAN = Span(date(2026, 8, 1), date(2026, 12, 31))
FIFTH, LAST, END = date(2026, 11, 5), date(2026, 11, 30), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-11-05", FIFTH),
        ("2026/11/5", FIFTH),
        ("2026.11.5", FIFTH),
        ("2026年11月5日", FIFTH),
        ("2026年11月5号前完成", FIFTH),
        ("２０２６年１１月５日", FIFTH),
        ("二〇二六年十一月五日", FIFTH),
        ("2026-11-05 00:00:00", FIFTH),
        ("2026-11-05T08:30:00", FIFTH),
        ("20261105", FIFTH),
        ("46331", FIFTH),
        ("46331.5", FIFTH),
        ("5 Nov 2026", FIFTH),
        ("November 5, 2026", FIFTH),
        ("by 5 November 2026", FIFTH),
        ("25/11/2026", date(2026, 11, 25)),
        ("11/25/2026", date(2026, 11, 25)),
        ("2026年11月底前", LAST),
        ("2026年11月下旬", LAST),
        ("end of November 2026", LAST),
        ("2026年底", END),
        ("2026年第四季度末", END),
        ("Q4 2026", END),
    ],
)
def test_a_day_is_read_in_every_form_in_which_it_is_sure(cell: str, day: date):
    said = read_day(cell, SPAN)
    assert (said.day, said.assumed, said.ongoing) == (day, "", False)


@pytest.mark.parametrize(
    ("cell", "day", "assumed"),
    [
        ("11月底前", LAST, "year_assumed"),
        ("11月5日", FIFTH, "year_assumed"),
        ("十一月五日前", FIFTH, "year_assumed"),
        ("11.15", date(2026, 11, 15), "year_assumed"),
        ("26.11.5", FIFTH, "year_assumed"),
        ("年底前", END, "year_assumed"),
        ("1月15日", date(2027, 1, 15), "year_assumed"),
        ("7月20日", date(2026, 7, 20), "year_assumed"),
        ("2026年11月", LAST, "day_assumed"),
        ("2026年11月上旬", date(2026, 11, 10), "day_assumed"),
        ("November 2026", LAST, "day_assumed"),
    ],
)
def test_what_had_to_be_supposed_is_told(cell: str, day: date, assumed: str):
    said = read_day(cell, SPAN)
    assert (said.day, said.assumed) == (day, assumed)


@pytest.mark.parametrize("cell", ["长期坚持", "持续", "常态化", " 长期 ", "ongoing", "Throughout the campaign"])
def test_what_goes_on_for_good_has_no_day(cell: str):
    said = read_day(cell, SPAN)
    assert said.ongoing
    assert said.day is None


@pytest.mark.parametrize("cell", ["11/5/2026", "5.11.2026", "11.1"])
def test_what_could_be_two_days_is_refused(cell: str):
    with pytest.raises(Wrong) as wrong:
        read_day(cell, SPAN)
    assert wrong.value.code == "date_ambiguous"


@pytest.mark.parametrize(
    "cell", ["大约冬天", "2月30日", "2026-02-30", "13", "11", "2026/13/1", "已完成", "#N/A", "99999", "二十"]
)
def test_what_is_no_day_is_refused(cell: str):
    with pytest.raises(Wrong) as wrong:
        read_day(cell, SPAN)
    assert wrong.value.code == "not_a_date"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_from_its_iso_form_its_chinese_form_and_its_serial(day: date):
    serial = str((day - date(1899, 12, 30)).days)
    for cell in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}", serial):
        assert read_day(cell, SPAN).day == day


@given(st.dates(SPAN.starts, SPAN.ends))
def test_a_day_of_the_campaign_needs_no_year(day: date):
    assert read_day(f"{day.month}月{day.day}日", SPAN).day == day


@given(st.text(max_size=12))
def test_any_text_is_either_a_day_or_refused(cell: str):
    try:
        said = read_day(cell, SPAN)
    except Wrong:
        return
    assert said.ongoing or isinstance(said.day, date)


def test_the_twenty_ninth_of_february_is_looked_for_in_a_year_that_has_one():
    span = Span(date(2027, 6, 1), date(2027, 6, 1) + timedelta(days=90))
    assert read_day("2月29日", span).day == date(2028, 2, 29)
