"""Training data and training: labels that mean what they say, splits by paper, the same weights for the same seed."""

from pathlib import Path

import pytest

from extractors.ner import scirex, templates, train, weak
from extractors.ner.pipeline import LABELS, blank
from extractors.ner.weak import Span


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("R - CNN is fast", "R-CNN is fast"),
        ("on CIFAR - 10 ( test )", "on CIFAR-10 (test)"),
        ("gains 3.5 % , as ever .", "gains 3.5%, as ever."),
        ("as in [ reference ] .", "as in [8]."),
        ("ViT - L / 16", "ViT-L/16"),
    ],
)
def test_words_become_text_again(words: str, text: str) -> None:
    """Hyphens, brackets and signs stand as they are printed, and each word's place is known."""
    made, places = scirex.untokenise(words.split())
    assert made == text
    assert len(places) == len(words.split())
    assert made[slice(*places[0])] == words.split()[0]


@pytest.mark.parametrize(
    ("words", "label", "becomes"),
    [
        ("ResNet - 50", "MODEL", ("MODEL", "ResNet - 50")),
        ("the Gorila architecture", "MODEL", ("", "")),
        ("the DQN architecture", "MODEL", ("MODEL", "DQN")),
        ("Transformer", "MODEL", ("MODEL", "Transformer")),
        ("SGD", "MODEL", ("METHOD", "SGD")),
        ("Batch Normalization", "MODEL", ("METHOD", "Batch Normalization")),
        ("Softmax layer", "MODEL", ("", "")),
        ("deep neural networks", "MODEL", ("", "")),
        ("SQuAD dataset", "DATASET", ("DATASET", "SQuAD")),
        ("real images", "DATASET", ("", "")),
        ("learning rate", "METRIC", ("", "")),
        ("top - 1 error", "METRIC", ("METRIC", "top - 1 error")),
        ("training", "TASK", ("", "")),
        ("machine translation", "TASK", ("TASK", "machine translation")),
    ],
)
def test_labels_of_scirex_become_ours(words: str, label: str, becomes: tuple[str, str]) -> None:
    """A method is a model where it is written like one, a technique where it is known as one, else nothing."""
    got, first, last = scirex.label_of(words.split(), label)
    assert (got, " ".join(words.split()[first:last]) if got else "") == becomes


def test_a_name_that_is_labelled_twice_is_labelled_wherever_it_stands() -> None:
    """Labels that were forgotten are filled in, within the document."""
    words = ["we", "use", "FooNet", ".", "then", "FooNet", "wins", ".", "FooNet", "it", "is", ",", "FooNet"]
    document = {
        "doc_id": "x",
        "words": words,
        "sentences": [[0, len(words)]],
        "ner": [[2, 3, "Method"], [5, 6, "Method"]],
    }
    (sentence,) = scirex.sentences(document)
    assert [sentence.text[span.start : span.end] for span in sentence.spans] == ["FooNet"] * 4


def test_devices_and_benchmarks_are_labelled_by_the_catalogues() -> None:
    """The names that need no annotator."""
    text = "We train on CIFAR-10 with two NVIDIA Tesla K40 cards and a CPU."
    found = {(text[span.start : span.end], span.label) for span in (*weak.devices(text), *weak.datasets(text))}
    assert found == {("CIFAR-10", "DATASET"), ("NVIDIA Tesla K40", "DEVICE"), ("CPU", "DEVICE")}


def test_overlapping_labels_keep_the_first_given() -> None:
    """One label a place."""
    assert weak.without_overlap([Span(4, 9, "DEVICE"), Span(0, 5, "MODEL"), Span(0, 4, "TASK")]) == [
        Span(0, 4, "TASK"),
        Span(4, 9, "DEVICE"),
    ]


def test_templates_are_the_same_for_a_seed_and_label_what_they_fill_in() -> None:
    """Every slot in capitals is a span, spans lie on the tokenizer's borders, no slot is left open."""
    made = templates.generate(400, ["FooNet"], ["BarSet"], 1)
    assert made == templates.generate(400, ["FooNet"], ["BarSet"], 1)
    assert made != templates.generate(400, ["FooNet"], ["BarSet"], 2)
    nlp = blank()
    for text, spans in made:
        assert "{" not in text
        doc = nlp.make_doc(text)
        assert all(doc.char_span(span.start, span.end) is not None for span in spans)
    assert {span.label for _, spans in made for span in spans} == set(LABELS)


def test_training_twice_gives_the_same_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seeds are fixed; what a few sentences teach is learnt."""
    monkeypatch.setattr(train, "SENTENCES_A_BATCH", 10)
    sentences = list(templates.generate(400, [], [], 3))
    first, second = train.train(sentences, epochs=4), train.train(sentences, epochs=4)
    assert first.get_pipe("ner").model.to_bytes() == second.get_pipe("ner").model.to_bytes()
    right, found, _ = train.scores(first, sentences[:50])["DEVICE"]
    assert right > found / 4 > 0


def test_without_scirex_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One message that says what is missing, where it comes from and where to put it."""
    monkeypatch.setenv("PAPERSCALE_SHARED", str(tmp_path))
    assert train.main() == 1
    assert "PAPERSCALE_SHARED" in capsys.readouterr().err


def test_papers_are_split_whole_and_measured_ones_left_out(reference: Path) -> None:
    """No paper is on both sides, and none of those left out is on any."""
    path = reference / "scirex" / "documents.jsonl.gz"
    documents = list(scirex.documents(path))
    assert len(documents) == 306 - len(scirex.terms()["left_out"])
    held_back = sum(scirex.is_held_back(document) for document in documents)
    assert 0.1 < held_back / len(documents) < 0.3
