"""What papers and their code say that encoders cost, and on which images."""

from dataclasses import dataclass

from contracode.encoders.images.build import Architecture


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An encoder on the images that it is told for, with published figures where there are any."""

    architecture: Architecture
    channels: int = 3
    size: int = 32
    """Height and width of the images, in pixels."""
    classes: int | None = None
    """Published parameters and operations include a linear classifier to so many classes."""
    parameters: int | None = None
    """Published number of trained parameters; None where none was found."""
    multiply_accumulates: int | None = None
    """Published number of a forward pass of one image; None where none was found."""
    source: str = "unpublished"
    """Where the figures stand."""


_HE_TABLE_6 = "He et al. 2015, arXiv 1512.03385, table 6 (shortcuts without parameters)"
_SMALL_STEM = "Sun et al. 2023, arXiv 2306.16869, table 7 (CIFAR-10)"
_COUNTED = "RepDistiller's network for CIFAR-100, as its users count it; its paper has no count"
_TORCHVISION = "torchvision's table of weights, 25,557,032 and 4.09 G; He et al.: 3.8 G"
_NOZAWA = "Nozawa et al. 2020, arXiv 1910.04464, and their code"

REFERENCES: tuple[Reference, ...] = (
    Reference(architecture="small_alexnet"),
    Reference(architecture="small_alexnet", size=64),
    Reference(architecture="resnet8"),
    Reference(architecture="resnet14"),
    Reference(architecture="resnet20", classes=10, parameters=270_000, source=_HE_TABLE_6),
    Reference(architecture="resnet32", classes=10, parameters=460_000, source=_HE_TABLE_6),
    Reference(architecture="resnet44", classes=10, parameters=660_000, source=_HE_TABLE_6),
    Reference(architecture="resnet56", classes=10, parameters=850_000, source=_HE_TABLE_6),
    Reference(architecture="resnet110", classes=10, parameters=1_700_000, source=_HE_TABLE_6),
    Reference(architecture="resnet8x4"),
    Reference(architecture="resnet32x4", classes=100, parameters=7_433_860, source=_COUNTED),
    Reference(
        architecture="resnet18",
        classes=10,
        parameters=11_173_962,
        multiply_accumulates=557_140_000,
        source=_SMALL_STEM,
    ),
    Reference(
        architecture="resnet50",
        classes=10,
        parameters=23_520_842,
        multiply_accumulates=1_310_000_000,
        source=_SMALL_STEM,
    ),
    Reference(
        architecture="resnet50_imagenet",
        size=224,
        classes=1000,
        parameters=25_557_032,
        multiply_accumulates=4_090_000_000,
        source=_TORCHVISION,
    ),
    Reference(architecture="progressive_resnet50"),
    Reference(
        architecture="progressive_resnet50_imagenet",
        size=224,
        multiply_accumulates=4_160_000_000,
        source="Xiong et al. 2020, arXiv 2008.01342, appendix (details of ours are guesses)",
    ),
    Reference(architecture="pac_bayes_cnn", parameters=267_428, source=_NOZAWA),
    Reference(
        architecture="pac_bayes_mlp",
        channels=22,
        size=1,
        parameters=3_700,
        source=f"{_NOZAWA}: 22 numbers of AUSLAN, no image",
    ),
    Reference(architecture="pac_bayes_mlp", channels=1, size=28),
)
"""Every architecture on the images of its paper, once at least."""
