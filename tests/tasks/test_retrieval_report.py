import numpy as np
import pytest
from hashed_encoder import HashedEncoder
from tiny_model import write_tiny_model

from compiler_aug import Augmenter
from contracode.encoders.code.embedder import Embedder
from contracode.errors import ContracodeError
from contracode.tasks.retrieval_report import Candidates, _scores, measure_retrieval

RANKS = {
    "trained encoder": np.array([1, 1, 2, 1]),
    "token overlap": np.array([1, 2, 3, 4]),
}


def candidates(sources):
    return Candidates(
        identities=[str(place) for place in range(len(sources))],
        sources=sources,
        held_out=np.arange(len(sources)) % 2 == 0,
        vectors=HashedEncoder().embed_texts(sources),
    )


def test_the_encoder_s_shares_are_given_over_those_of_the_token_overlap():
    rows = _scores(RANKS, np.array([False, False, True, True]), seed=0)
    trained = {row.metric: row for row in rows if row.name == "trained encoder"}
    assert (trained["top-1"].value, trained["top-1"].ratio) == (0.75, 3.0)
    assert trained["top-1, packages trained on"].ratio == 2.0
    # Of the packages held out the token overlap finds nothing: no ratio has a meaning.
    assert trained["top-1, packages held out"].ratio is None
    assert trained["top-1"].rival == "token overlap"
    assert all(row.ratio is None for row in rows if row.name == "token overlap")


def test_functions_without_a_variant_can_not_be_measured(tmp_path):
    embedder = Embedder.load(write_tiny_model(tmp_path / "model"))
    with Augmenter(workers=1) as augmenter, pytest.raises(ContracodeError, match="none of 1 func"):
        measure_retrieval(candidates(["broken ("]), embedder, [], augmenter, count=5, seed=0)


def test_a_draw_keeps_what_belongs_together():
    everything = candidates([f"f{number}()" for number in range(9)])
    drawn = everything.drawn(4, seed=1)
    places = [int(identity) for identity in drawn.identities]
    assert len(set(places)) == 4
    assert drawn.sources == [everything.sources[place] for place in places]
    assert drawn.held_out.tolist() == [place % 2 == 0 for place in places]
    assert (drawn.vectors == everything.vectors[places]).all()
    assert len(everything.drawn(100, seed=1).sources) == 9
