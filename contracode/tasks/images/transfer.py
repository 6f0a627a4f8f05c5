"""How good an encoder's vectors are for images of a data set that it was not trained on."""

from collections.abc import Sequence

from contracode.tasks.images.accuracy import accuracy
from contracode.tasks.images.encoding import BLOCK, Encode, Splits, encoded_splits
from contracode.tasks.images.linear_probe import STRENGTHS, chosen_probe
from contracode.tasks.images.nearest_neighbours import neighbour_votes


def transfer_figures(
    encode: Encode,
    splits: Splits,
    *,
    strengths: Sequence[float] = STRENGTHS,
    neighbours: int = 200,
    block: int = BLOCK,
) -> dict[str, float]:
    """``linear accuracy`` and ``k-NN accuracy`` of the test images, both learnt on these splits.

    Args:
        encode: takes these images; sizes and channels are its affair.
        splits: of the other data set.
        strengths: that the probe is chosen from.
        neighbours: that vote.
        block: images encoded at once.

    Raises:
        ValueError: a split has no labelled images.
    """
    found = encoded_splits(encode, splits, block=block)
    probe = chosen_probe(
        found.train.pair, found.valid.pair, classes=found.classes, strengths=strengths
    )
    votes = neighbour_votes(
        *found.train.pair, found.test.vectors, classes=found.classes, neighbours=neighbours
    )
    return {
        "linear accuracy": accuracy(probe.logits(found.test.vectors), found.test.labels),
        "k-NN accuracy": accuracy(votes, found.test.labels),
    }
