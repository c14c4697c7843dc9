"""The command ``clvwidgets``: open the course in JupyterLab, or copy it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from clvwidgets.course import START, copy_course


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     status = main(["course", folder + "/course"])  # doctest: +ELLIPSIS
    The course lies in ...course: ... new files.
    >>> status
    0
    """
    parser = _parser()
    options, for_jupyter = parser.parse_known_args(arguments)
    if options.command == "course":
        if for_jupyter:
            parser.error(f"unknown: {' '.join(for_jupyter)}")
        return _copy(options.folder)
    status = _copy(options.folder)
    return status or _open_lab(options.folder, for_jupyter)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clvwidgets", description="Customer lifetime value in JupyterLab."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    lab = commands.add_parser(
        "lab",
        help="open JupyterLab at the start of the course",
        description="Open JupyterLab at the start of the course. What is not listed here goes to "
        "`jupyter lab`, such as --no-browser or --port=9000.",
    )
    course = commands.add_parser(
        "course", help="copy the course, or bring a copy up to date; own changes stay"
    )
    for command in (lab, course):
        command.add_argument(
            "folder", nargs="?", default="clv-course", type=Path, help="default: ./clv-course"
        )
    return parser


def _copy(folder: Path) -> int:
    try:
        copied = copy_course(folder)
    except OSError as error:
        print(f"The course could not be copied to {folder}: {error}", file=sys.stderr)
        return 1
    counts = [(len(copied.new), "new"), (len(copied.updated), "updated")]
    parts = [f"{count} {word} files" for count, word in counts if count]
    if copied.kept:
        parts.append(f"{len(copied.kept)} left as you changed them")
    print(f"The course lies in {copied.folder}: {', '.join(parts) or 'up to date'}.")
    return 0


def _open_lab(folder: Path, for_jupyter: list[str]) -> int:
    course = folder.resolve()
    _start_lab(
        [
            f"--ServerApp.root_dir={course.parent}",
            f"--LabApp.default_url=/lab/tree/{course.name}/{START}",
            # Lab's first start would ask whether to fetch news: a question that has no place
            # before a lesson. These are defaults; the person's own settings still count.
            f"--LabApp.app_settings_dir={Path(__file__).parent / 'course' / 'lab_settings'}",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            *for_jupyter,
        ]
    )
    return 0


def _start_lab(arguments: list[str]) -> None:
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(arguments)


if __name__ == "__main__":
    sys.exit(main())
