"""`make ner`: train the pipeline from scratch on a CPU, print its scores on papers held back, write the weights.

Trained on SciREX (four papers in five, by the hash of their ids; none that the project measures itself on) and on
sentences made from templates and the catalogues; on nothing else. Seeds are fixed. The weights are the running
average over all updates, which is what spaCy's own training keeps, too.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from extractors.ner import scirex, templates
from extractors.ner.pipeline import LABELS, blank
from extractors.ner.weak import Labelled, Span

SEED = 20
EPOCHS = 6
SENTENCES_A_BATCH = 64
LEARNING_RATE = 0.002
DROPOUT = 0.15
SENTENCES_OF_TEMPLATES = 9000
WITHOUT_NAMES = 0.35  # share kept of the sentences without a name, which teach little

_HELP = (
    "SciREX is not at {path}: it is documents.jsonl.gz of github.com/allenai/SciREX (Apache-2.0), one document a line; "
    "put it in reference/scirex/ of a folder and name that folder in PAPERSCALE_SHARED."
)


def data_path() -> Path:
    """Where SciREX is looked for: below PAPERSCALE_SHARED, by default `../shared`."""
    return Path(os.environ.get("PAPERSCALE_SHARED", "../shared")) / "reference" / "scirex" / "documents.jsonl.gz"


def examples(path: Path) -> tuple[list[Labelled], list[Labelled], list[Labelled]]:
    """Sentences to train on, sentences of papers held back, sentences of templates held back."""
    train: list[Labelled] = []
    held_back: list[Labelled] = []
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    for document in scirex.documents(path):
        found = scirex.sentences(document)
        if scirex.is_held_back(document):
            held_back.extend(found)
        else:
            train.extend(sentence for sentence in found if sentence.spans or draw.random() < WITHOUT_NAMES)
    names = {label: [name for name, times in _names(train, label).items() if times >= 2] for label in LABELS}
    made = templates.generate(SENTENCES_OF_TEMPLATES, names["MODEL"], names["DATASET"], SEED)
    unseen = _names(held_back, "MODEL")
    other = templates.generate(600, [name for name in unseen if name not in names["MODEL"]], [], SEED + 1)
    return [*train, *made], held_back, list(other)


def _names(sentences: list[Labelled], label: str) -> Counter[str]:
    return Counter(text[span.start : span.end] for text, spans in sentences for span in spans if span.label == label)


def train(sentences: list[Labelled], epochs: int = EPOCHS) -> Any:
    """A pipeline trained on the sentences. The same sentences give the same weights on one machine."""
    from spacy.training import Example
    from spacy.util import minibatch
    from thinc.api import Adam, fix_random_seed, warmup_linear

    fix_random_seed(SEED)
    nlp = blank()
    prepared = [_example(nlp, sentence, Example) for sentence in sentences]
    nlp.initialize(lambda: prepared[:100])
    updates = epochs * -(-len(prepared) // SENTENCES_A_BATCH)
    optimizer = Adam(learn_rate=warmup_linear(LEARNING_RATE, updates // 20, updates), L2=0.01, grad_clip=1.0)
    draw = random.Random(SEED)  # noqa: S311 - an order, not a secret
    for epoch in range(epochs):
        began, losses = time.monotonic(), dict[str, float]()
        draw.shuffle(prepared)
        for batch in minibatch(prepared, SENTENCES_A_BATCH):
            nlp.update(batch, sgd=optimizer, drop=DROPOUT, losses=losses)
            optimizer.step_schedules()
        print(f"epoch {epoch + 1} of {epochs}: loss {losses['ner']:.0f}, {time.monotonic() - began:.0f} s", flush=True)
    ner = nlp.get_pipe("ner")
    with ner.model.use_params(optimizer.averages):
        averaged = ner.model.to_bytes()
    ner.model.from_bytes(averaged)
    return nlp


def _example(nlp: Any, sentence: Labelled, kind: Any) -> Any:
    return kind.from_dict(nlp.make_doc(sentence.text), {"entities": [tuple(span) for span in sentence.spans]})


def scores(nlp: Any, sentences: list[Labelled]) -> dict[str, tuple[int, int, int]]:
    """For each label how many spans are right, found and labelled; a span is right with its border and its label."""
    counts = {label: [0, 0, 0] for label in LABELS}
    for doc, (_, spans) in zip(nlp.pipe(text for text, _ in sentences), sentences, strict=True):
        found = {Span(name.start_char, name.end_char, name.label_) for name in doc.ents}
        for place, group in enumerate((found & set(spans), found, set(spans))):
            for span in group:
                counts[span.label][place] += 1
    return {label: (right, got, wanted) for label, (right, got, wanted) in counts.items()}


def print_scores(title: str, counts: dict[str, tuple[int, int, int]]) -> None:
    """A line a label, and all of them together."""
    print(f"{title}\n{'':10}{'precision':>10}{'recall':>8}{'F1':>7}{'labelled':>10}")
    whole = tuple(sum(column) for column in zip(*counts.values(), strict=True))
    for label, (right, got, wanted) in [*counts.items(), ("all", whole)]:
        precision, recall = right / max(got, 1), right / max(wanted, 1)
        print(f"{label:10}{precision:10.3f}{recall:8.3f}{2 * right / max(got + wanted, 1):7.3f}{wanted:10}")


def main() -> int:
    """Train, score, write; 1 where SciREX is not there."""
    path = data_path()
    if not path.exists():
        print(_HELP.format(path=path), file=sys.stderr)
        return 1
    began = time.monotonic()
    to_train, held_back, made = examples(path)
    print(f"{len(to_train)} sentences to train on, {len(held_back)} of papers held back", flush=True)
    nlp = train(to_train)
    folder = Path(__file__).parent / "model" / "ner"
    folder.parent.mkdir(exist_ok=True)
    nlp.get_pipe("ner").to_disk(folder, exclude=["vocab"])
    print_scores("SciREX papers held back (labels partly by string match, so partly wrong)", scores(nlp, held_back))
    print_scores("templates with names of those papers", scores(nlp, made))
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{folder}: {size / 1e6:.1f} MB; {(time.monotonic() - began) / 60:.1f} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
