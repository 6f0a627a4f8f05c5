"""Images from a built corpus, or from files that a user has already.

Public names:
    open_images, read_images: by what lies in a folder.
    CorpusImages, Cifar, Stl10, ClassFolders: one reader each, with its own choices.
"""

from contracode.corpus.images.reading.cifar import Cifar
from contracode.corpus.images.reading.class_folders import ClassFolders
from contracode.corpus.images.reading.corpus import CorpusImages
from contracode.corpus.images.reading.opening import open_images, read_images
from contracode.corpus.images.reading.stl10 import Stl10

__all__ = ["Cifar", "ClassFolders", "CorpusImages", "Stl10", "open_images", "read_images"]
