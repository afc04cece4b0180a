"""Figures, report and numbers: the same bytes each time, whatever stands in the table."""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from miner.cli import main
from scaling import analyse
from scaling.analysis import CurveAnalysis
from scaling.figures import curve_figures, draw_all
from scaling.report import inline, report
from scaling.tables import published

Table = Callable[..., pd.DataFrame]
HOSTILE = '</svg><script>alert(1)</script> $\\frac{1}{0}$ \u202egpj.exe "x" \x1b[31m -- --> ]]>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("release")


@pytest.fixture
def release(folder: Path, made: Table) -> Path:
    points = pd.concat([made(papers=9), made(papers=7, seed=2, benchmark="coco-detection")], ignore_index=True)
    points["point_id"] = [f"p{number}" for number in range(len(points))]
    points.loc[0, ["model", "result_quote", "title"]] = HOSTILE
    points.loc[5, "reviewed"] = "false"
    points.loc[6, "burden_basis"] = "time estimated"
    points.loc[7, "hardware_burden_flop"] = ""
    points.to_csv(folder / "points.csv", index=False)
    return folder


class Page(HTMLParser):
    """The tags of a page, and the places that its links lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        named = {key: value or "" for key, value in attrs}
        if "id" in named:
            self.ids.append(named["id"])
        self.links |= {named[key] for key in ("href", "xlink:href", "src") if key in named}


def run(*arguments: object) -> str:
    result = CliRunner().invoke(main, ["scale", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def test_one_command_draws_everything_and_again_the_same_bytes(release: Path, tmp_path: Path) -> None:
    """Figures, report and numbers of a release are functions of its bytes."""
    made = []
    for name in ("first", "second"):
        out = tmp_path / name
        out.mkdir()
        files = ("--figures", out / "figures", "--report", "--output", out / "report.html", "--json", out / "n.json")
        run(release, *files)
        made.append({str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()})
    assert made[0] == made[1]
    assert {"figures/imagenet-top1-computation.svg", "figures/projections.png", "report.html", "n.json"} <= set(made[0])


def test_the_report_stands_alone_and_nothing_in_it_acts(release: Path, tmp_path: Path) -> None:
    """A script in a paper's text is text; no address leads out of the page; what would turn writing round is shown."""
    run(release, "--report", "--output", tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text("utf-8")
    page = Page(text)
    assert "script" not in page.tags
    assert "&lt;script&gt;alert(1)" in text
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert all(link.startswith("#") for link in page.links)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_each_point_of_a_figure_leads_to_its_evidence(release: Path, tmp_path: Path) -> None:
    """A link on every point, and there page and quote."""
    run(release, "--report", "--output", tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text("utf-8")
    links = [link for link in Page(text).links if "-point-" in link]
    assert len(links) == 17 + 14
    row = text[text.index('id="imagenet-top1-point-2"') :]
    row = row[: row.index("</tr>")]
    assert "page 4" in row
    assert "page 5" in row
    assert "trained on 8 V100" in row
    assert "no hardware burden" in text


@pytest.mark.parametrize("column", ["model", "benchmark"])
def test_a_hostile_name_is_drawn_and_the_svg_is_well_formed(made: Table, tmp_path: Path, column: str) -> None:
    """Mathematics, markup and controls in names are drawn as they stand, or shown as missing."""
    points = made(papers=9)
    points[column] = HOSTILE
    points.to_csv(tmp_path / "points.csv", index=False)
    run(tmp_path / "points.csv", "--figures", tmp_path)
    assert len(list(tmp_path.glob("*.svg"))) == 4
    for file in tmp_path.glob("*.svg"):
        ElementTree.fromstring(file.read_text("utf-8"))
        assert "<script" not in file.read_text("utf-8")


def test_figures_stand_in_a_page_without_sharing_ids() -> None:
    """Ids and what refers to them get the figure's prefix; links to points keep theirs."""
    body = '<g id="a"/><use href="#a"/><p clip-path="url(#a)"/><a href="#far"/></svg>'
    svg = f'<?xml version="1.0"?>\n<svg><!-- name -->{body}'
    assert inline(svg, "f1") == (
        '<svg><g id="f1-a"/><use href="#f1-a"/><p clip-path="url(#f1-a)"/><a href="#far"/></svg>'
    )


def test_numbers_are_json_without_infinities(release: Path, tmp_path: Path) -> None:
    """What is no finite number is null, and every curve is there."""
    run(release, "--json", tmp_path / "n.json")
    numbers = json.loads((tmp_path / "n.json").read_text("utf-8"), parse_constant=pytest.fail)
    curves = {curve["curve"]["benchmark"]: curve["findings"] for curve in numbers["curves"]}
    assert set(curves) == {"imagenet", "coco-detection"}
    assert curves["imagenet"]["fits"]["polynomial"]["n"] == 17
    assert len(curves["imagenet"]["influence"]) == 17


def test_the_studys_table_of_projections_is_printed_beside_ours(release: Path) -> None:
    """All of its rows, in its form: powers of ten of GFLOP, pounds and dollars."""
    assert len(published()) == 30
    alone = run("--projections")
    assert re.search(r"imagenet +5 % +polynomial +10\^19 +10\^10 +10\^11$", alone, re.MULTILINE)
    assert re.search(r"imagenet +5 % +polynomial +10\^19 +10\^10 +10\^11 +10\^\d+", run(release, "--projections"))


def test_a_release_that_was_changed_is_refused(release: Path, tmp_path: Path) -> None:
    """Its own checksums say so."""
    (tmp_path / "points.csv").write_bytes((release / "points.csv").read_bytes())
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  points.csv\n")
    result = CliRunner().invoke(main, ["scale", str(tmp_path)])
    assert result.exit_code == 1
    assert "not the table of its release" in result.output


def few(made: Table) -> pd.DataFrame:
    """Six points of three papers, four with a burden."""
    points = made(papers=3)
    points.loc[[1, 4], "hardware_burden_flop"] = ""
    return points


def test_a_curve_without_a_fit_still_shows_its_points(made: Table, tmp_path: Path) -> None:
    """All by year and those with a burden by computation, the reason below them, no line; the same bytes each time."""
    few(made).to_csv(tmp_path / "points.csv", index=False)
    assert "a fit needs" in run(tmp_path / "points.csv")
    drawn = []
    for name in ("first", "second"):
        draw_all(analyse(few(made)), tmp_path / name)
        drawn.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert drawn[0] == drawn[1]
    stems = {"imagenet-top1-computation", "imagenet-top1-year"}
    assert set(drawn[0]) == {f"{stem}.{kind}" for stem in stems for kind in ("svg", "png")}
    for stem in stems:
        said = drawn[0][f"{stem}.svg"].decode()  # a text drawn as shapes is told beside them in a comment
        assert "<!-- no fit: 4 points of 3 papers have both an error" in said
        assert "polynomial" not in said
    counts = {name: len(spots) for name, spots in spots_of(analyse(few(made)).curves[0]).items()}
    assert counts == {"imagenet-top1-computation": 4, "imagenet-top1-year": 6}


def spots_of(curve: CurveAnalysis) -> dict[str, list[str]]:
    """Where the points of each figure of a curve lead."""
    return {
        name: [url for spots in figure.axes[0].collections for url in spots.get_urls() if url]
        for name, _, figure in curve_figures(curve, links=True)
    }


def test_points_without_a_fit_lead_to_their_evidence_in_the_report(made: Table, tmp_path: Path) -> None:
    """Figures and message stand together; a point without a burden has its row, too."""
    text = report(analyse(few(made)), tmp_path)
    assert "No fit: 4 points of 3 papers" in text
    page = Page(text)
    links = {link[1:] for link in page.links if "-point-" in link}
    assert links == {f"imagenet-top1-point-{row}" for row in range(1, 7)}
    assert links <= set(page.ids)
    assert "nan" not in text


@pytest.mark.parametrize(
    ("column", "value", "drawn"),
    [
        ("hardware_burden_flop", "", {"year"}),
        ("year", "", {"computation"}),
        ("year", "2015", {"year", "computation"}),
        ("hardware_burden_flop", "1e20", {"year", "computation"}),
        ("error", "0.2", {"year", "computation"}),
        ("error", "0", set()),
        ("error", "", set()),
    ],
)
def test_a_figure_is_drawn_where_points_have_a_place_in_it(
    made: Table, tmp_path: Path, column: str, value: str, drawn: set[str]
) -> None:
    """One year, burden or error for all is enough; an error of 0 % has no place, so the message stands alone."""
    analysis = analyse(few(made).assign(**{column: value}))
    files = draw_all(analysis, tmp_path)
    assert {file.stem for file in files} == {f"imagenet-top1-{kind}" for kind in drawn}
    assert f"No {'fit' if drawn else 'figure'}: " in report(analysis, tmp_path)


@pytest.mark.parametrize("arguments", [[], ["x", "--study", "y"], ["x", "--draws", "1"]])
def test_wrong_usage_is_told_apart_from_a_refusal(arguments: list[str]) -> None:
    """Exit code 2."""
    assert CliRunner().invoke(main, ["scale", *arguments]).exit_code == 2


def test_a_release_is_found_by_its_name(release: Path, tmp_path: Path) -> None:
    """A bare name is a release of the workspace."""
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "autumn").symlink_to(release)
    assert "imagenet · top1" in run("autumn", "--workspace", tmp_path)
