"""From what the network tells to a reading: a plain form of what native/vision/wheel does, to measure training by."""

import numpy as np

from network import READ_COLUMNS

ORDER = [0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14, 31, 9, 22, 18]
ORDER += [29, 7, 28, 12, 35, 3, 26]
RED = {1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36}
PITCH = READ_COLUMNS / len(ORDER)
STEPS_OF_COLUMN = 2


def pattern(stretch, aside):
    """
    Which class each column shows when zero's middle lies at each half column: [592, 3 × 296]. Seen from aside, angles are
    stretched on one side of the ring and squeezed on the other, by up to so many columns.
    """
    classes = np.array([2 if number == 0 else 0 if number in RED else 1 for number in ORDER])
    zeros = np.arange(READ_COLUMNS * STEPS_OF_COLUMN) / STEPS_OF_COLUMN
    columns = np.arange(READ_COLUMNS) + 0.5
    turns = 2 * np.pi * columns / READ_COLUMNS
    place = (columns + stretch * np.cos(turns) + aside * np.sin(turns) - zeros[:, None]) / PITCH
    slot = np.rint(place).astype(int) % len(ORDER)
    inside = 0.5 - np.abs(place - np.rint(place)) > 0.1
    return ((classes[slot][:, None] == np.arange(3)[None, :, None]) & inside[:, None]).astype(np.float32)


STRETCHES = [(x * 1.4, y * 1.4) for x in range(-2, 3) for y in range(-2, 3) if x * x + y * y <= 5]
PATTERNS = np.stack([pattern(*stretch).reshape(READ_COLUMNS * STEPS_OF_COLUMN, -1) for stretch in STRETCHES])


def gap(columns):
    return (columns + READ_COLUMNS / 2) % READ_COLUMNS - READ_COLUMNS / 2


def read(colours, ball):
    """colours [n, 3, 296] and ball [n, 4, 296], logits → resting and rolling 0–1, slot, and the phase's margin, each [n]."""
    logs = colours - np.log(np.exp(colours - colours.max(1, keepdims=True)).sum(1, keepdims=True)) - colours.max(1, keepdims=True)
    logs = np.maximum(logs, -6)
    n = len(logs)
    scores = np.einsum("szk,nk->nsz", PATTERNS, logs.reshape(n, -1), optimize=True)
    stretch, at_zero = np.unravel_index(scores.reshape(n, -1).argmax(1), scores.shape[1:])
    zeros = np.arange(READ_COLUMNS * STEPS_OF_COLUMN) / STEPS_OF_COLUMN
    zero = zeros[at_zero]
    best = scores.max(1)
    rivals = np.where(np.abs(gap(zeros[None] - zero[:, None])) > PITCH * 0.7, best, -np.inf).max(1)
    resting, rolling = 1 / (1 + np.exp(-ball[:, 0])), 1 / (1 + np.exp(-ball[:, 1]))
    peak = resting.argmax(1)
    at = peak + 0.5 + ball[np.arange(n), 2, peak]
    turns = 2 * np.pi * at / READ_COLUMNS
    x, y = np.array(STRETCHES)[stretch].T
    slots = np.rint((at + x * np.cos(turns) + y * np.sin(turns) - zero) / PITCH).astype(int) % len(ORDER)
    return resting.max(1), rolling.max(1), slots, best.max(1) - rivals
