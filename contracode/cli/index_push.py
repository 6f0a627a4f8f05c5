"""Bring a clone index to a Qdrant server."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tyro

from contracode.cli.places import MODEL


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPush:
    """Make a collection of a Qdrant server equal to an index: only what differs is sent.

    The index of files stays what is built and renewed; services on any number of machines then
    search the collection (`python -m service --qdrant-url URL`). Needs contracode[qdrant].
    """

    root: Annotated[tyro.conf.Positional[Path], tyro.conf.arg(metavar="INDEX")]
    """Folder of the index."""
    url: str
    """Of the server, such as http://127.0.0.1:6333."""
    collection: str | None = None
    """Made if missing; called like the index if not given. One model's vectors a collection."""
    model: Path = MODEL
    """Checkpoint that made the index."""
    api_key_file: Path | None = None
    """File that holds the server's key."""

    def run(self) -> None:
        """Send what differs, and print how much that was."""
        from tqdm import tqdm

        from contracode.cli.reading import read_argument
        from contracode.encoders.code.embedder import Embedder
        from contracode.index import CloneIndex
        from contracode.index.qdrant import QdrantStore, connect, push

        key = None if self.api_key_file is None else read_argument(str(self.api_key_file)).strip()
        embedder = Embedder.load(self.model)
        collection = self.collection or self.root.resolve().name
        with CloneIndex.open(self.root, embedder) as view:
            client = connect(self.url, key)
            truncate = view.manifest.truncate
            with (
                QdrantStore.open_or_create(
                    client, collection, embedder, truncate=truncate
                ) as store,
                tqdm(total=len(view), desc="pushing", unit=" functions", file=sys.stderr) as bar,
            ):
                report = push(view, store, bar.update)
        print(
            f"{collection} at {self.url}: {report.written} functions written, {report.deleted} "
            f"deleted, {report.kept} were there"
        )
