"""The charts of the page deadline: what was due and what is coming by week and by day, and how dates were moved."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import altair as alt
import pandas as pd

from components.charts.bars import ROW, light_columns, telling, tips
from components.charts.base import Drawing, Spec, mode, palette, spec_of
from components.charts.style import day_format
from components.i18n import fmt_date, language, t, tn
from components.vocabulary import light_word
from store.rules.progress import monday

BY_SPAN = {"light": "light", "due_from": "due_from", "due_to": "due_to", "figure": "figure"}


def week_chart(table: pd.DataFrame, today: date, told: str) -> Drawing:
    """Deadlines by calendar week (:func:`store.rules.spans.per_span`): what is late on the left, what is coming on the right."""
    shown = _in_words(table, {code: week_name(code, today) for code in table["span"].unique()})
    return light_columns(shown, told=told, height=300, pick=BY_SPAN)


def week_name(code: str, today: date) -> str:
    """``本周``, ``下周``, ``11月30日``, ``更早``."""
    if code in ("earlier", "later"):
        return t(f"boards.{code}")
    near = {monday(today): "boards.this_week", monday(today) + timedelta(weeks=1): "boards.next_week"}
    start = date.fromisoformat(code)
    return t(near[start]) if start in near else fmt_date(start, form="day")


def late_chart(table: pd.DataFrame, told: str) -> Drawing | None:
    """How much the late ones are late, by :data:`store.rules.spans.LATENESS`."""
    red = table[table["light"] == "red"]
    if not red["count"].sum():
        return None
    return light_columns(_in_words(red, _bucket_names(red["span"])), told=told, height=250, pick=BY_SPAN)


def age_chart(table: pd.DataFrame, told: str) -> Drawing | None:
    """How long the unsettled ones have been on the books (:func:`store.rules.progress.ageing`)."""
    if table.empty:
        return None
    shown = _in_words(table.rename(columns={"age": "span"}), _bucket_names(table["age"])).assign(age=table["age"])
    pick = {"light": "light", "age": "age", "figure": "figure"}
    return light_columns(shown, told=told, height=250, pick=pick)


def _bucket_names(codes: pd.Series) -> dict[str, str]:
    """``8–30 天``, ``90 天以上`` for bucket codes ``8-30``, ``91-``."""
    parts = {code: code.split("-") for code in codes.unique()}
    return {
        code: t("boards.days_from_to", first=first, last=last) if last else t("boards.days_over", days=int(first) - 1)
        for code, (first, last) in parts.items()
    }


def _in_words(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return table.assign(
        name=[names[code] for code in table["span"]],
        light_word=[light_word(light) for light in table["light"]],
        figure="unsettled",
    )


def calendar_chart(calendar: pd.DataFrame, today: date, told: str) -> Drawing:
    """The coming weeks as a sheet of a calendar: each day with what falls due, days off and make-up workdays marked."""
    days = [stamp.date() for stamp in calendar["day"]]
    due = calendar["count"] > 0
    iso = pd.Series([day.isoformat() for day in days]).where(due, "")
    shown = pd.DataFrame(
        {
            "weekday": [fmt_date(day, form="weekday") for day in days],
            "week": [week_name(stamp.date().isoformat(), today) for stamp in calendar["week"]],
            "day": [fmt_date(day, form="day") for day in days],
            "number": [fmt_date(day, form="day") if day.day == 1 or day == today else str(day.day) for day in days],
            "short": [str(day.day) for day in days],
            "said": [str(count) if count else "" for count in calendar["count"]],
            "tag": [t(f"boards.{rest}") if rest in ("holiday", "makeup") else "" for rest in calendar["rest"]],
            "told": [tn("boards.due_on_day", count) for count in calendar["count"]],
            "state": [_state(one, day, today) for one, day in zip(calendar.itertuples(), days, strict=True)],
            "today": [day == today for day in days],
            "due_from": iso,
            "due_to": iso,
            "figure": pd.Series("unsettled", index=calendar.index).where(due, "").to_numpy(),
        }
    )
    pick = {"due_from": "due_from", "due_to": "due_to", "figure": "figure"}
    height = 46 + 62 * calendar["week"].nunique()
    return Drawing(
        _calendar_spec(language(), mode()),
        shown,
        alt=telling(told, zip(shown["day"][due], shown["told"][due], strict=True)),
        height=height,
        pick=pick,
    )


def _state(one, day: date, today: date) -> str:
    """What colours a day: its worst light, else whether it is past or a day off."""
    return one.light or ("past" if day < today else "off" if one.rest in ("holiday", "weekend") else "work")


@lru_cache(maxsize=8)
def _calendar_spec(lang: str, scheme: str) -> Spec:
    colour = palette()
    tints = {name: colour[name] for name in ("red", "yellow")} | {"green": colour["pale"], "work": colour["panel"]}
    tints |= {"off": colour["paper"], "past": colour["paper"]}
    band = alt.Scale(paddingInner=0.06)

    def at(across: float, down: float) -> alt.Chart:
        return alt.Chart().encode(
            x=alt.X(
                "weekday:N", sort=None, title=None, scale=band, bandPosition=across, axis=alt.Axis(orient="top", labelAngle=0)
            ),
            y=alt.Y("week:N", sort=None, title=None, scale=band, bandPosition=down, axis=alt.Axis(labelColor=colour["ink"])),
        )

    sheet = alt.Chart().encode(
        x=alt.X("weekday:N", sort=None, title=None, scale=band, axis=alt.Axis(orient="top", labelAngle=0, labelFontSize=14)),
        y=alt.Y("week:N", sort=None, title=None, scale=band, axis=alt.Axis(labelColor=colour["ink"], labelFontSize=14)),
    )
    cell = sheet.mark_rect(cornerRadius=3, **tips("day", "told", "tag")).encode(
        color=alt.Color("state:N", legend=None, scale=alt.Scale(domain=list(tints), range=list(tints.values()))),
        stroke=alt.condition("datum.today", alt.value(colour["ink"]), alt.value(colour["line"])),
        strokeWidth=alt.condition("datum.today", alt.value(2.5), alt.value(1)),
    )
    on_colour = "datum.state == 'red' || datum.state == 'yellow'"
    ink = alt.condition(on_colour, alt.value(colour["paper"]), alt.value(colour["ink"]))
    faint = alt.condition(on_colour, alt.value(colour["paper"]), alt.value(colour["grey_text"]))
    number = (
        at(0.08, 0.26)
        .mark_text(text=alt.ExprRef("bandwidth('x') < 62 ? datum.short : datum.number"), align="left", fontSize=13)
        .encode(color=faint)
    )
    tag = at(0.93, 0.26).mark_text(align="right", fontSize=13).encode(text="tag:N", color=faint)
    count = at(0.5, 0.66).mark_text(fontSize=20, fontWeight=600).encode(text="said:N", color=ink)
    return spec_of(cell + number + tag + count)


def moved_chart(moved: pd.DataFrame, today: date, told: str) -> Drawing | None:
    """Each extension from the old date (hollow) to the new one (filled), today as a line; a click opens the problem."""
    if moved.empty:
        return None
    rows = moved.assign(
        name=[t("boards.ref_and_title", ref=one.ref_no, title=one.title) for one in moved.itertuples()],
        said=[
            t("boards.moved", old=fmt_date(one.old_due, form="day"), new=fmt_date(one.new_due, form="day"), days=one.added)
            for one in moved.itertuples()
        ],
        short=[t("boards.added", days=days) for days in moved["added"]],
        old=[day.isoformat() for day in moved["old_due"]],
        new=[day.isoformat() for day in moved["new_due"]],
        today=today.isoformat(),
        place=[f"{place:03d}" for place in range(len(moved))],
    ).drop(columns=["old_due", "new_due", "granted_on"])
    return Drawing(
        _moved_spec(language(), mode()),
        rows,
        alt=telling(told, zip(rows["name"], rows["said"], strict=True)),
        height=ROW * len(rows) + 50,
        pick={"ref_no": "ref"},
    )


@lru_cache(maxsize=8)
def _moved_spec(lang: str, scheme: str) -> Spec:
    colour = palette()
    axis = alt.Axis(format=day_format(), tickCount=6, title=None, orient="top", grid=True)
    phone = "containerSize()[0] < 600"
    only_ref = f"{phone} ? split(datum.label, ' ')[0] : datum.label"
    names = alt.Axis(labelLimit=330, labelFontSize=14, labelColor=colour["ink"], labelExpr=only_ref)
    base = alt.Chart().encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names),
    )
    way = base.mark_bar(color=colour["pale"], height=8, **tips("name", "said", "reason")).encode(
        x=alt.X("old:T", axis=axis), x2="new:T"
    )
    old = base.mark_point(filled=True, fill=colour["paper"], stroke=colour["grey"], size=120, strokeWidth=2).encode(x="old:T")
    new = base.mark_point(size=130, color=colour["found"]).encode(x="new:T")
    said = base.mark_text(align="left", dx=12, fontSize=14, text=alt.ExprRef(f"{phone} ? datum.short : datum.said")).encode(
        x="new:T"
    )
    line = alt.Chart().mark_rule(color=colour["ink"], strokeDash=[5, 4], opacity=0.55).encode(x="min(today):T")
    return spec_of(line + way + old + new + said)
