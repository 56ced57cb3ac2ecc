"""Small files of every kind for tests of evidence."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from PIL import Image

from store.model.evidence import Upload


def picture(colour: str = "#1F5F8B", kind: str = "PNG") -> bytes:
    told = BytesIO()
    Image.new("RGB", (40, 30), colour).save(told, kind)
    return told.getvalue()


def package(*parts: str) -> bytes:
    """A zip with these parts: ``word/document.xml`` makes it a docx."""
    told = BytesIO()
    with ZipFile(told, "w") as file:
        for part in parts:
            file.writestr(part, "x" * 20)
    return told.getvalue()


PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
PROGRAM = b"MZ\x90\x00" + b"\0" * 300
PAGE = b"<html><body><script>alert(1)</script></body></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

PHOTO = Upload("整改后现场.png", picture())
PAPER = Upload("会议纪要.pdf", PDF)
