"""
Trains the wheel-reader from the strips that strips.ts wrote: `python3 train.py --steps 4000`.
Seeded; how far two runs may differ is told in assets/models/wheel-reader.md.
"""

import argparse
import copy
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

import decode
from network import READ_COLUMNS, WheelNetwork, export
from strips import EITHER_COLOUR, RESTING, ROLLING, Strips, varied

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from manifest import MODELS_FOLDER, write_manifest  # noqa: E402

CACHE = Path(os.environ.get("TABLECAST_VISION_CACHE", Path.home() / ".cache/tablecast/vision")) / "wheel"
BATCH = 32
RATE_MAX = 3e-3
WARM_UP_STEPS = 200
RESTING_SIGMA_COLUMNS = 1.0
# A rolling ball draws a streak, whose middle nobody can tell.
ROLLING_CORE_COLUMNS, ROLLING_SIGMA_COLUMNS = 2.0, 4.0
# Zero is seen in one pocket of 37, and finding it is finding the phase.
COLOUR_WEIGHTS = torch.tensor([1.0, 1.0, 4.0])
AVERAGE_STEPS = 400
# A peak this near to the ball's middle is the ball's.
NEAR_COLUMNS = 4


def targets(labels):
    """Heat [n, 2, 296] of a ball at rest and elsewhere, and its offset from each column, [n, 296]."""
    columns = torch.arange(READ_COLUMNS)[None] + 0.5
    ball = torch.from_numpy(labels["column"].copy())[:, None]
    offset = (ball - columns + READ_COLUMNS / 2) % READ_COLUMNS - READ_COLUMNS / 2
    state = torch.from_numpy(labels["state"].copy())[:, None]
    heats = []
    for kind, core, sigma in ((RESTING, 0.5, RESTING_SIGMA_COLUMNS), (ROLLING, ROLLING_CORE_COLUMNS, ROLLING_SIGMA_COLUMNS)):
        heat = torch.exp(-((((offset.abs() - core).clamp(min=0)) / sigma) ** 2) / 2)
        heats.append(heat * (state == kind))
    return torch.stack(heats, 1), offset


def loss_of(colours, ball, labels):
    wanted = torch.from_numpy(labels["colours"].astype(np.int64))
    painted = functional.cross_entropy(colours, wanted, COLOUR_WEIGHTS, ignore_index=EITHER_COLOUR)
    heat, offset = targets(labels)
    told = torch.sigmoid(ball[:, :2])
    # Focal, as for finding centres: near a ball less is asked.
    hit = heat == 1
    near = -((1 - told) ** 2) * functional.logsigmoid(ball[:, :2])
    far = -((1 - heat) ** 4) * told**2 * functional.logsigmoid(-ball[:, :2])
    balls = hit.any(2).sum().clamp(min=1)
    # As many columns as a ball has, they count as one.
    found = torch.where(hit, near / hit.sum(2, keepdim=True).clamp(min=1), far).sum() / balls
    close = ((offset.abs() < 2.5) & torch.from_numpy(labels["state"] > 0)[:, None]).float()
    placed = (close * functional.smooth_l1_loss(ball[:, 2], offset, reduction="none", beta=0.3)).sum() / close.sum().clamp(min=1)
    radius = torch.from_numpy(labels["radius"].copy())[:, None].expand(-1, READ_COLUMNS)
    raised = (close * (ball[:, 3] - radius).abs()).sum() / close.sum().clamp(min=1)
    return 2 * painted + found + placed + 3 * raised


@torch.no_grad()
def told_of(network, strips, indices):
    network.eval()
    colours, balls = [], []
    for start in range(0, len(indices), 32):
        seen, _ = strips.take(indices[start : start + 32])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            colour, ball = network(seen)
        colours.append(colour.numpy())
        balls.append(ball.numpy())
    return np.concatenate(colours), np.concatenate(balls)


def measure(network, strips, count=800):
    """One line: how often readings were right, and what a resting ball was mistaken for."""
    indices = np.arange(min(count, len(strips)))
    resting, rolling, slots, margin = decode.read(*told_of(network, strips, indices))
    labels = strips.labels[indices]
    rests, rolls, none = [labels["state"] == state for state in (RESTING, ROLLING, 0)]
    given = resting >= 0.5
    right = slots == labels["slot"]
    share = lambda what: 100 * what.mean() if len(what) else float("nan")
    return (
        f"resting: given {share(given[rests]):.2f} %, right of those {share(right[rests & given]):.2f} %, right of all {share(right[rests]):.2f} %; "
        f"given while rolling {share(given[rolls]):.2f} %, without a ball {share(given[none]):.2f} %; rolling seen {share(rolling[rolls] >= 0.5):.2f} %"
    )


def calibrated(network, strips):
    """A copy whose two logits of a ball tell how likely the ball is where they peak: focal loss alone is too shy (Platt)."""
    _, ball = told_of(network, strips, np.arange(len(strips)))
    copied = copy.deepcopy(network)
    for channel, state in ((0, RESTING), (1, ROLLING)):
        peak = ball[:, channel].argmax(1)
        off = np.abs(decode.gap(peak + 0.5 - strips.labels["column"]))
        there = (strips.labels["state"] == state) & (off < NEAR_COLUMNS)
        # Nothing is quite certain: as if one more of each had been seen.
        wanted = np.where(there, (there.sum() + 1) / (there.sum() + 2), 1 / ((~there).sum() + 2))
        peaks = np.stack([ball[np.arange(len(ball)), channel, peak], np.ones(len(ball))], 1).astype(np.float64)
        line = np.array([1.0, 0.0])
        for _ in range(50):
            told = 1 / (1 + np.exp(-peaks @ line))
            slope = (peaks * (told * (1 - told))[:, None]).T @ peaks + 1e-6 * np.eye(2)
            line -= np.linalg.solve(slope, peaks.T @ (told - wanted))
        print(f"logit of state {state}: {line[0]:.2f} x + {line[1]:.2f}", flush=True)
        with torch.no_grad():
            copied.ball.weight[channel] *= line[0]
            copied.ball.bias[channel] = copied.ball.bias[channel] * line[0] + line[1]
    return copied


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--steps", type=int, default=4000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--from", dest="start", help="a checkpoint to go on from")
    options.add_argument("--checkpoint", default=str(CACHE / "wheel-reader.pt"))
    options.add_argument("--rate", type=float, default=RATE_MAX)
    asked = options.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    chance = np.random.default_rng(asked.seed)
    draw = torch.Generator().manual_seed(asked.seed)
    network = WheelNetwork().to(memory_format=torch.channels_last)
    if asked.start:
        network.load_state_dict(torch.load(asked.start))
    average = copy.deepcopy(network)
    groups = [
        {"params": [p for p in network.parameters() if p.dim() > 1], "weight_decay": 2e-3},
        {"params": [p for p in network.parameters() if p.dim() <= 1], "weight_decay": 0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=asked.rate)
    rate_of = lambda step: min(1, step / WARM_UP_STEPS) * 0.5 * (1 + np.cos(np.pi * min(1, step / asked.steps))) + 1e-3
    validation = Strips(CACHE / "validation")
    training, order, mean, began = Strips(CACHE / "training"), [], 0.0, time.time()
    for step in range(1, asked.steps + 1):
        if len(order) < BATCH:
            training = Strips(CACHE / "training")
            order = list(chance.permutation(len(training)))
        indices, order = np.array(order[:BATCH]), order[BATCH:]
        strips, labels = varied(*training.take(indices), draw)
        for group in optimiser.param_groups:
            group["lr"] = asked.rate * rate_of(step)
        network.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            colours, ball = network(strips)
        loss = loss_of(colours, ball, labels)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        with torch.no_grad():
            keep = min(1 - 1 / AVERAGE_STEPS, step / (step + 10))
            for kept, new in zip(average.state_dict().values(), network.state_dict().values()):
                kept.copy_(kept * keep + new * (1 - keep) if kept.dtype.is_floating_point else new)
        mean += (loss.item() - mean) / min(step, 50)
        if step % 50 == 0:
            print(f"step {step}, loss {mean:.4f}, {time.time() - began:.0f} s, {len(training)} strips", flush=True)
        if step % 400 == 0 or step == asked.steps:
            print(measure(average, validation), flush=True)
            torch.save(average.state_dict(), asked.checkpoint)
            export(calibrated(average, validation), str(MODELS_FOLDER / "wheel-reader.onnx"))
            write_manifest()


if __name__ == "__main__":
    main()
