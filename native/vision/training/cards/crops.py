"""Candidates for the reader, cut out of a scene and rectified as the studio does it.

Cards well framed and badly framed, and what is no card.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from models import READER_HEIGHT, READER_WIDTH
from scenes import FeltPool, Scene, SceneWish, SeenCard, scene

Rng = np.random.Generator

INNER = np.array([[10, 14], [102, 14], [102, 146], [10, 146]], np.float64)  # px of the crop: where the card's box goes
CORNER_UNIT_PX = 8.0
IGNORED = -1.0
HALF_SEEN = 0.55  # less of a card than this is not to be read at all
FRAMED_MIN, MISFRAMED_MAX = 0.7, 0.45  # overlap (intersection over union) of frame and card

WISH = dict(width=512, height=448, card=(98, 196), groups=(2, 4), crowded=0.15, faces=0.84, above=0.4)


@dataclass(frozen=True)
class Crop:
    """uint8 [160,112,3]; −1: rank and suit not asked, face and quality not judged; NaN: corners unknown."""

    picture: np.ndarray
    rank: int
    suit: int
    face: float
    quality: float
    corners: np.ndarray


def rectified(picture: np.ndarray, frame: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The crop of a frame (quad in px) and the transform from picture to crop."""
    transform = cv2.getPerspectiveTransform(frame.astype(np.float32) - 0.5, INNER.astype(np.float32) - 0.5)
    size = (READER_WIDTH, READER_HEIGHT)
    return cv2.warpPerspective(
        picture, transform, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ), transform


def box_of(quad: np.ndarray) -> tuple[np.ndarray, float, float, float]:
    """Centre, short side, long side (px) and turn (rad) of the upright box nearest to a quad."""
    down = (quad[3] + quad[2] - quad[0] - quad[1]) / 2
    right = (quad[1] + quad[2] - quad[0] - quad[3]) / 2
    return (
        quad.mean(0),
        float(np.linalg.norm(right)),
        float(np.linalg.norm(down)),
        float(np.arctan2(down[1], down[0]) - np.pi / 2),
    )


def _box_quad(centre: np.ndarray, short: float, long: float, turn: float) -> np.ndarray:
    right, down = np.array([np.cos(turn), np.sin(turn)]) * short / 2, np.array([-np.sin(turn), np.cos(turn)]) * long / 2
    return np.array([centre - right - down, centre + right - down, centre + right + down, centre - right + down])


def _found(rng: Rng, quad: np.ndarray, slack: float) -> np.ndarray:
    """The box that a finder tells for a quad, wrong by up to `slack` (share of the sides) and 0.8 rad × slack."""
    centre, short, long, turn = box_of(quad)
    centre = centre + rng.uniform(-slack, slack, 2) * (short, long)
    return _box_quad(
        centre,
        short * rng.uniform(1 - slack, 1 + slack),
        long * rng.uniform(1 - slack, 1 + slack),
        turn + rng.uniform(-slack, slack) * 1.4,
    )


def _refined(rng: Rng, quad: np.ndarray) -> np.ndarray:
    """The quad after a first reading told the corners."""
    return quad + rng.normal(0, 0.012, (4, 2)) * box_of(quad)[2]


def _misframed(rng: Rng, quad: np.ndarray) -> np.ndarray:
    """A frame around two halves, a part, too much, or across."""
    centre, short, long, turn = box_of(quad)
    kind = rng.integers(4)
    if kind == 0:
        away = rng.uniform(0, 2 * np.pi)
        centre = centre + np.array([np.cos(away) * short, np.sin(away) * long]) * rng.uniform(0.4, 0.9)
    elif kind == 1:
        short, long = short * rng.uniform(0.4, 1.1), long * rng.uniform(0.35, 0.6)
        centre = centre + rng.uniform(-0.3, 0.3, 2) * long
    elif kind == 2:
        short, long = short * rng.uniform(1.4, 2.2), long * rng.uniform(1.2, 2.0)
    else:
        turn += rng.choice([-1, 1]) * rng.uniform(0.6, np.pi / 2)
    return _box_quad(centre, short, long, turn)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two convex quads."""
    a32, b32 = a.astype(np.float32), b.astype(np.float32)
    both, _ = cv2.intersectConvexConvex(a32, b32)
    return float(both) / max(1.0, cv2.contourArea(a32) + cv2.contourArea(b32) - float(both))


def _card_crop(picture: np.ndarray, card: SeenCard, frame: np.ndarray) -> Crop:
    image, transform = rectified(picture, frame)
    match = overlap(frame, card.quad)
    corners = cv2.perspectiveTransform(card.quad[None], transform.astype(np.float64))[0] + 0.5
    offsets = ((corners - INNER) / CORNER_UNIT_PX).astype(np.float32).ravel()
    readable = card.index_visible >= 0.93 and card.visible >= HALF_SEEN
    face = 1.0 if card.asked and match >= FRAMED_MIN else IGNORED
    quality = 1.0 if readable else 0.0 if card.index_visible < 0.6 or card.visible < 0.4 else IGNORED
    if card.visible < HALF_SEEN - 0.1:
        face, offsets = 0.0, np.full(8, np.nan, np.float32)
    return Crop(image, card.rank if readable else -1, card.suit if readable else -1, face, quality, offsets)


def _nothing(picture: np.ndarray, frame: np.ndarray) -> Crop:
    return Crop(rectified(picture, frame)[0], -1, -1, 0.0, IGNORED, np.full(8, np.nan, np.float32))


def _is_nothing(seen: Scene, frame: np.ndarray) -> bool:
    return all(overlap(frame, card.quad) < MISFRAMED_MAX for card in seen.cards if card.visible > 0.4)


def crops_of(rng: Rng, seen: Scene) -> list[Crop]:
    """All crops of one scene, upright ones; half of them are turned about by whoever feeds them."""
    crops: list[Crop] = []
    for card in seen.cards:
        if card.visible < 0.1:
            continue
        frames = [_found(rng, card.quad, 0.065), _refined(rng, card.quad)]
        if rng.random() < 0.25:
            frames.append(_found(rng, card.quad, 0.14))
        above = [other for other in seen.cards if other is not card and other.visible > card.visible]
        for frame in frames:
            # A card that lies almost on this one is what the frame shows.
            if card.asked or all(overlap(frame, other.quad) < MISFRAMED_MAX for other in above):
                crops.append(_card_crop(seen.picture, card, frame))
    frames = [_misframed(rng, card.quad) for card in seen.cards if rng.random() < 0.4]
    frames += [_found(rng, quad, 0.08) for quad in seen.decoys]
    height, width = seen.picture.shape[:2]
    for _ in range(rng.integers(1, 3)):
        long = rng.uniform(*WISH["card"])
        centre = rng.uniform(0.15, 0.85, 2) * (width, height)
        frames.append(_box_quad(centre, long / rng.uniform(1.3, 1.6), long, rng.uniform(0, np.pi)))
    crops += [_nothing(seen.picture, frame) for frame in frames if _is_nothing(seen, frame)]
    return crops


def reader_felts(rng: Rng) -> FeltPool:
    return FeltPool(rng, 1024, 768, 150)


def reader_scene(rng: Rng, felts: FeltPool, split: str) -> Scene:
    """A small piece of a table at the camera's own resolution."""
    return scene(rng, felts, SceneWish(split=split, **WISH))
