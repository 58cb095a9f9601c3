"""The network that reads a wheel's unrolled ring: a picture whose right edge meets its left one."""

import torch
from torch import nn
from torch.nn import functional

ROWS, COLUMNS = 48, 592
"""The strip: rows from the inside out, columns clockwise; see ../../wheel/strip.ts."""
READ_COLUMNS = COLUMNS // 2
"""Columns of what is read."""


class AroundConv(nn.Sequential):
    """A convolution that goes on around the ring, then normalisation and, unless told otherwise, a rectifier."""

    def __init__(self, into, out, rows, columns, stride=(1, 1), dilation=1, rectified=True):
        super().__init__(
            nn.Conv2d(into, out, (rows, columns), stride, (rows // 2 if rows < 6 else 0, 0), (1, dilation), bias=False),
            nn.BatchNorm2d(out),
        )
        self.around, self.rectified = dilation * (columns // 2), rectified

    def forward(self, strip):
        joined = torch.cat([strip[..., -self.around :], strip, strip[..., : self.around]], 3) if self.around else strip
        out = super().forward(joined)
        return functional.relu(out) if self.rectified else out


class AroundBlock(nn.Module):
    """What each column learns from others, `dilation` columns away."""

    def __init__(self, channels, dilation):
        super().__init__()
        self.look = AroundConv(channels, channels, 1, 3, dilation=dilation)

    def forward(self, ring):
        return ring + self.look(ring)


class WheelNetwork(nn.Module):
    """Strip uint8 [n, 48, 592, 3] → colours [n, 3, 296] and ball [n, 4, 296]; about 130 million multiplications."""

    def __init__(self):
        super().__init__()
        self.seen = nn.Sequential(
            AroundConv(3, 16, 5, 5, (2, 2)),
            AroundConv(16, 16, 3, 3),
            AroundConv(16, 32, 3, 3, (2, 1)),
            AroundConv(32, 32, 3, 3),
            AroundConv(32, 48, 3, 3, (2, 1)),
        )
        self.collapsed = AroundConv(48, 64, 6, 1)
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
        ring = self.around(self.collapsed(self.seen(light)))
        return self.colours(ring).squeeze(2).float(), self.ball(ring).squeeze(2).float()


def export(network, path):
    """Writes the network as onnxruntime runs it: batch of one, any machine."""
    network = network.eval().to(memory_format=torch.contiguous_format)
    sample = torch.zeros((1, ROWS, COLUMNS, 3), dtype=torch.uint8)
    torch.onnx.export(
        network, sample, path, opset_version=13, input_names=["strip"], output_names=["colours", "ball"]
    )
