"""Lightly's loss classes, loaded without its packages' ``__init__``, which need torchvision."""

import contextlib
import importlib
import importlib.util
import sys
import types
from pathlib import Path

import pytest
from torch import nn

PACKAGES = ["lightly", "lightly.loss", "lightly.models", "lightly.models.modules", "lightly.utils"]
FILES = {"DCLLoss": "dcl_loss", "NTXentLoss": "ntx_ent_loss"}


def lightly_loss(name):
    """The class of this name."""
    spec = importlib.util.find_spec("lightly")
    if spec is None:
        pytest.fail("lightly is not installed; `make test` installs it, without its dependencies")
    with _bare_packages(Path(spec.submodule_search_locations[0])):
        return getattr(importlib.import_module(f"lightly.loss.{FILES[name]}"), name)


@contextlib.contextmanager
def _bare_packages(folder):
    """Packages that run no code; gone afterwards, so that no other test finds half a library."""
    before = set(sys.modules)
    for package in PACKAGES:
        bare = types.ModuleType(package)
        bare.__path__ = [str(folder.joinpath(*package.split(".")[1:]))]
        sys.modules[package] = bare
    # The losses import a module that names this layer, and never use it.
    if "torchvision" not in before:
        operations = types.ModuleType("torchvision.ops")
        operations.StochasticDepth = nn.Identity
        sys.modules["torchvision"] = types.ModuleType("torchvision")
        sys.modules["torchvision.ops"] = operations
    try:
        yield
    finally:
        for name in set(sys.modules) - before:
            if name.split(".")[0] in ("lightly", "torchvision"):
                del sys.modules[name]
