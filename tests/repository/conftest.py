"""What the tests of this room read: the repository's own files."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root():
    """Find the top folder of the repository."""
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def pyproject(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def project_files(root):
    """List what git keeps or would keep: no environment, no build, nothing ignored."""
    if shutil.which("git") is None:
        pytest.skip("needs git, which is not on this machine")
    # Naming the folder safe lets a test run as root in somebody else's clone.
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"]
    done = subprocess.run([*git, "--exclude-standard"], cwd=root, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("needs the git clone: this copy of the repository is not one")
    listed = [root / name for name in done.stdout.split("\0") if name]
    return [path for path in listed if path.is_file()]
