"""The spaCy pipeline: a tokenizer that takes names apart at their signs, hash embeddings, a transition-based NER.

Names of models are written with hyphens, slashes and sizes ("ViT-L/16", "8×V100"), so each sign is a token of its own:
that is how SciREX cuts its words, too, and spans of both fall on the same borders. The weights lie in `model/`; they
hold no strings of the papers that they were trained on, since embeddings are by hash.
"""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from typing import Any

LABELS = ("MODEL", "DATASET", "METRIC", "TASK", "DEVICE", "METHOD")

# Width, depth and rows of the hash table are small: the pipeline runs on every paper, on one core.
WIDTH, DEPTH, ROWS = 64, 4, 2000

_SIGN = r"[^\w\s]|_"


def blank() -> Any:
    """An untrained pipeline with the labels (a spaCy `Language`)."""
    import spacy

    nlp = spacy.blank("en")
    # A point or comma between digits belongs to the number.
    infix = re.compile(rf"(?<=\d)[.,](?=\D)|(?<=\D)[.,](?=\w)|(?![.,]){_SIGN}|(?<=\D)[.,](?=\D)")
    nlp.tokenizer = type(nlp.tokenizer)(
        nlp.vocab,
        rules={},
        prefix_search=re.compile(rf"^(?:{_SIGN})").search,
        suffix_search=re.compile(rf"(?:{_SIGN})$").search,
        infix_finditer=infix.finditer,
    )
    tok2vec = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": WIDTH,
        "depth": DEPTH,
        "embed_size": ROWS,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    }
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": tok2vec,
    }
    ner = nlp.add_pipe("ner", config={"model": parser})
    for label in LABELS:
        ner.add_label(label)
    return nlp


def load() -> Any:
    """The trained pipeline that ships with the package. Raises OSError where the weights are not there."""
    nlp = blank()
    with as_file(files("extractors.ner") / "model" / "ner") as folder:
        nlp.get_pipe("ner").from_disk(folder, exclude=["vocab"])
    return nlp
