"""Things on a table that are no cards: chips, hands, papers, phones, coins, glasses, a shoe.

Each draws itself and marks in a mask what it hides. A thing is drawn in px around a centre; `card` is the height of
a card in the same picture.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from fonts import random_font, text_mask
from ink import Colour, any_colour, hsv, stamp

Rng = np.random.Generator
Point = tuple[float, float]


def _fill(canvas: np.ndarray, mask: np.ndarray, points: np.ndarray, colour: Colour) -> None:
    """A filled polygon on the canvas and in the mask."""
    outline = np.round(points).astype(np.int32)
    cv2.fillPoly(canvas, [outline], colour, cv2.LINE_AA)
    cv2.fillPoly(mask, [outline], 255)


def _box(centre: Point, width: float, height: float, angle: float) -> np.ndarray:
    return cv2.boxPoints((centre, (width, height), angle))


def chip(canvas: np.ndarray, mask: np.ndarray, rng: Rng, centre: Point, card: float) -> None:
    """A chip or a small stack of chips, with edge spots and a value."""
    radius = card * rng.uniform(0.17, 0.27)
    colour, spots = any_colour(rng), (240.0, 240.0, 235.0)
    lean = rng.uniform(-0.15, 0.15, 2) * radius
    for layer in range(rng.integers(1, 6)):
        middle = (int(centre[0] + lean[0] * layer), int(centre[1] + lean[1] * layer))
        cv2.circle(mask, middle, int(radius), 255, -1)
        cv2.circle(canvas, middle, int(radius), (25, 25, 25), -1, cv2.LINE_AA)
        cv2.circle(canvas, middle, int(radius * 0.96), colour, -1, cv2.LINE_AA)
        turn = rng.uniform(0, 60)
        for spot in range(6):
            cv2.ellipse(
                canvas,
                middle,
                (int(radius * 0.87),) * 2,
                turn,
                spot * 60,
                spot * 60 + 22,
                spots,
                max(1, int(radius * 0.15)),
                cv2.LINE_AA,
            )
    cv2.circle(canvas, middle, int(radius * 0.62), spots if rng.random() < 0.6 else colour, -1, cv2.LINE_AA)
    word = text_mask(random_font(rng, "training"), str(rng.choice(["1", "5", "10", "25", "100", "500", "1K"])))
    height = radius * 0.5
    stamp(canvas, word, *middle, min(height * word.shape[1] / 128, radius), height, (30, 30, 30))


def hand(canvas: np.ndarray, mask: np.ndarray, rng: Rng, centre: Point, card: float) -> None:
    """A hand with fingers at the centre and an arm in a sleeve that leaves the picture."""
    size = card * rng.uniform(0.28, 0.42)
    skin = np.array(hsv(rng.uniform(12, 30), rng.uniform(0.25, 0.6), rng.uniform(0.3, 0.95)))
    angle = rng.uniform(0, 2 * np.pi)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    palm = np.array(centre) - along * size * 0.9

    def limb(start: np.ndarray, end: np.ndarray, thickness: float, shade: float) -> None:
        colour = tuple(float(value) for value in skin * shade)
        a, b = tuple(np.int32(start).tolist()), tuple(np.int32(end).tolist())
        cv2.line(canvas, a, b, colour, max(2, int(thickness)), cv2.LINE_AA)
        cv2.line(mask, a, b, 255, max(2, int(thickness)))

    cuff = palm - along * size * rng.uniform(1.0, 2.0)
    limb(palm, cuff, size * 0.8, 0.95)
    sleeve = any_colour(rng) if rng.random() < 0.5 else hsv(0, 0, rng.choice([0.08, 0.95]))
    far = cuff - along * 2000
    wide = size * rng.uniform(0.5, 0.8)
    _fill(
        canvas,
        mask,
        np.array([cuff + across * wide, cuff - across * wide, far - across * wide * 1.4, far + across * wide * 1.4]),
        sleeve,
    )
    limb(palm - along * size * 0.3, palm + along * size * 0.15, size * 1.05, 1.0)
    spread = rng.uniform(0.18, 0.35)
    for finger in range(4):
        start = palm + across * size * (finger - 1.5) * 0.3
        reach = along * np.cos((finger - 1.5) * spread) + across * np.sin((finger - 1.5) * spread)
        end = start + reach * size * rng.uniform(0.8, 1.15)
        limb(start, end, size * 0.3, 0.82)
        limb(start, end, size * 0.24, rng.uniform(0.96, 1.04))
        cv2.circle(canvas, tuple(np.int32(end).tolist()), max(1, int(size * 0.07)), (225, 190, 180), -1, cv2.LINE_AA)
    side = rng.choice([-1.0, 1.0])
    limb(palm + across * side * size * 0.4, palm + across * side * size * 0.85 + along * size * 0.5, size * 0.27, 0.95)


def paper(canvas: np.ndarray, mask: np.ndarray, rng: Rng, centre: Point, card: float) -> None:
    """A sheet or slip of paper with lines of writing; often as large as a card."""
    width, height = card * rng.uniform(0.4, 1.6), card * rng.uniform(0.4, 1.8)
    angle = rng.uniform(-90, 90)
    grey = rng.uniform(0.8, 1.0)
    _fill(canvas, mask, _box(centre, width, height, angle), hsv(rng.uniform(30, 60), rng.uniform(0, 0.15), grey))
    turn = cv2.getRotationMatrix2D((0, 0), -angle, 1)[:, :2]
    pen = any_colour(rng) if rng.random() < 0.3 else (60.0, 60.0, 70.0)
    for line in np.arange(-0.42, 0.42, rng.uniform(0.05, 0.15)):
        if rng.random() < 0.2:
            continue
        a = np.array(centre) + turn @ (width * -0.42, height * line)
        b = np.array(centre) + turn @ (width * rng.uniform(-0.2, 0.42), height * line)
        cv2.line(
            canvas, tuple(np.int32(a).tolist()), tuple(np.int32(b).tolist()), pen, int(rng.integers(1, 3)), cv2.LINE_AA
        )


def phone(canvas: np.ndarray, mask: np.ndarray, rng: Rng, centre: Point, card: float) -> None:
    """A telephone: a dark or shining slab with a screen."""
    height = card * rng.uniform(1.2, 1.7)
    angle = rng.uniform(0, 180)
    _fill(canvas, mask, _box(centre, height * 0.48, height, angle), hsv(0, 0, rng.uniform(0.02, 0.3)))
    screen = any_colour(rng) if rng.random() < 0.5 else (15.0, 15.0, 20.0)
    _fill(canvas, mask, _box(centre, height * 0.44, height * 0.9, angle), screen)
    if rng.random() < 0.5:
        _fill(canvas, mask, _box(centre, height * 0.3, height * 0.2, angle), any_colour(rng))


def coin(canvas: np.ndarray, mask: np.ndarray, rng: Rng, centre: Point, card: float) -> None:
    """A coin or a dealer's button."""
    radius = int(card * rng.uniform(0.08, 0.25))
    colour = hsv(rng.uniform(20, 50), rng.uniform(0.05, 0.6), rng.uniform(0.5, 1))
    middle = (int(centre[0]), int(centre[1]))
    cv2.circle(canvas, middle, radius, colour, -1, cv2.LINE_AA)
    cv2.circle(mask, middle, radius, 255, -1)
    cv2.circle(canvas, middle, int(radius * 0.85), tuple(value * 0.75 for value in colour), 1, cv2.LINE_AA)
    word = text_mask(random_font(rng, "training"), str(rng.choice(["D", "DEALER", "2", "5", "1", "€"])))
    stamp(canvas, word, *middle, min(radius * word.shape[1] / 160, radius * 1.5), radius * 0.8, (40, 40, 40))


def glass(canvas: np.ndarray, mask: np.ndarray, rng: Rng, centre: Point, card: float) -> None:
    """A glass from above: rings and a lens that lightens."""
    radius = card * rng.uniform(0.25, 0.5)
    middle = (int(centre[0]), int(centre[1]))
    layer = canvas.copy()
    cv2.circle(layer, middle, int(radius), any_colour(rng), -1, cv2.LINE_AA)
    cv2.addWeighted(layer, 0.6, canvas, 0.4, 0, canvas)
    cv2.circle(mask, middle, int(radius), 255, -1)
    for share in (1.0, 0.92, 0.7):
        cv2.circle(canvas, middle, int(radius * share), (235, 240, 245), 1, cv2.LINE_AA)
    cv2.ellipse(
        canvas,
        middle,
        (int(radius * 0.8),) * 2,
        0,
        rng.uniform(0, 180),
        rng.uniform(200, 360),
        (255, 255, 255),
        2,
        cv2.LINE_AA,
    )


def slab(canvas: np.ndarray, mask: np.ndarray, rng: Rng, centre: Point, card: float) -> None:
    """A plain box: a shoe's edge, a discard tray, a rail, a cut card, a plaque."""
    large = rng.random() < 0.4
    size = (
        card * rng.uniform(0.9, 3.5, 2)
        if large
        else np.array([card * rng.uniform(0.62, 0.75), card * rng.uniform(0.9, 1.1)])
    )
    angle = rng.uniform(0, 180)
    colour = any_colour(rng) if rng.random() < 0.7 else hsv(0, 0, rng.uniform(0.02, 1))
    _fill(canvas, mask, _box(centre, *size, angle), colour)
    cv2.polylines(
        canvas,
        [np.int32(_box(centre, *size * rng.uniform(0.8, 1), angle))],
        True,
        tuple(value * 0.7 for value in colour),
        2,
        cv2.LINE_AA,
    )


Thing = Callable[[np.ndarray, np.ndarray, Rng, Point, float], None]
LYING: tuple[Thing, ...] = (chip, chip, paper, phone, coin, glass, slab, slab)
ABOVE: tuple[Thing, ...] = (hand, hand, chip, coin)
