"""Documentation that cannot drift: every verb, act, rule, fault and public name has its entry; links lead somewhere; examples are real."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import foedera
from foedera.cli.main import VERBS
from foedera.law.reasons import _VOID, TEMPLATES
from foedera.library import vocabularies
from foedera.model.acts import KINDS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])


def page(name: str) -> str:
    """The text of a page of the reference."""
    return (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")


def codes_in_source() -> set[str]:
    """Every fault code the program can give."""
    sources = [f.read_text(encoding="utf-8") for f in (ROOT / "src" / "foedera").rglob("*.py")]
    return {code for text in sources for code in re.findall(r'"(F[0-3]\d\d)"', text)}


@pytest.mark.parametrize("kind", KINDS)
def test_act_is_documented(kind: str) -> None:
    """Each kind of act has its line."""
    assert f"`{kind}`" in page("acts")


@pytest.mark.parametrize("code", sorted(codes_in_source()))
def test_fault_is_documented(code: str) -> None:
    """Each fault code has its entry."""
    assert code in page("faults")


@pytest.mark.parametrize("key", [*TEMPLATES, "condition-met", *_VOID])
def test_reason_is_documented(key: str) -> None:
    """Each rule the law applies has its entry."""
    assert f"`{key}`" in page("reasons")


@pytest.mark.parametrize("word", sorted(vocabularies.AREAS | vocabularies.FUNCTIONS | vocabularies.ROLES))
def test_word_is_documented(word: str) -> None:
    """Each word of the closed vocabularies is listed."""
    assert f"`{word}`" in page("vocabularies")


@pytest.mark.parametrize("name", foedera.__all__)
def test_public_name_is_documented(name: str) -> None:
    """Each public name exists and has its entry."""
    assert getattr(foedera, name) is not None
    assert f"`{name}" in page("python") or f".{name}" in page("python")


def test_commands_page_is_up_to_date() -> None:
    """The reference of the command line is what `make docs` writes."""
    spec = spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert page("commands") == module.commands_page()
    assert all(f"## `foedera {verb}`" in page("commands") for verb in VERBS)


@pytest.mark.parametrize("file", PAGES, ids=lambda f: str(f.relative_to(ROOT)))
def test_links_lead_somewhere(file: Path) -> None:
    """Each relative link of a page points to a file that is there."""
    text = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (file.parent / target).exists(), target


def test_output_in_the_readme_is_real() -> None:
    """The lines of output the README shows are lines the program prints."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```console\n\$ foedera (.*?)\n(.*?)\n\$ ", text, re.DOTALL)
    assert block is not None
    words = [sys.executable, "-m", "foedera.cli.main", *block[1].split()]
    printed = subprocess.run(words, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "110"}).stdout
    shown = [line for line in block[2].splitlines() if line.strip() not in ("", "…")]
    assert shown
    assert not [line for line in shown if line not in printed]


def _console_examples() -> list[object]:
    """Every command of the pages that asks about the bundled collection, with the lines shown below it."""
    found = []
    for file in PAGES:
        for block in re.findall(r"```console\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                own = command.startswith("foedera ") and not re.search(r"[|><;]|\.toml|example|batch|new |serve|joint|\\$|check", command)
                if own:
                    found.append(pytest.param(command, shown, id=f"{file.stem}: {command}"))
    return found


@pytest.mark.parametrize(("command", "shown"), _console_examples())
def test_console_example_is_real(command: str, shown: str) -> None:
    """Each line shown under a command is one the program prints, at the width the page was written for."""
    words = [sys.executable, "-m", "foedera.cli.main", *shlex.split(command)[1:]]
    for columns in ("100", "110"):
        done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": columns})
        printed = {" ".join(line.split()) for line in (done.stdout + done.stderr).splitlines()}
        missing = [line for line in shown.splitlines() if line.strip() and "…" not in line and " ".join(line.split()) not in printed]
        if not missing:
            return
    assert not missing


def test_figures_about_the_collection_are_counted() -> None:
    """The numbers the pages give of the collection are those of the collection."""
    found = list(foedera.Collection())
    acts = [act for agreement in found for act in agreement.acts]
    why = (DOCS / "why" / "computed-not-stored.md").read_text(encoding="utf-8")
    limits = (DOCS / "why" / "limits.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{len(found)} real agreements" in readme
    assert f"{len(foedera.parties())} parties since 1816" in readme
    assert f"{len(found)} agreements with {len(acts):,} acts" in why
    assert f"{sum(act.confidence == 'low' for act in acts)} rest on a source of low confidence" in why
    assert f"{sum(act.precision != 'day' for act in acts)} have a day known" in why
    assert f"{sum(len(agreement.uncertain) for agreement in found)} sentences" in why
    assert f"{sum(act.source == 'general' for act in acts)} of the {len(acts):,} acts" in limits
