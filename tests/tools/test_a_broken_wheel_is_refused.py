"""`tools/wheel_check.py` on answers and wheels that are wrong."""

import zipfile

import pytest
import wheel_check

RIGHT = "        clvwidgets v0.1.0 \x1b[32menabled\x1b[0m \x1b[32mOK\x1b[0m (python, clvwidgets)\n"
OTHER = "        anywidget v0.11.0 \x1b[32menabled\x1b[0m \x1b[32mOK\x1b[0m\n"


def test_an_extension_that_is_enabled_and_ok_passes():
    assert wheel_check.says_enabled(OTHER + RIGHT)


@pytest.mark.parametrize(
    "answer", [OTHER, RIGHT.replace("enabled", "disabled"), RIGHT.replace("OK", "X")]
)
def test_an_extension_that_is_missing_disabled_or_incompatible_is_seen(answer):
    assert not wheel_check.says_enabled(answer)


@pytest.mark.parametrize(("text", "fine"), [("../src/a.ts", True), ("{root}/src/a.ts", False)])
def test_a_wheel_with_a_path_of_this_machine_is_refused(tmp_path, text, fine):
    wheel = tmp_path / "made_up.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("a.js", text.format(root=wheel_check.ROOT))
    if fine:
        wheel_check.check_contents(wheel)
    else:
        with pytest.raises(wheel_check.WheelError, match=r"a\.js in made_up\.whl contains"):
            wheel_check.check_contents(wheel)


@pytest.mark.parametrize(
    "name", ["static/a.js.map", "_bundled/notebooks/.ipynb_checkpoints/01.ipynb", "tests/test_a.py"]
)
def test_a_wheel_with_what_lay_about_is_refused(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "made_up.whl", "w") as archive:
        archive.writestr(name, "")
    with pytest.raises(wheel_check.WheelError, match="nothing that people need"):
        wheel_check.check_contents(tmp_path / "made_up.whl")
