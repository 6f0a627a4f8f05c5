import math

import pytest
from certificate_trials import TrialConfig, trials

from contracode.methods.pac_bayes import kl_inverse

CONFIG = TrialConfig(steps=40, true_draws=250)


@pytest.fixture(scope="module")
def seen():
    return trials(range(8), CONFIG)


def covered(found, bound_of):
    return sum(trial.true_risk <= bound_of(trial) for trial in found) / len(found)


def test_at_least_1_minus_delta_of_the_certificates_hold(seen):
    assert covered(seen, lambda trial: trial.certificate.bound) >= 1 - CONFIG.delta


def test_the_empirical_risk_taken_for_the_bound_does_not_pass_the_same_check(seen):
    assert covered(seen, lambda trial: trial.certificate.empirical_risk) < 1 - CONFIG.delta


def test_a_bound_that_pays_for_no_learning_and_no_confidence_does_not_pass(seen):
    def careless(trial):
        return kl_inverse(trial.certificate.empirical_risk, math.log(2) / 2 / CONFIG.samples)

    assert covered(seen, careless) < 1 - CONFIG.delta


def test_the_certificates_say_something(seen):
    assert sum(trial.certificate.bound for trial in seen) / len(seen) < 0.75


def test_a_trial_depends_on_its_seed_only(seen):
    again = trials([5], CONFIG)
    assert again[0] == seen[5]
