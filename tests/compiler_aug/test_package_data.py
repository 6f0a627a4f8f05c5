import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_installed_package_has_every_module_of_the_worker_and_the_runner():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    package = ROOT / "compiler_aug"
    shipped = {
        path
        for pattern in settings["tool"]["setuptools"]["package-data"]["compiler_aug"]
        for path in package.glob(pattern)
    }
    needed = {
        path
        for path in (*package.rglob("*.mjs"), *package.glob("plans/*.toml"))
        if not {"node_modules", "test"} & set(path.relative_to(package).parts)
    }
    assert needed <= shipped
