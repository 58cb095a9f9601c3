"""Train one of the card models from nothing and write it to assets/models.

    train.py --model reader --steps 8000      goes on from the last checkpoint in the cache
    train.py --model finder --steps 4000 --fresh

Seeds are fixed, but the number of worker processes and the machine's arithmetic change the order of sums:
a second training is expected within one percentage point of the first one's validation figures.
"""

from __future__ import annotations

import argparse
import copy
import math
import sys
import time
from pathlib import Path
from types import ModuleType

import torch
from torch import nn

import finder_task
import reader_task
from cache import cache_folder
from feeding import Feed, batches
from models import CardFinder, CardReader, export_finder, export_reader

sys.path.append(str(Path(__file__).resolve().parents[1]))
from manifest import MODELS_FOLDER, write_manifest  # noqa: E402

SEED = 20
RATE = 2e-3
WARM_STEPS = 200
AVERAGED = 0.998  # share of the old weights that the averaged model keeps each step
REPORT_S = 240.0
EXPORT_S = 600.0


def _rate(step: int, steps: int) -> float:
    """Warm up, then a cosine down to a hundredth."""
    if step < WARM_STEPS:
        return RATE * (step + 1) / WARM_STEPS
    return RATE * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))))


class Training:
    """A model, its averaged twin, the optimiser and the step, kept in one checkpoint file."""

    def __init__(self, name: str, fresh: bool) -> None:
        torch.manual_seed(SEED)
        self.name = name
        self.task: ModuleType = reader_task if name == "reader" else finder_task
        self.model: nn.Module = CardReader() if name == "reader" else CardFinder()
        self.model = self.model.to(memory_format=torch.channels_last)
        self.averaged = copy.deepcopy(self.model)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=RATE, weight_decay=0.02)
        self.step = 0
        self.path = cache_folder("checkpoints") / f"card-{name}.pt"
        if self.path.exists() and not fresh:
            self._restore()

    def _restore(self) -> None:
        stored = torch.load(self.path)
        self.model.load_state_dict(stored["model"])
        self.averaged.load_state_dict(stored["averaged"])
        self.optimiser.load_state_dict(stored["optimiser"])
        self.step = stored["step"]

    def store(self) -> None:
        partial = self.path.with_suffix(".partial")
        stored = {
            "model": self.model.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
        }
        torch.save(stored, partial)
        partial.rename(self.path)

    def learn(self, batch: list[torch.Tensor], steps: int) -> float:
        """One step; tells the loss."""
        self.model.train()
        for group in self.optimiser.param_groups:
            group["lr"] = _rate(self.step, steps)
        loss = self.task.loss_of(self.model, batch)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        self._average()
        return float(loss.detach())

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(AVERAGED, self.step / (self.step + 20.0))
        for slow, fast in zip(self.averaged.state_dict().values(), self.model.state_dict().values()):
            if slow.dtype.is_floating_point:
                slow.lerp_(fast, 1 - keep)
            else:
                slow.copy_(fast)

    def export(self) -> None:
        """Write the averaged model, calibrated, and the manifest."""
        model = copy.deepcopy(self.averaged).to(memory_format=torch.contiguous_format).eval()
        path = MODELS_FOLDER / f"card-{self.name}.onnx"
        if isinstance(model, CardReader):
            fitted = reader_task.temperatures(self.averaged)
            print("temperatures", {key: round(value, 3) for key, value in fitted.items()}, flush=True)
            export_reader(model, path, fitted)
        elif isinstance(model, CardFinder):
            export_finder(model, path)
        write_manifest()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=["reader", "finder"], required=True)
    parser.add_argument("--steps", type=int, required=True, help="steps in all, those of the checkpoint counted in")
    parser.add_argument("--threads", type=int, default=1, help="threads of the training itself")
    parser.add_argument("--workers", type=int, default=1, help="processes that make samples")
    parser.add_argument("--fresh", action="store_true", help="start anew even when there is a checkpoint")
    return parser.parse_args()


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(asked.threads)
    training = Training(asked.model, asked.fresh)
    task = training.task
    feed = Feed(task.samples, task.turned, SEED + training.step, task.BATCH, task.POOL, task.USES)
    source = batches(feed, asked.workers)
    started = reported = exported = time.monotonic()
    first = training.step
    losses: list[float] = []
    while training.step < asked.steps:
        losses.append(training.learn(next(source), asked.steps))
        now = time.monotonic()
        if now - reported < REPORT_S and training.step < asked.steps:
            continue
        reported = now
        mean = sum(losses) / len(losses)
        losses.clear()
        speed = (training.step - first) / (now - started)
        figures = task.validated(training.averaged)
        print(f"{time.strftime('%X')} step {training.step} {speed:.2f}/s loss {mean:.4f} {figures}", flush=True)
        training.store()
        if now - exported > EXPORT_S or training.step >= asked.steps:
            exported = now
            training.export()


if __name__ == "__main__":
    main()
