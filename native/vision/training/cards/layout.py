"""Where cards lie: single cards, a hand with a third card across, fans, rows. Pure geometry in px of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

Rng = np.random.Generator

OVERLAP_MAX = 0.3  # share of a card that later cards may hide


@dataclass(frozen=True)
class Lying:
    """A place for a card: its centre (px) and its turn (degrees, clockwise in the image)."""

    x: float
    y: float
    angle: float


def quad_of(place: Lying, width: float, height: float) -> np.ndarray:
    """Corners TL TR BR BL of an upright card of that size: float64 [4,2]."""
    turn = np.deg2rad(place.angle)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * (width, height)
    return corners @ rotation.T + (place.x, place.y)


def _moved(place: Lying, right: float, down: float, turn: float) -> Lying:
    """A place moved in its own axes, px."""
    angle = np.deg2rad(place.angle)
    x = place.x + right * np.cos(angle) - down * np.sin(angle)
    y = place.y + right * np.sin(angle) + down * np.cos(angle)
    return Lying(x, y, place.angle + turn)


def _group(rng: Rng, first: Lying, width: float, height: float) -> list[Lying]:
    kind = rng.random()
    if kind < 0.3:
        return [first]
    if kind < 0.65:  # baccarat: two cards and often a third one across
        second = _moved(first, width * rng.uniform(0.85, 1.25), rng.normal(0, 0.03) * height, rng.normal(0, 3))
        across = float(rng.choice([-90.0, 90.0]))
        beside = width * 0.5 + height * 0.5 * rng.uniform(0.85, 1.2)
        third = _moved(second, beside, rng.normal(0, 0.1) * height, across + rng.normal(0, 4))
        if rng.random() < 0.3:
            third = _moved(
                first, width * 0.55, height * 0.5 + width * rng.uniform(0.4, 0.65), across + rng.normal(0, 4)
            )
        return [first, second, third][: int(rng.integers(2, 4)) if rng.random() < 0.4 else 3]
    if kind < 0.85:  # a fan: each card hides up to 30 % of the one before
        right, down = rng.choice([-1, 1]) * rng.uniform(0.3, 0.95), rng.choice([-1, 1]) * rng.uniform(0.0, 0.6)
        if (1 - abs(right)) * (1 - abs(down)) > OVERLAP_MAX - 0.03:
            right = np.sign(right) * (1 - rng.uniform(0.05, 0.26) / (1 - abs(down)))
        places = [first]
        for _ in range(rng.integers(1, 5)):
            places.append(_moved(places[-1], right * width, down * height, rng.normal(0, 2)))
        return places
    places = [first]
    for _ in range(rng.integers(1, 4)):
        places.append(_moved(places[-1], width * rng.uniform(1.0, 1.4), rng.normal(0, 0.04) * height, rng.normal(0, 3)))
    return places


def _hidden(below: np.ndarray, above: np.ndarray) -> float:
    """The share of one quad under another."""
    area, _ = cv2.intersectConvexConvex(below.astype(np.float32), above.astype(np.float32))
    return float(area) / float(cv2.contourArea(below.astype(np.float32)))


def card_places(
    rng: Rng, picture: tuple[int, int], width: float, height: float, groups: int, crowded: float
) -> list[Lying]:
    """Places in the order of laying down; `crowded`: the chance that a card may hide more than the rule allows."""
    places: list[Lying] = []
    quads: list[np.ndarray] = []
    hidden: list[float] = []
    margin = height * 0.6
    for _ in range(groups):
        turn = rng.uniform(-15, 15) if rng.random() < 0.8 else rng.uniform(-15, 15) + float(rng.choice([90, 180, 270]))
        x, y = rng.uniform(margin, picture[0] - margin), rng.uniform(margin, picture[1] - margin)
        others = len(quads)
        apart = rng.random() < 0.8  # hands of different people seldom lie on one another
        for place in _group(rng, Lying(x, y, turn), width, height):
            quad = quad_of(place, width, height)
            outside = not (margin < place.x < picture[0] - margin and margin < place.y < picture[1] - margin)
            covers = [_hidden(other, quad) for other in quads]
            too_much = any(share > 0.004 and share + before > OVERLAP_MAX for share, before in zip(covers, hidden))
            too_near = apart and any(share > 0.004 for share in covers[:others])
            if (outside or too_much or too_near) and rng.random() >= crowded:
                continue
            hidden = [before + share for before, share in zip(hidden, covers)] + [0.0]
            quads.append(quad)
            places.append(place)
    return places
