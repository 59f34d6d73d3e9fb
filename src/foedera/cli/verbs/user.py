"""`foedera user`: who has an account in the register, and what each may do; at the machine's own command line, as its operator."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from foedera.cli import options, tables
from foedera.model.errors import NotThere

#: Where a link leads when nobody says where the register is and it was never served: `foedera serve` here, by a name passkeys work under.
HERE = "http://localhost:8321"


class Role(click.ParamType[tuple[str, str]]):
    """A role, for the register (`analyst`) or for a party (`treaty-officer:FRA`)."""

    name = "ROLE[:PARTY]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return the pair of party and role; the register says which there are."""
        if isinstance(value, tuple):
            return value
        role, _, party = value.partition(":")
        return party.upper(), role.lower()


def address_option(function: Any) -> Any:
    """Add `--address`: where the register is reached."""
    return click.option(
        "--address", metavar="URL", help=f"Where the register is reached, for the link; without it where it was served last, or {HERE}."
    )(function)


@click.group(epilog="Example: foedera user add ada@ministry.example --role treaty-officer:FRA")
def command() -> None:
    """Accounts of the register named by FOEDERA_HOME or DATABASE_URL: invite people, give and take roles, deactivate, issue tokens.

    Nobody signs up by themselves: a person gets a link that is good once, and chooses a password or a passkey behind it.
    """


@command.command("list", epilog="Example: foedera user list --json")
@options.json_option
def list_(*, as_json: bool) -> None:
    """Everybody with an account: state, roles, last sign-in."""
    _open()
    from foedera.deeds import people
    from foedera.deeds.powers import OPERATOR

    rows: list[dict[str, Any]] = [
        {
            "email": found.person.email,
            "name": found.person.name,
            "state": _state(found),
            "roles": [f"{role}:{party}" if party else role for party, role in sorted(found.person.memberships)],
            "last_sign_in": found.person.last_sign_in.isoformat(timespec="minutes") if found.person.last_sign_in else None,
        }
        for found in people.listing(OPERATOR, _now())
    ]
    if as_json:
        options.print_json(rows)
    elif not rows:
        click.echo("Nobody has an account yet: foedera user add EMAIL --role administrator")
    else:
        tables.table(
            ["E-mail", "Name", "State", "Last sign-in", "Roles"],
            [[r["email"], r["name"] or None, r["state"], r["last_sign_in"], ", ".join(r["roles"])] for r in rows],
        )


@command.command(epilog="Example: foedera user add ada@ministry.example --role treaty-officer:FRA --role analyst --name 'Ada Officer'")
@click.argument("email")
@click.option("--role", "roles", type=Role(), multiple=True, required=True, help="A role, for a party or the register; repeat.")
@click.option("--name", default="", help="The person's name.")
@click.option("--language", type=click.Choice(["en", "fr"]), help="The language of the pages; without it their browser's.")
@address_option
@options.json_option
def add(email: str, roles: tuple[tuple[str, str], ...], name: str, language: str | None, address: str | None, *, as_json: bool) -> None:
    """Make an account and print the link to hand to its owner; good once, for 72 hours."""
    _open()
    from foedera.deeds import enrol
    from foedera.deeds.powers import OPERATOR

    _show(enrol.invite(OPERATOR, email, _now(), roles, name=name, language=language or ""), address, as_json=as_json)


@command.command(epilog="Example: foedera user invite ada@ministry.example --forget-factors")
@click.argument("email")
@click.option("--forget-factors", is_flag=True, help="Forget passkeys, one-time and recovery codes: for who has lost them.")
@address_option
@options.json_option
def invite(email: str, address: str | None, *, forget_factors: bool, as_json: bool) -> None:
    """Print a new link for an account that exists: for a lost password, or to open a deactivated account again."""
    _open()
    from foedera.deeds import enrol, people
    from foedera.deeds.powers import OPERATOR

    people.by_email(email)
    _show(enrol.invite(OPERATOR, email, _now(), forget_factors=forget_factors), address, as_json=as_json)


@command.command(epilog="Example: foedera user deactivate ada@ministry.example")
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account: its sessions, tokens and links end. It is kept, since the record names it."""
    _open()
    from foedera.deeds import people
    from foedera.deeds.powers import OPERATOR

    people.deactivate(OPERATOR, people.by_email(email).id, _now())
    click.echo(f"{email} is deactivated; `foedera user invite {email}` opens the account again.")


@command.command(epilog="Example: foedera user role ada@ministry.example --give negotiator:FRA --take treaty-officer:FRA")
@click.argument("email")
@click.option("--give", type=Role(), multiple=True, help="A role to give; repeat.")
@click.option("--take", type=Role(), multiple=True, help="A role to take away; repeat.")
def role(email: str, give: tuple[tuple[str, str], ...], take: tuple[tuple[str, str], ...]) -> None:
    """Give and take roles; without either, show the ones held."""
    _open()
    from foedera.deeds import people
    from foedera.deeds.powers import OPERATOR

    found = people.by_email(email)
    if missing := set(take) - found.memberships:
        held = ", ".join(f"{name}:{party}" if party else name for party, name in sorted(found.memberships)) or "none"
        asked = ", ".join(f"{name}:{party}" if party else name for party, name in sorted(missing))
        message = f"{email} does not have {asked}; held: {held}"
        raise NotThere(message)
    if give or take:
        found = people.change_roles(OPERATOR, found.id, (found.memberships - set(take)) | set(give))
    for party, name in sorted(found.memberships):
        click.echo(f"{name}:{party}" if party else name)


@command.command(epilog="Example: foedera user token ada@ministry.example --name 'nightly copy' --scope read --scope export --days 90")
@click.argument("email")
@click.option("--name", help="Which program will use it.")
@click.option("--scope", "scopes", multiple=True, metavar="POWER", help="A power the token has; repeat. Powers are the owner's own.")
@click.option("--days", type=click.IntRange(1, 365), default=90, show_default=True, help="How long it holds.")
@click.option("--revoke", type=int, metavar="NUMBER", help="Revoke a token instead.")
@options.json_option
def token(email: str, name: str | None, scopes: tuple[str, ...], days: int, revoke: int | None, *, as_json: bool) -> None:
    """Issue a token to a person, printed this once; without --name list the ones there are."""
    _open()
    from foedera.deeds import people, signing_in, tokens

    owner = signing_in.actor_of(people.by_email(email).id)
    if revoke is not None:
        tokens.revoke(owner, revoke, _now())
        click.echo(f"token {revoke} of {email} is revoked")
    elif name is not None:
        issued = tokens.issue(owner, name, scopes, days, _now())
        if as_json:
            options.print_json([{"number": issued.number, "token": issued.text, "expires": issued.expires.isoformat(timespec="seconds")}])
        else:
            click.echo(issued.text)
            click.echo(f"Shown this once; it holds until {issued.expires:%Y-%m-%d}.", err=True)
    else:
        rows = [
            (t.id, t.name, " ".join(sorted(t.scopes)), t.expires.date(), "revoked" if t.revoked else "ended" if t.expires <= _now() else "good")
            for t in tokens.listing(owner)
        ]
        if as_json:
            options.print_json(
                {"number": n, "name": text, "scopes": powers.split(), "expires": str(day), "state": state} for n, text, powers, day, state in rows
            )
        else:
            tables.table(["Number", "Name", "Scopes", "Until", "State"], rows)


def _open() -> None:
    """Open the register; deeds can be imported from then on."""
    from foedera.deeds.opening import open_register

    open_register()


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


def _state(found: Any) -> str:
    if not found.person.active:
        return "deactivated"
    if found.person.taken_up:
        return "active"
    return f"invited until {found.invited_until:%Y-%m-%d %H:%M} UTC" if found.invited_until else "invitation ended"


def _show(link: Any, address: str | None, *, as_json: bool) -> None:
    from foedera.deeds.opening import served_at

    where = address or served_at() or HERE
    url = where.rstrip("/") + link.path
    if as_json:
        options.print_json([{"email": link.email, "link": url, "expires": link.expires.isoformat(timespec="seconds")}])
        return
    click.echo(url)
    click.echo(f"Hand this to {link.email}: it is good once, until {link.expires:%Y-%m-%d %H:%M} UTC.", err=True)
    if not address:
        click.echo(f"It leads to {where}; where the register is reached elsewhere, say so with --address.", err=True)
