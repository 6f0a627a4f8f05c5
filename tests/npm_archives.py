"""Data sets whose npm packages lie on the disk as archives: fetched without a network."""

import base64
import hashlib
import io
import json
import tarfile


def archive(name, files):
    """A package as npm packs it; the same files give the same bytes."""
    about = {"name": name, "version": "1.2.3", "license": "MIT"}
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as tar:
        for path, text in {"package.json": json.dumps(about), **files}.items():
            member = tarfile.TarInfo(f"package/{path}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return content.getvalue()


def write_dataset(folder, recipe, archives):
    """A data set's folder: recipe, package.json, lock file. Archives are sought in its packages."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {name: f"file:../{name}.tgz" for name in archives}
    locked = {
        f"node_modules/{name}": {
            "version": "1.2.3",
            "resolved": wanted[name],
            "integrity": "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode(),
            "license": "MIT",
        }
        for name, content in archives.items()
    }
    about = {"name": folder.name, "version": "1.0.0", "dependencies": wanted}
    lock = {"name": folder.name, "version": "1.0.0", "lockfileVersion": 3, "requires": True}
    lock["packages"] = {"": about, **locked}
    (folder / "package.json").write_text(json.dumps(about))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    # A cache of its own: npm would find an archive of an earlier test by its hash.
    (folder / ".npmrc").write_text(f"cache={folder.parent / 'npm-cache'}\n")
    (folder / "recipe.toml").write_text(recipe)


def write_archives(packages, archives):
    """Put archives where the data sets of `write_dataset` look for them."""
    packages.mkdir(parents=True, exist_ok=True)
    for name, content in archives.items():
        (packages / f"{name}.tgz").write_bytes(content)
