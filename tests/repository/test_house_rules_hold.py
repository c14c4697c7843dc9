"""Rules of the house that no linter knows."""

import ast
import io
import json
import re
import tokenize
from pathlib import Path

# Blank without a network, or different at each run: see CONTRIBUTING.md.
BANNED = {
    "ipywidgets.interact": re.compile(r"\binteract(?:ive|_manual|ive_output)?\("),
    "ipywidgets.Output": re.compile(r"\bOutput\("),
    "altair.JupyterChart": re.compile(r"\bJupyterChart\b"),
    "an Altair renderer that needs the network": re.compile(
        r"renderers\.enable\(\s*[\"'](?:html|mimetype|default|jupyter|browser)"
    ),
}
# A folder of somebody's home, as Linux, macOS and Windows name it.
HOME = re.compile(r"(?:/(?:home|Users|root)/|[A-Z]:\\{1,2}Users\\{1,2})[\w.]")

# A path that begins here: a clone in /src is not meant by frontend/src.
OWN = r"(?<![\w.*-]){}"


def own_places(root):
    """List the folders that nobody else has: in a container the home may be the top folder."""
    return {place for place in (root, Path.home()) if place != Path(place.anchor)}


def code_of(path):
    """Read the code of a file: in a notebook, of its code cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")


def inside(path, root, *folders):
    return path.relative_to(root).parts[0] in folders


def banned_in(text):
    return [name for name, pattern in BANNED.items() if pattern.search(text)]


def test_nothing_that_stays_blank_or_changes_at_each_run(root, project_files):
    shown = [
        path
        for path in project_files
        if inside(path, root, "clvwidgets", "notebooks") and path.suffix in {".py", ".ipynb"}
    ]
    assert shown
    found = {str(path.relative_to(root)): banned_in(code_of(path)) for path in shown}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_each_banned_thing_is_seen():
    lines = [
        "@widgets.interact(x=3)",
        "out = widgets.Output()",
        "alt.JupyterChart(chart)",
        'alt.renderers.enable("mimetype")',
    ]
    assert [banned_in(line) for line in lines] == [[name] for name in BANNED]
    assert banned_in('alt.renderers.enable("clvwidgets")') == []


def test_no_path_of_somebodys_machine_is_in_a_file(root, project_files):
    here = re.compile("|".join(OWN.format(re.escape(f"{place}/")) for place in own_places(root)))
    found = []
    for path in project_files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a compressed table
        if HOME.search(text) or here.search(text):
            found.append(str(path.relative_to(root)))
    assert found == []


# In a lesson's module the exercises are data, whole sentences of it.
LESSONS = ("clvwidgets", "course", "exercises")
MOST_CODE = {".py": 250, ".ts": 250, ".mjs": 250, ".css": 400, "": 250}
MOST_OF_A_LESSON = 900  # texts, and for each mistake the code that makes it
SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


def lines_of_code(path):
    """Count the lines that do something: neither docstring nor comment, and not blank."""
    text = path.read_text(encoding="utf-8")
    return len(python_lines(text)) if path.suffix == ".py" else len(other_lines(path.name, text))


def python_lines(text):
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    spans = [(t.start[0], t.end[0]) for t in tokens if t.type not in SILENT and t.string]
    lines = {line for first, last in spans for line in range(first, last + 1)}
    for node in ast.walk(ast.parse(text)):
        is_documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if is_documented and ast.get_docstring(node, clean=False) is not None:
            doc = node.body[0]
            lines -= set(range(doc.lineno, doc.end_lineno + 1))
    return lines


def other_lines(name, text):
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    comment = "#" if name == "Makefile" else "//"
    lines = (line.strip() for line in bare.splitlines())
    return [line for line in lines if line and not line.startswith(comment)]


def most_lines(path, root):
    is_lesson = path.relative_to(root).parts[:3] == LESSONS
    return MOST_OF_A_LESSON if is_lesson else MOST_CODE[path.suffix]


def test_no_module_is_longer_than_250_lines_of_code(root, project_files):
    kinds = {".py", ".ts", ".mjs", ".css"}
    modules = [p for p in project_files if p.suffix in kinds or p.name == "Makefile"]
    # What has no more lines than that has no more lines of code either.
    long = [p for p in modules if len(p.read_text("utf-8").splitlines()) > most_lines(p, root)]
    lengths = {str(p.relative_to(root)): (lines_of_code(p), most_lines(p, root)) for p in long}
    assert {name: n for name, (n, most) in lengths.items() if n > most} == {}
    assert len(modules) > 300


def test_only_lines_of_code_count():
    text = '"""Words.\n\nMore."""\n\n# why\nx = (\n    1\n)\n\n\ndef f():\n    """Say."""\n    y\n'
    assert python_lines(text) == {6, 7, 8, 11, 13}
    assert other_lines("a.ts", "/** Says\n * why. */\n\n// more\nlet x = 1;\n") == ["let x = 1;"]
