"""Rules of the house that no linter knows."""

import json
import re
from pathlib import Path

MAX_LINES = 400

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


def test_no_module_is_longer_than_400_lines(root, project_files):
    modules = [
        path
        for path in project_files
        if path.suffix in {".py", ".ts", ".mjs", ".css"} or path.name == "Makefile"
    ]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    too_long = {str(p.relative_to(root)): n for p, n in lengths.items() if n > MAX_LINES}
    assert too_long == {}
