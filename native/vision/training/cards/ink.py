"""Stamps of ink on card pictures, and colours."""

from __future__ import annotations

import cv2
import numpy as np

Rng = np.random.Generator
Colour = tuple[float, float, float]  # RGB, 0–255


def stamp(
    canvas: np.ndarray, mask: np.ndarray, x: float, y: float, width: float, height: float, colour: Colour
) -> None:
    """Print a mask in a colour, centred at (x, y) px; `canvas` (uint8 RGB) may be a flipped view."""
    w, h = max(2, round(width)), max(2, round(height))
    left, top = round(x - w / 2), round(y - h / 2)
    ink = cv2.resize(mask, (w, h), interpolation=cv2.INTER_AREA)
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + w, canvas.shape[1]), min(top + h, canvas.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    share = ink[y0 - top : y1 - top, x0 - left : x1 - left, None].astype(np.float32) / 255.0
    region = canvas[y0:y1, x0:x1]
    region[:] = (region + (np.array(colour, np.float32) - region) * share + 0.5).astype(np.uint8)


def hsv(hue: float, saturation: float, value: float) -> Colour:
    """Hue in degrees, saturation and value 0–1 → RGB."""
    pixel = np.array([[[hue % 360 / 2, saturation * 255, value * 255]]]).round().clip(0, 255).astype(np.uint8)
    red, green, blue = cv2.cvtColor(pixel, cv2.COLOR_HSV2RGB)[0, 0]
    return (float(red), float(green), float(blue))


def any_colour(rng: Rng) -> Colour:
    return hsv(rng.uniform(0, 360), rng.uniform(0.2, 1.0), rng.uniform(0.2, 1.0))


def bolder(mask: np.ndarray, pixels: int) -> np.ndarray:
    """Ink made heavier (pixels > 0) or lighter (pixels < 0)."""
    if pixels == 0:
        return mask
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(pixels) * 2 + 1, abs(pixels) * 2 + 1))
    if pixels < 0:
        return cv2.erode(mask, kernel)
    border = cv2.copyMakeBorder(mask, pixels, pixels, pixels, pixels, cv2.BORDER_CONSTANT, value=0)
    return cv2.dilate(border, kernel)
