"""Options of the whole test run, and what many rooms' tests read."""

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew instead of comparing"
    )


@pytest.fixture(scope="session")
def digits(tmp_path_factory):
    """Real images, small and at hand: the corpus of scikit-learn's digits."""
    from image_datasets import build, place_of, write_digits

    return build(write_digits(place_of(tmp_path_factory.mktemp("digits"), "digits")))
