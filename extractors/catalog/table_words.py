"""Words of result tables as data: columns that are no scores, names of other data sets, own and cited, settings."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from extractors.catalog.terms import Lexicon

Names = tuple[str, ...]


class TableWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `table_words.toml`: lists of names under a section and a key."""

    quantities: dict[str, Names]
    metrics: dict[str, Names]
    columns: dict[str, Names]
    ownership: dict[str, Names]
    settings: dict[str, Names]
    datasets: dict[str, Names]

    def lexicon(self, section: str) -> Lexicon[str]:
        """The names of a section; each stands for its key. Raises AttributeError for an unknown section."""
        keys: dict[str, Names] = getattr(self, section)
        return Lexicon((name, key) for key, names in keys.items() for name in names)


@cache
def load() -> TableWords:
    """The words. Raises ValueError for a file that does not hold together."""
    text = (files("extractors.catalog") / "table_words.toml").read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), TableWords)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"table_words.toml: {error}") from error


@cache
def lexicon(section: str) -> Lexicon[str]:
    """`TableWords.lexicon`, built once."""
    return load().lexicon(section)
