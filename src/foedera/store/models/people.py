"""People: accounts, what each may do for which party, invitations, and the tokens of their programs."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models


class People(BaseUserManager["User"]):
    """Makes accounts, known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **details: object) -> User:
        """Make an account; without a password nobody can sign in to it until an invitation is taken up."""
        found = self.model(email=self.normalize_email(email).casefold(), **details)
        found.set_password(password)
        found.save(using=self._db)
        return found

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the account of an address, in any case."""
        return self.get(email=(username or "").casefold())


class User(AbstractUser):
    """A person with an account. An account is never deleted, since the record names it; it is deactivated (`is_active`)."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    language = models.CharField(max_length=8, blank=True)
    feed_key = models.CharField(max_length=64, blank=True, db_index=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()  # type: ignore[assignment]

    def __str__(self) -> str:
        """Return the name shown, the address where there is none."""
        return self.get_full_name() or self.email


class Membership(models.Model):
    """What a person is for a party: a role of `foedera.deeds.powers.ROLES`; `party` empty means for the register as a whole."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    party = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=40)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One row for each role a person has for a party."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "party", "role"], name="one_membership")]


class Invitation(models.Model):
    """A link, good once and for a time, by which a person takes up an account; only the digest of its key is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    taken = models.DateTimeField(null=True)


class Token(models.Model):
    """A key for programs, with scopes and an end; only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)
