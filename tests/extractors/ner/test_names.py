"""Names in a document: where they are looked for, and that they are the same everywhere."""

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files

import pytest

from extractors.model import Block, BlockKind, Box, Document, Section, SectionKind, Sentence, Word
from extractors.ner import Name, names
from extractors.ner.pipeline import LABELS, load
from extractors.ner.tagging import LONGEST, MOST, worthwhile

TRAINING = "We train Velonet-50 on ImageNet with 8 NVIDIA Tesla V100 GPUs for 3 days."


def made(*blocks: tuple[BlockKind, SectionKind, list[str]]) -> Document:
    """A document of blocks, each a list of sentences."""
    sections, built, sentences = [], [], []
    for number, (kind, section, texts) in enumerate(blocks):
        text = " ".join(texts)
        start = 0
        for part in texts:
            sentences.append(Sentence(number, start, start + len(part)))
            start += len(part) + 1
        word = Word(0, len(text), Box(1, 50, 50 + 20 * number, 500, 60 + 20 * number), text)
        sections.append(Section(str(section), section, 1))
        built.append(Block(kind, text, (word,), number))
    return Document(((612, 792),), tuple(sections), tuple(built), tuple(sentences), ())


def paragraph(*texts: str) -> Document:
    return made((BlockKind.PARAGRAPH, SectionKind.EXPERIMENTS, list(texts)))


@pytest.mark.parametrize(
    ("text", "looked_at"),
    [
        (TRAINING, True),
        ("Training took two days and cost little, or 48 hours.", True),
        ("It reaches a top-1 accuracy of 76.3 on the validation set.", True),
        ("The idea is old and has many fathers.", False),
        ("Patients were seen after 30 days.", False),
        (TRAINING + " Again." * LONGEST, False),
    ],
)
def test_only_sentences_that_pay_are_looked_at(text: str, looked_at: bool) -> None:
    """Training and scores pay; other sentences, and endless ones, do not."""
    assert bool(worthwhile(paragraph(text))) is looked_at


def test_the_sentences_before_a_training_are_looked_at_too() -> None:
    """Two sentences of the same paragraph, for the model that "it" is; none of another paragraph."""
    document = made(
        (BlockKind.PARAGRAPH, SectionKind.METHOD, ["Far away."]),
        (BlockKind.PARAGRAPH, SectionKind.METHOD, ["One.", "Two is Velonet.", "Three.", TRAINING]),
    )
    assert [document.text_of(sentence) for sentence in worthwhile(document)] == ["Two is Velonet.", "Three.", TRAINING]


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        (BlockKind.REFERENCE, SectionKind.REFERENCES),
        (BlockKind.PARAGRAPH, SectionKind.REFERENCES),
        (BlockKind.TABLE, SectionKind.EXPERIMENTS),
    ],
)
def test_references_and_tables_are_not_looked_at(kind: BlockKind, section: SectionKind) -> None:
    """What others trained and what stands in cells is no sentence about this paper's training."""
    assert worthwhile(made((kind, section, [TRAINING]))) == []


def test_the_number_of_sentences_is_bounded() -> None:
    """An appendix of settings cannot make a paper slow."""
    assert len(worthwhile(paragraph(*[TRAINING] * (2 * MOST)))) == MOST


def test_names_of_things_that_nobody_has_seen_are_found() -> None:
    """A made-up model is known by its place; the data set and the devices by what they are; spans give the text."""
    document = paragraph(TRAINING)
    found = {name.label: name for name in names(document)}
    assert found["MODEL"] == Name(0, 9, 19, "MODEL", "Velonet-50")
    assert found["DATASET"].text == "ImageNet"
    assert "V100" in found["DEVICE"].text
    for name in found.values():
        assert document.blocks[0].text[name.start : name.end] == name.text


def test_named_techniques_are_no_models() -> None:
    """An optimiser is written like a name and is not given."""
    text = "We use Adam with a batch size of 256, and training took 12 hours on one GPU."
    assert "Adam" not in {name.text for name in names(paragraph(text))}


def test_names_are_the_same_in_any_number_of_processes() -> None:
    """One process or four, alone or after other papers: the same names."""
    documents = [
        paragraph(f"Training Brisk{word} takes {number} hours on {number} Titan X GPUs.", TRAINING)
        for number, word in enumerate(("Net", "Former", "LM", "BERT", "GAN", "Seg"), 2)
    ]
    alone = [names(document) for document in documents]
    with ProcessPoolExecutor(4) as pool:
        assert list(pool.map(names, documents)) == alone
    assert [names(document) for document in reversed(documents)] == alone[::-1]
    assert all(alone)


def test_an_empty_document_asks_nothing() -> None:
    """No sentence, no name."""
    assert names(Document((), (), (), (), ())) == ()


def test_the_weights_are_small_and_say_where_they_come_from() -> None:
    """At most 8 MB, with a notice for SciREX; they give the labels that are documented."""
    folder = files("extractors.ner") / "model"
    assert sum(len(item.read_bytes()) for item in (folder / "ner").iterdir()) <= 8_000_000
    assert "SciREX" in (folder / "NOTICE").read_text("utf-8")
    assert set(load().get_pipe("ner").labels) == set(LABELS)


def test_spacy_is_loaded_when_names_are_asked_for_and_not_before() -> None:
    """Importing the room costs nothing."""
    code = "import sys, extractors.ner; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
