"""The files of the ledger by address: workbook and JSON under their names, in the words of the reader, for the same roles."""

from __future__ import annotations

import io
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from store.exchange.taking import FILES, XLSX, take
from tests.store.conftest import CONTACT, OFFICE, fields, registered
from tests.store.test_web import Site, _quick, open_site, site  # noqa: F401


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_its_bytes_under_its_own_kind_and_ending(open_site: Site, file: str):  # noqa: F811
    registered(open_site.store)
    registered(open_site.store, unit="U02")
    answer = open_site.client().get(f"/export/{file}?unit=U02&header=zh_CN")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FILES[file].media_type
    assert answer.content == take(open_site.store, OFFICE, file, {"unit": "U02", "header": "zh_CN"}).content
    stem, _, ending = file.partition(".")
    assert f'filename="{stem}-2026-11-23.{ending}"' in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("lang", "sheet", "name"),
    [
        ("zh-CN", "整改清单", "问题整改清单（2026年11月23日）.xlsx"),
        ("en", "List", "List of problems and their rectification (23 Nov 2026).xlsx"),
    ],
)
def test_a_workbook_speaks_the_language_of_its_reader(open_site: Site, lang: str, sheet: str, name: str):  # noqa: F811
    registered(open_site.store)
    answer = open_site.client(**{"accept-language": lang}).get("/export/issues.xlsx")
    assert answer.headers["content-type"] == XLSX
    assert f"filename*=UTF-8''{quote(name)}" in answer.headers["content-disposition"]
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[0] == sheet


@pytest.mark.parametrize("file", FILES)
def test_nobody_takes_anything_without_signing_in(site: Site, file: str):  # noqa: F811
    registered(site.store)
    assert site.client().get(f"/export/{file}").status_code == 303
    assert site.client(accept="*/*").get(f"/export/{file}").status_code == 401


@pytest.mark.parametrize(("role", "sees"), [("unit", True), ("office", True), ("inspector", True), ("viewer", False)])
def test_restricted_matter_is_in_the_files_of_those_it_is_for(site: Site, role: str, sees: bool):  # noqa: F811
    site.store.ledger.register(CONTACT, "c", fields(title="内部掌握的问题", confidential=True))
    reader = site.signed_in(role)
    assert [row["title"] for row in reader.get("/export/issues.json").json()] == ["内部掌握的问题"] * sees
    sheets = load_workbook(io.BytesIO(reader.get("/export/issues.xlsx?per=unit").content)).worksheets
    said = [cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    assert said.count("内部掌握的问题") == (2 if sees else 0)


def test_another_file_is_a_sentence_that_names_those_there_are(open_site: Site):  # noqa: F811
    answer = open_site.client().get("/export/issues.ods")
    assert answer.status_code == 404
    assert all(file in answer.text for file in (*FILES, "history.csv"))


def test_what_cannot_be_read_is_told_by_its_name(open_site: Site):  # noqa: F811
    answer = open_site.client().get("/export/issues.xlsx?per=person")
    assert (answer.status_code, answer.text.partition(":")[0]) == (422, "per")
