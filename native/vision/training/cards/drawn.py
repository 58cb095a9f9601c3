"""Decks that were never printed: every measure is by chance, so that a reader learns indices and pips, not art."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from courts import collage, recoloured
from fonts import random_font, text_mask
from ink import Colour, any_colour, bolder, hsv, stamp
from pips import pip_masks
from sheets import CARD_PX, ROW_OF_SUIT, TRAINING_SHEETS, sheet_cards

Rng = np.random.Generator

RANKS = ("A", "2", "3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K")
SUITS = ("S", "H", "D", "C")

_TWO = [(0.0, -1.0), (0.0, 1.0)]
_FOUR = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)]
_SIX = [*_FOUR, (-1.0, 0.0), (1.0, 0.0)]
_EIGHT = [*_FOUR, (-1.0, -1 / 3), (1.0, -1 / 3), (-1.0, 1 / 3), (1.0, 1 / 3)]
_MIDDLE = (0.0, 0.0)


def pip_places(rank: int, between: float) -> list[tuple[float, float]]:
    """Where the pips of 2 … 10 (rank 1 … 9) stand, −1…1 in both axes; `between`: the middle pips of 7, 8 and 10."""
    return [
        [_MIDDLE],
        _TWO,
        [*_TWO, _MIDDLE],
        _FOUR,
        [*_FOUR, _MIDDLE],
        _SIX,
        [*_SIX, (0.0, -between)],
        [*_SIX, (0.0, -between), (0.0, between)],
        [*_EIGHT, _MIDDLE],
        [*_EIGHT, (0.0, -between - 0.17), (0.0, between + 0.17)],
    ][rank]


_COLUMN = [(0.0, -0.5), _MIDDLE, (0.0, 0.5)]
_LEVEL = [(-1.0, 0.0), _MIDDLE, (1.0, 0.0)]
_FIVES = [(side, height) for side in (-1.0, 1.0) for height in (-1.0, -0.5, 0.0, 0.5, 1.0)]
# Other ways to set pips, met in some decks: who counts by the usual pattern alone misreads them.
UNUSUAL_PLACES: dict[int, list[list[tuple[float, float]]]] = {
    2: [[(-1.0, -1.0), _MIDDLE, (1.0, 1.0)]],
    5: [[*_FOUR, (0.0, -0.4), (0.0, 0.4)], [*_TWO, *_FOUR]],
    6: [[*_FOUR, *_LEVEL], [*_FOUR, *_COLUMN], [*_SIX, _MIDDLE], [*_SIX, (0.0, 0.5)], [*_FOUR, *_TWO, _MIDDLE]],
    7: [_EIGHT, [*_SIX, *_TWO], [*_FOUR, (-1.0, 0.0), (1.0, 0.0), (0.0, -0.35), (0.0, 0.35)]],
    8: [[*_SIX, *_TWO, _MIDDLE], [*_EIGHT, (0.0, -0.67)], [*_SIX, *_COLUMN]],
    9: [_FIVES, [*_EIGHT, *_TWO], [*_EIGHT, (0.0, -0.33), (0.0, 0.33)]],
}


# Decks without pips are rare (the held-out decks have them as seldom), but they alone teach to read indices.
BODY_CHANCES = {False: [0.92, 0.05, 0.02, 0.01], True: [0.52, 0.24, 0.08, 0.16]}


@dataclass
class DrawnDeck:
    """One deck; lengths are shares of the card's height unless told otherwise."""

    rng: Rng
    aspect: float
    corner: float
    paper: Colour
    sheen: float
    ink: tuple[Colour, ...]
    font: Path
    weight: int
    pips: tuple[np.ndarray, ...]
    index_height: float
    index_stretch: float
    ten_stretch: float
    index_x: float
    index_y: float
    index_kind: str
    suit_size: float
    corners: int
    body: str
    pip_size: float
    pip_dx: float
    pip_dy: float
    pip_between: float
    pip_inlay: bool
    unusual: int  # which unusual places for pips; 0: the usual ones
    frame: bool
    edge: bool
    court: str
    court_pip: bool
    court_frame: bool
    ace_size: float
    ace_ornament: str
    name: str = "drawn"
    _glyphs: dict[int, np.ndarray] = field(default_factory=dict)

    @property
    def index_right(self) -> float:
        """Where the index ends, as a share of the width; letters are about 0.72 as wide as high."""
        return (self.index_x + self.index_height * self.index_stretch * 0.36) * self.aspect

    @property
    def width(self) -> int:
        """Width of a card, px."""
        return round(CARD_PX / self.aspect)

    def card(self, rank: int, suit: int) -> np.ndarray:
        """One card, uint8 RGBA [CARD_PX, width, 4]."""
        canvas = self._blank()
        if self.frame and rank < 10:
            self._rectangle(canvas, self.index_x * 1.6 + 0.05, 0.05, (90, 90, 90), 1)
        if rank >= 10:
            self._court(canvas, rank, suit)
        elif rank == 0:
            self._ace(canvas, suit)
        else:
            self._number(canvas, rank, suit)
        self._indices(canvas, rank, suit)
        if self.edge:
            cv2.rectangle(canvas, (0, 0), (self.width - 1, CARD_PX - 1), (60, 60, 60), 2)
        return self._cut(canvas)

    def back(self) -> np.ndarray:
        return self._cut(drawn_back(self.rng, self.width, CARD_PX))

    def joker(self) -> np.ndarray:
        """A joker: a figure and the word in any arrangement, often with a large J or a star where an index would be."""
        canvas, rng = self._blank(), self.rng
        h, w = int(CARD_PX * rng.uniform(0.45, 0.85)), int(self.width * rng.uniform(0.4, 0.75))
        top, left = (CARD_PX - h) // 2, (self.width - w) // 2
        figure = collage(rng, w, h, self.paper) if rng.random() < 0.6 else self._piece(rng, 10 + rng.integers(3), w, h)
        canvas[top : top + h, left : left + w] = figure
        colour, size = self.ink[rng.integers(4)], rng.uniform(0.04, 0.08) * CARD_PX
        upper = rng.random() < 0.6
        views = [canvas, canvas[::-1, ::-1]][: int(rng.choice([1, 2], p=[0.15, 0.85]))]
        kind = rng.random()
        star = _star(int(rng.integers(5, 9))) if rng.random() < 0.4 else None
        for view in views:
            x, y = rng.uniform(0.05, 0.1) * self.width + size * 0.4, rng.uniform(0.04, 0.09) * CARD_PX
            if star is not None:
                stamp(view, star, x, y + size * 0.5, size * 1.2, size * 1.2, colour)
                y += size * 1.7
            if kind < 0.6:
                self._stacked_word(view, x, y, size, colour, upper)
            elif kind < 0.8:
                word = np.ascontiguousarray(
                    np.rot90(text_mask(self.font, "JOKER" if upper else "Joker"), rng.integers(1, 4))
                )
                stamp(view, word, x, y + size * 2.5, size, size * 5, colour)
            else:
                word = text_mask(self.font, "JOKER" if upper else "Joker")
                stamp(view, word, 0.06 * self.width + size * 2, y + size * 0.5, size * 4, size, colour)
        return self._cut(canvas)

    def _stacked_word(self, view: np.ndarray, x: float, y: float, size: float, colour: Colour, upper: bool) -> None:
        """The word downwards, letter under letter, its J larger now and then."""
        letters = "JOKER" if upper else "Joker"
        step = size * self.rng.uniform(0.95, 1.3)
        for place, letter in enumerate(letters):
            height = size * (self.index_height * 8 if place == 0 and size < 16 else 0.85)
            mask = text_mask(self.font, letter)
            stamp(view, mask, x, y + height / 2, min(height * mask.shape[1] / 128, size * 1.6), height, colour)
            y += max(step, height * 1.1)

    def _piece(self, rng: Rng, figure: int, width: int, height: int, suit: int = 0) -> np.ndarray:
        """The middle of a sheet's court (rank 10–12) in other colours; pips of its own suit may be in sight."""
        sheet = sheet_cards(TRAINING_SHEETS[rng.integers(len(TRAINING_SHEETS))])
        source = sheet[ROW_OF_SUIT[suit], figure, ..., :3]
        inner = source[
            int(CARD_PX * 0.1) : int(CARD_PX * 0.9), int(source.shape[1] * 0.26) : int(source.shape[1] * 0.74)
        ]
        return cv2.resize(recoloured(rng, inner), (width, height), interpolation=cv2.INTER_AREA)

    def _blank(self) -> np.ndarray:
        shine = 1 + self.sheen * np.linspace(-1, 1, CARD_PX)[:, None]
        column = (np.array(self.paper) * shine).clip(0, 255).astype(np.uint8)
        return np.repeat(column[:, None], self.width, 1)

    def _cut(self, canvas: np.ndarray) -> np.ndarray:
        return cv2.merge([*cv2.split(canvas), rounded(self.width, CARD_PX, self.corner)])

    def _rectangle(self, canvas: np.ndarray, x: float, y: float, colour: Colour, thickness: int) -> None:
        left, top = round(x * CARD_PX), round(y * CARD_PX)
        cv2.rectangle(canvas, (left, top), (self.width - left, CARD_PX - top), colour, thickness, cv2.LINE_AA)

    def _pip(self, canvas: np.ndarray, suit: int, x: float, y: float, size: float) -> None:
        """One suit sign; x in shares of the width, y and size in shares of the height."""
        mask = self.pips[suit]
        height = size * CARD_PX
        width = height * mask.shape[1] / mask.shape[0]
        stamp(canvas, mask, x * self.width, y * CARD_PX, width, height, self.ink[suit])
        if self.pip_inlay and height > 20:
            light = tuple(float(value) for value in np.array(self.ink[suit]) * 0.4 + np.array(self.paper) * 0.6)
            stamp(canvas, mask, x * self.width, y * CARD_PX, width * 0.5, height * 0.5, light)

    def _glyph(self, rank: int) -> np.ndarray:
        if rank not in self._glyphs:
            spacing = -0.04 if RANKS[rank] == "10" else 0.0
            self._glyphs[rank] = bolder(text_mask(self.font, RANKS[rank], spacing), self.weight)
        return self._glyphs[rank]

    def _rank(self, canvas: np.ndarray, rank: int, suit: int, x: float, y: float, height: float) -> float:
        """The rank's glyph centred at (x, y) px, `height` px high; tells its width, px."""
        mask = self._glyph(rank)
        width = height * mask.shape[1] / mask.shape[0] * self.index_stretch * (self.ten_stretch if rank == 9 else 1.0)
        stamp(canvas, mask, x, y, width, height, self.ink[suit])
        return width

    def _indices(self, canvas: np.ndarray, rank: int, suit: int) -> None:
        views = [canvas, canvas[::-1, ::-1]][: min(self.corners, 2)]
        for view in views:
            self._index(view, rank, suit, self.index_x)
            if self.corners == 4:
                self._index(view, rank, suit, self.width / CARD_PX - self.index_x)

    def _index(self, view: np.ndarray, rank: int, suit: int, x: float) -> None:
        """One index; x is its middle."""
        height = self.index_height * CARD_PX
        size = self.index_height * self.suit_size
        top = self.index_y * CARD_PX
        if self.index_kind == "beside":
            natural = self._glyph(rank).shape[1] / 128 * self.index_stretch * height
            inward = 1 if x < self.width / CARD_PX / 2 else -1
            left = max(x * CARD_PX, natural / 2 + 4) if inward > 0 else min(x * CARD_PX, self.width - natural / 2 - 4)
            self._rank(view, rank, suit, left, top + height / 2, height)
            place = left + inward * (natural * 0.5 + size * CARD_PX * 0.6)
            self._pip(view, suit, place / self.width, (top + height / 2) / CARD_PX, size)
            return
        offset = size * CARD_PX * 1.08 if self.index_kind == "above" else 0.0
        natural = (
            self._glyph(rank).shape[1] / 128 * height * self.index_stretch * (self.ten_stretch if rank == 9 else 1)
        )
        middle = float(np.clip(x * CARD_PX, natural / 2 + 2, self.width - natural / 2 - 2))
        self._rank(view, rank, suit, middle, top + offset + height / 2, height)
        if self.index_kind == "bare":
            return
        below = top / CARD_PX + (size / 2 if offset else self.index_height * 1.06 + size / 2)
        self._pip(view, suit, middle / self.width, below, size)

    def _number(self, canvas: np.ndarray, rank: int, suit: int) -> None:
        if self.body == "pips":
            for x, y in self._places(rank):
                view = canvas[::-1, ::-1] if y > 0.01 else canvas
                self._pip(
                    view, suit, 0.5 + (x if y <= 0.01 else -x) * self.pip_dx, 0.5 - abs(y) * self.pip_dy, self.pip_size
                )
        else:
            self._plain_body(canvas, rank, suit)

    def _places(self, rank: int) -> list[tuple[float, float]]:
        unusual = UNUSUAL_PLACES.get(rank, [])
        if self.unusual and unusual:
            return unusual[self.unusual % len(unusual)]
        return pip_places(rank, self.pip_between)

    def _plain_body(self, canvas: np.ndarray, rank: int, suit: int) -> None:
        """A jumbo deck's body: one big sign, one big rank, or nothing."""
        if self.body == "sign":
            self._pip(canvas, suit, 0.5, 0.5, self.ace_size)
        elif self.body == "rank":
            self._rank(canvas, rank, suit, 0.5 * self.width, 0.5 * CARD_PX, 0.35 * CARD_PX)

    def _ace(self, canvas: np.ndarray, suit: int) -> None:
        size = self.ace_size * (1.4 if suit == 0 and self.ace_ornament == "spade" else 1.0)
        middle = (self.width // 2, CARD_PX // 2)
        if self.ace_ornament == "ring":
            cv2.circle(canvas, middle, int(size * CARD_PX * 0.75), self.ink[suit], 1, cv2.LINE_AA)
            cv2.circle(canvas, middle, int(size * CARD_PX * 0.82), self.ink[suit], 2, cv2.LINE_AA)
        if self.ace_ornament == "text":
            word = text_mask(self.font, "Made for the table")
            stamp(
                canvas,
                word,
                middle[0],
                0.5 * CARD_PX + size * CARD_PX * 0.75,
                0.5 * self.width,
                0.03 * CARD_PX,
                (110, 110, 110),
            )
        self._pip(canvas, suit, 0.5, 0.5, size)

    def _court(self, canvas: np.ndarray, rank: int, suit: int) -> None:
        if self.court == "plain" and self.body == "pips":
            self._pip(canvas, suit, 0.5, 0.5, self.ace_size)
            return
        if self.court == "plain":
            self._plain_body(canvas, rank, suit)
            return
        left = round(max(0.12, min(0.3, (self.index_x * 2 - 0.02) * self.aspect)) * self.width)
        top = round(self.index_y * CARD_PX * 1.1)
        if self.index_height > 0.16:
            left = round(left * 0.8)
        w, h = self.width - 2 * left, CARD_PX - 2 * top
        seeded = np.random.default_rng((rank, suit, int(self.aspect * 1e6)))
        if self.court == "collage":
            picture = collage(seeded, w, h, self.paper)
        else:
            figure = rank if seeded.random() < 0.5 else 10 + seeded.integers(3)
            picture = self._piece(seeded, figure, w, h, suit)
        canvas[top : top + h, left : left + w] = picture
        if self.court_frame:
            cv2.rectangle(canvas, (left, top), (left + w, top + h), (40, 40, 70), 1, cv2.LINE_AA)
        if self.court_pip and left >= self.index_right * self.width:  # a pip on the index would hide it
            for view in (canvas, canvas[::-1, ::-1]):
                self._pip(
                    view,
                    suit,
                    left / self.width + self.pip_size * 0.5,
                    top / CARD_PX + self.pip_size * 0.7,
                    self.pip_size,
                )


@lru_cache
def _star(points: int) -> np.ndarray:
    """A star, uint8 [96,96]."""
    canvas = np.zeros((96, 96), np.uint8)
    angles = np.arange(points * 2) * np.pi / points - np.pi / 2
    radii = np.where(np.arange(points * 2) % 2 == 0, 46, 20)
    outline = np.stack([48 + radii * np.cos(angles), 48 + radii * np.sin(angles)], 1)
    cv2.fillPoly(canvas, [outline.astype(np.int32)], 255, cv2.LINE_AA)
    return canvas


@lru_cache(maxsize=512)
def rounded(width: int, height: int, corner: float) -> np.ndarray:
    """The outline of a card with round corners (radius as a share of the height): uint8 mask."""
    mask = np.zeros((height, width), np.uint8)
    radius = max(1, round(corner * height))
    cv2.rectangle(mask, (radius, 0), (width - 1 - radius, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - 1 - radius), 255, -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return mask


def drawn_back(rng: Rng, width: int, height: int) -> np.ndarray:
    """A card's back: a lattice, dots, stripes or a plain colour, mostly inside a white border."""
    colour, other = any_colour(rng), any_colour(rng) if rng.random() < 0.4 else (245.0, 245.0, 245.0)
    canvas = np.full((height, width, 3), colour, np.uint8)
    step, kind = int(rng.integers(6, 30)), rng.integers(5)
    for offset in range(-height, width + height, step):
        if kind in (0, 1):
            cv2.line(canvas, (offset, 0), (offset + height, height), other, int(rng.integers(1, 3)), cv2.LINE_AA)
        if kind == 0:
            cv2.line(canvas, (offset + height, 0), (offset, height), other, 1, cv2.LINE_AA)
        if kind == 2:
            for y in range(0, height, step):
                cv2.circle(canvas, (offset, y), step // 4, other, -1, cv2.LINE_AA)
    if kind == 3:
        for radius in range(step, height, step):
            cv2.ellipse(canvas, (width // 2, height // 2), (radius * 2 // 3, radius), 0, 0, 360, other, 2, cv2.LINE_AA)
    if rng.random() < 0.3:
        cv2.circle(canvas, (width // 2, height // 2), int(rng.integers(15, width // 3)), other, -1, cv2.LINE_AA)
    if rng.random() < 0.7:
        border = int(rng.integers(4, 22))
        cv2.rectangle(canvas, (0, 0), (width - 1, height - 1), (248, 248, 246), border)
    return canvas


@lru_cache
def _pip_pool(split: str) -> tuple[tuple[np.ndarray, ...], ...]:
    """Suit outlines of a split: the held-out decks have other outlines than training's."""
    rng = np.random.default_rng(11 if split == "training" else 12)
    return tuple(pip_masks(rng) for _ in range(160 if split == "training" else 24))


def _inks(rng: Rng) -> tuple[Colour, ...]:
    black = hsv(rng.uniform(200, 260), rng.uniform(0, 0.5), rng.uniform(0.02, 0.28))
    red = hsv(rng.normal(0, 6), rng.uniform(0.7, 1.0), rng.uniform(0.6, 0.95))
    if rng.random() < 0.12:
        blue = hsv(rng.uniform(200, 235), rng.uniform(0.7, 1), rng.uniform(0.5, 0.9))
        green = hsv(rng.uniform(105, 160), rng.uniform(0.7, 1), rng.uniform(0.3, 0.65))
        return (black, red, blue, green) if rng.random() < 0.75 else (black, red, hsv(28, 0.95, 0.95), green)
    return (black, red, red, black)


def _paper(rng: Rng) -> Colour:
    kind = rng.random()
    if kind < 0.5:
        return hsv(0, 0, rng.uniform(0.95, 1))
    if kind < 0.75:
        return hsv(rng.uniform(30, 60), rng.uniform(0.03, 0.16), rng.uniform(0.88, 1))
    if kind < 0.94:
        return hsv(rng.uniform(180, 260), rng.uniform(0, 0.05), rng.uniform(0.78, 0.95))
    return hsv(rng.uniform(0, 360), rng.uniform(0.05, 0.2), rng.uniform(0.85, 1))


def drawn_deck(rng: Rng, split: str) -> DrawnDeck:
    """A deck by chance, of the fonts and suit outlines of a split."""
    aspect = float(
        np.clip(rng.choice([rng.normal(1.4, 0.02), rng.normal(1.54, 0.02), rng.uniform(1.35, 1.58)]), 1.35, 1.58)
    )
    jumbo = rng.random()
    if jumbo < 0.5:
        index_height = rng.uniform(0.085, 0.125)
    elif jumbo < 0.88:
        index_height = rng.uniform(0.115, 0.18)
    else:
        index_height = rng.uniform(0.18, 0.27)
    index_stretch = rng.uniform(0.65, 1.15)
    pools = _pip_pool(split)
    body = str(rng.choice(["pips", "sign", "rank", "none"], p=BODY_CHANCES[split == "training"]))
    kind = str(rng.choice(["below", "beside", "above", "bare"], p=[0.83, 0.1, 0.03, 0.04]))
    if kind == "bare" and body not in ("pips", "sign"):
        body = "pips"
    side = index_height * index_stretch * 0.36 + rng.uniform(0.012, 0.045)
    deck = DrawnDeck(
        rng=rng,
        aspect=aspect,
        corner=rng.uniform(0.02, 0.06),
        paper=_paper(rng),
        sheen=float(rng.choice([0.0, rng.uniform(-0.08, 0.08)])),
        ink=_inks(rng),
        font=random_font(rng, split),
        weight=int(rng.choice([0, 0, 0, 2, 4, 6, -1])),
        pips=pools[rng.integers(len(pools))],
        index_height=index_height,
        index_stretch=index_stretch,
        ten_stretch=rng.uniform(0.62, 0.95),
        index_x=side,
        index_y=rng.uniform(0.02, 0.06),
        index_kind=kind,
        suit_size=rng.uniform(0.55, 0.95) if kind != "beside" else rng.uniform(0.5, 0.9),
        corners=int(rng.choice([2, 4, 1], p=[0.74, 0.23, 0.03])),
        body=body,
        pip_size=rng.uniform(0.11, 0.19),
        pip_dx=rng.uniform(0.16, 0.24),
        pip_dy=rng.uniform(0.27, 0.36),
        pip_between=rng.uniform(0.4, 0.6),
        pip_inlay=rng.random() < 0.05,
        unusual=int(rng.integers(1, 61)) if rng.random() < 0.22 else 0,
        frame=rng.random() < 0.1,
        edge=rng.random() < 0.15,
        court=str(rng.choice(["collage", "crop", "plain"], p=[0.4, 0.42, 0.18])),
        court_pip=rng.random() < 0.65,
        court_frame=rng.random() < 0.6,
        ace_size=rng.uniform(0.14, 0.42),
        ace_ornament=str(rng.choice(["none", "ring", "text", "spade"], p=[0.5, 0.15, 0.1, 0.25])),
    )
    room = 0.52 - deck.index_right - deck.pip_size * aspect / 2  # large indices push the pips together, or out
    if room < 0.12 and deck.body == "pips":
        deck.body = "sign"
    deck.pip_dx = min(deck.pip_dx, max(room, 0.12))
    return deck
