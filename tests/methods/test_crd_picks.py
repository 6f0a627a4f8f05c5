import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.methods.crd import Classes, pick_unlabelled
from contracode.methods.crd import picks as crd_picks


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def chi_square(counts):
    """Pearson's statistic against equal chances, and its mean and deviation if they are equal."""
    counts = counts.double()
    expected = counts.sum() / len(counts)
    freedom = len(counts) - 1
    return float(((counts - expected) ** 2 / expected).sum()), freedom, (2 * freedom) ** 0.5


@st.composite
def data_sets(draw):
    labels = draw(st.lists(st.integers(-2, 3), min_size=2, max_size=20))
    labels[0], labels[1] = 5, 6  # two classes at least
    index = draw(st.lists(st.integers(0, len(labels) - 1), max_size=6))
    return torch.tensor(labels), torch.tensor(index, dtype=torch.int64)


@settings(deadline=None)
@given(
    data_sets(),
    st.integers(1, 25),
    st.sampled_from(["exact", "relax"]),
    st.sampled_from([1, 2**22]),
    st.integers(0, 2**31),
)
def test_negatives_are_of_other_classes_and_different_while_they_last(
    data_set, negatives, positive, at_a_time, seed
):
    labels, index = data_set
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crd_picks, "DRAWN_NUMBERS", at_a_time)
        picks = Classes.of(labels).pick(index, seeded(seed), negatives=negatives, positive=positive)
    assert picks.shape == (len(index), 1 + negatives)
    for sample, (first, *others) in zip(index.tolist(), picks.tolist(), strict=True):
        own = labels[sample]
        assert first == sample if positive == "exact" else labels[first] == own
        assert all(labels[other] != own for other in others)
        if negatives <= (labels != own).sum():
            assert len(set(others)) == negatives


@pytest.mark.parametrize("negatives", [3, 12])
def test_every_sample_of_another_class_is_equally_likely(negatives):
    labels = torch.tensor([0, 1, 0, 2, 1, 3, 0, 1, 4, 4])
    index = torch.full((5000,), 2)
    picks = Classes.of(labels).pick(index, seeded(1), negatives=negatives)
    counts = picks[:, 1:].flatten().bincount(minlength=10)
    statistic, mean, deviation = chi_square(counts[labels != 0])
    # Without replacement counts spread less, so this bound is on the safe side.
    assert statistic < mean + 4 * deviation
    assert counts[labels == 0].sum() == 0


def test_every_set_of_negatives_is_equally_likely():
    labels = torch.tensor([0, 1, 1, 1, 1, 1])
    picks = Classes.of(labels).pick(torch.zeros(20_000, dtype=torch.int64), seeded(2), negatives=2)
    low, high = picks[:, 1:].sort(dim=1).values.T
    pairs = (low * 6 + high).bincount()
    pairs = pairs[pairs > 0]
    assert len(pairs) == 10
    statistic, mean, deviation = chi_square(pairs)
    assert statistic < mean + 4 * deviation
    # As many as there are: the whole pool, each time.
    whole = Classes.of(labels).pick(torch.tensor([0]), seeded(2), negatives=5)
    assert sorted(whole[0, 1:].tolist()) == [1, 2, 3, 4, 5]


def test_a_relaxed_positive_is_any_sample_of_the_class_equally_likely():
    labels = torch.tensor([1, 0, 1, 0, 1, 1, 2])
    index = torch.full((8000,), 4)
    picks = Classes.of(labels).pick(index, seeded(3), negatives=1, positive="relax")
    counts = picks[:, 0].bincount(minlength=7)
    statistic, mean, deviation = chi_square(counts[labels == 1])
    assert statistic < mean + 4 * deviation
    assert counts[labels == 1].sum() == 8000


def test_without_labels_all_samples_are_equally_likely_the_own_one_too():
    picks = pick_unlabelled(torch.full((4000,), 3), 8, seeded(4), negatives=5)
    assert picks.shape == (4000, 6)
    assert (picks[:, 0] == 3).all()
    statistic, mean, deviation = chi_square(picks[:, 1:].flatten().bincount(minlength=8))
    assert statistic < mean + 4 * deviation
    # More negatives than samples are no trouble.
    assert pick_unlabelled(torch.tensor([1]), 2, seeded(), negatives=9).shape == (1, 10)


def test_rows_draw_independently_and_the_seed_decides_all():
    classes = Classes.of(torch.arange(1000) % 10)
    index = torch.full((2,), 7)
    one, again, other = (classes.pick(index, seeded(s), negatives=500) for s in (5, 5, 6))
    assert torch.equal(one, again)
    assert not torch.equal(one, other)
    first, second = (set(row[1:].tolist()) for row in one)
    # 500 of 900, twice: 277.8 in common, with a deviation of 7.4.
    assert abs(len(first & second) - 277.8) < 4 * 7.4


def test_the_papers_size_is_drawn_for_a_batch_at_once():
    labels = torch.arange(50_000) % 100
    index = torch.randint(50_000, (64,), generator=seeded(7))
    picks = Classes.of(labels).pick(index, seeded(8))
    assert picks.shape == (64, 16_385)
    assert (labels[picks[:, 1:]] != labels[index][:, None]).all()
    assert (picks[:, 1:].sort(dim=1).values.diff(dim=1) > 0).all()


@pytest.mark.parametrize("labels", [[], [4], [4, 4, 4]])
def test_one_class_has_no_negatives(labels):
    with pytest.raises(ValueError, match="negatives of other classes need two classes"):
        Classes.of(torch.tensor(labels, dtype=torch.int64))


def test_wrong_settings_are_refused():
    classes, index = Classes.of(torch.tensor([0, 1])), torch.tensor([0])
    with pytest.raises(ValueError, match="negatives must be >= 1, got 0"):
        classes.pick(index, seeded(), negatives=0)
    with pytest.raises(ValueError, match="samples and negatives must be >= 1, got 0 and 3"):
        pick_unlabelled(index, 0, seeded(), negatives=3)
