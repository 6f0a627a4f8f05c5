"""The images that a model is measured on: its own data set's, and those of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from contracode.corpus.images.image_set import ImageSet
from contracode.corpus.images.variants import labelled, taken
from contracode.measuring.amounts import FULL, Amounts
from contracode.measuring.measures import moved_to
from contracode.seeds import seed_for
from contracode.tasks.images.encoding import Splits
from contracode.training.images.config import ImageDataConfig
from contracode.training.images.data import data_folder, read_split

_LUMINANCE = np.array([0.299, 0.587, 0.114])
"""Shares of red, green and blue (ITU-R BT.601)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredOn:
    """Everything that figures of one model, and of its baseline, are measured on."""

    own: Splits
    """Of the data set that was trained on."""
    others: Mapping[str, Splits] = field(default_factory=dict)
    """Data sets that it is to be moved to, by name."""


def measured_on(
    config: ImageDataConfig, train: ImageSet, measures: Sequence[str], amounts: Amounts = FULL
) -> MeasuredOn:
    """Read what these measures want.

    Args:
        config: of the data that was trained on.
        train: the training images, as a run saw them.
        measures: those that begin with ``transfer to`` name other data sets.
        amounts: larger sets are drawn from, with the data's seed.

    Raises:
        CorpusError: a data set is missing or can't be read.
    """
    others = {
        name: _transfer_splits(type(config)(place=name, size=train.images.shape[1]), train)
        for name in moved_to(measures)
    }
    return MeasuredOn(
        own=_fewer(_own_splits(config, train), amounts, config.seed),
        others={name: _fewer(each, amounts, config.seed) for name, each in others.items()},
    )


def some_of(images: ImageSet, number: int | None, seed: int) -> ImageSet:
    """So many labelled images, drawn, in their order; all labelled ones where there are fewer."""
    known = labelled(images)
    if number is None or len(known) <= number:
        return known
    places = np.random.default_rng(seed_for(seed, "some of")).permutation(len(known))
    return taken(known, np.sort(places[:number]))


def _fewer(splits: Splits, amounts: Amounts, seed: int) -> Splits:
    return Splits(
        train=some_of(splits.train, amounts.train, seed),
        valid=some_of(splits.valid, amounts.held_out, seed),
        test=some_of(splits.test, amounts.held_out, seed),
    )


def _own_splits(config: ImageDataConfig, train: ImageSet) -> Splits:
    """The training images, and the validation and test images."""
    folder = data_folder(config.place)
    valid, test = (read_split(config, folder, split) for split in ("valid", "test"))
    return Splits(train=train, valid=valid, test=test)


def _transfer_splits(config: ImageDataConfig, like: ImageSet) -> Splits:
    """Another data set, brought to the size and the channels of these images."""
    folder, channels = data_folder(config.place), like.images.shape[3]
    train, valid, test = (
        _with_channels(read_split(config, folder, split), channels)
        for split in ("train", "valid", "test")
    )
    return Splits(train=train, valid=valid, test=test)


def _with_channels(images: ImageSet, channels: int) -> ImageSet:
    """Grey images as three equal channels; colours as their luminance."""
    found = images.images.shape[3]
    if found == channels:
        return images
    if found == 1:
        return replace(images, images=np.repeat(images.images, channels, axis=3))
    grey = np.rint(images.images @ _LUMINANCE).astype(np.uint8)[..., None]
    return replace(images, images=grey)
