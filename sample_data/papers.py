"""Real small files for the sample's evidence: drawn photographs, and one-page documents that bear their title."""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO
from zlib import crc32

from PIL import Image, ImageDraw

from store.model.evidence import Upload

PICTURED, WRITTEN = ("照片", "截图", "公示", "逐台", "合格"), ("通知", "办法", "标准", "规定", "规则", "报告", "凭证", "汇总")
"""What a title says when its paper is a picture, or a document."""
SIZE = (800, 600)
WALLS = ("#d9d4c7", "#cfd8dc", "#e3ddd0", "#d5dccf")
BOARDS = ("#1f5f8b", "#2f7d5d", "#7a5c3e")


def files_for(title: str) -> list[Upload]:
    """The file of a paper of that title; most papers of the sample are only named."""
    chance = crc32(title.encode())
    if any(word in title for word in PICTURED):
        return [Upload(f"{title}.jpg", photograph(chance % 4))]
    if any(word in title for word in WRITTEN) and chance % 5 < 3:
        return [Upload(f"{title}.pdf", document(title))]
    return []


@cache
def photograph(number: int) -> bytes:
    """A notice board in a corridor, as a telephone would take it; the same for the same number."""
    rng = random.Random(number)
    picture = Image.new("RGB", SIZE, rng.choice(WALLS))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 600), (0, 505), (800, 470), (800, 600)], fill="#8d8577")
    draw.rectangle((70, 70, 730, 425), fill="#b08d57", outline="#7d6238", width=10)
    draw.rectangle((86, 86, 714, 409), fill=rng.choice(BOARDS))
    draw.rectangle((250, 96, 550, 128), fill="#f4f1ea")
    for column in range(4):
        for row in range(2):
            if rng.random() < 0.85:
                _sheet(draw, rng, 108 + column * 152 + rng.randint(-5, 5), 148 + row * 130 + rng.randint(-4, 4))
    told = BytesIO()
    picture.rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BILINEAR, fillcolor="#c9c3b5").save(told, "JPEG", quality=82)
    return told.getvalue()


def _sheet(draw: ImageDraw.ImageDraw, rng: random.Random, left: int, top: int) -> None:
    """A page pinned up: a heading, lines of writing, here and there a seal."""
    draw.rectangle((left + 3, top + 3, left + 127, top + 113), fill="#4c3b2a")
    draw.rectangle((left, top, left + 124, top + 110), fill="#fdfcf9")
    draw.rectangle((left + 28, top + 10, left + 96, top + 17), fill="#b83a2b")
    for line in range(7):
        draw.rectangle((left + 12, top + 28 + line * 11, left + rng.randint(70, 112), top + 31 + line * 11), fill="#6d7580")
    if rng.random() < 0.5:
        draw.ellipse((left + 82, top + 74, left + 110, top + 102), outline="#c8392b", width=3)


def document(title: str) -> bytes:
    """A PDF of one page with its title, and a line that says it is a sample; the reader's program has the font."""
    lines = [(120, 20, title), (60, 12, "示例文件：系统演示用，不是真实公文")]
    drawn = " ".join(f"BT /F1 {size} Tf 72 {640 + up} Td <{line.encode('utf-16-be').hex()}> Tj ET" for up, size, line in lines)
    content = f"{drawn} 0.72 0.23 0.17 RG 2 w 72 735 m 523 735 l S".encode()
    font = "/BaseFont /STSong-Light"
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        f"<< /Type /Font /Subtype /Type0 {font} /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType0 {font} /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R /DW 1000 >>".encode(),
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )


def _pdf(*objects: bytes) -> bytes:
    """The file of numbered objects, the first of which is the catalogue."""
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    return body + head + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
