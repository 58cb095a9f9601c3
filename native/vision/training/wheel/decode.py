"""From what the network tells to a reading: a plain form of what native/vision/wheel does, to measure training by."""

import numpy as np

from network import READ_COLUMNS

ORDER = [0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14, 31, 9, 22, 18]
ORDER += [29, 7, 28, 12, 35, 3, 26]
RED = {1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36}
PITCH = READ_COLUMNS / len(ORDER)
STEPS_OF_COLUMN = 2


def pattern():
    """Which class each column shows when zero's middle lies at each half column: [592, 3 × 296]."""
    classes = np.array([2 if number == 0 else 0 if number in RED else 1 for number in ORDER])
    zeros = np.arange(READ_COLUMNS * STEPS_OF_COLUMN) / STEPS_OF_COLUMN
    place = (np.arange(READ_COLUMNS)[None] + 0.5 - zeros[:, None]) / PITCH
    slot = np.rint(place).astype(int) % len(ORDER)
    inside = 0.5 - np.abs(place - np.rint(place)) > 0.1
    return ((classes[slot][:, None] == np.arange(3)[None, :, None]) & inside[:, None]).astype(np.float32)


PATTERN = pattern()


def gap(columns):
    return (columns + READ_COLUMNS / 2) % READ_COLUMNS - READ_COLUMNS / 2


def read(colours, ball):
    """colours [n, 3, 296] and ball [n, 4, 296], logits → resting and rolling 0–1, slot, and the phase's margin, each [n]."""
    logs = colours - np.log(np.exp(colours - colours.max(1, keepdims=True)).sum(1, keepdims=True)) - colours.max(1, keepdims=True)
    logs = np.maximum(logs, -6)
    n = len(logs)
    scores = logs.reshape(n, -1) @ PATTERN.reshape(len(PATTERN), -1).T
    zero = scores.argmax(1) / STEPS_OF_COLUMN
    zeros = np.arange(len(PATTERN)) / STEPS_OF_COLUMN
    rivals = np.where(np.abs(gap(zeros[None] - zero[:, None])) > PITCH * 0.7, scores, -np.inf).max(1)
    margin = scores.max(1) - rivals
    resting, rolling = 1 / (1 + np.exp(-ball[:, 0])), 1 / (1 + np.exp(-ball[:, 1]))
    peak = resting.argmax(1)
    at = peak + 0.5 + ball[np.arange(n), 2, peak]
    slots = np.zeros(n, int)
    for index in range(n):
        # Seen from aside, angles are stretched: near the ball the pattern may lie a little off.
        near = np.exp(-((gap(np.arange(READ_COLUMNS) + 0.5 - at[index]) / 30) ** 2))
        shifts = np.arange(-10, 11)
        candidates = (scores[index].argmax() + shifts) % len(PATTERN)
        local = np.einsum("zcw,cw,w->z", PATTERN[candidates], logs[index], near)
        best = zero[index] + shifts[local.argmax()] / STEPS_OF_COLUMN
        slots[index] = int(np.rint((at[index] - best) / PITCH)) % len(ORDER)
    return resting.max(1), rolling.max(1), slots, margin
