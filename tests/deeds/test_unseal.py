"""A sealed round computed by real processes: the same as counting in the open; who drops out, cheats or errs is named, nothing is opened."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import evolve
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.x509.oid import NameOID

from foedera.deeds.unseal import unseal
from foedera.interchange.sealed_files import as_text, read
from foedera.model.errors import Unfit
from foedera.threats.sealed import PRIME, Plan, Receipt, Share, bands, split
from foedera.threats.sealed_outcomes import Key, Outcome, Signed, Told, disagreements, sign

pytestmark = pytest.mark.alone

NATIONS = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG")
THREATS = ("all", "three", "two", "none")
NAMED = {"AAA": ["all", "three", "two"], "BBB": ["all", "three", "two"], "CCC": ["all", "three"]}
HELD = {nation: Key(member=nation, secret=f"{number:064x}") for number, nation in enumerate(NATIONS, 1)}


def of_committee(size: int) -> Plan:
    """The plan with a committee of the first nations."""
    members = NATIONS[:size]
    return Plan(round="r1", threats=THREATS, nations=NATIONS, committee=members, keys={member: HELD[member].public for member in members})


PLAN = of_committee(3)


def answers(plan: Plan) -> dict[str, tuple[Share, ...]]:
    """The shares of all nations; those not listed name one threat."""
    return {nation: split(plan, nation, NAMED.get(nation, ["all"]), secrets.randbelow, secrets.token_hex)[0] for nation in plan.nations}


def ports(many: int) -> list[str]:
    """Addresses nobody listens on."""
    held = [socket.socket() for _ in range(many)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    found = [f"127.0.0.1:{one.getsockname()[1]}" for one in held]
    for one in held:
        one.close()
    return found


def ran(
    folder: Path,
    plan: Plan,
    held: dict[str, Sequence[Share]],
    patience: int = 60,
    leaves: str = "",
    options: Sequence[str] = (),
    hasty: str = "",
) -> dict[str, tuple[int, str]]:
    """Run the members that hold files, each in a process and a folder of its own; exit status and stderr of each.

    One may leave in the midst, one be `hasty`: it gives up a second before the others.
    """
    (folder / "plan.json").write_text(as_text(plan), encoding="utf-8")
    spoken = [word for address in ports(len(plan.committee)) for word in ("--peers", address)]
    running = {}
    for member, shares in held.items():
        files = []
        for number, share in enumerate(shares):
            files.append(folder / f"{member}-{number}.json")
            files[-1].write_text(as_text(share), encoding="utf-8")
        (folder / f"{member}-key.json").write_text(as_text(HELD[member]), encoding="utf-8")
        own = folder / member
        own.mkdir(exist_ok=True)
        from_here = ["compute", str(folder / "plan.json"), str(folder / f"{member}-key.json"), *map(str, files), *spoken]
        words = [*from_here, "--patience", str(patience - (member == hasty)), *options, "-o", str(folder / f"outcome-{member}.json")]
        code = (
            "import sys\nfrom foedera.cli import main\nfrom foedera.cli.verbs.sealed import command\nmain.program = command\nmain.main(sys.argv[1:])"
        )
        if member == leaves:
            code = f"import foedera.deeds.unseal as u, os\nasync def gone(*_): os._exit(9)\nu._fitting = gone\n{code}"
        running[member] = subprocess.Popen([sys.executable, "-c", code, *words], cwd=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ended = {}
    for member, process in running.items():
        _, errors = process.communicate(timeout=120)
        ended[member] = (process.returncode, errors)
    return ended


def held_by(plan: Plan, shares: dict[str, tuple[Share, ...]]) -> dict[str, Sequence[Share]]:
    """What each member has collected."""
    return {member: [row[place] for row in shares.values()] for place, member in enumerate(plan.committee)}


def outcomes_in(folder: Path, plan: Plan) -> list[Signed]:
    """What the members wrote."""
    return [read(Signed, (folder / f"outcome-{member}.json").read_bytes(), member) for member in plan.committee]


@pytest.mark.parametrize("size", [3, 4, 5])
def test_the_same_as_counting_in_the_open(tmp_path: Path, size: int) -> None:
    """All members come to the same, and to what a count of the answers says; two names are not told from none."""
    plan = of_committee(size)
    ended = ran(tmp_path, plan, held_by(plan, answers(plan)))
    assert ended == dict.fromkeys(plan.committee, (0, "")), ended
    found = outcomes_in(tmp_path, plan)
    assert not list(disagreements(plan, found))
    counts = {threat: sum(threat in NAMED.get(nation, ["all"]) for nation in NATIONS) for threat in THREATS}
    told = [Told(threat, low, high) for threat, n in counts.items() for low, high in bands(len(NATIONS), 3) if low <= n <= high]
    assert found[0].outcome.told == tuple(told) == (Told("all", 3, 7), Told("three", 3, 7))


def test_a_nation_cannot_vote_five(tmp_path: Path) -> None:
    """Shares of 5, well made: it is named, nothing is opened."""
    shares = answers(PLAN)
    shares["GGG"] = tuple(evolve(share, values=tuple((value + 4) % PRIME for value in share.values)) for share in shares["GGG"])
    for status, said in ran(tmp_path, PLAN, held_by(PLAN, shares)).values():
        assert (status, "an answer is neither yes nor no: GGG" in said) == (2, True), said
    assert not list(tmp_path.glob("outcome-*"))


@pytest.mark.parametrize("size", [3, 5])
def test_files_that_do_not_fit_together(tmp_path: Path, size: int) -> None:
    """One file of a nation is changed for one member alone: that nation is named to all."""
    plan = of_committee(size)
    shares = answers(plan)
    first, *rest = shares["DDD"]
    shares["DDD"] = (evolve(first, values=((first.values[0] + 1) % PRIME, *first.values[1:])), *rest)
    for status, said in ran(tmp_path, plan, held_by(plan, shares)).values():
        assert (status, "do not fit together: DDD" in said) == (2, True), said
    assert not list(tmp_path.glob("outcome-*"))


def test_members_with_other_files(tmp_path: Path) -> None:
    """One holds a nation's second splitting: seen before anything is computed."""
    shares = answers(PLAN)
    held = held_by(PLAN, shares)
    held["CCC"] = held_by(PLAN, {**shares, "EEE": answers(PLAN)["EEE"]})["CCC"]
    ended = ran(tmp_path, PLAN, held)
    assert all(status == 2 and "other nations or other splittings" in said for status, said in ended.values()), ended
    assert "CCC" in ended["AAA"][1]


def test_a_member_that_drops_out(tmp_path: Path) -> None:
    """In the middle: the others end soon, say who is gone, and have opened nothing."""
    ended = ran(tmp_path, PLAN, held_by(PLAN, answers(PLAN)), leaves="BBB")
    assert ended["BBB"][0] == 9
    for member in ("AAA", "CCC"):
        assert (ended[member][0], "BBB dropped out; nothing was opened" in ended[member][1]) == (2, True), ended
    assert not list(tmp_path.glob("outcome-*"))


def test_a_member_that_does_not_come(tmp_path: Path) -> None:
    """The others give up when their patience ends."""
    held = held_by(PLAN, answers(PLAN))
    del held["CCC"]
    ended = ran(tmp_path, PLAN, held, patience=4)
    assert all(status == 2 and "not all members came within 4 s" in said for status, said in ended.values()), ended


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        (["127.0.0.1:1", "127.0.0.1:2"], "an address for each of the 3 members"),
        (["127.0.0.1:1", "127.0.0.1:2", "nowhere"], "'nowhere' is no address"),
        (["127.0.0.1:1", "127.0.0.1:2", "192.0.2.1:3"], "192.0.2.1 is another machine"),
    ],
)
def test_where_members_listen(addresses: list[str], said: str) -> None:
    """Nothing goes to another machine in the open."""
    with pytest.raises(Unfit, match=said):
        unseal(PLAN, HELD["AAA"], held_by(PLAN, answers(PLAN))["AAA"], addresses)


def test_a_key_that_is_not_the_plans() -> None:
    """A member with another key computes nothing; its outcome would be refused."""
    with pytest.raises(Unfit, match="not the key of AAA the plan was written with"):
        unseal(PLAN, Key(member="AAA", secret="f" * 64), held_by(PLAN, answers(PLAN))["AAA"], ports(3))


def certified(folder: Path, members: Sequence[str], strangers: Sequence[str] = ()) -> None:
    """Put the certificates of an authority where each member looks for them; those of strangers come from another of the same name."""
    authorities = {False: authority(), True: authority()}
    for place, member in enumerate(members):
        secret, issuer = authorities[member in strangers]
        own = ed25519.Ed25519PrivateKey.generate()
        kept = folder / member / ".config"
        kept.mkdir(parents=True)
        for name, certificate in ((f"party_{place}.crt", of_authority(f"MPyC party {place}", own, secret)), ("mpyc_ca.crt", issuer)):
            (kept / name).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (kept / f"party_{place}.key").write_bytes(own.private_bytes(*plain))


def authority() -> tuple[ed25519.Ed25519PrivateKey, x509.Certificate]:
    """A committee's own authority: its key and its certificate."""
    secret = ed25519.Ed25519PrivateKey.generate()
    return secret, of_authority("Committee of round r1", secret, secret)


def of_authority(name: str, own: ed25519.Ed25519PrivateKey, secret: ed25519.Ed25519PrivateKey) -> x509.Certificate:
    """A certificate of an hour; where both keys are one it is the authority's own."""
    now, itself = dt.datetime.now(dt.UTC), own is secret
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = subject if itself else x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Committee of round r1")])
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(own.public_key())
    built = built.serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(minutes=5))
    built = built.not_valid_after(now + dt.timedelta(hours=1)).add_extension(x509.BasicConstraints(ca=itself, path_length=None), critical=True)
    if not itself:
        built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return built.sign(secret, None)


def test_members_speak_over_mutual_tls(tmp_path: Path) -> None:
    """With certificates of one authority three processes compute the round, and what they come to is signed."""
    certified(tmp_path, PLAN.committee)
    ended = ran(tmp_path, PLAN, held_by(PLAN, answers(PLAN)), options=["--tls"])
    assert ended == dict.fromkeys(PLAN.committee, (0, "")), ended
    assert not list(disagreements(PLAN, outcomes_in(tmp_path, PLAN)))


@pytest.mark.parametrize("stranger", PLAN.committee)
def test_a_member_with_another_authoritys_certificate(tmp_path: Path, stranger: str) -> None:
    """It is not spoken to, wherever it stands in the committee; nothing is opened, and who gives up first has not "dropped out"."""
    certified(tmp_path, PLAN.committee, [stranger])
    hasty = next(member for member in PLAN.committee if member != stranger)
    ended = ran(tmp_path, PLAN, held_by(PLAN, answers(PLAN)), patience=6, options=["--tls"], hasty=hasty)
    assert all(status == 2 and "not all members came" in said for status, said in ended.values()), ended
    for member in set(PLAN.committee) - {stranger}:
        assert stranger in ended[member][1].partition("missing")[2], ended
    assert not list(tmp_path.glob("outcome-*"))


def test_certificates_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Absent, or of two pairs: said at once, not when patience ends."""
    monkeypatch.chdir(tmp_path)
    held = held_by(PLAN, answers(PLAN))["AAA"]
    with pytest.raises(Unfit, match=r"not there: \.config/mpyc_ca\.crt, \.config/party_0\.crt, \.config/party_0\.key"):
        unseal(PLAN, HELD["AAA"], held, ports(3), encrypted=True)
    certified(tmp_path, PLAN.committee)
    (tmp_path / "AAA" / ".config").rename(tmp_path / ".config")
    (tmp_path / ".config" / "party_0.key").write_bytes((tmp_path / "BBB" / ".config" / "party_1.key").read_bytes())
    with pytest.raises(Unfit, match=r"the certificates in \.config cannot be used"):
        unseal(PLAN, HELD["AAA"], held, ports(3), encrypted=True)


def test_the_way_of_a_round_on_the_command_line(tmp_path: Path) -> None:
    """Plan, split, check, verify, with the files' permissions and exit status; a file is never written over."""
    from click.testing import CliRunner

    from foedera.cli.verbs.sealed import command

    def said(*words: str, status: int = 0) -> str:
        done = CliRunner().invoke(command, [str(word) for word in words], standalone_mode=False)
        assert (done.return_value or 0) == status, done.output
        if done.exception is not None:
            raise done.exception
        return done.output

    plan = str(tmp_path / "plan.json")
    lists = [*(w for t in THREATS for w in ("--threat", t)), *(w for n in NATIONS for w in ("--nation", n))]
    keys = {n: said("key", n, "-o", str(tmp_path / f"{n}-key.json")).strip() for n in NATIONS[:3]}
    assert (tmp_path / "AAA-key.json").stat().st_mode & 0o077 == 0
    said("plan", "--round", "r1", *lists, *(w for n in NATIONS[:3] for w in ("--committee", keys[n])), "-o", plan)
    with pytest.raises(Unfit, match="AAA has no key here"):
        said("plan", "--round", "r1", *lists, *(w for n in NATIONS[:3] for w in ("--committee", n)), "-o", str(tmp_path / "other.json"))
    for nation in NATIONS:
        said("split", plan, nation, "--names", "all", "-o", str(tmp_path / nation))
    files = [str(tmp_path / nation / f"{nation}-to-BBB.json") for nation in NATIONS]
    receipts = [word for nation in NATIONS for word in ("--receipt", str(tmp_path / nation / f"{nation}-receipt.json"))]
    assert Path(files[0]).stat().st_mode & 0o077 == 0
    assert "7 files, all as they should be" in said("check", plan, "BBB", *files, *receipts)
    assert "meant for BBB" in said("check", plan, "CCC", *files, status=1)
    assert json.loads(said("check", plan, "BBB", *files[:4], "--json", status=1))["of"] == ""
    with pytest.raises(Unfit, match="there already"):
        said("split", plan, "AAA", "-o", str(tmp_path / "AAA"))
    given = [read(Receipt, (tmp_path / nation / f"{nation}-receipt.json").read_bytes(), "a") for nation in NATIONS]
    found = Outcome(plan=given[0].plan, minimum=3, splits={each.nation: each.split for each in given}, told=(Told("all", 3, 7),))
    for member in NATIONS[:3]:
        own = read(Key, (tmp_path / f"{member}-key.json").read_bytes(), "a")
        (tmp_path / f"outcome-{member}.json").write_text(as_text(sign(found, own)), encoding="utf-8")
    outcomes = [str(tmp_path / f"outcome-{member}.json") for member in NATIONS[:3]]
    assert "all  3–7" in said("verify", plan, *outcomes, *receipts)
    assert "the outcome of CCC is missing" in said("verify", plan, *outcomes[:2], status=1)
