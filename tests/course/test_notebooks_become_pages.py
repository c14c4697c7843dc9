"""`clvwidgets export`: nothing a notebook shows is lost, and no file of somebody else's either."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from clvwidgets._resources import resource_path
from clvwidgets.cli import main
from clvwidgets.course import export_notebook, export_notebooks
from clvwidgets.display.panel_json import PANEL_MIME

COURSE = resource_path("notebooks")
FIRST = COURSE / "1_worth/01_clv_in_ten_minutes.ipynb"
NOTEBOOKS = sorted(COURSE.rglob("*.ipynb"))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Export the course once for all who look at it."""
    folder = tmp_path_factory.mktemp("site")
    done = export_notebooks([COURSE], folder, lang="en-GB")
    assert (len(done.pages), done.left_out) == (len(NOTEBOOKS), ())
    return folder


def parsed(page):
    """Read a page; the long script at its end need not be understood."""
    head, _, script = page.read_text().partition('<script type="module">')
    return BeautifulSoup(head + "<script>" * bool(script), "html.parser")


def result(**data):
    return new_output(
        "execute_result", {kind.replace("__", "/"): text for kind, text in data.items()}
    )


def notebook(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


def prose(path, text="# Prose"):
    return notebook(path, new_markdown_cell(text))


def with_panel(path, stored):
    output = new_output("execute_result", {PANEL_MIME: stored, "text/plain": "a panel"})
    return notebook(path, new_code_cell("panel", outputs=[output]))


def said(capsys, *arguments):
    """Run the command; its status, and what it printed."""
    status = main(["export", *map(str, arguments)])
    printed = capsys.readouterr()
    return status, printed.out + printed.err


def test_what_cannot_become_a_page_is_refused_in_a_sentence(tmp_path, capsys):
    (tmp_path / "text.ipynb").write_text("no JSON")
    (tmp_path / "list.ipynb").write_text("[]")
    (tmp_path / "torn.ipynb").write_text('{"nbformat": 4, "nbformat_minor": 5}')
    notebook(tmp_path / "new.ipynb", new_code_cell("1 + 1"))
    with_panel(tmp_path / "later.ipynb", {"declaration": json.dumps({"version": 7})})
    with_panel(tmp_path / "half.ipynb", {"values": {}})
    (tmp_path / "empty").mkdir()
    refusals = {
        "away.ipynb": "There is no notebook or folder",
        "text.ipynb": "is not a notebook",
        "list.ipynb": "is not a notebook",
        "torn.ipynb": "is a damaged notebook, or one of an unknown form",
        "new.ipynb": "it was never run, or saved without them. Run it first.",
        "later.ipynb": "cell 1: its panel was saved in form 7, and this clvwidgets reads form 1",
        "half.ipynb": "cell 1: its panel is not complete. Run the cell again.",
        "empty": "There is no notebook in",
    }
    for name, sentence in refusals.items():
        status, text = said(capsys, tmp_path / name)
        assert (status, sentence in text) == (1, True), text
    assert list(tmp_path.rglob("*.html")) == []
    with pytest.raises(ValueError, match="got 'english please'"):
        export_notebook(FIRST, tmp_path, lang="english please")


def test_two_notebooks_never_become_one_file(tmp_path, capsys):
    pair = prose(tmp_path / "a/x.ipynb"), prose(tmp_path / "b/x.ipynb")
    status, text = said(capsys, *pair, "--to", tmp_path / "out")
    assert (status, "would both become" in text) == (1, True)
    prose(tmp_path / "c/index.ipynb")
    status, text = said(capsys, tmp_path / "c")
    assert (status, "the table of contents would both become" in text) == (1, True)


def test_a_file_of_somebody_elses_stays(tmp_path, capsys):
    prose(tmp_path / "report.ipynb")
    page = tmp_path / "report.html"
    page.write_text("mine")
    status, text = said(capsys, tmp_path / "report.ipynb")
    assert (status, page.read_text()) == (1, "mine")
    assert (
        "no export has written it. Export to another folder (--to), or replace it (--force)" in text
    )
    (tmp_path / "index.html").write_text("mine, too")
    status, _text = said(capsys, tmp_path)
    assert (status, (tmp_path / "index.html").read_text()) == (1, "mine, too")
    status, text = said(capsys, tmp_path / "report.ipynb", "--to", page)
    assert status == 1


@pytest.mark.integration
def test_our_own_page_is_replaced_and_force_replaces_any(tmp_path):
    source = prose(tmp_path / "report.ipynb", "# First")
    page = tmp_path / "report.html"
    page.write_text("mine")
    assert export_notebook(source, force=True) == page
    assert parsed(page).title.text == "First"
    prose(source, "# Second")
    assert parsed(export_notebook(source)).title.text == "Second"


@pytest.mark.integration
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_holds_all_that_the_notebook_shows(path, site):
    page = parsed((site / path.relative_to(COURSE)).with_suffix(".html"))
    assert page.html["lang"] == "en-GB"
    assert page.title.text == page.h1.text.removesuffix("¶") != ""
    shown = re.sub(r"\s+", "", page.main.get_text())
    code = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if re.sub(r"\s+", "", cell.source) not in shown] == []
    outputs = [output for cell in code for output in cell.outputs]
    streams = [output.text for output in outputs if output.output_type == "stream"]
    assert [text for text in streams if re.sub(r"\s+", "", text) not in shown] == []
    data = [output.data for output in outputs if "data" in output]
    scripts = [json.loads(script.string) for script in page.select("script[data-clvwidgets]")]
    assert scripts == [kinds[PANEL_MIME] for kinds in data if PANEL_MIME in kinds]
    tables = [kinds for kinds in data if "<table" in kinds.get("text/html", "")]
    assert len(page.select(".jp-OutputArea table")) == len(tables)
    # The bundle stands there once, and nothing is loaded from anywhere.
    assert len(page.select("script:not([data-clvwidgets])")) == 1
    assert page.select("script[src], link, iframe, img:not([src^='data:'])") == []
    assert "default-src 'none'" in page.select_one("meta[http-equiv]")["content"]


def links(page, within="body"):
    found = [a["href"] for part in parsed(page).select(within) for a in part("a", href=True)]
    return [link for link in found if not link.startswith("#")]


@pytest.mark.integration
def test_links_lead_from_page_to_page(site, tmp_path):
    """The course's notebooks link to their neighbours; a page alone has none."""
    for page in site.rglob("*.html"):
        assert [link for link in links(page) if not (page.parent / link).is_file()] == [], page
    assert len(links(site / "index.html", "li")) == len(NOTEBOOKS)
    assert parsed(site / "index.html").script is None
    alone = export_notebook(FIRST, tmp_path / "one.html")
    assert links(alone) == []
    assert "00 · Start here" in parsed(alone).text


@pytest.mark.integration
def test_one_bad_notebook_does_not_keep_the_others_out(tmp_path, capsys):
    prose(tmp_path / "good.ipynb", "# Good\n\n[the other](bad.ipynb), [the web](https://x.org/a?b)")
    notebook(tmp_path / "bad.ipynb", new_code_cell("1 + 1"))
    prose(tmp_path / ".ipynb_checkpoints/good.ipynb")
    status, text = said(capsys, tmp_path)
    assert status == 1
    assert "bad.ipynb holds no results" in text
    assert "good.html is written" in text
    assert links(tmp_path / "good.html", "main p") == ["https://x.org/a?b"]


FOLD = """# A

<details><summary>What you should find</summary>

1. It falls by **a third**.

![drawn](a.png) <img src="a.png" alt="placed">

</details>

Open, with <b>weight</b>.
"""


def test_what_a_notebook_folds_is_folded_in_its_page(tmp_path):
    """HTML around Markdown keeps its content, and what is open before and after stays open."""
    (tmp_path / "a.png").write_bytes(b"a picture")
    page = parsed(export_notebook(prose(tmp_path / "x.ipynb", FOLD)))
    [fold] = page.main("details")
    assert fold.li.text == "It falls by a third."
    assert [image["src"][:10] for image in fold("img")] == ["data:image"] * 2
    assert "Open" not in fold.text
    assert page.main.b.text == "weight"


@pytest.mark.integration
def test_no_fold_of_the_course_is_empty(site):
    folds = [fold for page in site.rglob("*.html") for fold in parsed(page).main("details")]
    assert len(folds) > len(NOTEBOOKS)
    assert [fold.text for fold in folds if fold.text.strip() == fold.summary.text.strip()] == []


@pytest.mark.integration
def test_what_others_put_in_stays_text_or_stays_out(tmp_path):
    """A page runs one script: ours. What would load something becomes a link or goes."""
    tag = "<img src=x onerror=alert(1)>"
    cells = [
        new_markdown_cell(f"# A\n\n$\\text{{{tag}}} < \\frac{{1}}{{x}}$ and $\\frac{{$"),
        new_markdown_cell(
            "![far](https://x.org/p.png) [run](javascript:alert(1)) ![](attachment:a.png)"
        ),
        new_code_cell("a", outputs=[new_output("stream", text=f"{tag}\n")]),
        new_code_cell("b", outputs=[result(text__html="<script>x()</script>", text__plain=tag)]),
        new_code_cell(
            "c", outputs=[result(text__html="<b onclick=x()>B</b><meta>", text__plain="")]
        ),
        new_code_cell("d", outputs=[result(text__latex="$x^2$", text__plain="x**2")]),
        new_code_cell("e", outputs=[result(application__javascript="x()", text__plain="<JS>")]),
    ]
    page = export_notebook(notebook(tmp_path / "x.ipynb", *cells))
    main_ = parsed(page).main
    assert main_.select("img, script, meta, [onclick], [onerror]") == []
    assert main_.text.count(tag) == 2
    assert "<JS>" in main_.text
    assert main_.b.text == "B"
    assert len(main_.select("math mfrac")) == 1
    assert main_.select("p code")[0].text == "\\frac{"
    assert len(main_.select("math msup")) == 1
    assert "far (a picture that is not in this page)" in main_.text
    assert "a picture that the notebook has lost" in main_.text
    assert [a.get("href") for a in main_.select("p a")] == ["https://x.org/p.png", None]


REFRESH = '<meta http-equiv="refresh" content="0; url=https://x.org">'


@pytest.mark.parametrize(
    "data",
    [
        {"image/png": f'">{REFRESH}'},
        {
            "image/png": f'">{REFRESH}',
            "text/plain": "A",
            PANEL_MIME: {"declaration": {"version": 1}},
        },
        {"image/jpeg": f'">{REFRESH}'},
        {"image/png": "bm8gcGljdHVyZQ=="},
        {"image/svg+xml": f"<svg><text>A</text>{REFRESH}</svg>"},
        {"text/html": f"<b>A</b><svg><style>{REFRESH}</style></svg>"},
        {"text/html": f"<b>A</b><!-->{REFRESH}-->"},
        {"text/html": f"<b>A</b><noscript><p title='</noscript>{REFRESH}'></noscript>"},
        {"text/html": f"<b>A</b><textarea></textarea ><textarea>{REFRESH}</textarea>"},
        {"text/latex": f"$x$ {REFRESH}"},
        {"text/markdown": f"A {REFRESH}"},
    ],
)
def test_nothing_in_an_output_leads_the_page_elsewhere(tmp_path, data):
    """No policy of a page can forbid a refresh, so it must not get into the page."""
    outputs = [new_output("display_data", data)]
    page = export_notebook(notebook(tmp_path / "x.ipynb", new_code_cell("a", outputs=outputs)))
    written = page.read_text().partition("</head>")[2].partition('<script type="module">')[0]
    assert "<meta" not in written.lower()
    shown = parsed(page).select_one(".jp-OutputArea")
    assert shown.text.strip() or shown.img


def test_a_panel_nested_without_end_is_refused_in_a_sentence(tmp_path, capsys):
    deep = "[" * 100_000 + "]" * 100_000
    with_panel(tmp_path / "deep.ipynb", {"declaration": deep})
    status, text = said(capsys, tmp_path / "deep.ipynb")
    assert (status, "its panel is not complete. Run the cell again." in text) == (1, True)
