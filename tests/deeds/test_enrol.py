"""Enrolling people: invitations, roles, the last administrator, tokens and feeds; every refusal in the log, no secret anywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from foedera.deeds import enrol, people, signing_in, tokens
from foedera.deeds.powers import OPERATOR, Actor
from foedera.model.errors import FoederaError, NotAllowed, NotThere, Unfit
from foedera.store.models import Invitation, LogEntry, Token, User

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
PASSWORD = "four unrelated words of mine"


def member(email: str, *memberships: tuple[str, str], invited: bool = False) -> Actor:
    """A person who has taken up an account with these roles."""
    link = enrol.invite(OPERATOR, email, NOW, memberships or [("", "reader")])
    if not invited:
        enrol.take_up(link.key, NOW, password=PASSWORD)
    return signing_in.actor_of(link.person, "192.0.2.1")


def latest() -> LogEntry:
    """The last line of the log."""
    found = LogEntry.objects.order_by("-id").first()
    assert found is not None
    return found


def test_an_invited_person_takes_up_the_account_once() -> None:
    """The link opens the account, with the roles given; a second time it opens nothing, and the log says who tried."""
    link = enrol.invite(OPERATOR, " Officer@Example.org ", NOW, [("FRA", "treaty-officer")], name="Ada Officer")
    assert link.path == f"/account/invitation/{link.key}/"
    assert link.expires == NOW + dt.timedelta(hours=72)
    assert enrol.waiting(link.key, NOW).email == "officer@example.org"
    assert enrol.take_up(link.key, NOW + HOUR, password=PASSWORD, address="192.0.2.7") == link.person
    user = User.objects.get(pk=link.person)
    assert user.check_password(PASSWORD)
    assert user.get_full_name() == "Ada Officer"
    assert signing_in.actor_of(link.person).may("record", "FRA")
    assert not signing_in.actor_of(link.person).may("record", "DEU")
    with pytest.raises(NotThere, match="taken up already"):
        enrol.take_up(link.key, NOW + HOUR, password=PASSWORD, address="192.0.2.8")
    assert (latest().who, latest().allowed, latest().address) == ("officer@example.org", False, "192.0.2.8")


def test_only_digests_are_kept() -> None:
    """Neither the link's key nor a token's text stands in the database, and no secret in the log."""
    link = enrol.invite(OPERATOR, "a@example.org", NOW, [("", "reader")])
    enrol.take_up(link.key, NOW, password=PASSWORD)
    issued = tokens.issue(signing_in.actor_of(link.person), "copy", ["read"], 30, NOW)
    assert issued.text.startswith("fdr_")
    assert len(issued.text) > 40
    kept = repr(list(Invitation.objects.values_list())) + repr(list(Token.objects.values_list()))
    said = repr(list(LogEntry.objects.values_list()))
    for secret in (link.key, issued.text, PASSWORD):
        assert secret not in kept
        assert secret not in said


@pytest.mark.parametrize("later", [dt.timedelta(hours=72), dt.timedelta(days=30)])
def test_a_link_ends(later: dt.timedelta) -> None:
    """After its time the link opens nothing."""
    link = enrol.invite(OPERATOR, "a@example.org", NOW, [("", "reader")])
    with pytest.raises(NotThere, match="has ended"):
        enrol.waiting(link.key, NOW + later)


def test_a_new_link_ends_the_old_one() -> None:
    """One link at a time: whoever finds the old one has nothing."""
    old = enrol.invite(OPERATOR, "a@example.org", NOW, [("", "reader")])
    new = enrol.invite(OPERATOR, "a@example.org", NOW)
    assert new.person == old.person
    with pytest.raises(NotThere):
        enrol.waiting(old.key, NOW)
    assert enrol.waiting(new.key, NOW).person == new.person


def test_a_key_nobody_gave() -> None:
    """A made-up key opens nothing, and the log says from where it came."""
    with pytest.raises(NotThere, match="there is no invitation"):
        enrol.waiting("x" * 43, NOW, "192.0.2.9")
    assert (latest().allowed, latest().address) == (False, "192.0.2.9")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "15 characters"),
        ("manchesterunited", "too common"),
        ("aaaaaaaaaaaaaaaaaaaa", "guessed at once"),
        ("abcdabcdabcdabcd", "guessed at once"),
        ("qwertyuiopasdfghjkl", "guessed at once"),
        ("98765432109876543", "guessed at once"),
        ("foederafoedera2026", "guessed at once"),
        ("somebody@example.org", "similar"),
    ],
)
def test_a_password_that_will_not_do(password: str, said: str) -> None:
    """It is refused with the reason, and the invitation stays good."""
    link = enrol.invite(OPERATOR, "somebody@example.org", NOW, [("", "reader")])
    with pytest.raises(Unfit) as error:
        enrol.take_up(link.key, NOW, password=password)
    assert error.value.faults[0][0] == "password"
    assert said in str(error.value)
    assert enrol.waiting(link.key, NOW).person == link.person


@pytest.mark.parametrize(
    "password", ["correct horse battery", "été après été, la mer", "x7#kQ pasted from a manager " * 4, "мои четыре слова подряд"]
)
def test_a_password_that_will_do(password: str) -> None:
    """Length is what counts: no rules of composition, any letters, long ones too."""
    link = enrol.invite(OPERATOR, "somebody@example.org", NOW, [("", "reader")])
    enrol.take_up(link.key, NOW, password=password)
    assert User.objects.get(pk=link.person).check_password(password)


def test_an_accent_is_one_letter_on_every_keyboard() -> None:
    """A password typed with composed letters is the same with decomposed ones."""
    link = enrol.invite(OPERATOR, "somebody@example.org", NOW, [("", "reader")])
    enrol.take_up(link.key, NOW, password="l\u2019\u00e9t\u00e9 dans la for\u00eat")
    assert User.objects.get(pk=link.person).check_password("l\u2019e\u0301te\u0301 dans la fore\u0302t")


@pytest.mark.parametrize(
    ("email", "memberships", "field"),
    [
        ("no address", [("", "reader")], "email"),
        (enrol.NOBODY_YET, [("", "reader")], "email"),
        ("a@example.org", [("", "king")], "role"),
        ("a@example.org", [("ATLANTIS", "reader")], "party"),
        ("a@example.org", [], "memberships"),
        ("a@example.org", None, "memberships"),
    ],
)
def test_an_invitation_that_cannot_be(email: str, memberships: Any, field: str) -> None:
    """What is wrong is said at the field."""
    with pytest.raises(Unfit) as error:
        enrol.invite(OPERATOR, email, NOW, memberships)
    assert error.value.faults[0][0] == field


def test_who_administers_a_party_invites_for_it_alone() -> None:
    """An administrator of one party neither invites for others nor renews the way into an account that reaches further."""
    chief = member("chief@example.org", ("FRA", "administrator"))
    enrol.invite(chief, "own@example.org", NOW, [("FRA", "negotiator")])
    member("wide@example.org", ("FRA", "reader"), ("DEU", "treaty-officer"))
    member("top@example.org", ("", "administrator"))
    for email, memberships in (
        ("other@example.org", [("DEU", "reader")]),
        ("all@example.org", [("", "reader")]),
        ("own@example.org", [("FRA", "reader"), ("", "administrator")]),
        ("wide@example.org", None),
        ("top@example.org", None),
    ):
        with pytest.raises(NotAllowed):
            enrol.invite(chief, email, NOW, memberships)
        assert (latest().who, latest().allowed) == ("chief@example.org", False)


@pytest.mark.parametrize("email", ["german@example.org", "wide@example.org", "top@example.org", "none@example.org"])
def test_a_refusal_to_invite_does_not_tell_whose_member_somebody_is(email: str) -> None:
    """Whatever others somebody is with, the answer is the same, in the log too, and names no party."""
    chief = member("chief@example.org", ("FRA", "administrator"))
    member("german@example.org", ("DEU", "treaty-officer"))
    member("wide@example.org", ("FRA", "reader"), ("DEU", "treaty-officer"))
    member("top@example.org", ("", "administrator"))
    member("none@example.org")
    for memberships in ([("FRA", "reader")], None):
        with pytest.raises(NotAllowed) as refused:
            enrol.invite(chief, email, NOW, memberships)
        assert str(refused.value) == f"{email} cannot be invited by you; ask an administrator of the register as a whole"
        assert latest().why == str(refused.value)


@pytest.mark.parametrize("role", ["reader", "treaty-officer", "negotiator", "programme-manager", "analyst", "security-officer", "auditor"])
def test_nobody_else_invites(role: str) -> None:
    """Only the power to administer opens accounts; whoever records does not by that invite."""
    actor = member("x@example.org", ("", role))
    with pytest.raises(NotAllowed):
        enrol.invite(actor, "y@example.org", NOW, [("", "reader")])
    with pytest.raises(NotAllowed):
        people.listing(actor, NOW)
    with pytest.raises(NotAllowed):
        people.deactivate(actor, member("z@example.org").user or 0, NOW)


def test_the_first_administrator() -> None:
    """A register without an administrator gives a link for an hour; who takes it up gives the address and becomes one; then there is none more."""
    link = enrol.first_administrator(NOW)
    assert link is not None
    assert link.expires == NOW + HOUR
    again = enrol.first_administrator(NOW)
    assert again is not None
    with pytest.raises(NotThere):
        enrol.waiting(link.key, NOW)
    assert enrol.waiting(again.key, NOW).first
    member("taken@example.org")
    for email, said in (("", "give your e-mail address"), ("taken@example.org", "has an account already")):
        with pytest.raises(Unfit, match=said):
            enrol.take_up(again.key, NOW, password=PASSWORD, email=email)
    user = enrol.take_up(again.key, NOW, password=PASSWORD, email="Chief@example.org")
    assert signing_in.actor_of(user).may("administer")
    assert signing_in.actor_of(user).name == "chief@example.org"
    assert enrol.first_administrator(NOW) is None


def test_the_placeholder_of_the_first_administrator_is_nobody() -> None:
    """Before the link is taken up nobody can act by it, and no list shows it."""
    link = enrol.first_administrator(NOW)
    assert link is not None
    with pytest.raises(NotAllowed):
        signing_in.actor_of(link.person)
    assert enrol.NOBODY_YET not in {found.person.email for found in people.listing(OPERATOR, NOW)}
    with pytest.raises(NotThere):
        people.by_email(enrol.NOBODY_YET)


def test_an_invited_administrator_who_never_came_does_not_lock_the_register() -> None:
    """Only who has taken up an account counts as an administrator."""
    member("slow@example.org", ("", "administrator"), invited=True)
    assert enrol.first_administrator(NOW) is not None


def test_the_last_administrator_stays() -> None:
    """Neither by deactivating nor by roles is a register left to nobody; with a second one the first may go."""
    chief = member("chief@example.org", ("", "administrator"))
    assert chief.user is not None
    with pytest.raises(Unfit, match="last administrator"):
        people.deactivate(chief, chief.user, NOW)
    with pytest.raises(Unfit, match="last administrator"):
        people.change_roles(chief, chief.user, [("", "reader")])
    with pytest.raises(Unfit, match="last administrator"):
        enrol.invite(chief, "chief@example.org", NOW, [("", "reader")])
    member("second@example.org", ("", "administrator"))
    people.change_roles(chief, chief.user, [("", "reader")])
    assert not signing_in.actor_of(chief.user).may("administer")


def test_a_deactivated_account_opens_nothing() -> None:
    """Its tokens, links and feeds end; invited anew it opens again, and its tokens do not."""
    person = member("x@example.org", ("", "analyst"))
    assert person.user is not None
    issued = tokens.issue(person, "copy", ["read"], 30, NOW)
    key = people.feed_key(person)
    link = enrol.invite(OPERATOR, "x@example.org", NOW)
    people.deactivate(OPERATOR, person.user, NOW)
    with pytest.raises(NotThere):
        enrol.waiting(link.key, NOW)
    for refused in (lambda: signing_in.actor_of(person.user or 0), lambda: tokens.actor_of_token(issued.text, NOW), lambda: signing_in.of_feed(key)):
        with pytest.raises(NotAllowed):
            refused()
    enrol.invite(OPERATOR, "x@example.org", NOW)
    assert signing_in.actor_of(person.user).may("comment")
    with pytest.raises(NotAllowed, match="revoked"):
        tokens.actor_of_token(issued.text, NOW)


def test_a_token_does_what_it_was_given_and_no_more() -> None:
    """Scopes bound it, time ends it, its owner's roles bound it still after they change; each refusal is in the log."""
    person = member("x@example.org", ("FRA", "treaty-officer"))
    assert person.user is not None
    issued = tokens.issue(person, "copy", ["read", "record"], 30, NOW)
    actor = tokens.actor_of_token(issued.text, NOW + HOUR, "192.0.2.5")
    assert actor.powers("FRA") == {"read", "record"}
    assert not actor.may("record", "DEU")
    assert tokens.listing(person)[0].used == NOW + HOUR
    people.change_roles(OPERATOR, person.user, [("FRA", "reader")])
    assert tokens.actor_of_token(issued.text, NOW).powers("FRA") == {"read"}
    with pytest.raises(NotAllowed, match="ended on"):
        tokens.actor_of_token(issued.text, issued.expires, "192.0.2.6")
    assert (latest().who, latest().address) == ("x@example.org", "192.0.2.6")
    tokens.revoke(person, issued.number, NOW)
    with pytest.raises(NotAllowed, match="revoked"):
        tokens.actor_of_token(issued.text, NOW)
    with pytest.raises(NotAllowed, match="no token"):
        tokens.actor_of_token("fdr_made-up", NOW)


@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"),
    [
        ("", ["read"], 30, "name"),
        ("x", [], 30, "scopes"),
        ("x", ["administer"], 30, "scopes"),
        ("x", ["read"], 0, "days"),
        ("x", ["read"], 366, "days"),
    ],
)
def test_a_token_that_cannot_be(name: str, scopes: list[str], days: int, field: str) -> None:
    """A token gives no more than its owner has, for a year at most, under a name."""
    with pytest.raises(Unfit) as error:
        tokens.issue(member("x@example.org"), name, scopes, days, NOW)
    assert [found for found, _ in error.value.faults] == [field]


def test_a_token_issues_no_token_and_a_stranger_revokes_none() -> None:
    """Tokens do not breed; the tokens of others are not there."""
    person = member("x@example.org")
    issued = tokens.issue(person, "copy", ["read"], 30, NOW)
    with pytest.raises(NotAllowed):
        tokens.issue(tokens.actor_of_token(issued.text, NOW), "child", ["read"], 30, NOW)
    with pytest.raises(NotThere):
        tokens.revoke(member("y@example.org"), issued.number, NOW)
    tokens.revoke(member("chief@example.org", ("", "administrator")), issued.number, NOW)
    assert tokens.listing(person)[0].revoked == NOW


def test_a_feed_reads_and_does_nothing_else() -> None:
    """The key of a feed is made once, can be made anew, and gives reading alone."""
    person = member("x@example.org", ("FRA", "treaty-officer"))
    key = people.feed_key(person)
    assert people.feed_key(person) == key
    assert signing_in.of_feed(key).powers("FRA") == {"read"}
    people.renew_feed_key(person)
    for old in (key, ""):
        with pytest.raises(NotAllowed):
            signing_in.of_feed(old)


def test_a_second_factor_is_asked_of_who_can_do_harm() -> None:
    """Who records, imports, administers or audits; nobody else."""
    asked = {
        role
        for role in ("reader", "treaty-officer", "negotiator", "programme-manager", "analyst", "security-officer", "auditor", "administrator")
        if signing_in.needs_second_factor(Actor(1, "", (("FRA", role),)))
    }
    assert asked == {"treaty-officer", "security-officer", "auditor", "administrator"}


def test_what_was_typed_into_the_wrong_field_is_not_kept() -> None:
    """The log names accounts, never what a stranger typed for one."""
    signing_in.note("wrong-password", "my secret password", address="192.0.2.3")
    assert (latest().who, latest().allowed, latest().address) == ("", False, "192.0.2.3")
    assert "my secret" not in latest().why


def test_lost_factors_are_forgotten_with_a_new_link() -> None:
    """An administrator opens an account whose owner lost passkey, app and codes; without being asked for it the factors stay."""
    from allauth.mfa.models import Authenticator

    person = member("x@example.org")
    Authenticator.objects.create(user_id=person.user, type="totp", data={"secret": "x"})
    enrol.invite(OPERATOR, "x@example.org", NOW)
    assert Authenticator.objects.filter(user_id=person.user).exists()
    enrol.invite(OPERATOR, "x@example.org", NOW, forget_factors=True)
    assert not Authenticator.objects.filter(user_id=person.user).exists()
    assert "second factors forgotten" in latest().why


def test_languages() -> None:
    """A person's language is one of the pages'."""
    person = member("x@example.org")
    people.set_language(person, "fr")
    assert User.objects.get(pk=person.user).language == "fr"
    with pytest.raises(FoederaError, match="not a language"):
        people.set_language(person, "tlh")
