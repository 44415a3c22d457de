"""Names of organisations, compared as people would."""

import pytest

from suppliers.names import are_alike, normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hegeman Bouw & Infra B.V.", "HEGEMAN BOUW EN INFRA BV"),
        ("Coöperatie De Groene Draad U.A.", "de groene draad"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("Stichting Het Werk", "werk"),
    ],
)
def test_the_same_name_but_for_what_does_not_tell(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Jansen Textiel B.V.", "Jansen Transport B.V."), ("3D-ICT", "DVIT"), ("A B.V.", "B B.V.")]
)
def test_different_names(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize("name", ["B.V.", "De", "&", "株式会社"])
def test_a_name_of_nothing_else_never_equals_an_empty_one(name: str) -> None:
    assert not are_alike(name, "")


def test_a_part_of_a_name_is_alike() -> None:
    assert are_alike("Waterschap Rivierenland", "Waterschap Rivierenland, afdeling Inkoop")
    assert not are_alike("Waterschap Rivierenland", "Waterschap Limburg")
