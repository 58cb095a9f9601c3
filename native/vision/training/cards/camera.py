"""What lamps, lens, sensor and codec do to a picture (uint8 RGB).

`sharp` is the height of a card in px: blur is measured by it.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from felt import noise_field

Rng = np.random.Generator


def lit(rng: Rng, picture: np.ndarray) -> np.ndarray:
    """Uneven light, hot spots, white balance, exposure, gamma: float32 in 0–255."""
    height, width = picture.shape[:2]
    light = 1 + rng.uniform(0, 0.3) * noise_field(rng, width, height, int(rng.integers(2, 5)))
    x, y = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    if rng.random() < 0.4:
        light *= 1 - rng.uniform(0.05, 0.35) * (x**2 + y**2) / 2
    if rng.random() < 0.35:
        spot = np.exp(-((x - rng.uniform(-1, 1)) ** 2 + (y - rng.uniform(-1, 1)) ** 2) / rng.uniform(0.02, 0.6))
        light += rng.uniform(0.1, 0.6) * spot
    if rng.random() < 0.15:
        edge = np.tanh((x * rng.normal() + y * rng.normal() + rng.normal() * 0.4) * rng.uniform(2, 12))
        light *= 1 + rng.uniform(0.05, 0.25) * edge
    balance = rng.normal(1, 0.06, 3).clip(0.8, 1.2).astype(np.float32)
    exposure = rng.uniform(0.55, 1.1)
    gamma = float(np.exp(rng.normal(0, 0.15)))
    levels = (np.arange(256) / 255.0) ** gamma
    tables = (levels[:, None] * balance * 255).clip(0, 255).astype(np.uint8)
    light = (light * exposure / max(1.0, float(light.mean()))).astype(
        np.float32
    )  # cameras expose for the whole picture
    values = cv2.multiply(cv2.LUT(picture, tables[None]), cv2.merge([light, light, light]), dtype=cv2.CV_32F)
    if rng.random() < 0.2:
        values = values * rng.uniform(0.65, 1.0) + rng.uniform(0, 50)
    return values


def blurred(rng: Rng, values: np.ndarray, sharp: float) -> np.ndarray:
    """Defocus (sigma to a hundredth of a card's height), motion (to 3.5 hundredths), the softness of a small sensor."""
    moves = rng.random() < 0.2
    if rng.random() < 0.55:
        sigma = sharp * rng.uniform(0.001, 0.005 if moves else 0.0095)
        values = cv2.GaussianBlur(values, (0, 0), max(sigma, 0.1))
    if moves:
        length = sharp * rng.uniform(0.008, 0.035)
        size = int(np.ceil(length)) | 1
        if size >= 3:
            kernel = np.zeros((size, size), np.float32)
            middle = size // 2
            reach = np.array([np.cos(angle := rng.uniform(0, np.pi)), np.sin(angle)]) * length / 2
            a, b = np.round(middle - reach).astype(int), np.round(middle + reach).astype(int)
            cv2.line(kernel, tuple(a.tolist()), tuple(b.tolist()), 1.0)
            values = cv2.filter2D(values, -1, kernel / kernel.sum())
    if rng.random() < 0.15:
        height, width = values.shape[:2]
        share = rng.uniform(0.65, 0.95)
        small = cv2.resize(values, (round(width * share), round(height * share)), interpolation=cv2.INTER_AREA)
        values = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.15:
        soft = cv2.GaussianBlur(values, (0, 0), 1.0)
        values = values + rng.uniform(0.3, 1.2) * (values - soft)
    return values


@lru_cache
def _noise_pool() -> np.ndarray:
    """Normal noise, larger than any picture: drawing it anew for each one would take longer than all the rest."""
    return np.random.default_rng(5).standard_normal((1000, 1700, 3), np.float32)


def noisy(rng: Rng, values: np.ndarray) -> np.ndarray:
    """Sensor noise, of every pixel or in grains of two: uint8."""
    if rng.random() < 0.75:
        height, width = values.shape[:2]
        sigma = abs(rng.normal(0, 5)) + 0.5
        field = _noise_pool()
        y, x = rng.integers(0, field.shape[0] - height + 1), rng.integers(0, field.shape[1] - width + 1)
        noise = field[y : y + height, x : x + width]
        if rng.random() < 0.3:
            noise = cv2.merge([np.ascontiguousarray(noise[..., 0])] * 3)
        values = cv2.scaleAdd(noise, float(sigma), values)
    return values.clip(0, 255).astype(np.uint8)


def coded(rng: Rng, picture: np.ndarray, times: int | None = None) -> np.ndarray:
    """JPEG of quality 35–95, twice now and then."""
    rounds = times if times is not None else int(rng.choice([0, 1, 2], p=[0.1, 0.75, 0.15]))
    for _ in range(rounds):
        quality = int(rng.uniform(35, 95))
        code = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        picture = cv2.cvtColor(cv2.imdecode(code, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    return picture


def photographed(rng: Rng, picture: np.ndarray, sharp: float, times: int | None = None) -> np.ndarray:
    """The whole way from a lit table to a decoded picture, uint8 RGB."""
    return coded(rng, noisy(rng, blurred(rng, lit(rng, picture), sharp)), times)
