"""Pictures of card tables with their truth, for the evaluation: decks that training never saw.

    pictures.py --split validation --count 500 --seed 1 --out <folder>
    pictures.py --split test --count 1000 --seed 2 --out <folder> --empty     no face-up card anywhere

Beside the JPEG files lies truth.jsonl. A card that is too far hidden to be asked for stands under "ignored".
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from drawn import RANKS, SUITS
from scenes import FeltPool, SceneWish, SeenCard, scene

WIDTH, HEIGHT = 1280, 720
CARD_PX = (110.0, 180.0)
QUALITY = (50, 95)
HARDLY_SEEN = 0.05


def _told(card: SeenCard) -> dict[str, object]:
    return {"rank": RANKS[card.rank], "suit": SUITS[card.suit], "quad": np.round(card.quad, 1).tolist()}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["training", "validation", "test"], required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--empty", action="store_true", help="no face-up card anywhere")
    return parser.parse_args()


def main() -> None:
    asked = _arguments()
    cv2.setNumThreads(1)
    asked.out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng((asked.seed, int(asked.empty)))
    felts = FeltPool(rng, WIDTH, HEIGHT, sum(CARD_PX) / 2)
    wish = SceneWish(
        width=WIDTH,
        height=HEIGHT,
        card=CARD_PX,
        groups=(0, 6) if asked.empty else (1, 5),
        split=asked.split,
        faces=0.0 if asked.empty else 0.88,
        crowded=0.0,
        codings=0,
    )
    with (asked.out / "truth.jsonl").open("w") as truth:
        for number in range(asked.count):
            seen = scene(rng, felts, wish)
            file = f"{number:05d}.jpg"
            quality = int(rng.integers(*QUALITY))
            cv2.imwrite(str(asked.out / file), seen.picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
            line = {
                "file": file,
                "cards": [_told(card) for card in seen.cards if card.asked],
                "ignored": [_told(card) for card in seen.cards if not card.asked and card.visible > HARDLY_SEEN],
            }
            truth.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
