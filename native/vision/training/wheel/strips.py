"""Strips that strips.ts wrote, and what is done to them so that no two looks at one are alike."""

import math
from pathlib import Path

import numpy as np
import torch

from network import COLUMNS, READ_COLUMNS, ROWS

STRIP_BYTES = ROWS * COLUMNS * 3
LABEL = np.dtype(
    [("colours", "u1", READ_COLUMNS)]
    + [(name, "<f4") for name in ("state", "column", "radius", "slot", "zero", "family", "wheel", "tilt")]
)
RESTING, ROLLING = 1, 2
EITHER_COLOUR = 255
# Drawn once: fresh noise for every strip would cost as much as learning from it.
NOISE = torch.randn((24, ROWS, COLUMNS, 3), generator=torch.Generator().manual_seed(1))


class Strips:
    """All complete files of a folder, read where they lie."""

    def __init__(self, folder):
        paths = sorted(Path(folder).glob("*.labels"), key=lambda path: int(path.stem))
        self.files = [np.memmap(p.with_suffix(".strips"), "u1", "r").reshape(-1, ROWS, COLUMNS, 3) for p in paths]
        self.labels = np.concatenate([np.fromfile(path, LABEL) for path in paths]) if paths else np.zeros(0, LABEL)
        self.places = [(file, row) for file, strips in enumerate(self.files) for row in range(len(strips))]

    def __len__(self):
        return len(self.places)

    def take(self, indices):
        """Strips uint8 [n, 48, 592, 3] and their labels."""
        strips = np.stack([self.files[file][row] for file, row in (self.places[index] for index in indices)])
        return torch.from_numpy(strips), self.labels[indices]


def varied(strips, labels, draw):
    """Turned, tinted, lit, spotted, blurred and noisy anew. `draw`: a torch.Generator. Returns uint8 strips and labels."""
    strips, labels = turned(strips, labels, draw)
    light = strips.float()
    light = moved_across(light, labels, draw)
    light = tinted(light, draw)
    light = lit(light, draw)
    light = blurred(light, draw)
    sigma = 9 * torch.rand((len(light), 1, 1, 1), generator=draw) ** 2
    light += sigma * NOISE[torch.randint(0, len(NOISE), (len(light),), generator=draw)]
    return light.clamp_(0, 255).byte(), labels


def between(low, high, shape, draw):
    return low + (high - low) * torch.rand(shape, generator=draw)


def turned(strips, labels, draw):
    """The ring has no beginning."""
    by = torch.randint(0, READ_COLUMNS, (len(strips),), generator=draw)
    strips = torch.stack([strip.roll(2 * int(shift), 1) for strip, shift in zip(strips, by)])
    labels = labels.copy()
    shift = by.numpy()
    columns = (np.arange(READ_COLUMNS)[None] - shift[:, None]) % READ_COLUMNS
    labels["colours"] = np.take_along_axis(labels["colours"], columns, 1)
    for name in ("column", "zero"):
        labels[name] = (labels[name] + shift) % READ_COLUMNS
    return strips, labels


def moved_across(light, labels, draw):
    """The calibrated radius is off by up to 2.5 %; radii follow."""
    n = len(light)
    grow = between(0.975, 1.025, (n, 1), draw)
    radii = 0.35 + (torch.arange(ROWS)[None] + 0.5) * 0.025
    at = ((radii / grow - 0.35) / 0.025 - 0.5).clamp(0, ROWS - 1)
    low = at.floor().long().clamp(max=ROWS - 2)
    part = (at - low)[..., None, None]
    each = torch.arange(n)[:, None]
    moved = light[each, low].lerp_(light[each, low + 1], part.expand_as(light))
    labels["radius"] = labels["radius"] * grow[:, 0].numpy()
    return moved


def tinted(light, draw):
    """Other white balance, exposure, contrast, saturation and hue."""
    n = len(light)
    grey = torch.tensor([0.3, 0.59, 0.11])
    saturation = between(0.55, 1.4, (n, 1, 1), draw)
    mix = saturation * torch.eye(3) + (1 - saturation) * grey[None, None].expand(n, 3, 3)
    turn = between(-0.16, 0.16, (n,), draw)
    cos, sin = turn.cos(), turn.sin() / math.sqrt(3)
    third = (1 - cos) / 3
    hue = torch.stack(
        [cos + third, third - sin, third + sin, third + sin, cos + third, third - sin, third - sin, third + sin, cos + third],
        1,
    ).reshape(n, 3, 3)
    gains = between(0.8, 1.25, (n, 1, 3), draw) * between(0.7, 1.35, (n, 1, 1), draw)
    matrix = torch.bmm(mix, hue).transpose(1, 2) * gains
    light = torch.bmm(light.reshape(n, -1, 3), matrix).reshape(light.shape)
    return light + between(-20, 25, (n, 1, 1, 1), draw)


def lit(light, draw):
    """Lamps and shadows: broad, or specks and streaks, but none of a ball's size and sharpness."""
    n, spots = len(light), 5
    rows = torch.arange(ROWS)[None, None]
    columns = torch.arange(COLUMNS)[None, None]
    row = between(0, ROWS, (n, spots, 1), draw)
    column = between(0, COLUMNS, (n, spots, 1), draw)
    # Specks, streaks along, streaks across, and wide light, as standard deviations in rows and columns.
    kind = torch.randint(0, 4, (n, spots, 1), generator=draw)
    low = torch.tensor([[0.25, 0.5], [0.3, 8.0], [3.0, 0.4], [4.0, 10.0]])[kind[..., 0]]
    high = torch.tensor([[0.45, 0.9], [0.8, 40.0], [12.0, 1.0], [16.0, 120.0]])[kind[..., 0]]
    spread = low + (high - low) * torch.rand(low.shape, generator=draw)
    down = torch.exp(-(((rows - row) / spread[..., :1]) ** 2) / 2)
    gap = (columns - column + COLUMNS / 2) % COLUMNS - COLUMNS / 2
    along = torch.exp(-((gap / spread[..., 1:]) ** 2) / 2)
    strength = torch.where(kind == 3, between(-110, 90, kind.shape, draw), between(0, 255, kind.shape, draw))
    strength = strength * (torch.rand(kind.shape, generator=draw) < 0.35)
    sum_of_spots = torch.bmm((strength * down).transpose(1, 2), along)
    warmth = 1 - torch.tensor([0.0, 0.08, 0.25]) * torch.rand((n, 1, 1, 1), generator=draw)
    return light + sum_of_spots[..., None] * warmth


def blurred(light, draw):
    """Some are not sharp along the ring, as at a turning rotor."""
    some = torch.rand(len(light), generator=draw) < 0.3
    share = 0.5 * torch.rand((int(some.sum()), 1, 1, 1), generator=draw)
    seen = light[some]
    light[some] = seen * (1 - share) + share * (seen.roll(1, 2) + seen.roll(-1, 2)) / 2
    return light
