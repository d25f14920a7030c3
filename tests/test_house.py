"""The house: documentation that names everything, one version, layers that hold, and a wheel with all that it needs."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from pipeline import cli, resources

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_list_every_command_and_no_other(readme):
    listed = re.findall(r"^\| `duban ([\w-]+)", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(cli.duban.commands)


def test_the_readmes_have_the_same_sections_and_link_to_each_other():
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    assert len(re.findall("^## ", english, re.MULTILINE)) == len(re.findall("^## ", chinese, re.MULTILINE))
    assert "(README.zh-CN.md)" in english
    assert "(README.md)" in chinese


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_links_within_the_repository_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_changelog_ends_with_the_present_version():
    versions = re.findall(r"^## \[(\d[^]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert versions[0] == PROJECT["project"]["version"] == resources.version()


def test_every_exit_code_is_documented():
    for readme in ("README.md", "README.zh-CN.md"):
        codes = re.findall(r"^\| (\d+) \|", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
        assert [int(code) for code in codes] == sorted(cli.Exit)


def test_every_requirement_is_pinned():
    pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))
    names = {re.sub(r"[-_.]+", "-", name).lower() for name in pinned}
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [*PROJECT["project"]["dependencies"], *extras["docs"], *extras["dev"]]
    required = {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line).group()).lower() for line in wanted}
    assert required - names == set()


def test_the_layers_hold():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_the_wheel_carries_what_demo_and_app_need(tmp_path):
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("lexicons", "corpora"):
        there = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert {f"pipeline/_data/{path}" for path in there} <= names
    assert "pipeline/_data/app.py" in names
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "pipeline").rglob("*.sql")} <= names


NOT_OURS = re.compile(r"/root/|/home/\w|/Users/\w|index-url|pypi\.org|registry\.npm")


def test_no_file_names_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    texts = [ROOT / name for name in listed if name.endswith((".py", ".toml", ".md", ".txt", ".csv", ".sql"))]
    here = Path(__file__)
    found = [
        path
        for path in texts
        if path != here and path.exists() and NOT_OURS.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
