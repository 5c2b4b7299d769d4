"""What is in the wheel and in the source distribution, built as people build them."""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from jwtlens import __version__
from tests.cli.processes import ROOT, start

SHIPPED = {
    "share/man/man1/jwtlens.1": ("--print-man",),
    "share/bash-completion/completions/jwtlens": ("--print-completion", "bash"),
    "share/zsh/site-functions/_jwtlens": ("--print-completion", "zsh"),
    "share/fish/vendor_completions.d/jwtlens.fish": ("--print-completion", "fish"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder))
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as packed:
        yield packed


def test_the_wheel_has_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "jwtlens").rglob("*.*") if path.suffix != ".pyc"}
    assert {"jwtlens/web/page/page.html", "jwtlens/tui/workbench.tcss", "jwtlens/py.typed"} <= files
    assert files <= set(wheel.namelist())


@pytest.mark.parametrize("file", SHIPPED)
def test_manual_and_completions_are_what_the_program_prints(wheel: zipfile.ZipFile, file: str) -> None:
    content = wheel.read(f"jwtlens-{__version__}.data/data/{file}")
    assert content == start(*SHIPPED[file]).stdout
    assert len(content) > 5000


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    about = message_from_bytes(wheel.read(f"jwtlens-{__version__}.dist-info/METADATA"))
    assert (about["Version"], about["License-Expression"], about["Requires-Python"]) == (__version__, "MIT", ">=3.11")
    assert set(about.get_all("Provides-Extra", [])) == {"dev", "web"}
    web = [one for one in about.get_all("Requires-Dist", []) if "extra == 'web'" in one]
    assert [one.partition("~")[0] for one in web] == ["textual-serve"]
    assert b"jwtlens = jwtlens.__main__:" in wheel.read(f"jwtlens-{__version__}.dist-info/entry_points.txt")


def test_the_source_distribution_has_what_a_packager_needs(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    wanted = {"pyproject.toml", "README.md", "LICENSE", "tests/test_packages.py", ".ci/build_hook.py"}
    pictures = {str(path.relative_to(ROOT)) for path in (ROOT / "screenshots").iterdir()}
    assert pictures
    assert wanted | pictures <= names
    assert not [name for name in names if "__pycache__" in name]
