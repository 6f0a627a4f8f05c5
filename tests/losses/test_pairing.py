import pytest
import torch

from contracode.losses import Keys, Rows


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


def test_integers_of_any_type_are_compared_as_the_same_numbers():
    bytes_, longs = torch.tensor([255, 1], dtype=torch.uint8), torch.tensor([-1, 1])
    rows = Rows(torch.zeros(2, 2), longs, longs)
    assert (Keys(torch.zeros(2, 2), bytes_, bytes_).group == rows.group).tolist() == [False, True]


@pytest.mark.parametrize("kind", [torch.bool, torch.float32])
def test_labels_that_are_no_integers_are_refused(kind):
    ids = torch.zeros(2, dtype=torch.int64)
    with pytest.raises((ValueError, TypeError)):
        Rows(torch.zeros(2, 2), ids.to(kind), ids)
