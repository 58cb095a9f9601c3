"""Typefaces for drawn decks and printed felts: free fonts of Debian (OFL, Apache, Bitstream Vera)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from cache import debian_package

TRAINING_PACKAGES = (
    "fonts-bebas-neue",
    "fonts-cantarell",
    "fonts-clear-sans",
    "fonts-comfortaa",
    "fonts-comic-neue",
    "fonts-crosextra-caladea",
    "fonts-crosextra-carlito",
    "fonts-dancingscript",
    "fonts-dejavu-core",
    "fonts-dosis",
    "fonts-gfs-didot",
    "fonts-jura",
    "fonts-karla",
    "fonts-lato",
    "fonts-league-spartan",
    "fonts-leckerli-one",
    "fonts-liberation2",
    "fonts-lobster",
    "fonts-oldstandard",
    "fonts-play",
    "fonts-quicksand",
    "fonts-roboto-unhinted",
    "fonts-sil-gentium-basic",
    "fonts-yanone-kaffeesatz",
)
VALIDATION_PACKAGES = (
    "fonts-cabin",
    "fonts-open-sans",
    "fonts-prociono",
    "fonts-quattrocento",
    "fonts-roboto-slab",
    "fonts-vollkorn",
)
UNFIT = ("Tamil", "Hairline", "Thin", "ExtraLight", "Variable", "-VF", "SmallCaps", "RobotoTTF", "Initials")
GLYPH_HEIGHT_PX = 128


@lru_cache
def font_files(split: str) -> tuple[Path, ...]:
    """The font files of a split (training, validation); the test split draws no decks of its own."""
    packages = TRAINING_PACKAGES if split == "training" else VALIDATION_PACKAGES
    files = [path for name in packages for path in debian_package(name).rglob("*.[to]tf")]
    return tuple(sorted(path for path in files if not any(word in path.name for word in UNFIT)))


def random_font(rng: np.random.Generator, split: str) -> Path:
    """A font of the split, an upright one mostly: indices of cards are seldom slanted."""
    files = font_files(split)
    for _ in range(4):
        font = files[rng.integers(len(files))]
        if "Italic" not in font.name and "Light" not in font.name:
            return font
    return font


@lru_cache(maxsize=4096)
def text_mask(font: Path, text: str, spacing: float = 0.0) -> np.ndarray:
    """The ink of a word, cut tight: uint8 [GLYPH_HEIGHT_PX, width]. `spacing` is a share of the type size."""
    size = 150
    face = ImageFont.truetype(str(font), size)
    canvas = Image.new("L", (size * (len(text) + 2), size * 2), 0)
    pen = ImageDraw.Draw(canvas)
    x = size * 0.5
    for letter in text:
        pen.text((x, size * 0.3), letter, fill=255, font=face)
        x += face.getlength(letter) + spacing * size
    box = canvas.getbbox()
    if box is None:
        raise ValueError(f"{font} has no ink for {text}")
    ink = canvas.crop(box)
    width = max(4, round(ink.width * GLYPH_HEIGHT_PX / ink.height))
    return np.asarray(ink.resize((width, GLYPH_HEIGHT_PX), Image.Resampling.BOX))
