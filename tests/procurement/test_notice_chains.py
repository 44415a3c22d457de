"""Which tender a notice belongs to: the same publication in two formats, and calls that follow a planning notice."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from procurement.formats import Buyer, Modification, Money, Notice, read_notice
from procurement.models import Tender
from tests.accounts.fixtures import Cast
from tests.procurement.notices import MODIFICATION, OLDER_AWARD, TED_CALL, changed, edited, element, fragment, sample
from tests.procurement.test_notices import lot, notice, old, result, take

pytestmark = pytest.mark.django_db

KINDS = ("ted", "eforms")
NAMED = (
    "<cac:NoticeDocumentReference><cbc:ID>5d1f2e3a-0b4c-4d5e-8f60-718293a4b5c6-02</cbc:ID>"
    "</cac:NoticeDocumentReference>"
)
PLANNING = notice(
    id="planning-1", form="planning", type="pin-only", publication="00000009-2026", published_on=date(2026, 1, 5),
    tender_procedure_id=None,
)  # fmt: skip


def call(procedure: str, earlier: str, number: int = 1) -> Notice:
    """A call that names the notice before it."""
    return notice(
        id=f"call-{number}", publication=f"0000010{number}-2026", tender_procedure_id=procedure,
        tender_reference=f"C-{number}", earlier=(earlier,),
    )  # fmt: skip


@pytest.mark.parametrize("order", ["the old format first", "eForms first"])
def test_one_publication_in_two_formats_is_one_tender(cast: Cast, order: str) -> None:
    versions = [old("000001-2026", "000001-2026"), notice(publication="00000001-2026")]
    if order == "eForms first":
        versions.reverse()
    assert [take(cast, each).result for each in versions] == ["created", "unchanged"]
    assert [take(cast, each).result for each in versions] == ["unchanged", "unchanged"]
    award = take(cast, result()).tender
    assert (Tender.objects.get(), award.stage, award.notices.count()) == (award, "awarded", 3)


def test_the_same_publication_in_another_format_fills_what_is_empty_and_replaces_nothing(cast: Cast) -> None:
    first = old("000001-2026", "000001-2026", tender_procedure=None, tender_lots=(lot(cpv=("18100000",)),))
    other = notice(
        publication="00000001-2026", tender_title="Anders", tender_buyers=(Buyer("Een ander", None, None),),
        tender_lots=(lot(cpv=("18110000",), social_objective=("hum-right",)),),
    )  # fmt: skip
    tender = take(cast, first).tender
    again = take(cast, other)

    tender.refresh_from_db()
    assert again.result == "updated"
    assert (tender.title, tender.procedure) == (first.tender.title, "open")
    assert tender.buyers.get().name == first.tender.buyers[0].name
    part = tender.lots.get()
    assert (part.cpv, part.published["social_objective"]) == (["18100000"], ["hum-right"])


@pytest.mark.parametrize("name", ["planning-1", "9-2026", "000009-2026"])
def test_a_call_joins_the_tender_of_its_planning_notice(cast: Cast, name: str) -> None:
    planned = take(cast, PLANNING).tender
    called = take(cast, call("procedure-1", name)).tender
    assert (called, called.stage, called.procedure_id) == (planned, "published", "procedure-1")


def test_a_planning_notice_that_comes_later_joins_the_tender_of_its_call(cast: Cast) -> None:
    called = take(cast, call("procedure-1", "000009-2026")).tender
    planned = take(cast, PLANNING).tender
    assert (planned, planned.stage) == (called, "published")


def test_a_second_call_after_one_planning_notice_is_a_tender_of_its_own(cast: Cast) -> None:
    take(cast, PLANNING)
    first = take(cast, call("procedure-1", "planning-1")).tender
    second = take(cast, call("procedure-2", "planning-1", 2)).tender
    assert first != second
    assert take(cast, result(tender_procedure_id="procedure-2")).tender == second


def test_notices_of_others_are_no_relatives(cast: Cast) -> None:
    take(cast, PLANNING)
    take(cast, call("procedure-1", "00000099-2026"))
    assert Tender.objects.count() == 2


def test_notices_without_a_number_of_publication_are_no_relatives(cast: Cast) -> None:
    tenders = [
        take(cast, dataclasses.replace(PLANNING, id=f"planning-{number}", publication="n.a.")).tender
        for number in (1, 2)
    ]
    assert tenders[0] != tenders[1]


def test_a_reference_is_never_a_word_for_no_number(cast: Cast) -> None:
    assert take(cast, notice(tender_reference=None, publication="n.a.")).tender.reference == "notice-1"


class TestReading:
    def test_eforms_names_earlier_notices_without_their_version(self) -> None:
        read = read_notice(edited(lambda root: element(root, "cac:TenderingProcess").append(fragment(NAMED))))
        assert read.earlier == ("5d1f2e3a-0b4c-4d5e-8f60-718293a4b5c6",)

    def test_a_modification_says_what_changes_why_and_of_which_contract(self) -> None:
        read = read_notice(sample(MODIFICATION))
        [said] = read.modifications
        assert said == Modification(
            award=0,
            description="Een zevende kantoorlocatie is toegevoegd.",
            reason_code="mod-rev",
            reason="De overeenkomst voorziet in uitbreiding met nieuwe locaties.",
        )
        assert read.earlier == (read_notice(sample(OLDER_AWARD)).id,)

    def test_a_contract_that_the_modification_does_not_name_is_not_guessed(self) -> None:
        unnamed = changed(">CON-0001</efbc:Modified", "></efbc:Modified", name=MODIFICATION)
        assert read_notice(unnamed).modifications[0].award is None

    def test_the_old_form_of_a_modification_states_the_value_after_it(self) -> None:
        change = (
            "<MODIFICATIONS_CONTRACT><INFO_MODIFICATIONS><SHORT_DESCR><P>Meer banken</P></SHORT_DESCR>"
            "<UNFORESEEN_CIRCUMSTANCE><P>Vandalisme</P></UNFORESEEN_CIRCUMSTANCE>"
            '<VALUES><VAL_TOTAL_AFTER CURRENCY="EUR">120000</VAL_TOTAL_AFTER></VALUES>'
            "</INFO_MODIFICATIONS></MODIFICATIONS_CONTRACT><PROCEDURE>"
        )
        read = read_notice(changed("<PROCEDURE>", change, name=TED_CALL, count=1))
        assert read.modifications == (Modification(0, "Meer banken", None, "Vandalisme", Money("120000", "EUR")),)


def test_a_published_notice_and_its_conversion_make_one_tender(cast: Cast, real_data: Path) -> None:
    folder = real_data / "eforms" / "legacy-ted-f-series"
    formats = [read_notice((folder / f"converter-{kind}" / "21-064844-001-EXP.xml").read_bytes()) for kind in KINDS]
    assert formats[0].publication == formats[1].publication == "067028-2021"
    assert take(cast, formats[0]).tender == take(cast, formats[1]).tender
