"""Counts of parameters and operations, against published figures and against arithmetic."""

import itertools

import pytest
import torch
from torch import nn

from contracode.encoders.images import (
    ARCHITECTURES,
    ImageEncoderConfig,
    build_image_encoder,
    costs,
    multiply_accumulates,
    trained_parameters,
)
from contracode.encoders.images.residual import ResidualBlock


@pytest.fixture(scope="module")
def measured():
    return costs()


def only(measured, architecture, size):
    (found,) = (
        each
        for each in measured
        if each.reference.architecture == architecture and each.reference.size == size
    )
    return found


def test_every_architecture_is_in_the_table(measured):
    assert {each.reference.architecture for each in measured} == set(ARCHITECTURES)


def test_figures_have_sources_and_what_has_none_says_so(measured):
    for each in measured:
        published = (each.reference.parameters, each.reference.multiply_accumulates)
        assert (each.reference.source == "unpublished") == (published == (None, None))


@pytest.mark.parametrize(
    ("architecture", "size", "parameters"),
    [
        ("pac_bayes_cnn", 32, 267_428),
        ("pac_bayes_mlp", 1, 3_700),
        ("resnet50_imagenet", 224, 25_557_032),
    ],
)
def test_parameters_are_the_published_ones(measured, architecture, size, parameters):
    assert only(measured, architecture, size).parameters_as_published == parameters


@pytest.mark.parametrize(
    ("depth", "millions"), [(20, "0.27"), (32, "0.46"), (44, "0.66"), (56, "0.85"), (110, "1.7")]
)
def test_without_our_shortcuts_the_cifar_resnets_have_hes_parameters(measured, depth, millions):
    ours = only(measured, f"resnet{depth}", 32)
    with torch.device("meta"):
        encoder = build_image_encoder(
            ImageEncoderConfig(architecture=f"resnet{depth}"), 3, 32, seed=0
        )
    shortcuts = sum(
        trained_parameters(each.shortcut)
        for each in encoder.modules()
        if isinstance(each, ResidualBlock)
    )
    digits = len(millions.split(".")[1])
    assert f"{(ours.parameters_as_published - shortcuts) / 1e6:.{digits}f}" == millions
    assert 0 < ours.parameters_difference < 0.02


def test_operations_are_near_the_published_ones(measured):
    differences = {
        each.reference.architecture: each.multiply_accumulates_difference
        for each in measured
        if each.multiply_accumulates_difference is not None
    }
    assert abs(differences.pop("resnet50_imagenet")) < 0.001
    # Published with three digits, or counted with norms too.
    assert differences.keys() == {"resnet18", "resnet50", "progressive_resnet50_imagenet"}
    assert max(map(abs, differences.values())) < 0.01


def test_small_alexnet_costs_what_its_layers_say(measured):
    widths = (3, 96, 192, 384, 384, 192)
    areas = (32**2, 15**2, 7**2, 7**2, 7**2)  # maps before pooling
    convolutions = [9 * before * after for before, after in itertools.pairwise(widths)]
    connected = [192 * 3 * 3 * 4096, 4096 * 4096]
    norms = 2 * (sum(widths[1:]) + 2 * 4096)
    found = only(measured, "small_alexnet", 32)
    assert found.parameters == sum(convolutions) + sum(connected) + norms
    by_place = sum(weights * area for weights, area in zip(convolutions, areas, strict=True))
    assert found.multiply_accumulates == by_place + sum(connected)


def test_counting_leaves_the_encoder_as_it_was():
    encoder = build_image_encoder(ImageEncoderConfig(architecture="resnet8"), 1, 8, seed=0)
    state = {name: value.clone() for name, value in encoder.state_dict().items()}
    in_training = multiply_accumulates(encoder, 1, 8)
    assert encoder.training
    assert multiply_accumulates(encoder.eval(), 1, 8) == in_training
    assert not encoder.training
    for name, value in encoder.state_dict().items():
        assert torch.equal(value, state[name]), name


def test_frozen_parameters_are_not_counted():
    layer = nn.Linear(3, 2)
    layer.bias.requires_grad_(False)
    assert trained_parameters(layer) == 6
