"""Functions ready to be indexed, and their vectors by the small encoder."""

from function_lists import record
from hashed_encoder import HashedEncoder

from contracode.index.functions import indexed

ENCODER = HashedEncoder()


def function(name, text, *, language="js", package="pack"):
    """A function whose id is that of its name, text and place."""
    named = record(text, name=name, path=f"src/{name}.{language}")
    made = indexed(named, len(ENCODER.tokenize([text])[0]), ENCODER.max_tokens)
    values = {each: getattr(made, each) for each in made.__dataclass_fields__}
    return type(made)(**values | {"language": language, "package": package})


def vectors_of(functions):
    return ENCODER.embed_texts([each.source for each in functions])
