import subprocess
import sys
from pathlib import Path

MESSAGES = [
    "over must be one of all, positive, negative, got 'pos'",
    "an offset has no meaning for log_sum_exp",
    "backend must be one of auto, dense, chunked, got 'triton'",
    "cost must be one of euclidean, rbf, got 'sqeuclidean'",
    "features, group and uid must be equally many, got 3, 2 and 2",
    "group must be integers, got torch.bool",
    "features, uid and group must be equally many, got 2, 1 and 1",
]


def test_what_is_no_option_or_does_not_fit_is_refused_with_what_was_wanted():
    program = Path(__file__).with_name("refusals.py")
    ran = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == MESSAGES
