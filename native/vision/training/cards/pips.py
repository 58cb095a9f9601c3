"""Own outlines of the four suits: Bezier curves with random proportions. Order of suits: S H D C."""

from __future__ import annotations

import cv2
import numpy as np

Rng = np.random.Generator

PIP_PX = 128
_DRAWN_PX = 384


def _curve(*controls: tuple[float, float]) -> np.ndarray:
    """Points along one cubic Bezier curve."""
    t = np.linspace(0.0, 1.0, 24)[:, None]
    a, b, c, d = (np.array(point) for point in controls)
    return (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d


def _mirrored(right: np.ndarray) -> np.ndarray:
    """A closed outline from its right half (top to bottom)."""
    return np.vstack([right, right[::-1] * (-1, 1)])


def _filled(*outlines: np.ndarray) -> np.ndarray:
    """Outlines in −1…1 filled and cut tight: uint8 [PIP_PX, width]."""
    canvas = np.zeros((_DRAWN_PX, _DRAWN_PX), np.uint8)
    for outline in outlines:
        points = np.round((outline * 0.4 + 0.5) * _DRAWN_PX).astype(np.int32)
        cv2.fillPoly(canvas, [points], 255, cv2.LINE_AA)
    x, y, width, height = cv2.boundingRect(canvas)
    ink = canvas[y : y + height, x : x + width]
    return cv2.resize(ink, (max(4, round(PIP_PX * width / height)), PIP_PX), interpolation=cv2.INTER_AREA)


def _circle(x: float, y: float, radius: float) -> np.ndarray:
    angle = np.linspace(0.0, 2 * np.pi, 48)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], 1)


def _heart_half(rng: Rng) -> np.ndarray:
    wide = rng.uniform(0.8, 1.05)
    notch = rng.uniform(-0.75, -0.45)
    belly = rng.uniform(-0.5, -0.2)
    swing = rng.uniform(0.15, 0.6)
    top = (rng.uniform(0.05, 0.25) * wide, rng.uniform(-1.15, -0.95))
    return np.vstack(
        [
            _curve((0, notch), top, (wide, rng.uniform(-1.2, -0.95)), (wide, belly)),
            _curve((wide, belly), (wide, belly + 0.45), (swing * 0.6, swing), (0, 1)),
        ]
    )


def _stem(rng: Rng, top: float) -> np.ndarray:
    foot, waist = rng.uniform(0.2, 0.5), rng.uniform(0.03, 0.12)
    dip = rng.uniform(-0.08, 0.05)
    side = _curve((waist, top), (waist, 0.75), (foot * rng.uniform(0.3, 0.9), 0.95), (foot, 1.0))
    return _mirrored(np.vstack([side, [(0.0, 1.0 + dip)]]))


def heart(rng: Rng) -> np.ndarray:
    return _filled(_mirrored(_heart_half(rng)))


def spade(rng: Rng) -> np.ndarray:
    leaf = _mirrored(_heart_half(rng)) * (1, -1)
    leaf = leaf * (1, rng.uniform(0.78, 0.9)) - (0, rng.uniform(0.1, 0.2))
    return _filled(leaf, _stem(rng, 0.2))


def diamond(rng: Rng) -> np.ndarray:
    wide, bend = rng.uniform(0.68, 0.95), rng.uniform(-0.02, 0.2)
    if rng.random() < 0.4:
        bend = 0.0
    right = np.vstack(
        [
            _curve((0, -1), (wide * (0.33 - bend), -0.67 + bend), (wide * (0.67 - bend), -0.33 + bend), (wide, 0)),
            _curve((wide, 0), (wide * (0.67 - bend), 0.33 - bend), (wide * (0.33 - bend), 0.67 - bend), (0, 1)),
        ]
    )
    return _filled(_mirrored(right))


def club(rng: Rng) -> np.ndarray:
    radius = rng.uniform(0.38, 0.48)
    apart, low = rng.uniform(0.44, 0.56), rng.uniform(0.1, 0.3)
    outlines = [
        _circle(0, -0.5, radius * rng.uniform(0.9, 1.1)),
        _circle(apart, low, radius),
        _circle(-apart, low, radius),
        _stem(rng, 0.1),
    ]
    if rng.random() < 0.9:
        outlines.append(_circle(0, -0.08, rng.uniform(0.2, 0.35)))
    return _filled(*outlines)


SHAPES = (spade, heart, diamond, club)


def pip_masks(rng: Rng) -> tuple[np.ndarray, ...]:
    """One ink mask for each suit, in the order S H D C."""
    return tuple(shape(rng) for shape in SHAPES)
