"""Table tops: cloth of any colour with printed lines, boxes, words and suit signs. Lengths are px of the picture."""

from __future__ import annotations

import cv2
import numpy as np

from drawn import RANKS, drawn_deck
from fonts import random_font, text_mask
from ink import Colour, any_colour, hsv, stamp

Rng = np.random.Generator

WORDS = (
    "PLAYER",
    "BANKER",
    "TIE",
    "PAIR",
    "BLACKJACK PAYS 3 TO 2",
    "INSURANCE",
    "DEALER",
    "BET",
    "Player",
    "Banker",
    "21",
    "VIP",
)


def noise_field(rng: Rng, width: int, height: int, cells: int) -> np.ndarray:
    """Smooth noise in −1…1, float32 [height, width]; `cells` bumps along the longer side."""
    grid = rng.uniform(-1, 1, (max(2, cells * height // max(width, height)), max(2, cells))).astype(np.float32)
    return cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)


def _cloth(rng: Rng, width: int, height: int) -> np.ndarray:
    kind = rng.random()
    if kind < 0.5:
        base = hsv(
            rng.choice([rng.normal(140, 15), rng.normal(215, 15), rng.normal(0, 10)]),
            rng.uniform(0.35, 0.9),
            rng.uniform(0.15, 0.6),
        )
    elif kind < 0.85:
        base = any_colour(rng)
    else:
        base = hsv(rng.uniform(0, 360), rng.uniform(0, 0.15), rng.uniform(0.1, 0.95))
    cloth = np.full((height, width, 3), base, np.float32)
    cloth *= 1 + rng.uniform(0.02, 0.12) * noise_field(rng, width, height, int(rng.integers(3, 12)))[..., None]
    grain = rng.normal(0, 1, (height, width)).astype(np.float32)
    if rng.random() < 0.5:
        grain = cv2.blur(grain, (int(rng.integers(1, 4)), int(rng.integers(1, 4)))) * 2
    cloth *= 1 + rng.uniform(0.0, 0.08) * grain[..., None]
    if rng.random() < 0.15:
        cloth = _grained(rng, cloth)
    return cloth.clip(0, 255).astype(np.uint8)


def _grained(rng: Rng, cloth: np.ndarray) -> np.ndarray:
    """Wood or a woven pattern."""
    height, width = cloth.shape[:2]
    stripes = noise_field(rng, width, height, 6)
    wave = np.sin(np.linspace(0, rng.uniform(60, 400), height, dtype=np.float32)[:, None] + stripes * rng.uniform(0, 8))
    return cloth * (1 + rng.uniform(0.03, 0.15) * wave[..., None])


def _print_colour(rng: Rng) -> Colour:
    kind = rng.random()
    if kind < 0.45:
        return (235.0, 235.0, 225.0)
    return hsv(48, 0.6, 0.9) if kind < 0.7 else any_colour(rng)


def _word(canvas: np.ndarray, rng: Rng, card: float) -> None:
    if rng.random() < 0.35:
        text = str(rng.choice([*RANKS, "0", "11", "12", "25", "32", "36", "1", "M", "N", "Z"]))
    else:
        text = str(rng.choice(WORDS))
    mask = text_mask(random_font(rng, "training"), text)
    angle = int(rng.choice([0, 0, 0, 1, 2, 3]))
    mask = np.ascontiguousarray(np.rot90(mask, angle))
    height = card * rng.uniform(0.1, 0.6)
    scale = height / 128
    place = (rng.uniform(0, canvas.shape[1]), rng.uniform(0, canvas.shape[0]))
    stamp(canvas, mask, *place, mask.shape[1] * scale, mask.shape[0] * scale, _print_colour(rng))


def _box(canvas: np.ndarray, rng: Rng, card: float) -> None:
    """A printed card place: an outline, filled now and then, often with a sign or a letter inside."""
    colour, aspect = _print_colour(rng), rng.uniform(1.2, 1.7)
    size = np.array([card / aspect, card]) * rng.uniform(0.9, 1.4)
    if rng.random() < 0.3:
        size = size[::-1]
    centre = rng.uniform(0, 1, 2) * (canvas.shape[1], canvas.shape[0])
    points = cv2.boxPoints(
        (tuple(centre.tolist()), tuple(size.tolist()), float(rng.choice([0.0, rng.uniform(-15, 15)])))
    )
    filled = rng.random() < 0.2
    if filled:
        cv2.fillConvexPoly(canvas, np.int32(points), _print_colour(rng), cv2.LINE_AA)
    cv2.polylines(canvas, [np.int32(points)], True, colour, int(rng.integers(1, 4)), cv2.LINE_AA)
    if rng.random() < 0.6:
        deck = drawn_deck(rng, "training")
        inner = card * rng.uniform(0.15, 0.6)
        if rng.random() < 0.5:
            mask = deck.pips[rng.integers(4)]
        else:
            mask = text_mask(random_font(rng, "training"), str(rng.choice([*RANKS, *WORDS[:6]])))
        width = min(inner * mask.shape[1] / mask.shape[0], size[0] * 0.9)
        stamp(canvas, mask, *centre, width, inner, deck.ink[rng.integers(4)] if filled else colour)


def table_top(rng: Rng, width: int, height: int, card: float) -> np.ndarray:
    """A printed table top, uint8 RGB; `card`: height of a card on it, px."""
    canvas = _cloth(rng, width, height)
    if rng.random() < 0.12:
        return canvas
    for _ in range(rng.integers(0, 7)):
        _word(canvas, rng, card)
    for _ in range(rng.integers(0, 6)):
        _box(canvas, rng, card)
    for _ in range(rng.integers(0, 5)):
        a = (int(rng.integers(width)), int(rng.integers(height)))
        if rng.random() < 0.5:
            b = (int(rng.integers(width)), int(rng.integers(height)))
            cv2.line(canvas, a, b, _print_colour(rng), int(rng.integers(1, 6)), cv2.LINE_AA)
        else:
            axes = (int(rng.integers(10, width)), int(rng.integers(10, height)))
            cv2.ellipse(canvas, a, axes, 0, 0, 360, _print_colour(rng), int(rng.integers(1, 6)), cv2.LINE_AA)
    return canvas
