"""What the finder learns, from which samples, and how well it does on decks that it never learnt from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cache import cache_folder
from crops import box_of
from feeding import Sample
from heat import FinderTruth, finder_felts, finder_scene, truth_of
from models import FINDER_STRIDE, CardFinder, normalised

Rng = np.random.Generator

BATCH, POOL, USES = 16, 300, 2
VALIDATION_SCENES = 300
VALIDATION_SEED = 80
PEAKS_MAX = 24


def _stacked(truth: FinderTruth) -> np.ndarray:
    return np.concatenate([truth.heat[None], truth.weight[None], truth.boxed[None], truth.box])


def samples(rng: Rng, split: str = "training") -> Iterator[Sample]:
    """Pictures uint8 [360,640,3] and truths float32 [9,45,80]: heat, weight, boxed, six box channels."""
    felts = finder_felts(rng)
    while True:
        seen = finder_scene(rng, felts, split)
        yield seen.picture, _stacked(truth_of(seen))


def turned(sample: Sample) -> Sample:
    """The same table upside down; a card's long side keeps its direction."""
    picture, truth = sample
    truth = truth[:, ::-1, ::-1].copy()
    truth[3:5] *= -1
    return np.ascontiguousarray(picture[::-1, ::-1]), truth


def loss_of(model: CardFinder, batch: list[Tensor]) -> Tensor:
    pictures, truth = batch
    with torch.autocast("cpu", torch.bfloat16):
        told = model(normalised(pictures).contiguous(memory_format=torch.channels_last))
    told = told.float()
    heat, weight, boxed, box = truth[:, 0], truth[:, 1], truth[:, 2], truth[:, 3:]
    logit = told[:, 0].clamp(-12, 12)
    chance = torch.sigmoid(logit)
    centre = (heat >= 0.999).float()
    found = centre * (1 - chance) ** 2 * functional.softplus(-logit)
    empty = (1 - centre) * (1 - heat) ** 4 * chance**2 * functional.softplus(logit)
    loss = ((found + empty) * weight).sum() / centre.sum().clamp(min=1)
    error = (told[:, 1:] - box).abs() * boxed[:, None]
    return loss + error.mean(dim=(0, 2, 3)).mul(
        torch.tensor([1.0, 1.0, 4.0, 4.0, 2.0, 2.0])
    ).sum() / boxed.mean().clamp(min=1e-4)


def _validation_set() -> tuple[np.ndarray, list[np.ndarray]]:
    """Scenes of held-out decks, made once: pictures, and of each the cards asked for (centre, short, long, turn)."""
    path = cache_folder("validation") / f"finder-{VALIDATION_SEED}.npz"
    if not path.exists():
        rng = np.random.default_rng(VALIDATION_SEED)
        felts = finder_felts(rng)
        seen = [finder_scene(rng, felts, "validation") for _ in range(VALIDATION_SCENES)]
        boxes = []
        for number, one in enumerate(seen):
            for card in one.cards:
                centre, short, long, turn = box_of(card.quad)
                boxes.append([number, card.asked, card.visible, *centre, short, long, turn])
        np.savez(path, pictures=np.stack([one.picture for one in seen]), boxes=np.array(boxes))
    stored = np.load(path)
    boxes = stored["boxes"]
    return stored["pictures"], [boxes[boxes[:, 0] == number] for number in range(len(stored["pictures"]))]


@torch.no_grad()
def peaks_of(model: CardFinder, picture: np.ndarray) -> np.ndarray:
    """Heat (probability), centre x, y (px), short, long, turn of the long side (rad) of each local peak."""
    model.eval()
    told = model(normalised(torch.from_numpy(picture[None])))[0]
    heat = torch.sigmoid(told[0])
    peak = (functional.max_pool2d(heat[None], 3, 1, 1)[0] == heat) & (heat > 0.03)
    rows, columns = torch.nonzero(peak, as_tuple=True)
    values = told[:, rows, columns]
    x = (columns + 0.5 + values[1]) * FINDER_STRIDE
    y = (rows + 0.5 + values[2]) * FINDER_STRIDE
    turn = torch.atan2(values[6], values[5]) / 2
    found = torch.stack([heat[rows, columns], x, y, values[3].exp() * 32, values[4].exp() * 32, turn], 1).numpy()
    return found[np.argsort(-found[:, 0])][:PEAKS_MAX]


def validated(model: CardFinder) -> str:
    """One line of figures: recall of the cards asked for at three thresholds, boxes' errors, candidates a picture."""
    pictures, truths = _validation_set()
    best: list[float] = []
    errors: list[np.ndarray] = []
    heats: list[np.ndarray] = []
    for picture, cards in zip(pictures, truths):
        found = peaks_of(model, picture)
        heats.append(found[:, 0])
        for _, asked, _, x, y, short, long, turn in cards:
            if not asked:
                continue
            near = found[np.hypot(found[:, 1] - x, found[:, 2] - y) < short * 0.25] if len(found) else found
            best.append(float(near[0, 0]) if len(near) else 0.0)
            if len(near):
                swing = (near[0, 5] - turn) % np.pi - np.pi / 2
                centre = np.hypot(near[0, 1] - x, near[0, 2] - y) / long
                errors.append(np.abs([centre, near[0, 3] / short - 1, near[0, 4] / long - 1, np.rad2deg(swing)]))
    heat = np.array(best)
    if not errors:
        return "nothing found yet"
    mean, high = np.mean(errors, 0), np.quantile(errors, 0.99, axis=0)
    recalls = [
        f"at {threshold}: {np.mean(heat > threshold):.4f}"
        f" with {np.mean([(one > threshold).sum() for one in heats]):.1f} candidates"
        for threshold in (0.1, 0.2, 0.3)
    ]
    return (
        f"recall {', '.join(recalls)}, of {len(heat)} in {len(pictures)},"
        f" errors mean/99 %: centre {mean[0]:.3f}/{high[0]:.3f}, short {mean[1]:.3f}/{high[1]:.3f},"
        f" long {mean[2]:.3f}/{high[2]:.3f}, turn {mean[3]:.2f}/{high[3]:.1f} degrees"
    )
