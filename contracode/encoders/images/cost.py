"""What an image encoder costs: parameters, multiply-accumulates, sizes of activations."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from contracode.encoders.images.build import ImageEncoderConfig, build_image_encoder
from contracode.encoders.images.published import REFERENCES, Reference
from contracode.encoders.images.residual import ResidualBlock
from contracode.encoders.images.staged import ImageEncoder


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one encoder costs on images of one size, beside what is published."""

    reference: Reference
    """Which encoder, which images, which published figures."""
    parameters: int
    """Trained parameters of the encoder."""
    parameters_as_published: int
    """The same with the classifier that the published figure includes."""
    multiply_accumulates: int
    """Of a forward pass of one image, in convolutions and linear layers."""
    multiply_accumulates_as_published: int
    """The same with the classifier that the published figure includes."""

    @property
    def parameters_difference(self) -> float | None:
        """Ours less the published, as a share of the published; None where nothing is published."""
        return _difference(self.parameters_as_published, self.reference.parameters)

    @property
    def multiply_accumulates_difference(self) -> float | None:
        """Ours less the published, as a share of the published; None where nothing is published."""
        return _difference(
            self.multiply_accumulates_as_published, self.reference.multiply_accumulates
        )


def trained_parameters(network: nn.Module) -> int:
    """Numbers that training changes; statistics of BatchNorm are none."""
    return sum(each.numel() for each in network.parameters() if each.requires_grad)


def multiply_accumulates(encoder: ImageEncoder, channels: int, size: int) -> int:
    """Multiplications with an addition of a forward pass of one image.

    Counted in convolutions and matrix products only, as papers do; they call this FLOPs, though
    it is half of the floating-point operations. Mode and weights of the encoder stay as they are.

    Args:
        encoder: on any device, ``meta`` too, where counting takes no time.
        channels: of the image.
        size: its height and width in pixels.
    """
    device = next(encoder.parameters()).device
    was_training = encoder.training
    encoder.eval()
    try:
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            encoder(torch.zeros(1, channels, size, size, device=device))
    finally:
        encoder.train(was_training)
    return int(counter.get_total_flops()) // 2


def activation_shares(encoder: ImageEncoder, channels: int, size: int) -> list[float]:
    """Part of the outputs of residual blocks that each stage holds; they sum to 1.

    This is how LoCo's published shares of activation memory come about, for ResNet-50 and for
    Progressive ResNet-50. What autograd keeps is more, and differs by device and version.

    Args:
        encoder: one of residual blocks.
        channels: of the images.
        size: their height and width in pixels.

    Raises:
        ValueError: the encoder has no residual blocks.
    """
    numbers = [0] * len(encoder.stages)

    def count(stage: int, block_output: Tensor) -> None:
        numbers[stage] += block_output.numel()

    handles = [
        block.register_forward_hook(lambda _, __, output, stage=number: count(stage, output))
        for number, stage in enumerate(encoder.stages)
        for block in stage.modules()
        if isinstance(block, ResidualBlock)
    ]
    if not handles:
        raise ValueError("shares are of residual blocks, this encoder has none")
    try:
        multiply_accumulates(encoder, channels, size)
    finally:
        for handle in handles:
            handle.remove()
    return [number / sum(numbers) for number in numbers]


def cost(reference: Reference) -> Cost:
    """What an encoder costs, without computing anything: its weights are never drawn."""
    config = ImageEncoderConfig(architecture=reference.architecture)
    with torch.device("meta"):
        encoder = build_image_encoder(config, reference.channels, reference.size, seed=0)
    parameters = trained_parameters(encoder)
    operations = multiply_accumulates(encoder, reference.channels, reference.size)
    classes = reference.classes or 0
    return Cost(
        reference=reference,
        parameters=parameters,
        parameters_as_published=parameters + (encoder.width + 1) * classes,
        multiply_accumulates=operations,
        multiply_accumulates_as_published=operations + encoder.width * classes,
    )


def costs() -> list[Cost]:
    """What every encoder costs on the images of its paper."""
    return [cost(reference) for reference in REFERENCES]


def _difference(ours: int, published: int | None) -> float | None:
    return None if published is None else (ours - published) / published
