"""Results of a long build, one file a part: a killed build goes on where it was. Shell."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contracode.errors import CorpusError


class Parts:
    """Finished parts of a build below a folder.

    A part's file bears the hash of all that decides its content, so that a part of another recipe
    or another version is never taken for this one's.

    Args:
        folder: where the files are kept until the build is done.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str, decided_by: Mapping[str, Any], suffix: str = ".parquet") -> Path:
        """Where a part stands, or shall be written whole; it is finished if the file exists.

        Args:
            name: what a reader of the folder sees first, such as a package's name.
            decided_by: everything the content depends on, as JSON values.
            suffix: of the file.
        """
        key = hashlib.sha256(json.dumps(decided_by, sort_keys=True).encode()).hexdigest()[:16]
        return self._folder / f"{name.replace('/', '+')}-{key}{suffix}"

    def remove(self) -> None:
        """Remove all parts: the corpus is written, they are not needed any more."""
        try:
            shutil.rmtree(self._folder, ignore_errors=False)
        except FileNotFoundError:
            return
        except OSError as error:
            raise CorpusError(f"can't remove {self._folder}: {error.strerror or error}") from error
