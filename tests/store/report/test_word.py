"""The Word document is an official paper: measures, fonts, headings, tables, pictures; the same bytes for the same report."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from store.model.errors import Unusable
from store.opening import Store
from store.report import pdf as pdf_module
from store.report.blocks import Chart, Table, flat, numbers
from store.report.pdf import pdf
from store.report.pictures import png
from store.report.word import docx
from tests.lived_ledger import Life, lived
from tests.small_ledger import TODAY
from tests.store.report.reading import report

DPI = 300
LINE = 156


@pytest.fixture
def paper(small: Store) -> Any:
    lived(small)
    return Document(io.BytesIO(docx(report(small))))


def texts(document: Any) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def east_asian(document: Any, style: str) -> str:
    return document.styles[style].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))


def test_the_sheet_has_the_measures_of_the_standard(paper: Any):
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(margin.mm) for margin in margins] == [37, 28, 26, 35]


def test_each_style_has_its_font_and_size(paper: Any):
    fonts = {name: east_asian(paper, name) for name in ("Title", "Heading 1", "Heading 2", "Normal")}
    assert fonts == {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体_GB2312", "Normal": "仿宋_GB2312"}
    assert [paper.styles[name].font.size.pt for name in fonts] == [22, 16, 16, 16]
    assert paper.styles["Normal"].paragraph_format.line_spacing.pt == 29
    indent = paper.styles["Normal"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_a_machine_without_a_font_is_told_what_may_stand_in(small: Store):
    with zipfile.ZipFile(io.BytesIO(docx(report(small)))) as archive:
        table = archive.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,STFangsong,Noto Serif CJK SC"/>' in table


def test_the_title_and_the_headings_are_styled_and_numbered(paper: Any):
    by_style = [(paragraph.style.name, paragraph.text) for paragraph in paper.paragraphs]
    assert by_style[0] == ("Title", "关于专项整治工作阶段性情况的报告")
    first = [text for style, text in by_style if style == "Heading 1"]
    assert [text[:2] for text in first] == ["一、", "二、", "三、", "四、", "五、", "六、", "七、"]
    assert ("Heading 2", "（二）本期变化") in by_style
    assert ("Report Signature", "2026年11月23日") in by_style


def test_a_table_repeats_its_head_and_splits_no_row(paper: Any):
    assert len(paper.tables) == 5
    for table in paper.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) / 1440 * 25.4 == pytest.approx(LINE, abs=1)


def test_the_document_says_the_same_numbers_as_the_screen(small: Store):
    lived(small)
    told = report(small)
    document = Document(io.BytesIO(docx(told)))
    said = texts(document)
    for block in told.blocks:
        assert all(number.text in said for number in numbers(block))
    tables = [block for block in told.blocks if isinstance(block, Table)]
    for block, table in zip(tables, document.tables, strict=True):
        shown = [[cell.text for cell in row.cells] for row in table.rows[1:]]
        assert shown == [[flat(cell) for cell in row] for row in block.rows]


def test_the_charts_are_sharp_and_say_what_they_show(small: Store):
    lived(small)
    told = report(small)
    with zipfile.ZipFile(io.BytesIO(docx(told))) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
        body = archive.read("word/document.xml").decode()
    charts = [block for block in told.blocks if isinstance(block, Chart)]
    assert len(pictures) == len(charts) == 3
    for picture in pictures:
        assert Image.open(io.BytesIO(picture)).width >= LINE / 25.4 * DPI
    assert all(f'descr="{chart.alt}"' in body for chart in charts)


def test_chinese_stands_in_the_pictures(small: Store):
    """A font without Chinese would draw the same box for every character; two names then look alike."""
    life = Life(small)
    life.found("2026-11-02", "2026-12-10")
    first, second = (chart_of(small, name) for name in ("查摆", "销号"))
    assert first != second


def chart_of(store: Store, word: str) -> bytes:
    chart = next(block for block in report(store).blocks if isinstance(block, Chart))
    return png(Chart(chart.name, "", "", chart.data.assign(found_said=word, closed_said=""), chart.height), "zh_CN")


def test_the_same_report_is_the_same_file(small: Store):
    lived(small)
    assert docx(report(small)) == docx(report(small))


def test_the_properties_name_the_paper_and_nobody(paper: Any):
    properties = paper.core_properties
    assert properties.title == "关于专项整治工作阶段性情况的报告"
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created.date() == TODAY


def test_pages_are_numbered_outside(paper: Any):
    section = paper.sections[0]
    assert paper.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert re.fullmatch("—  —|— PAGE —", footer.paragraphs[0].text)
        assert "PAGE" in footer._element.xml


def test_what_xml_cannot_hold_does_not_break_the_file(small: Store):
    Life(small).found("2026-11-02", "2026-11-10", title="<w:b> & \ufffe 尾")
    assert "<w:b> &  尾" in texts(Document(io.BytesIO(docx(report(small)))))


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_an_empty_ledger_makes_a_paper_too(small: Store, lang: str):
    document = Document(io.BytesIO(docx(report(small, lang=lang))))
    assert not document.tables
    assert len([one for one in document.paragraphs if one.style.name == "Heading 1"]) == 7


def test_english_is_set_as_english(small: Store):
    document = Document(io.BytesIO(docx(report(small, lang="en"))))
    assert document.styles["Normal"].font.size.pt == 12
    assert document.styles["Normal"].element.pPr.find(qn("w:ind")) is None
    assert document.styles["Heading 1"].font.bold


def test_libreoffice_makes_the_same_pages_as_pdf(small: Store, need: Callable[..., str]):
    need("soffice", "libreoffice")
    lived(small)
    made = pdf(report(small))
    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) > 4


def test_without_libreoffice_it_says_so(small: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unusable, match="no_pdf_here"):
        pdf(report(small))


def test_a_converter_that_fails_or_makes_nothing_is_told_calmly(small: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    told = report(small)
    for script in ("#!/bin/sh\nexit 3\n", "#!/bin/sh\nexit 0\n", "#!/bin/sh\nexec sleep 60\n"):
        program = tmp_path / "soffice"
        program.write_text(script)
        program.chmod(0o755)
        monkeypatch.setattr(pdf_module, "SECONDS", 0.5)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        with pytest.raises(Unusable, match="pdf_failed"):
            pdf(told)
