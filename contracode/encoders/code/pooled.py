"""One vector a program: the mean of its tokens' vectors."""

from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn
from transformers import PreTrainedModel

from contracode.encoders.code.batches import PaddedBatch


def mean_over_tokens(
    states: Float[Tensor, "batch tokens dim"], is_token: Bool[Tensor, "batch tokens"]
) -> Float[Tensor, "batch dim"]:
    """Average what is not padding, in float32 at least; a row without tokens gives 0."""
    states = states.to(torch.promote_types(states.dtype, torch.float32))
    # Padding is not code: a plain mean would pull short functions towards the padding vector.
    weight = is_token.to(states.dtype)[:, :, None]  # (batch, tokens, 1)
    return (states * weight).sum(1) / weight.sum(1).clamp(min=1)


class PooledEncoder(nn.Module):
    """A transformer whose tokens are averaged into one vector a program."""

    transformer: PreTrainedModel

    def __init__(self, transformer: PreTrainedModel) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, batch: PaddedBatch) -> Float[Tensor, "batch dim"]:
        """One vector a program, in the order of the batch."""
        # Without padding, no mask: attention is then faster and gives the same.
        mask = None if bool(batch.is_token.all()) else batch.is_token
        states = self.transformer(input_ids=batch.ids, attention_mask=mask).last_hidden_state
        return mean_over_tokens(states, batch.is_token)


def embed_all(
    encoder: PooledEncoder, batches: Sequence[PaddedBatch]
) -> Float[Tensor, "programs dim"]:
    """Vectors of all batches, in the order of the list that the batches were cut from."""
    vectors = torch.cat([encoder(batch) for batch in batches])
    places = torch.cat([batch.places for batch in batches])
    return vectors[torch.argsort(places)]
