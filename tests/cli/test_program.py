"""The program as a user meets it: verbs, exit status, JSON in the order of the contract, help with an example, no colour in pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from foedera.cli.main import VERBS
from foedera.cli.verbs import serve
from foedera.model.errors import UsageError


def run(*words: str, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    full = {**os.environ, **(env or {})}
    return subprocess.run([sys.executable, "-m", "foedera.cli.main", *words], input=stdin, capture_output=True, text=True, check=False, env=full)


def objects(*words: str) -> list[dict[str, object]]:
    """Run the program with --json and return what it printed."""
    done = run(*words, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


NATO = "nato/north-atlantic-treaty"

#: Arguments, exit status, and what must be said where.
ENDINGS = [
    (["status", NATO, "--on", "1949-08-24"], 0, "12 parties"),
    (["status", "nato/north-atlantic"], 2, "did you mean 'nato/north-atlantic-treaty'"),
    (["status"], 2, "REF"),
    (["status", NATO, "--on", "24.8.1949"], 2, "write it like 1949-08-24"),
    (["status", "no-such-file.toml"], 2, "there is no file"),
    (["between", NATO, "USA", "FRANC"], 2, "did you mean"),
    (["between", NATO, "usa", "Germany", "--on", "1990-01-01"], 0, "in force"),
    (["list", "--party", "XYZ"], 2, "no party has the code"),
    (["status", "mine-ban"], 2, "arms-control/mine-ban-1997"),
    (["explain", NATO, "CHE"], 0, "takes no part"),
    (["duties", NATO, "USA"], 0, "attack"),
    (["duties", "nato/partnership-status-of-forces-1995", "ESP", "--on", "2000-01-01"], 0, "a reservation of ESP may touch this"),
    (["duties", NATO, "Atlantis"], 2, "no party"),
    (["timeline", "anzus/treaty"], 0, "suspension by USA towards NZL"),
    (["parties", "nato/status-of-forces-1951"], 0, "at least"),
    (["explain", NATO, "ESP", "--on", "1982-05-30"], 0, "accession by ESP, 1982-05-30"),
    (["between", "anzus/treaty", "USA", "NZL", "--on", "1990-01-01"], 0, "suspended"),
    (["between", "anzus", "AUS", "NZL", "--on", "1990-01-01"], 0, "in force"),
    (["timeline", "china-russia/good-neighbourliness-2001"], 0, "renewed"),
    (["show", "anzus/treaty"], 0, "Article IV"),
    (["list", "--party", "NZL", "--area", "collective-defence"], 0, "anzus/treaty"),
    (["list", "--area", "cricket"], 2, "cricket"),
    (["parties", NATO, "--on", "1982-05-30"], 0, "16 bound"),
    (["parties", "--search", "ceylon"], 0, "LKA"),
    (["check", "anzus"], 0, "0 errors"),
    (["schema"], 0, "entry_into_force"),
    (["nonsense"], 2, "nonsense"),
]


@pytest.mark.parametrize(("words", "status", "said"), ENDINGS, ids=[" ".join(w) or "none" for w, _, _ in ENDINGS])
def test_ending(words: list[str], status: int, said: str) -> None:
    """The verb ends with its status and says what it should; errors go to stderr."""
    done = run(*words)
    assert done.returncode == status, done.stderr
    assert said in (done.stdout if status == 0 else done.stderr)
    assert "Traceback" not in done.stderr


def test_keys_of_the_answers_keep_the_order_of_the_contract() -> None:
    """Readers may rely on the keys and their order."""
    (status,) = objects("status", NATO, "--on", "1949-08-24")
    assert list(status)[:7] == ["agreement", "on", "status", "in_force_since", "expected", "parties", "because"]
    assert list(status["parties"][0]) == ["party", "status", "since", "until"]  # type: ignore[index]
    (bond,) = objects("between", "anzus/treaty", "USA", "NZL", "--on", "1990-01-01")
    order = ["agreement", "on", "a", "b", "in_force", "suspended", "version", "modified_by", "not_applied", "because"]
    assert list(bond)[:10] == order
    change = objects("timeline", "anzus/treaty")[0]
    assert list(change) == ["agreement", "on", "party", "change", "because"]


def test_faults_end_with_status_1(tmp_path: Path) -> None:
    """A file with an error: `check` prints it as JSON, `status` on stderr, both end with 1."""
    file = tmp_path / "bad.toml"
    file.write_text('foedera = 1\nid = "x/y"\ntitle = "T"\nkind = "treaty"\ntittle = "t"\n', encoding="utf-8")
    checked = run("check", str(file), "--json")
    assert checked.returncode == 1
    fault = json.loads(checked.stdout)
    assert list(fault) == ["file", "line", "column", "severity", "code", "message", "hint"]
    assert (fault["line"], fault["code"]) == (5, "F010")
    asked = run("status", str(file))
    assert asked.returncode == 1
    assert "bad.toml:5:1: error F010" in asked.stderr


def test_files_beside_one_another_resolve_each_other(tmp_path: Path) -> None:
    """A file named alone finds the one it amends beside it, and the one that supersedes it."""
    parts = "[participants]\nX-A = { name = 'A' }\nX-B = { name = 'B' }\n[entry_into_force]\nwhen = { consents = 2 }\n"
    head = 'foedera = 1\nid = "t/%s"\ntitle = "T"\nkind = "treaty"\nadopted = %s\n'
    act = "acts = [{ on = %s, kind = 'ratification', by = ['X-A', 'X-B'] }]\n"
    (tmp_path / "old.toml").write_text(head % ("old", "2000-01-01") + act % "2000-01-01" + parts, encoding="utf-8")
    later = head % ("new", "2005-01-01") + act % "2005-01-01" + "[links]\nsupersedes = 't/old'\n" + parts
    (tmp_path / "new.toml").write_text(later, encoding="utf-8")
    (answer,) = objects("status", str(tmp_path / "old.toml"), "--on", "2006-01-01")
    assert answer["status"] == "terminated"
    (bond,) = objects("between", str(tmp_path / "old.toml"), "X-A", "X-B", "--on", "2006-01-01")
    assert bond["version"] == "t/new"


def test_scaffold_is_valid_as_it_stands(tmp_path: Path) -> None:
    """`new` writes a file that `check` passes, and refuses to overwrite it."""
    words = [
        "new",
        "france-poland/nancy-2025",
        "--title",
        "Treaty of Nancy",
        "--party",
        "FRA",
        "--party",
        "POL",
        "--adopted",
        "2025-05-09",
        "--into",
        str(tmp_path),
    ]
    assert run(*words).returncode == 0
    file = tmp_path / "france-poland" / "nancy-2025.toml"
    assert run("check", str(file)).returncode == 0
    (answer,) = objects("status", str(file), "--on", "2025-06-01")
    assert answer["status"] == "open"
    again = run(*words)
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_batch_keeps_going_after_errors() -> None:
    """Each line gets its answer or its error, in order."""
    lines = [
        '{"command": ["status", "anzus/treaty", "--on", "1990-01-01"]}',
        "not json",
        '{"command": ["status", "no/such"]}',
        '{"command": ["status", "anzus/treaty", "--on", "x"]}',
        '{"command": ["new", "a/b"]}',
        '{"command": ["between", "anzus/treaty", "USA", "NZL", "--on", "1990-01-01"]}',
    ]
    done = run("batch", stdin="\n".join(lines) + "\n")
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [("answer" in r, "error" in r) for r in replies] == [(True, False), *[(False, True)] * 4, (True, False)]
    assert replies[0]["answer"][0]["status"] == "in-force"
    assert replies[5]["answer"][0]["suspended"] is True


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_an_example(verb: str) -> None:
    """Every verb's help shows an example."""
    done = run(verb, "--help")
    assert done.returncode == 0
    assert "Example: " in done.stdout


def test_no_colour_in_a_pipe() -> None:
    """Colour is for terminals only."""
    assert "\x1b" not in run("status", NATO).stdout


def test_completion_offers_ids() -> None:
    """The shell completes the ids of the collection."""
    env = {"_FOEDERA_COMPLETE": "bash_complete", "COMP_WORDS": "foedera status anz", "COMP_CWORD": "2"}
    done = subprocess.run([str(Path(sys.executable).parent / "foedera")], capture_output=True, text=True, check=False, env={**os.environ, **env})
    assert "anzus/treaty" in done.stdout


def test_a_dangling_reference_is_an_error_with_a_place(tmp_path: Path) -> None:
    """An agreement that depends on one nobody has cannot be computed: the line is named, the status is 1."""
    file = tmp_path / "waits.toml"
    file.write_text(
        'foedera = 1\nid = "t/waits"\ntitle = "T"\nkind = "treaty"\nadopted = 2000-01-01\n[entry_into_force]\nwhen = { in_force = "t/none" }\n',
        encoding="utf-8",
    )
    done = run("status", str(file))
    assert done.returncode == 1
    assert "waits.toml:7:10: error F041" in done.stderr


def test_a_program_that_cannot_be_loaded_serves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an upgrade that broke off: said at the start with what to do, not answered with an empty page later."""
    monkeypatch.setitem(sys.modules, serve.PAGES, None)
    with pytest.raises(UsageError, match=r"cannot be loaded.*after an upgrade broken off, repeat it"):
        serve._load()
