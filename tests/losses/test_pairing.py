import pytest
import torch

from contracode.losses import Keys, Rows, counts


def test_views_of_one_sample_share_a_group_and_ignore_only_themselves():
    rows = Rows.of_views(torch.arange(12.0).view(2, 3, 2))
    assert rows.features.tolist() == torch.arange(12.0).view(6, 2).tolist()
    assert rows.group.tolist() == [0, 1, 2, 0, 1, 2]
    assert rows.uid.tolist() == list(range(6))


def test_labels_join_samples():
    rows = Rows.of_views(torch.zeros(2, 3, 2), torch.tensor([4, 4, -1]))
    assert rows.group.tolist() == [4, 4, -1, 4, 4, -1]


def test_only_the_very_same_vectors_are_mirrored():
    rows = Rows.of_views(torch.zeros(2, 3, 2))
    assert Keys.of(rows).are(rows)
    assert not Keys(rows.features.clone(), rows.group, rows.uid).are(rows)
    assert not Keys(rows.features, rows.group, rows.uid.clone()).are(rows)


@pytest.mark.parametrize("kind", [torch.int8, torch.int32])
def test_integers_of_any_type_are_compared_as_the_same_numbers(kind):
    longs = torch.tensor([-1, 1, 3])
    rows = Rows(torch.zeros(3, 2), longs, longs)
    keys = Keys(torch.zeros(3, 2), longs.to(kind), longs.flip(0).to(kind))
    assert counts(rows, keys).positive.tolist() == [0, 0, 1]
    assert Keys.of(rows).are(rows)
