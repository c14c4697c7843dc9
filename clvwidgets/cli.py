"""The command ``clvwidgets``: open the course, copy it, export notebooks, sum up a class."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from clvwidgets._extras import require
from clvwidgets._files import told
from clvwidgets.course.class_summary import (
    CLASS_COLUMNS,
    STUCK_AFTER,
    STUCK_COLUMNS,
    Learner,
    class_rows,
    read_class,
    stuck_rows,
)
from clvwidgets.course.class_tests import answer_rows, item_rows, score_rows
from clvwidgets.course.copying import (
    START,
    Copied,
    copy_course,
    reset_notebook,
    shipped_numbers,
)
from clvwidgets.course.export import Exported, export_notebooks
from clvwidgets.course.text_tables import as_csv, as_table
from clvwidgets.data import printable


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after ``clvwidgets``; by default those of the command line.

    Returns
    -------
    int
        Exit status: 0 if all went well.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     status = main(["course", folder + "/course"])  # doctest: +ELLIPSIS
    The course lies in ...course: ... new files.
    >>> status
    0
    """
    own, for_jupyter = _parted(list(sys.argv[1:] if arguments is None else arguments))
    options = _parser().parse_args(own)
    if options.command == "progress":
        return _sum_up(options)
    if options.command == "export":
        return _export(options)
    if options.command == "course" and options.reset is not None:
        return _reset(options.folder, options.reset)
    status = _copy(options.folder)
    if options.command == "course":
        return status
    try:
        return status or _open_lab(options.folder, for_jupyter)
    except ImportError as missing:
        _complain(str(missing))
        return 1


def _parted(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Part our arguments from those of ``jupyter lab``: for `lab`, all from the first option on.

    An option that argparse does not know may be followed by its value, which argparse would take
    for the folder.
    """
    if arguments[:1] != ["lab"] or not {"-h", "--help"}.isdisjoint(arguments):
        return arguments, []
    options = (place for place, word in enumerate(arguments) if word.startswith("-"))
    first = next(options, len(arguments))
    return arguments[:first], arguments[first:]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clvwidgets", description="Customer lifetime value in JupyterLab."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    lab = commands.add_parser(
        "lab",
        usage="%(prog)s [-h] [folder] [options of jupyter lab]",
        help="open JupyterLab at the start of the course",
        description="Open JupyterLab at the start of the course. All from the first option on goes "
        "to `jupyter lab`, such as --no-browser or --port 9000.",
    )
    course = commands.add_parser(
        "course", help="copy the course, or bring a copy up to date; own changes stay"
    )
    for command in (lab, course):
        command.add_argument(
            "folder", nargs="?", default="clv-course", type=_path, help="default: ./clv-course"
        )
    course.add_argument(
        "--reset",
        metavar="NN",
        help="bring one notebook back to how it was shipped; yours is kept beside it. "
        f"NN: {_numbers()}",
    )
    _add_export(commands.add_parser("export", help="write notebooks as pages that work offline"))
    _add_progress(commands.add_parser("progress", help="sum up what a class has done"))
    return parser


def _numbers() -> str:
    try:
        return shipped_numbers()
    except OSError:  # a damaged installation; whatever needs the notebooks says so
        return "its number"


def _path(given: str) -> Path:
    """Read a path; argparse names the argument in what is refused."""
    if "\0" in given or not given.strip():
        raise argparse.ArgumentTypeError(f"{given!r} is no path. Write . for this folder.")
    try:
        Path(given).expanduser().resolve()
    except RuntimeError as error:  # a link to itself, or the home of nobody
        raise argparse.ArgumentTypeError(f"{given!r} leads nowhere: {error}.") from None
    except OSError as error:
        raise argparse.ArgumentTypeError(_sentence(error)) from None
    return Path(given)


def _sentence(error: Exception) -> str:
    """Say what went wrong; the system's own words are a number and a name."""
    if isinstance(error, OSError) and error.errno is not None:
        return told(error)
    return str(error)


def _say(text: str) -> None:
    """Print lines that steer no terminal, and that one of any encoding can show."""
    encoding = sys.stdout.encoding or "utf-8"
    print(_harmless(text).encode(encoding, "replace").decode(encoding))


def _complain(text: str) -> None:
    print(_harmless(text), file=sys.stderr)


def _harmless(text: str) -> str:
    return "\n".join(map(printable, text.rstrip("\n").split("\n")))


def _add_export(export: argparse.ArgumentParser) -> None:
    export.description = (
        "Write each notebook, as it is stored, as one HTML file that works without Python, a "
        "server or the network. Panels, predictions and quizzes stay alive in it."
    )
    export.add_argument(
        "notebooks",
        nargs="+",
        type=_path,
        metavar="NOTEBOOK",
        help="a notebook, or a folder for all notebooks in it and an index page",
    )
    export.add_argument("--to", type=_path, metavar="FOLDER", help="default: beside the notebooks")
    export.add_argument(
        "--lang", default="en", help="language the notebooks are written in; default: en"
    )
    export.add_argument(
        "--force", action="store_true", help="replace files that no export has written, too"
    )


def _add_progress(progress: argparse.ArgumentParser) -> None:
    progress.description = (
        "Sum up what the learners of a class have done: one row for each learner and notebook. "
        "A learner's file begins with progress(keep=True)."
    )
    progress.add_argument(
        "folders",
        nargs="+",
        type=_path,
        metavar="FOLDER",
        help="copies of the course, or progress files",
    )
    view = progress.add_mutually_exclusive_group()
    view.add_argument(
        "--stuck",
        action="store_true",
        help=f"only exercises with {STUCK_AFTER} tries or more, none of them right",
    )
    view.add_argument(
        "--tests",
        action="store_true",
        help="first answers to the test before the course and after it, by learner and by item; "
        "with --csv one row for each learner and item",
    )
    progress.add_argument("--csv", action="store_true", help="print CSV instead of a table")


def _export(options: argparse.Namespace) -> int:
    try:
        done = export_notebooks(
            options.notebooks, options.to, lang=options.lang, force=options.force
        )
    except (ImportError, OSError, ValueError) as error:
        _complain(_sentence(error))
        return 1
    for problem in done.left_out:
        _complain(problem)
    if done.pages:
        _say(_told(done))
    return 1 if done.left_out else 0


def _told(done: Exported) -> str:
    size = sum(page.stat().st_size for page in done.pages) / 1e6
    if len(done.pages) == 1:
        return f"{done.pages[0]} is written: {size:.1f} MB, works offline."
    begin = ", ".join(str(index) for index in done.indexes) or done.pages[0]
    return f"{len(done.pages)} pages are written, {size:.1f} MB. Begin with {begin}."


def _sum_up(options: argparse.Namespace) -> int:
    learners, problems = read_class(options.folders)
    for problem in problems:
        _complain(printable(problem))
    if learners:
        _say(_view(learners, options))
    return 1 if problems else 0


def _view(learners: list[Learner], options: argparse.Namespace) -> str:
    write = as_csv if options.csv else as_table
    if options.tests and options.csv:
        return as_csv(rows := answer_rows(learners), rows[0])
    if options.tests:
        tables = (score_rows(learners), item_rows(learners))
        return "\n\n".join(as_table(rows, rows[0]) for rows in tables)
    if not options.stuck:
        return write(class_rows(learners), CLASS_COLUMNS)
    rows = stuck_rows(learners)
    if not rows and not options.csv:
        return f"Nobody has tried an exercise {STUCK_AFTER} times or more without success."
    return write(rows, STUCK_COLUMNS)


def _reset(folder: Path, number: str) -> int:
    try:
        notebook, kept = reset_notebook(folder, number)
    except (OSError, ValueError) as error:
        _complain(_sentence(error))
        return 1
    yours = f" Yours is now {kept.name}, beside it." if kept else ""
    _say(f"{notebook} is as it was shipped.{yours}")
    return 0


def _copy(folder: Path) -> int:
    try:
        copied = copy_course(folder)
    except OSError as error:
        _complain(f"The course could not be copied to {folder}. {_sentence(error)}")
        return 1
    _say(_copied(copied))
    return 0


def _copied(copied: Copied) -> str:
    counts = [(len(copied.new), "new"), (len(copied.updated), "updated")]
    parts = [f"{count} {word} file{'s' * (count > 1)}" for count, word in counts if count]
    if copied.kept:
        parts.append(f"{len(copied.kept)} left as you changed them: {', '.join(copied.kept)}")
    return f"The course lies in {copied.folder}: {', '.join(parts) or 'up to date'}."


def _open_lab(folder: Path, for_jupyter: list[str]) -> int:
    course = folder.resolve()
    _start_lab(
        [
            f"--ServerApp.root_dir={course.parent}",
            f"--LabApp.default_url=/lab/tree/{quote(course.name)}/{START}",
            # Lab's first start would ask whether to fetch news: a question that has no place
            # before a lesson. These are defaults; the person's own settings still count.
            f"--LabApp.app_settings_dir={Path(__file__).parent / 'course' / 'lab_settings'}",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            *for_jupyter,
        ]
    )
    return 0


def _start_lab(arguments: list[str]) -> None:
    labapp = require("jupyterlab.labapp", "lab", "`clvwidgets lab`")
    labapp.LabApp.launch_instance(arguments)


if __name__ == "__main__":
    sys.exit(main())
