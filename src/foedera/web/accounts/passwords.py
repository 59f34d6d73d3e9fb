"""Passwords: normalised before they are hashed, so that an accent is one letter everywhere; refused where a machine guesses them at once."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

#: Rows of keys and of the alphabet, along which lazy passwords run.
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertz")
#: How many different characters a password of fifteen needs at least.
FEWEST = 5
#: A piece of so many characters is no password by itself, however often it is said.
LONGEST_PIECE = 10


class NormalisingArgon2(Argon2PasswordHasher):
    """Argon2id over the password in Unicode's form NFKC, as NIST SP 800-63B-4 asks."""

    def encode(self, password: str, salt: str) -> str:
        """Return the hash kept for a password."""
        return super().encode(unicodedata.normalize("NFKC", password), salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Return whether a password is the one hashed."""
        return super().verify(unicodedata.normalize("NFKC", password), encoded)


class Guessable:
    """Refuses what is long and still guessed at once: few characters, a piece repeated, runs along the keyboard, our own name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where the password is one of these."""
        bare = password.casefold()
        name = (getattr(user, "email", "") or "").partition("@")[0].casefold()
        rest = bare
        for known in filter(None, ("foedera", name)):
            rest = rest.replace(known, "")
        if len(set(bare)) < FEWEST or repeated(bare) or in_rows(bare) > len(bare) * 2 // 3 or len(rest) < FEWEST:
            raise ValidationError(self.get_help_text(), code="guessable")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return gettext(
            "A password that repeats a piece, runs along the keyboard or is made of your name or ours is guessed at once. "
            "Four or five unrelated words do well."
        )


def repeated(text: str) -> bool:
    """Return whether a text is a short piece (one a machine goes through at once) said several times, the last time perhaps in part.

    >>> repeated("abcabcabcabcab"), repeated("correct horse battery")
    (True, False)
    """
    return any(all(text[i] == text[i % size] for i in range(len(text))) for size in range(1, min(LONGEST_PIECE, len(text) // 2) + 1))


def in_rows(text: str) -> int:
    """Return how many characters of a text stand in runs of four or more along a row of keys, either way.

    >>> in_rows("qwertyuiop12345"), in_rows("correct horse battery")
    (15, 0)
    """
    ways = [way for row in ROWS for way in (row, row[::-1])]
    count = start = 0
    while start < len(text):
        length = next((n for n in range(len(text) - start, 3, -1) if any(text[start : start + n] in way for way in ways)), 0)
        count += length
        start += length or 1
    return count
