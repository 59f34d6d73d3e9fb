"""How instruments are worded: names and titles in English and French, forms read strictly, kinds that hang together."""

from __future__ import annotations

import pytest

from foedera.library.collection import Collection
from foedera.library.instruments import names, read_form, read_names
from foedera.ratification.instruments import ACTIONS, KINDS, LANGUAGES, NOTICES
from foedera.ratification.naming import Names, of, text_of, that, to

COLLECTION = Collection()


@pytest.mark.parametrize(
    ("name", "genitive", "dative", "clause"),
    [
        ("le Royaume-Uni", "du Royaume-Uni", "au Royaume-Uni", "que le Royaume-Uni"),
        ("la Hongrie", "de la Hongrie", "à la Hongrie", "que la Hongrie"),
        ("l'Ukraine", "de l'Ukraine", "à l'Ukraine", "que l'Ukraine"),
        ("les Émirats arabes unis", "des Émirats arabes unis", "aux Émirats arabes unis", "que les Émirats arabes unis"),
        ("Antigua-et-Barbuda", "d'Antigua-et-Barbuda", "à Antigua-et-Barbuda", "qu'Antigua-et-Barbuda"),
        ("Sainte-Lucie", "de Sainte-Lucie", "à Sainte-Lucie", "que Sainte-Lucie"),
    ],
)
def test_french_contracts(name: str, genitive: str, dative: str, clause: str) -> None:
    """As grammar has it."""
    assert (of(name, "fr"), to(name, "fr"), that(name, "fr")) == (genitive, dative, clause)


def test_names_are_known_of_every_member_of_the_united_nations() -> None:
    """And of every depositary, place and language of the collection; French titles belong to agreements of it and begin with a noun."""
    known = names()
    missing = [party.code for party in COLLECTION.parties if party.un_member and party.until is None and party.code not in known.states]
    assert not missing
    for agreement in COLLECTION:
        assert all(known.party(code, language) for code in agreement.depositary for language in LANGUAGES), agreement.id
        assert all(code in known.languages for code in agreement.languages), agreement.id
    assert set(known.titles) <= COLLECTION.ids()
    for name, title in known.titles.items():
        assert text_of(title, COLLECTION[name], known, "fr").noun != "instrument", title


def test_forms_are_read_strictly() -> None:
    """A place that stands for nothing of its kind, one that may be missing and is not asked for, an unknown key: each a fault with its line."""
    head = 'foedera = 1\nkind = "accession"\nlanguage = "en"\ntitle = "T"\nlayout = "instrument"\ndone = "Done at {done_place}."\n'
    assert read_form(f'{head}[[paragraph]]\ntext = "{{State}} accedes."\n'.encode(), "a.toml").value is not None
    for line, code in (
        ('text = "{holder} accedes."', "F341"),
        ('text = "Invited on {invited}."', "F341"),
        ('text = "{state?a|b} {nobody?a|b}"', "F341"),
        ('text = "{state"', "F341"),
        ('text = "x"\nwhen = ["raining"]', "F340"),
        ('text = "x"\nbold = true', "F010"),
    ):
        faults = read_form(f"{head}[[paragraph]]\n{line}\n".encode(), "a.toml").faults
        assert [fault.code for fault in faults] == [code], line
        assert all(fault.line >= 7 for fault in faults)
    assert read_form(f'{head}[[paragraph]]\ntext = "Invited on {{invited}}."\nwhen = ["invited"]\n'.encode(), "a.toml").value is not None
    assert [fault.code for fault in read_names(b'foedera = 1\n[states]\nFIN = { en = "the Republic of Finland" }\n', "n.toml").faults] == ["F011"]
    assert isinstance(names(), Names)


def test_every_notice_is_about_acts() -> None:
    """Kinds of act that are notified are kinds the log knows."""
    from foedera.model.acts import KINDS as ACTS

    assert all(kinds <= set(ACTS) for kinds in NOTICES.values())


def test_full_powers_are_for_instruments() -> None:
    """Whatever they are for is a kind of instrument, or the text itself."""
    assert set(ACTIONS.values()) <= {"", *KINDS}
