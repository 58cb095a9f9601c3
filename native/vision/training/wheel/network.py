"""The network that reads a wheel's unrolled ring: a picture whose right edge meets its left one."""

import torch
from torch import nn

ROWS, COLUMNS = 48, 592
"""The strip: rows from the inside out, columns clockwise; see ../../wheel/strip.ts."""
READ_COLUMNS = COLUMNS // 2
"""Columns of what is read."""
REACH = 10
"""So many of the strip's columns on each side does a column of `seen` look at."""


def layer(into, out, size, stride=(1, 1), dilation=1):
    """A convolution that pads rows only, as columns go on around the ring."""
    padding = (size[0] // 2 if size[0] % 2 else 0, 0)
    return nn.Sequential(
        nn.Conv2d(into, out, size, stride, padding, (1, dilation), bias=False),
        nn.BatchNorm2d(out),
        nn.ReLU(inplace=True),
    )


def joined(strip, left, right):
    """The ring cut open with so many of its columns twice."""
    return torch.cat([strip[..., -left:], strip, strip[..., :right]], 3)


class AroundBlock(nn.Module):
    """What each column learns from others, `dilation` columns away."""

    def __init__(self, channels, dilation):
        super().__init__()
        self.look, self.dilation = layer(channels, channels, (1, 3), dilation=dilation), dilation

    def forward(self, ring):
        return ring + self.look(joined(ring, self.dilation, self.dilation))


class WheelNetwork(nn.Module):
    """Strip uint8 [n, 48, 592, 3] → colours [n, 3, 296] and ball [n, 4, 296]; about 130 million multiplications."""

    def __init__(self):
        super().__init__()
        self.seen = nn.Sequential(
            layer(3, 16, (5, 5), (2, 2)),
            layer(16, 16, (3, 3)),
            layer(16, 32, (3, 3), (2, 1)),
            layer(32, 32, (3, 3)),
            layer(32, 48, (3, 3), (2, 1)),
            layer(48, 64, (6, 1)),
        )
        self.around = nn.Sequential(*[AroundBlock(64, dilation) for dilation in (1, 2, 4, 8, 16, 32, 64)])
        self.colours = nn.Conv2d(64, 3, 1)
        self.ball = nn.Conv2d(64, 4, 1)
        # A ball is seldom: start by believing in none, and radii lie about the numbers.
        self.ball.bias.data = torch.tensor([-4.0, -4.0, 0.0, 0.9])

    def forward(self, strip):
        light = strip.permute(0, 3, 1, 2).to(torch.float32) / 255
        # The exposure says nothing about the wheel.
        light = light - light.mean((1, 2, 3), keepdim=True)
        light = light / (light.pow(2).mean((1, 2, 3), keepdim=True) + 1e-3).sqrt()
        ring = self.around(self.seen(joined(light, REACH, REACH - 1)))
        return self.colours(ring).squeeze(2).float(), self.ball(ring).squeeze(2).float()


def export(network, path):
    """Writes the network as onnxruntime runs it, one strip at a time."""
    network = network.eval().to(memory_format=torch.contiguous_format)
    sample = torch.zeros((1, ROWS, COLUMNS, 3), dtype=torch.uint8)
    torch.onnx.export(
        network, sample, path, opset_version=13, input_names=["strip"], output_names=["colours", "ball"]
    )
