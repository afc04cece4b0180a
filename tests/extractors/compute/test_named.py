"""What the pipeline's names add: they fill in where the writing of a name shows nothing."""

from extractors.compute import extract
from extractors.compute.named import Known
from extractors.model import Block, BlockKind, Box, Document, PaperInfo, Section, SectionKind, Word, value_of
from extractors.ner import Name, names
from tests.extractors.compute.made import document

INFO = PaperInfo("2001.00001")


def test_a_model_that_is_written_like_a_word_is_found_by_the_pipeline() -> None:
    """Rules alone leave the run without its model; with the pipeline's names it has one."""
    paper = document("Chimera was trained on 8 Tesla V100 GPUs for 3 days.")
    found = [Name(0, 0, 7, "MODEL", "Chimera")]
    (without,), (run,) = extract(paper, INFO).runs, extract(paper, INFO, tuple(found)).runs
    assert (value_of(without.model), value_of(run.model)) == (None, "Chimera")


def test_the_writing_is_not_overruled() -> None:
    """A name with capitals that the sentence trains stays, whatever the pipeline takes for a model."""
    paper = document("We train FoldNet-50 on 8 Tesla V100 GPUs for 3 days.")
    wrong = Name(0, paper.blocks[0].text.index("Tesla"), paper.blocks[0].text.index("V100"), "MODEL", "Tesla")
    (run,) = extract(paper, INFO, (wrong,)).runs
    assert value_of(run.model) == "FoldNet-50"


def test_the_papers_own_model_is_the_one_that_it_brings_in() -> None:
    """Not the one that it mentions more, and no family of models."""
    text = "Unlike LSTM, LSTM and LSTM, unlike Resnet and Resnet again, we propose Chimera."
    block = Block(BlockKind.PARAGRAPH, text, (Word(0, len(text), Box(1, 0, 0, 9, 9), text),), 0)
    paper = Document(((612, 792),), (Section("Abstract", SectionKind.ABSTRACT, 1),), (block,), (), ())
    spans = [
        (word, at) for word in ("LSTM", "Resnet", "Chimera") for at in range(len(text)) if text.startswith(word, at)
    ]
    known = Known([Name(0, at, at + len(word), "MODEL", word) for word, at in spans])
    assert known.own(paper) == "Chimera"
    assert Known(()).own(paper) == ""


def test_the_trained_pipeline_serves_the_extractor() -> None:
    """The real weights on a sentence of a model that nobody has seen."""
    paper = document("We train Velonet on ImageNet with 8 Tesla V100 GPUs for 3 days.")
    (run,) = extract(paper, INFO, names(paper)).runs
    assert value_of(run.model) is not None
    assert "Velonet" in str(value_of(run.model))


def test_abbreviations_of_kinds_and_objectives_are_no_models() -> None:
    """Neither "DPO" nor "LLM" names the model of a run, whatever the pipeline says."""
    paper = document("the LLM was trained with this on 8 Tesla V100 GPUs for 3 days.")
    (run,) = extract(paper, INFO, (Name(0, 4, 7, "MODEL", "LLM"),)).runs
    assert value_of(run.model) != "LLM"


def test_a_data_set_is_told_from_a_model_by_how_often_each_is_said() -> None:
    """A name that is called a framework once, and that the pipeline takes for a model as often, stays a model."""
    paper = document("The FoldNet framework is new.", "FoldNet was trained on 8 Tesla V100 GPUs for 3 days.")
    start = paper.blocks[0].text.rindex("FoldNet")
    name = Name(0, start, start + 7, "MODEL", "FoldNet")
    (without,), (run,) = extract(paper, INFO).runs, extract(paper, INFO, (name,)).runs
    assert (value_of(without.model), value_of(run.model)) == (None, "FoldNet")


def test_words_and_sizes_are_no_models() -> None:
    """Neither a word without a capital nor a bare size is taken for a name."""
    paper = document("the phrase-based one (7B) was trained on 8 Tesla V100 GPUs for 3 days.")
    found = (Name(0, 4, 16, "MODEL", "phrase-based"), Name(0, 22, 24, "MODEL", "7B"))
    (run,) = extract(paper, INFO, found).runs
    assert value_of(run.model) is None
