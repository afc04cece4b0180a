import pytest

from extractors.model import SectionKind
from extractors.reading.sections import Outline, kind_of, numbered


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("3.2 Training details", "3.2", "Training details"),
        ("IV. RESULTS", "IV", "RESULTS"),
        ("A.1 Proofs", "A.1", "Proofs"),
        ("Appendix B: Data", "B", "Data"),
        ("Appendix", "", "Appendix"),
        ("A Model of Attention", "A", "Model of Attention"),
        ("Introduction", "", "Introduction"),
    ],
)
def test_number_and_title_of_a_heading(heading: str, number: str, title: str) -> None:
    """The number is split from the title in the usual styles."""
    assert numbered(heading) == (number, title)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Abstract", SectionKind.ABSTRACT),
        ("Related Work", SectionKind.RELATED_WORK),
        ("Training Setup", SectionKind.TRAINING),
        ("Experimental Setup", SectionKind.TRAINING),
        ("Experiments", SectionKind.EXPERIMENTS),
        ("Ablation Study", SectionKind.EXPERIMENTS),
        ("Model Architecture", SectionKind.METHOD),
        ("Acknowledgments", SectionKind.ACKNOWLEDGEMENTS),
        ("References", SectionKind.REFERENCES),
        ("Conclusion and Future Work", SectionKind.CONCLUSION),
        ("The Quick Brown Fox", SectionKind.OTHER),
    ],
)
def test_titles_say_their_kind(title: str, kind: SectionKind) -> None:
    """The kind follows from the words of a title."""
    assert kind_of(title) is kind


def test_a_subsection_that_says_nothing_has_its_sections_kind() -> None:
    """Kinds are inherited, weak words do not override a section's kind, and an appendix is one to its end."""
    outline = Outline()
    headings = ["1 Introduction", "4 Experiments", "4.1 Machine Translation", "4.2 Model Variations", "4.3 Optimizer"]
    headings += ["References", "A Proofs", "A.1 Lemma 1", "B Training Details"]
    for heading in headings:
        outline.add(heading, 12.0)
    kinds = [(section.kind.value, section.level, section.appendix) for section in outline.sections[1:]]
    assert kinds == [
        ("introduction", 1, False),
        ("experiments", 1, False),
        ("experiments", 2, False),
        ("experiments", 2, False),
        ("training", 2, False),
        ("references", 1, False),
        ("appendix", 1, True),
        ("appendix", 2, True),
        ("training", 1, True),
    ]
