"""Card art of Debian's gnome-cards-data (GPL-3+), rasterised once into the cache. The art itself is never committed.

A sheet has thirteen columns (A … K) and five rows: clubs, diamonds, hearts, spades, then two jokers and the back.
"""

from __future__ import annotations

import gzip
import subprocess
from functools import lru_cache

import cv2
import numpy as np

from cache import cache_folder, debian_package

TRAINING_SHEETS = ("anglo", "anglo_bitmap", "anglo_modern", "atlasnye", "bellot", "orell", "paris")
VALIDATION_SHEETS = ("dondorf",)
TEST_SHEETS = ("tango", "neoclassical")
SHEETS = {"training": TRAINING_SHEETS, "validation": VALIDATION_SHEETS, "test": TEST_SHEETS}

COLUMNS, ROWS = 13, 5
ROW_OF_SUIT = (3, 2, 1, 0)  # S H D C
CARD_PX = 280  # height of a card's picture
_DRAWN_PX = 560  # rasterised at twice that and averaged down


def _sheet(name: str) -> np.ndarray:
    """The whole sheet, RGBA, from the cache or freshly rasterised."""
    path = cache_folder("sheets") / f"{name}.png"
    if not path.exists():
        package = debian_package("gnome-cards-data")
        drawing = cache_folder("sheets") / f"{name}.svg"
        drawing.write_bytes(gzip.decompress((package / f"usr/share/aisleriot/cards/{name}.svgz").read_bytes()))
        command = ["rsvg-convert", "--keep-aspect-ratio", "-h", str(_DRAWN_PX * ROWS), str(drawing), "-o", str(path)]
        subprocess.run(command, check=True)
        drawing.unlink()
    return cv2.cvtColor(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA)


@lru_cache
def sheet_cards(name: str) -> np.ndarray:
    """All cells of a sheet: uint8 RGBA [ROWS, COLUMNS, CARD_PX, width, 4]."""
    sheet = _sheet(name)
    width = round(CARD_PX * sheet.shape[1] / COLUMNS / (sheet.shape[0] / ROWS))
    even = cv2.resize(sheet, (width * COLUMNS, CARD_PX * ROWS), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(even.reshape(ROWS, CARD_PX, COLUMNS, width, 4).transpose(0, 2, 1, 3, 4))
