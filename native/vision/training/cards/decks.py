"""Decks of a split: drawn ones and sheets. A deck gives pictures of its cards, its back and its joker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from drawn import drawn_deck
from sheets import CARD_PX, ROW_OF_SUIT, SHEETS, sheet_cards

Rng = np.random.Generator


class Deck(Protocol):
    """Pictures are uint8 RGBA, CARD_PX high; rank 0–12 (A 2 … 10 J Q K), suit 0–3 (S H D C)."""

    name: str

    def card(self, rank: int, suit: int) -> np.ndarray: ...
    def back(self) -> np.ndarray: ...
    def joker(self) -> np.ndarray: ...


@dataclass
class SheetDeck:
    """A rasterised sheet on a paper of some tint, slightly stretched."""

    name: str
    paper: tuple[float, float, float]
    stretch: float
    jokers: int

    def card(self, rank: int, suit: int) -> np.ndarray:
        return self._printed(ROW_OF_SUIT[suit], rank)

    def back(self) -> np.ndarray:
        return self._printed(4, 2)

    def joker(self) -> np.ndarray:
        return self._printed(4, self.jokers)

    def _printed(self, row: int, column: int) -> np.ndarray:
        picture = sheet_cards(self.name)[row, column]
        width = round(picture.shape[1] * self.stretch)
        picture = cv2.resize(picture, (width, CARD_PX), interpolation=cv2.INTER_AREA)
        return cv2.multiply(picture, (*self.paper, 1.0))


def sheet_deck(rng: Rng, name: str) -> SheetDeck:
    ivory = rng.uniform(0.84, 1.0) if rng.random() < 0.3 else 1.0
    grey = rng.uniform(0.82, 1.0)
    return SheetDeck(
        name, (grey, grey * (0.5 + ivory / 2), grey * ivory), rng.uniform(0.97, 1.03), int(rng.integers(2))
    )


def random_deck(rng: Rng, split: str) -> Deck:
    """A deck of the split: training mixes seven sheets into drawn decks; the test split has its sheets alone."""
    sheets = SHEETS[split]
    share_of_sheets = {"training": 0.35, "validation": 0.3, "test": 1.0}[split]
    if rng.random() < share_of_sheets:
        return sheet_deck(rng, sheets[rng.integers(len(sheets))])
    return drawn_deck(rng, split)
