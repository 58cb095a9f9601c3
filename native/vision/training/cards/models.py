"""The two networks, made from nothing, and their ONNX files.

The finder says where in a picture of the table a face-up card may lie; the reader names one rectified card.
Both take pictures as bytes and do the normalisation and the temperatures inside the graph.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

FINDER_WIDTH, FINDER_HEIGHT, FINDER_STRIDE = 640, 360, 8
FINDER_CHANNELS = 7  # heat, dx, dy, log short, log long, cos 2θ, sin 2θ
READER_WIDTH, READER_HEIGHT = 112, 160
READER_OUTPUTS = 27  # 13 ranks, 4 suits, face, 8 corner offsets, quality
RANKS, SUITS, FACE, CORNERS, QUALITY = slice(0, 13), slice(13, 17), 17, slice(18, 26), 26
OPSET = 13


def convolution(inputs: int, outputs: int, stride: int = 1, size: int = 3, spread: int = 1) -> nn.Sequential:
    """Convolution (its taps `spread` cells apart), batch normalisation, ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2 * spread, dilation=spread, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """Two convolutions beside a straight line."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = convolution(channels, channels)
        self.second = nn.Sequential(
            nn.Conv2d(channels, channels, 3, 1, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, values: Tensor) -> Tensor:
        return torch.relu(values + self.second(self.first(values)))


class CardFinder(nn.Module):
    """float [n,3,360,640] in −1…1 → [n,7,45,80]; 283 million multiplications a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.fine = nn.Sequential(convolution(3, 16, 2), convolution(16, 24, 2), convolution(24, 48, 2))
        self.wide = nn.Sequential(
            convolution(48, 64, 2), convolution(64, 64), convolution(64, 64, spread=2), convolution(64, 48, size=1)
        )
        self.joined = convolution(48, 48)
        self.head = nn.Conv2d(48, FINDER_CHANNELS, 1)
        nn.init.constant_(self.head.bias, 0.0)
        with torch.no_grad():
            self.head.bias[0] = -4.0  # few cells hold a card: start from there

    def forward(self, pictures: Tensor) -> Tensor:
        fine = self.fine(pictures)
        wide = nn.functional.interpolate(self.wide(fine), scale_factor=2.0, mode="nearest")
        return self.head(self.joined(fine + wide[:, :, : fine.shape[2], : fine.shape[3]]))


class CardReader(nn.Module):
    """float [n,3,160,112] in −1…1 → [n,27]; 70 million multiplications a card.

    The last map keeps its places (10 × 7) up to the head: an index may be seen in one corner only.
    """

    def __init__(self, dropout: float = 0.05) -> None:
        super().__init__()
        self.body = nn.Sequential(
            convolution(3, 16, 2),
            convolution(16, 32, 2),
            Residual(32),
            convolution(32, 64, 2),
            Residual(64),
            convolution(64, 128, 2),
            Residual(128),
            convolution(128, 32, size=1),
        )
        self.head = nn.Sequential(
            nn.Flatten(), nn.Dropout(dropout), nn.Linear(32 * 70, 192), nn.ReLU(inplace=True), nn.Linear(192, 27)
        )

    def forward(self, cards: Tensor) -> Tensor:
        return self.head(self.body(cards))


def normalised(pictures: Tensor) -> Tensor:
    """uint8 [n,h,w,3] → float [n,3,h,w] in −1…1."""
    return pictures.permute(0, 3, 1, 2).float() / 127.5 - 1.0


class FinderGraph(nn.Module):
    """The finder as the contract wants it: bytes in, eight channels out (the last one reserved)."""

    def __init__(self, finder: CardFinder, heat_temperature: float) -> None:
        super().__init__()
        self.finder = finder
        scale = torch.ones(1, FINDER_CHANNELS, 1, 1)
        scale[:, 0] = 1.0 / heat_temperature
        self.register_buffer("scale", scale)

    def forward(self, picture: Tensor) -> Tensor:
        found = self.finder(normalised(picture)) * self.scale
        return torch.cat([found, found[:, :1] * 0.0], 1)


class ReaderGraph(nn.Module):
    """The reader as the contract wants it: bytes in, calibrated logits and corners out."""

    def __init__(self, reader: CardReader, temperatures: dict[str, float]) -> None:
        super().__init__()
        self.reader = reader
        scale = torch.ones(1, READER_OUTPUTS)
        scale[:, RANKS] = 1.0 / temperatures["rank"]
        scale[:, SUITS] = 1.0 / temperatures["suit"]
        scale[:, FACE] = 1.0 / temperatures["face"]
        scale[:, QUALITY] = 1.0 / temperatures["quality"]
        self.register_buffer("scale", scale)

    def forward(self, cards: Tensor) -> Tensor:
        return self.reader(normalised(cards)) * self.scale


NO_TEMPERATURES = {"rank": 1.0, "suit": 1.0, "face": 1.0, "quality": 1.0}


def export_finder(finder: CardFinder, path: Path, heat_temperature: float = 1.0) -> None:
    """Write the finder as ONNX."""
    graph = FinderGraph(finder, heat_temperature).eval()
    picture = torch.zeros(1, FINDER_HEIGHT, FINDER_WIDTH, 3, dtype=torch.uint8)
    torch.onnx.export(graph, (picture,), str(path), opset_version=OPSET, input_names=["picture"], output_names=["map"])


def export_reader(reader: CardReader, path: Path, temperatures: dict[str, float] = NO_TEMPERATURES) -> None:
    """Write the reader as ONNX; any number of cards at once."""
    graph = ReaderGraph(reader, temperatures).eval()
    cards = torch.zeros(2, READER_HEIGHT, READER_WIDTH, 3, dtype=torch.uint8)
    torch.onnx.export(
        graph,
        (cards,),
        str(path),
        opset_version=OPSET,
        input_names=["cards"],
        output_names=["reading"],
        dynamic_axes={"cards": {0: "n"}, "reading": {0: "n"}},
    )
