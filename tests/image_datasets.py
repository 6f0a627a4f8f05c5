"""Small image data sets as folders, with the packages that they pin already fetched."""

import gzip
import hashlib
import json
from pathlib import Path

import numpy as np

from contracode.corpus.dataset import Place, build_dataset

DIGITS = Path(__file__).parents[1] / "datasets" / "digits" / "recipe.toml"
FOLDER = "usr/share/datasets/tiny"


def place_of(root, name):
    return Place(
        dataset=root / "datasets" / name,
        out=root / "corpora" / name,
        packages=root / "packages",
    )


def build(place):
    build_dataset(place)
    return place.out


def write_digits(place, old="", new=""):
    """The recipe of scikit-learn's digits, with one piece of it replaced."""
    place.dataset.mkdir(parents=True)
    (place.dataset / "recipe.toml").write_text(DIGITS.read_text().replace(old, new))
    return place


def idx(array):
    header = bytes([0, 0, 8, array.ndim])
    return header + b"".join(n.to_bytes(4, "big") for n in array.shape) + array.tobytes()


def clothes(count, seed=0):
    """Files of that many training images and of half as many test images, of two classes."""
    generator = np.random.default_rng(seed)
    files = {}
    for part, images in (("train", count), ("t10k", count // 2)):
        pictures = generator.integers(0, 256, (images, 28, 28), dtype=np.uint8)
        files[f"{part}-images-idx3-ubyte.gz"] = idx(pictures)
        files[f"{part}-labels-idx1-ubyte.gz"] = idx(np.arange(images, dtype=np.uint8) % 2)
    return files


def write_clothes(place, files, extra=""):
    hashes = "\n".join(f'"{n}" = "{hashlib.sha256(c).hexdigest()}"' for n, c in files.items())
    place.dataset.mkdir(parents=True, exist_ok=True)
    (place.dataset / "recipe.toml").write_text(
        f'kind = "images"\nsource = "fashion-mnist"\npackage = "tiny"\nversion = "1.0"\n'
        f'folder = "{FOLDER}"\nlicence = "MIT"\nclasses = ["coat", "bag"]\nvalid_a_class = 1\n'
        f"{extra}\n[sha256]\n{hashes}\n"
    )


def write_files(root, files):
    folder = Path(root) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(gzip.compress(content))


def write_emoji(place, sets, emoji, shares=(0.0, 0.0)):
    """A data set of emoji whose npm packages lie there as if npm had been run.

    ``sets`` maps a vendor to its bodies and its code points, ``emoji`` a code to its name.
    """
    place.dataset.mkdir(parents=True, exist_ok=True)
    (place.dataset / "recipe.toml").write_text(
        f'kind = "images"\nsource = "emoji"\nnames = "names"\nsize = 8\nbackground = "#ffffff"\n'
        f"vendors = {json.dumps(list(sets))}\n"
        f"valid_share = {shares[0]}\ntest_share = {shares[1]}\n"
    )
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (place.dataset / name).write_text("{}\n")
    fetched = place.packages / place.dataset.name
    modules = fetched / "node_modules"
    for vendor, (icons, chars) in sets.items():
        _write_all(
            modules / vendor,
            {
                "icons.json": {"prefix": vendor, "icons": icons, "width": 8, "height": 8},
                "chars.json": chars,
                "info.json": {"license": {"spdx": "MIT"}},
                "package.json": {"version": "1.2.3"},
            },
        )
    _write_all(
        modules / "names",
        {
            "meta/groups.json": {
                "groups": {"0": "things"},
                "subgroups": {"0": "round", "1": "odd"},
            },
            "en/shortcodes/cldr.json": {},
            "en/data.json": [
                {"label": name, "hexcode": code, "group": 0, "subgroup": place % 2}
                for place, (code, name) in enumerate(emoji.items())
            ],
        },
    )
    lock = (place.dataset / "package-lock.json").read_bytes()
    (fetched / "fetched.txt").write_text(hashlib.sha256(lock).hexdigest())


def _write_all(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content))
