"""Court cards' pictures: collages of stripes, faces and crowns, or pieces of training decks' courts in other colours.

The picture must not tell the rank: only the index may.
"""

from __future__ import annotations

import cv2
import numpy as np

from ink import Colour, any_colour, hsv

Rng = np.random.Generator


def _palette(rng: Rng) -> list[Colour]:
    if rng.random() < 0.5:
        return [
            hsv(rng.normal(2, 6), 0.85, 0.8),
            hsv(45, 0.8, 0.95),
            hsv(225, 0.8, 0.55),
            (20, 20, 20),
            (245, 240, 230),
        ]
    return [any_colour(rng) for _ in range(rng.integers(2, 6))]


def _half_figure(rng: Rng, width: int, height: int, paper: Colour) -> np.ndarray:
    """The upper half of a drawn court: a robe of stripes and blobs, a head, hair and a crown."""
    canvas = np.full((height, width, 3), paper, np.uint8)
    palette = _palette(rng)

    def pick() -> Colour:
        return palette[rng.integers(len(palette))]

    shoulder, neck = rng.uniform(0.3, 0.5), rng.uniform(0.45, 0.6)
    robe = np.array(
        [
            [0.5 - shoulder, 1.0],
            [0.5 - shoulder * 0.8, 0.75],
            [0.4, neck],
            [0.6, neck],
            [0.5 + shoulder * 0.8, 0.75],
            [0.5 + shoulder, 1.0],
        ]
    )
    shape = np.zeros((height, width), np.uint8)
    cv2.fillPoly(shape, [(robe * (width, height)).astype(np.int32)], 255)
    cloth = np.full_like(canvas, pick())
    for _ in range(rng.integers(4, 14)):
        a = (rng.integers(width), rng.integers(height // 2, height))
        kind = rng.integers(4)
        if kind == 0:
            cv2.line(
                cloth, a, (rng.integers(width), rng.integers(height // 2, height)), pick(), int(rng.integers(1, 9))
            )
        elif kind == 1:
            cv2.circle(cloth, a, int(rng.integers(2, width // 6)), pick(), int(rng.choice([-1, 2])))
        elif kind == 2:
            points = np.stack([rng.integers(0, width, 4), rng.integers(height // 3, height, 4)], 1).astype(np.int32)
            cv2.fillPoly(cloth, [points], pick())
        else:
            cv2.ellipse(
                cloth,
                a,
                (int(rng.integers(3, width // 4)), int(rng.integers(3, height // 5))),
                rng.uniform(0, 180),
                0,
                360,
                pick(),
                int(rng.choice([-1, 1, 3])),
            )
    canvas[shape > 0] = cloth[shape > 0]
    head = (int(width * rng.uniform(0.42, 0.58)), int(height * rng.uniform(0.32, 0.42)))
    size = (int(width * rng.uniform(0.09, 0.15)), int(height * rng.uniform(0.11, 0.17)))
    cv2.ellipse(canvas, head, (int(size[0] * 1.5), int(size[1] * 1.2)), 0, 0, 360, pick(), -1)
    cv2.ellipse(
        canvas, head, size, 0, 0, 360, hsv(rng.uniform(15, 35), rng.uniform(0.05, 0.4), rng.uniform(0.75, 1)), -1
    )
    for side in (-1, 1):
        cv2.circle(canvas, (head[0] + side * size[0] // 3, head[1] - size[1] // 6), 2, (20, 20, 20), -1)
    top = head[1] - size[1]
    crown = [[head[0] - size[0] * 1.2, top]]
    for spike in range(rng.integers(2, 6)):
        crown += [
            [head[0] + size[0] * (spike * 0.5 - 1), top - height * rng.uniform(0.05, 0.18)],
            [head[0] + size[0] * (spike * 0.5 - 0.8), top],
        ]
    cv2.fillPoly(canvas, [np.array(crown, np.int32)], pick())
    for _ in range(rng.integers(0, 4)):
        start = (int(rng.uniform(0.05, 0.95) * width), int(rng.uniform(0.1, 0.4) * height))
        cv2.line(canvas, start, (start[0] + int(rng.integers(-12, 12)), height), pick(), int(rng.integers(1, 6)))
    return canvas


def collage(rng: Rng, width: int, height: int, paper: Colour) -> np.ndarray:
    """A court picture with two equal halves, px."""
    half = _half_figure(rng, width, height - height // 2, paper)
    picture = np.vstack([half, half[: height // 2][::-1, ::-1]])
    if rng.random() < 0.4:
        cv2.line(
            picture,
            (0, int(height * rng.uniform(0.4, 0.6))),
            (width, int(height * rng.uniform(0.4, 0.6))),
            (30, 30, 30),
            2,
        )
    return picture


def recoloured(rng: Rng, picture: np.ndarray) -> np.ndarray:
    """Another deck's court in other colours: hue turned, greyed, or printed in one ink."""
    kind = rng.random()
    if rng.random() < 0.5:
        picture = picture[:, ::-1]
    if kind < 0.3:
        return picture
    if kind < 0.45:
        grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY)[..., None] / 255.0
        ink = np.array(any_colour(rng)) * 0.6
        return (ink + (255 - ink) * grey).astype(np.uint8)
    values = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2HSV).astype(np.float32)
    values[..., 0] = (values[..., 0] + rng.uniform(0, 180)) % 180
    values[..., 1] *= rng.uniform(0.4, 1.2)
    return cv2.cvtColor(values.clip(0, 255).astype(np.uint8), cv2.COLOR_HSV2RGB)
