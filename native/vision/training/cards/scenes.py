"""A table seen by a camera: felt, clutter, cards; with the truth of every card.

Both networks learn from such scenes, and the evaluation's pictures are such scenes.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from camera import photographed
from clutter import ABOVE, LYING
from decks import Deck, random_deck
from felt import table_top
from layout import card_places, quad_of
from sheets import CARD_PX

Rng = np.random.Generator

VISIBLE_MIN = 0.69  # share of a card that must be seen for it to be asked for
INDEX_VISIBLE_MIN = 0.93  # share of its better index
COURT_CHANCES = np.array([1.3, *[1.0] * 9, 2.2, 2.2, 2.2]) / 16.9  # of ranks, in training: no pips tell a court
INDEX_BOX = np.array([[0.0, 0.0], [0.24, 0.0], [0.24, 0.28], [0.0, 0.28]])  # shares of the card, upper left


@dataclass(frozen=True)
class SeenCard:
    """A face-up card of a scene: quad in px, TL TR BR BL of the upright card."""

    rank: int
    suit: int
    quad: np.ndarray
    visible: float
    index_visible: float

    @property
    def asked(self) -> bool:
        """Whether a reader must tell it."""
        return self.visible >= VISIBLE_MIN and self.index_visible >= INDEX_VISIBLE_MIN


@dataclass(frozen=True)
class Scene:
    """A picture, its face-up cards, and the quads of what looks like a card but must not be told."""

    picture: np.ndarray
    cards: list[SeenCard]
    decoys: list[np.ndarray]


class FeltPool:
    """Table tops are dear to draw: a few are kept, cut and turned, and renewed by and by."""

    SIZE = 10
    RENEWED = 0.05

    def __init__(self, rng: Rng, width: int, height: int, card: float) -> None:
        self._rng, self._size, self._card = rng, (width, height), card
        self._felts: list[np.ndarray] = []

    def take(self, width: int, height: int) -> np.ndarray:
        rng = self._rng
        if len(self._felts) < self.SIZE or rng.random() < self.RENEWED:
            felt = table_top(rng, *self._size, self._card * rng.uniform(0.8, 1.2))
            self._felts = [*self._felts[-self.SIZE + 1 :], felt]
        felt = self._felts[rng.integers(len(self._felts))]
        x, y = rng.integers(0, felt.shape[1] - width + 1), rng.integers(0, felt.shape[0] - height + 1)
        piece = felt[y : y + height, x : x + width]
        return (piece[::-1, ::-1] if rng.random() < 0.5 else piece).copy()


def _leaning(rng: Rng, width: int, height: int) -> np.ndarray:
    """A mild perspective of the whole plane, 3 × 3."""
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    strength = rng.uniform(0, 0.07) if rng.random() < 0.8 else 0.0
    moved = corners + rng.uniform(-strength, strength, (4, 2)) * (width, height)
    return cv2.getPerspectiveTransform(corners, moved.astype(np.float32))


def _through(points: np.ndarray, plane: np.ndarray) -> np.ndarray:
    return cv2.perspectiveTransform(points[None].astype(np.float64), plane)[0]


def _threefold(channel: np.ndarray) -> np.ndarray:
    return cv2.merge([channel, channel, channel])


class _Table:
    """The picture while it is laid: the canvas, and which card owns each pixel."""

    def __init__(self, rng: Rng, canvas: np.ndarray, card: float) -> None:
        self.rng, self.canvas, self.card = rng, canvas, card
        self.owner = np.zeros(canvas.shape[:2], np.uint8)
        self.shadow = rng.uniform(0.0, 0.6) if rng.random() < 0.7 else 0.0
        self.fall = rng.uniform(-0.025, 0.025, 2) * card

    def lay(self, number: int, printed: np.ndarray, quad: np.ndarray) -> None:
        """Put a card's picture (RGBA) at a quad."""
        height, width = self.owner.shape
        room = int(self.card * 0.06) + 2
        x0, y0 = np.maximum(np.floor(quad.min(0)).astype(int) - room, 0)
        x1, y1 = np.minimum(np.ceil(quad.max(0)).astype(int) + room, (width, height))
        if x1 <= x0 or y1 <= y0:
            return
        wanted = float(np.linalg.norm(quad[3] - quad[0])) * 1.2
        if wanted < CARD_PX:
            size = (round(printed.shape[1] * wanted / CARD_PX), round(wanted))
            printed = cv2.resize(printed, size, interpolation=cv2.INTER_AREA)
        h, w = printed.shape[:2]
        source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32) - 0.5
        transform = cv2.getPerspectiveTransform(source, (quad - (x0, y0) - 0.5).astype(np.float32))
        size = (int(x1 - x0), int(y1 - y0))
        ink = cv2.multiply(printed[..., :3], _threefold(printed[..., 3]), scale=1 / 255)
        warped = cv2.warpPerspective(ink, transform, size, flags=cv2.INTER_LINEAR)
        alpha = cv2.warpPerspective(printed[..., 3], transform, size, flags=cv2.INTER_LINEAR)
        region = self.canvas[y0:y1, x0:x1]
        if self.shadow > 0.02:
            move = np.array([[1, 0, self.fall[0]], [0, 1, self.fall[1]]])
            reach = max(3, int(self.card * 0.04))
            dark = cv2.blur(cv2.warpAffine(alpha, move, size), (reach, reach))
            region = cv2.multiply(region, _threefold(255 - cv2.convertScaleAbs(dark, alpha=self.shadow)), scale=1 / 255)
        below = cv2.multiply(region, _threefold(255 - alpha), scale=1 / 255)
        self.canvas[y0:y1, x0:x1] = cv2.add(below, warped)
        self.owner[y0:y1, x0:x1][alpha > 127] = number

    def put(self, things: tuple, place: tuple[float, float]) -> None:
        """Put one of the things at a place; it hides what lies below."""
        mask = np.zeros_like(self.owner)
        things[self.rng.integers(len(things))](self.canvas, mask, self.rng, place, self.card)
        self.owner[mask > 0] = 0

    def share_of(self, number: int, outline: np.ndarray) -> float:
        """How much of an outline (px) the card that owns it still shows; what is outside of the picture is hidden."""
        x0, y0 = np.floor(outline.min(0)).astype(int) - 1
        x1, y1 = np.ceil(outline.max(0)).astype(int) + 2
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        cv2.fillConvexPoly(mask, np.round(outline - (x0, y0)).astype(np.int32), 1)
        height, width = self.owner.shape
        left, top = max(x0, 0), max(y0, 0)
        right, bottom = min(x1, width), min(y1, height)
        if right <= left or bottom <= top:
            return 0.0
        seen = (self.owner[top:bottom, left:right] == number) & (
            mask[top - y0 : bottom - y0, left - x0 : right - x0] > 0
        )
        return float(seen.sum()) / max(1.0, float(mask.sum()))


def _index_share(table: _Table, number: int, quad: np.ndarray, one_corner: bool) -> float:
    """The better one of the two indices in opposite corners."""
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    to_picture = cv2.getPerspectiveTransform(square, quad.astype(np.float32))
    box = INDEX_BOX * 0.84 + (0.02, 0.02)  # the corner itself is round and empty
    boxes = [box] if one_corner else [box, 1 - box]
    return max(table.share_of(number, _through(box, to_picture)) for box in boxes)


@dataclass(frozen=True)
class SceneWish:
    """What a scene should hold."""

    width: int
    height: int
    card: tuple[float, float]  # smallest and largest height of a card, px
    groups: tuple[int, int]  # fewest and most groups of cards
    split: str
    faces: float = 0.86  # share of cards that lie face-up; 0: none at all
    crowded: float = 0.05  # chance of a card that hides more of another than the rules allow
    above: float = 0.35  # chance that a hand or chips lie over the cards
    codings: int | None = None  # times through JPEG; None: by chance


def scene(rng: Rng, felts: FeltPool, wish: SceneWish) -> Scene:
    """One picture of a table by chance."""
    card = rng.uniform(*wish.card)
    table = _Table(rng, felts.take(wish.width, wish.height), card)
    decks: list[Deck] = [random_deck(rng, wish.split)]
    mixed = rng.random() < 0.3
    for _ in range(rng.integers(0, 5)):
        table.put(LYING, (rng.uniform(0, wish.width), rng.uniform(0, wish.height)))
    aspect = CARD_PX / decks[0].back().shape[1]
    plane = _leaning(rng, wish.width, wish.height)
    groups = int(rng.integers(wish.groups[0], wish.groups[1] + 1))
    places = card_places(rng, (wish.width, wish.height), card / aspect, card, groups, wish.crowded)
    chances = COURT_CHANCES if wish.split == "training" else None
    faces: list[tuple[int, int, int, np.ndarray, bool]] = []
    decoys: list[np.ndarray] = []
    for number, place in enumerate(places, start=1):
        deck = random_deck(rng, wish.split) if mixed else decks[0]
        shown = rng.random() < wish.faces
        rank, suit = int(rng.choice(13, p=chances)), int(rng.integers(4))
        picture = deck.card(rank, suit) if shown else deck.back() if rng.random() < 0.55 else deck.joker()
        quad = _through(quad_of(place, card * picture.shape[1] / CARD_PX, card), plane)
        table.lay(number, picture, quad)
        if shown:
            faces.append((number, rank, suit, quad, getattr(deck, "corners", 2) == 1))
        else:
            decoys.append(quad)
    if rng.random() < wish.above:
        for _ in range(rng.integers(1, 4)):
            near = places[rng.integers(len(places))] if places and rng.random() < 0.5 else None
            spot = (
                (near.x + rng.normal(0, card), near.y + rng.normal(0, card))
                if near
                else (rng.uniform(0, wish.width), rng.uniform(0, wish.height))
            )
            table.put(ABOVE, spot)
    cards = [
        SeenCard(rank, suit, quad, table.share_of(number, quad), _index_share(table, number, quad, one_corner))
        for number, rank, suit, quad, one_corner in faces
    ]
    return Scene(photographed(rng, table.canvas, card, wish.codings), cards, decoys)
