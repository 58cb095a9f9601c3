"""What the reader learns, from which samples, and how well it does on decks that it never learnt from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cache import cache_folder
from crops import Crop, crops_of, reader_felts, reader_scene
from feeding import Sample
from models import CORNERS, FACE, QUALITY, RANKS, SUITS, CardReader, normalised

Rng = np.random.Generator

BATCH, POOL, USES = 128, 4000, 2
VALIDATION_CROPS = 5000
VALIDATION_SEED = 83


def _sample(crop: Crop) -> Sample:
    labels = np.array([crop.rank, crop.suit, crop.face, crop.quality, *crop.corners], np.float32)
    return crop.picture, labels


def samples(rng: Rng, split: str = "training") -> Iterator[Sample]:
    """Pictures uint8 [160,112,3] and labels float32 [12]: rank, suit, face, quality, 8 corner offsets."""
    felts = reader_felts(rng)
    while True:
        for crop in crops_of(rng, reader_scene(rng, felts, split)):
            yield _sample(crop)


def turned(sample: Sample) -> Sample:
    """The same card upside down: corners change places and directions."""
    picture, labels = sample
    corners = -labels[4:].reshape(4, 2)[[2, 3, 0, 1]]
    return np.ascontiguousarray(picture[::-1, ::-1]), np.concatenate([labels[:4], corners.ravel()])


def _judged(logits: Tensor, labels: Tensor) -> Tensor:
    """Binary cross entropy where the label is not −1."""
    asked = (labels >= 0).float()
    loss = functional.binary_cross_entropy_with_logits(logits, labels.clamp(0.02, 0.98), reduction="none")
    return (loss * asked).sum() / asked.sum().clamp(min=1)


def loss_of(model: CardReader, batch: list[Tensor]) -> Tensor:
    pictures, labels = batch
    cards = normalised(pictures).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):
        told = model(cards)
    told = told.float()
    asked = labels[:, 0] >= 0
    corners = labels[:, 4:]
    known = ~torch.isnan(corners[:, 0])
    loss = functional.cross_entropy(told[asked, RANKS], labels[asked, 0].long(), label_smoothing=0.03)
    loss = loss + functional.cross_entropy(told[asked, SUITS], labels[asked, 1].long(), label_smoothing=0.02)
    loss = loss + _judged(told[:, FACE], labels[:, 2]) + 0.3 * _judged(told[:, QUALITY], labels[:, 3])
    return loss + 2.0 * functional.smooth_l1_loss(told[known, CORNERS], corners[known], beta=0.1)


def validation_set() -> tuple[Tensor, Tensor]:
    """Crops of held-out decks, made once."""
    path = cache_folder("validation") / f"reader-{VALIDATION_SEED}.npz"
    if not path.exists():
        source = samples(np.random.default_rng(VALIDATION_SEED), "validation")
        pictures, labels = zip(*(next(source) for _ in range(VALIDATION_CROPS)))
        np.savez(path, pictures=np.stack(pictures), labels=np.stack(labels))
    stored = np.load(path)
    return torch.from_numpy(stored["pictures"]), torch.from_numpy(stored["labels"])


@torch.no_grad()
def predicted(model: CardReader, pictures: Tensor) -> Tensor:
    """Logits of many crops, float32 [n,27]."""
    model.eval()
    parts = []
    for piece in pictures.split(250):
        cards = normalised(piece).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            parts.append(model(cards).float())
    return torch.cat(parts)


def confidence_of(told: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Confidence as the studio reckons it, and the best rank and suit."""
    rank, best_rank = told[:, RANKS].softmax(1).max(1)
    suit, best_suit = told[:, SUITS].softmax(1).max(1)
    return torch.sigmoid(told[:, FACE]) * rank * suit, best_rank, best_suit


def validated(model: CardReader) -> str:
    """One line of figures."""
    pictures, labels = validation_set()
    told = predicted(model, pictures)
    sure, rank, suit = confidence_of(told)
    asked = (labels[:, 2] == 1) & (labels[:, 0] >= 0)
    nothing = labels[:, 2] == 0
    right = (rank == labels[:, 0]) & (suit == labels[:, 1])
    corners = (told[asked][:, CORNERS] - labels[asked][:, 4:]).abs().mean() * 8
    figures = [
        f"rank {(rank == labels[:, 0])[asked].float().mean():.4f}",
        f"suit {(suit == labels[:, 1])[asked].float().mean():.4f}",
        f"corners {corners:.2f} px",
    ]
    for threshold in (0.5, 0.7, 0.85):
        given = sure >= threshold
        figures.append(
            f"at {threshold}: read {(given & right)[asked].float().mean():.4f}"
            f" wrong {int((given & ~right & asked).sum())} false {int((given & nothing).sum())}"
        )
    return " ".join(figures) + f" of {int(asked.sum())} + {int(nothing.sum())}"


def _fitted(logits: Tensor, loss: functional) -> float:
    """The temperature with the least loss, by trying."""
    tried = [float(value) for value in np.geomspace(0.3, 3.0, 60)]
    return min(tried, key=lambda temperature: float(loss(logits / temperature)))


def temperatures(model: CardReader) -> dict[str, float]:
    """Temperatures of the four kinds of logits, fitted on the held-out decks."""
    pictures, labels = validation_set()
    told = predicted(model, pictures)
    asked = (labels[:, 2] == 1) & (labels[:, 0] >= 0)
    ranks, suits = labels[asked, 0].long(), labels[asked, 1].long()

    def judged(column: int, output: int) -> float:
        known = labels[:, column] >= 0
        goal = labels[known, column]
        return _fitted(told[known, output], lambda logits: functional.binary_cross_entropy_with_logits(logits, goal))

    return {
        "rank": _fitted(told[asked][:, RANKS], lambda logits: functional.cross_entropy(logits, ranks)),
        "suit": _fitted(told[asked][:, SUITS], lambda logits: functional.cross_entropy(logits, suits)),
        "face": judged(2, FACE),
        "quality": judged(3, QUALITY),
    }
