"""The recipes of the image data sets, as their ``recipe.toml`` states them."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, RootModel, model_validator

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class FashionMnistRecipe(BaseModel, extra="forbid", frozen=True):
    """Fashion-MNIST from its Debian package."""

    kind: Literal["images"]
    source: Literal["fashion-mnist"]
    package: str
    version: str
    folder: str
    """Where the package puts the files, from the root of the file system."""
    licence: str
    classes: tuple[str, ...]
    sha256: dict[str, Sha256]
    """Hash of each file's content once unpacked, so that another packaging of it will do."""
    valid_a_class: int = Field(ge=0)
    """Training images a class that are set aside for validation."""


class Mnist5kRecipe(BaseModel, extra="forbid", frozen=True):
    """5,000 images of MNIST from a Python package that is read, not installed."""

    kind: Literal["images"]
    source: Literal["mnist-5k"]
    package: str
    version: str
    member: str
    """File of the wheel."""
    licence: str
    sha256: Sha256
    """Hash of that file."""
    valid_a_class: int = Field(ge=0)
    test_a_class: int = Field(ge=0)


class DigitsRecipe(BaseModel, extra="forbid", frozen=True):
    """Digits of 8 x 8 pixels that scikit-learn brings along."""

    kind: Literal["images"]
    source: Literal["digits"]
    licence: str
    sha256: Sha256
    """Hash of the raw pixels and labels."""
    train: int = Field(ge=1)
    """Images from the start: neighbours are mostly by one hand, so the order is kept."""
    valid: int = Field(ge=0)
    """Images after those; the rest is the test split."""


class EmojiRecipe(BaseModel, extra="forbid", frozen=True):
    """Emoji of several vendors, drawn from vector sets."""

    kind: Literal["images"]
    source: Literal["emoji"]
    names: str
    """npm package with the names, groups and sub-groups."""
    size: int = Field(ge=8, le=512)
    """Height and width, in pixels."""
    background: str = Field(pattern="^#[0-9a-f]{6}$")
    """Colour that shows where a drawing is transparent."""
    vendors: tuple[str, ...] = Field(min_length=1)
    """npm packages of icon sets, in the order of the shards."""
    valid_share: float = Field(ge=0, lt=1)
    test_share: float = Field(ge=0, lt=1)

    @model_validator(mode="after")
    def _some_are_left(self) -> "EmojiRecipe":
        if self.valid_share + self.test_share >= 1:
            raise ValueError("valid_share and test_share leave nothing to train on")
        return self


AnyRecipe = FashionMnistRecipe | Mnist5kRecipe | DigitsRecipe | EmojiRecipe


class ImagesRecipe(RootModel[Annotated[AnyRecipe, Field(discriminator="source")]], frozen=True):
    """The recipe of an image data set; ``source`` tells which."""
