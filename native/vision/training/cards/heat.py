"""What the finder should say of a scene: the heat of card centres and the boxes of cards, on 45 × 80 cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crops import HALF_SEEN, box_of
from models import FINDER_HEIGHT, FINDER_STRIDE, FINDER_WIDTH
from scenes import FeltPool, Scene, SceneWish, scene

Rng = np.random.Generator

ROWS, COLUMNS = FINDER_HEIGHT // FINDER_STRIDE, FINDER_WIDTH // FINDER_STRIDE
HARDLY_SEEN = 0.25  # cards seen less than this are background; between this and HALF_SEEN nothing is asked
SIZE_UNIT_PX = 32.0


@dataclass(frozen=True)
class FinderTruth:
    """heat [45,80] 0…1, weight [45,80] (0: not judged), box [6,45,80], boxed [45,80] (1: the box is judged)."""

    heat: np.ndarray
    weight: np.ndarray
    box: np.ndarray
    boxed: np.ndarray


def truth_of(seen: Scene) -> FinderTruth:
    heat, weight = np.zeros((ROWS, COLUMNS), np.float32), np.ones((ROWS, COLUMNS), np.float32)
    box, boxed = np.zeros((6, ROWS, COLUMNS), np.float32), np.zeros((ROWS, COLUMNS), np.float32)
    nearest = np.full((ROWS, COLUMNS), np.inf, np.float32)
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS].astype(np.float32)
    for card in seen.cards:
        if card.visible < HARDLY_SEEN:
            continue
        centre, short, long, turn = box_of(card.quad)
        x, y = centre / FINDER_STRIDE - 0.5
        distance = (columns - x) ** 2 + (rows - y) ** 2
        bump = np.exp(-distance / (2 * (short / FINDER_STRIDE / 6) ** 2))
        if card.visible < HALF_SEEN:
            weight[bump > 0.1] = 0.0
            continue
        heat = np.maximum(heat, bump)
        row, column = int(round(y)), int(round(x))
        if 0 <= row < ROWS and 0 <= column < COLUMNS:
            heat[row, column] = 1.0
            weight[row, column] = 1.0
        near = (np.abs(columns - x) < 1.6) & (np.abs(rows - y) < 1.6) & (distance < nearest)
        nearest[near] = distance[near]
        along = turn + np.pi / 2
        values = (np.log(short / SIZE_UNIT_PX), np.log(long / SIZE_UNIT_PX), np.cos(2 * along), np.sin(2 * along))
        box[0][near], box[1][near] = x - columns[near], y - rows[near]
        for channel, value in enumerate(values, start=2):
            box[channel][near] = value
        boxed[near] = 1.0
    return FinderTruth(heat, weight, box, boxed)


def finder_felts(rng: Rng) -> FeltPool:
    return FeltPool(rng, FINDER_WIDTH + 160, FINDER_HEIGHT + 90, 72)


def finder_scene(rng: Rng, felts: FeltPool, split: str) -> Scene:
    """A whole table at the finder's own resolution: half of the camera's."""
    empty = rng.random() < 0.12
    wish = SceneWish(
        width=FINDER_WIDTH,
        height=FINDER_HEIGHT,
        card=(49, 98),
        groups=(0, 6),
        split=split,
        faces=0.0 if empty else 0.86,
        crowded=0.08,
        codings=int(rng.integers(0, 2)),
    )
    return scene(rng, felts, wish)
