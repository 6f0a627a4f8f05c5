from hypothesis import given
from hypothesis import strategies as st

from contracode.encoders.code import cut, padded_batches

programs = st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=30), max_size=20)


@given(programs, st.integers(1, 200))
def test_every_program_is_in_one_batch_within_the_budget(programs, budget):
    batches = list(padded_batches(programs, token_budget=budget))
    seen = {}
    for batch in batches:
        assert batch.ids.numel() <= budget or len(batch.ids) == 1
        for ids, is_token, place in zip(batch.ids, batch.is_token, batch.places, strict=True):
            seen[int(place)] = ids[is_token].tolist()
            assert ids[~is_token].tolist() == [0] * int((~is_token).sum())
    assert [seen[place] for place in range(len(programs))] == programs
    assert sum(len(batch.ids) for batch in batches) == len(programs)


@given(programs)
def test_the_longest_come_first(programs):
    widths = [batch.ids.shape[1] for batch in padded_batches(programs, token_budget=40)]
    assert widths == sorted(widths, reverse=True)


def test_cutting_keeps_the_closing_token():
    assert cut([2, 5, 6, 7, 3], 4) == [2, 5, 6, 3]
    assert cut([2, 5, 3], 4) == [2, 5, 3]
