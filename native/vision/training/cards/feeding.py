"""Endless batches from worker processes.

Each sample waits in a mixed pool and is given twice or so, turned about by chance.
"""

from __future__ import annotations

from typing import Any
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

Rng = np.random.Generator
Sample = tuple[np.ndarray, ...]


class Feed(IterableDataset):
    """`make(rng)` gives an endless iterator of samples; `turned(sample)` is the same sample upside down."""

    def __init__(
        self,
        make: Callable[[Rng], Iterator[Sample]],
        turned: Callable[[Sample], Sample],
        seed: int,
        batch: int,
        pool: int,
        uses: int,
    ) -> None:
        self._make, self._turned = make, turned
        self._seed, self._batch, self._pool, self._uses = seed, batch, pool, uses

    def __iter__(self) -> Iterator[list[np.ndarray]]:
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        worker = get_worker_info()
        rng = np.random.default_rng((self._seed, worker.id if worker else 0))
        samples = self._make(rng)
        pool = [next(samples) for _ in range(self._batch * 2)]
        while True:
            for _ in range(self._batch // self._uses):
                if len(pool) < self._pool:
                    pool.append(next(samples))
                else:
                    pool[rng.integers(len(pool))] = next(samples)
            chosen = [pool[index] for index in rng.choice(len(pool), self._batch, replace=False)]
            chosen = [self._turned(sample) if rng.random() < 0.5 else sample for sample in chosen]
            yield [np.stack(parts) for parts in zip(*chosen)]


def batches(feed: Feed, workers: int) -> Iterator[Any]:
    """Batches as tensors, made by worker processes beside the training."""
    loader = DataLoader(feed, batch_size=None, num_workers=workers, prefetch_factor=4)
    return iter(loader)
