"""The type of an official paper (GB/T 9704): which font and size for what, and what stands in where a font is missing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

FONTS: Mapping[str, tuple[str, ...]] = {
    "title": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "宋体", "SimSun", "Noto Serif CJK SC"),
    "heading": ("黑体", "SimHei", "Noto Sans CJK SC"),
    "second": ("楷体_GB2312", "楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC"),
    "body": ("仿宋_GB2312", "仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC"),
    "page": ("宋体", "SimSun", "Noto Serif CJK SC"),
    "latin": ("Times New Roman", "Liberation Serif", "Noto Serif"),
}
"""For each use the font of the standard, then those that may take its place, in order."""


@dataclass(frozen=True)
class Type:
    """Sizes in points. ``line`` is the fixed distance of lines: 22 of them fill a page of the standard."""

    title: float
    body: float
    line: float
    table: float
    small: float
    caption: float
    indent: int


TYPES = {"zh_CN": Type(22, 16, 29, 10.5, 9, 12, 2), "en": Type(20, 12, 19, 10, 9, 11, 0)}
"""Chinese by the standard (title 二号, text 三号, two characters of indent); English as a report is set."""


def family(use: str, here: Collection[str] = ()) -> str:
    """The font of a use: that of the standard, or the first of its list that is ``here``, if it is known what is."""
    return next((name for name in FONTS[use] if name in here), FONTS[use][0])


@lru_cache(maxsize=1)
def installed() -> frozenset[str]:
    """The families that this machine has, as far as it has fontconfig to ask; empty when it cannot say."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    told = subprocess.run([program, ":", "family"], capture_output=True, timeout=20, check=False).stdout
    return frozenset(name.strip() for line in told.decode("utf-8", "replace").splitlines() for name in line.split(","))
