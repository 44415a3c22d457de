"""A notice makes its tender or brings it up to date, and never overwrites what people filled in."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from accounts.actions import audit
from accounts.models import AuditEvent
from procurement import formats
from procurement.actions import isv, notices, tenders
from procurement.actions.notices import Taken, take_in
from procurement.actions.tenders import LotInput
from procurement.formats import Award, LotFacts, Money, TenderFacts, read_notice
from procurement.models import Notice, Tender
from procurement.notice_wording import NOTICE_FORMS
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import CategoryFactory, TenderFactory

pytestmark = pytest.mark.django_db


def lot(number: str = "LOT-0001", **values: Any) -> LotFacts:
    nothing = {field.name: None for field in dataclasses.fields(LotFacts)}
    lists = dict.fromkeys(
        ("cpv", "strategic", "environmental_impact", "social_objective", "innovation", "gpp_criteria",
         "award_criteria", "performance_terms"), (),
    )  # fmt: skip
    return LotFacts(**{**nothing, **lists, "id": number, "title": f"Perceel {number}", **values})


def notice(**values: Any) -> formats.Notice:
    """A contract notice; ``values`` go to the notice or, with ``tender_``, to its tender."""
    facts: dict[str, Any] = {
        "procedure_id": "procedure-1", "reference": "2026-17", "title": "Werkkleding", "description": None,
        "nature": "supplies", "procedure": "open", "is_accelerated": False,
        "buyers": (formats.Buyer("Ministerie van Voorbeelden", "27370985", "NLD"),), "cpv": ("18100000",),
        "estimated_value": Money("2000000", "EUR"), "total_awarded": None, "lots": (lot(),), "lot_groups": (),
        "awards": (),
    }  # fmt: skip
    facts |= {name.removeprefix("tender_"): value for name, value in values.items() if name.startswith("tender_")}
    head: dict[str, Any] = {
        "id": "notice-1", "version": "01", "type": "cn-standard", "form": "competition", "subtype": "16",
        "publication": "00000001-2026", "gazette": None, "published_on": date(2026, 3, 2), "issued_on": None,
        "language": "NLD", "legal_basis": None, "standard": None,
    }  # fmt: skip
    head |= {name: value for name, value in values.items() if not name.startswith("tender_")}
    return formats.Notice(**head, tender=TenderFacts(**facts))


def result(**values: Any) -> formats.Notice:
    """The award notice of the same procedure."""
    award = Award("CON-1", "C-1", None, ("LOT-0001",), date(2026, 9, 9), date(2026, 8, 1), (), Money("1", "EUR"), ())
    head = {
        "id": "notice-2", "type": "can-standard", "form": "result", "subtype": "29", "publication": "00000002-2026",
        "published_on": date(2026, 9, 10), "tender_awards": (award,),
    }  # fmt: skip
    return notice(**{**head, **values})


def take(cast: Cast, read: formats.Notice, sha256: str = "a" * 64) -> Taken:
    return take_in(organisation=cast.organisation, notice=read, sha256=sha256, by=cast.buyer, at=AT)


def test_a_notice_makes_a_tender_with_its_facts(cast: Cast) -> None:
    tender, kept, outcome, changes = take(cast, notice())
    assert outcome == "created"
    assert changes
    assert (tender.reference, tender.title, tender.nature) == ("2026-17", "Werkkleding", "supplies")
    assert (tender.estimated_value, tender.currency) == (Decimal("2000000.00"), "EUR")
    assert (tender.stage, tender.publication_date) == ("published", date(2026, 3, 2))
    assert [buyer.name for buyer in tender.buyers.all()] == ["Ministerie van Voorbeelden"]
    assert [each.identifier for each in tender.lots.all()] == ["LOT-0001"]
    assert kept.facts["tender"]["estimated_value"] == {"amount": "2000000", "currency": "EUR"}


def test_what_a_notice_does_not_say_stays_unknown(cast: Cast) -> None:
    tender = take(cast, notice(tender_estimated_value=None, tender_nature=None, tender_procedure=None)).tender
    assert (tender.estimated_value, tender.currency, tender.nature, tender.procedure) == (None, "", "", "")


def test_the_same_notice_again_changes_nothing(cast: Cast) -> None:
    take(cast, notice())
    before = AuditEvent.objects.count()
    again = take(cast, notice(), sha256="b" * 64)
    assert (again.result, again.changes) == ("unchanged", [])
    assert (Tender.objects.count(), Notice.objects.count(), AuditEvent.objects.count()) == (1, 1, before)


def test_the_page_shows_at_each_notice_what_it_changed(cast: Cast, client: Client) -> None:
    tender = take(cast, notice()).tender
    newer = {"version": "02", "publication": "00000009-2026", "published_on": date(2026, 4, 1)}
    changes = take(cast, notice(**newer, tender_title="Werkjassen")).changes
    client.force_login(cast.buyer, backend="accounts.backends.PersonBackend")

    html = client.get(f"/tenders/{tender.pk}/notices/").content.decode()

    assert html.count("Wat zij veranderde") == 1
    assert changes
    assert all(escape(change) in html for change in changes)


def test_two_files_that_tell_one_version_differently_change_nothing_when_both_come_again(cast: Cast) -> None:
    """As a release and the record that holds it do."""
    release, record = notice(), notice(tender_title="Werkkleding en schoenen")
    take(cast, release)
    assert take(cast, record).result == "updated"
    before = AuditEvent.objects.count()
    assert [take(cast, each).result for each in (release, record, release)] == ["unchanged"] * 3
    assert (Tender.objects.get().title, AuditEvent.objects.count()) == ("Werkkleding en schoenen", before)


def test_a_change_of_a_lot_is_told_in_the_words_of_the_reader(cast: Cast) -> None:
    take(cast, notice(tender_lots=(lot(start=date(2026, 9, 1), end=date(2027, 8, 31)),)))
    newer = notice(
        version="02", published_on=date(2026, 3, 20),
        tender_lots=(lot(start=date(2026, 9, 1), end=date(2028, 8, 31)),),
    )  # fmt: skip
    with translation.override("nl"):
        changes = take(cast, newer).changes
    assert changes == ["Perceel LOT-0001, einde: was 31-08-2027, is nu 31-08-2028."]


def test_a_newer_version_renews_what_it_says(cast: Cast) -> None:
    take(cast, notice())
    newer = notice(
        version="02", published_on=date(2026, 3, 20), tender_title="Bedrijfskleding",
        tender_lots=(lot(title="Broeken"), lot("LOT-0002")),
    )  # fmt: skip
    tender, _kept, outcome, changes = take(cast, newer)
    tender.refresh_from_db()
    assert (outcome, tender.title, len(changes)) == ("updated", "Bedrijfskleding", 3)
    assert [each.title for each in tender.lots.all()] == ["Broeken", "Perceel LOT-0002"]
    assert tender.publication_date == date(2026, 3, 2)


def test_what_people_filled_in_is_never_overwritten(cast: Cast, shipped: None) -> None:
    tender = take(cast, notice()).tender
    category = CategoryFactory()
    only = tender.lots.get()
    tenders.change(
        tender=tender, by=cast.buyer, at=AT, title="Onze titel", estimated_value=Decimal(3_000_000),
        government_wide=True, regime="social",
        lots=[LotInput(only.identifier, only.title, category, pk=only.pk)],
    )  # fmt: skip
    isv.apply(tender=tender, forms=["contract_condition"], explanation="", by=cast.buyer, at=AT)
    take(
        cast,
        notice(
            version="02", published_on=date(2026, 4, 1), tender_title="Hun titel",
            tender_estimated_value=Money("9", "GBP"), tender_cpv=("18110000",),
        ),
    )  # fmt: skip
    tender.refresh_from_db()
    assert (tender.title, tender.estimated_value, tender.currency) == ("Onze titel", Decimal("3000000.00"), "EUR")
    assert (tender.government_wide, tender.regime, tender.isv_forms) == (True, "social", ["contract_condition"])
    assert tender.lots.get().category == category
    assert tender.cpv == ["18110000"]


def test_an_older_notice_only_fills_what_is_empty(cast: Cast) -> None:
    take(cast, result(tender_title="Nieuw", tender_procedure=None))
    tender = take(cast, notice(tender_title="Oud")).tender
    tender.refresh_from_db()
    assert (tender.title, tender.procedure, tender.stage) == ("Nieuw", "open", "awarded")
    assert tender.publication_date == date(2026, 3, 2)


def test_an_award_notice_finds_its_tender_and_moves_it_on(cast: Cast) -> None:
    first = take(cast, notice()).tender
    tender, _kept, outcome, _changes = take(cast, result())
    tender.refresh_from_db()
    assert (tender.pk, outcome, tender.stage, tender.award_date) == (first.pk, "updated", "awarded", date(2026, 8, 1))
    event = AuditEvent.objects.about(tender).get(action="tender.stage")
    assert "00000002-2026" in event.reason
    assert str(cast.buyer) in event.reason


def test_a_withdrawn_tender_stays_withdrawn(cast: Cast) -> None:
    tender = take(cast, notice()).tender
    tenders.withdraw(tender=tender, by=cast.buyer, at=AT, reason="Ingetrokken.")
    assert take(cast, result()).tender.stage == "withdrawn"


def test_a_contract_modification_leaves_the_tender_as_it_was(cast: Cast) -> None:
    take(cast, result())
    later = result(
        id="notice-3", type="can-modif", form="cont-modif", published_on=date(2027, 1, 1),
        tender_estimated_value=Money("1", "EUR"), tender_title="Wijziging 1",
    )  # fmt: skip
    tender = take(cast, later).tender
    tender.refresh_from_db()
    assert (tender.title, tender.estimated_value) == ("Werkkleding", Decimal("2000000.00"))


@pytest.mark.parametrize(
    ("form", "kind", "stage"),
    [
        ("planning", "pin-only", "planned"),
        ("competition", "cn-social", "published"),
        ("dir-awa-pre", "veat", "awarded"),
        ("result", "can-standard", "awarded"),
    ],
)
def test_the_form_of_the_notice_gives_the_stage(cast: Cast, form: str, kind: str, stage: str) -> None:
    tender = take(cast, notice(form=form, type=kind)).tender
    assert tender.stage == stage
    assert tender.regime == ("social" if kind == "cn-social" else "standard")
    assert (tender.publication_date is None) is (stage == "planned")


def test_a_planning_notice_is_found_by_its_own_number(cast: Cast) -> None:
    planning = notice(form="planning", type="pin-only", tender_procedure_id=None)
    first = take(cast, planning).tender
    again = take(cast, dataclasses.replace(planning, version="02", published_on=date(2026, 5, 1)))
    assert (again.tender, again.result) == (first, "updated")


def test_parts_of_a_planning_notice_give_way_to_lots(cast: Cast) -> None:
    parts = (lot("PAR-0001"), lot("PAR-0002"))
    tender = take(cast, notice(form="planning", type="pin-only", tender_lots=parts)).tender
    kept = tender.lots.get(identifier="PAR-0002")
    kept.category = CategoryFactory()
    kept.save()
    take(cast, notice(id="notice-9", published_on=date(2026, 6, 1)))
    assert [each.identifier for each in tender.lots.all()] == ["LOT-0001", "PAR-0002"]


@pytest.mark.parametrize(
    ("wished", "publication", "expected"),
    [("2026-17", "x", "2026-17 (3)"), ("  Anders ", "x", "Anders"), (None, "00000001-2026", "00000001-2026"),
     (None, None, "notice-1"), ("n" * 120, None, "n" * 110)],
)  # fmt: skip
def test_a_reference_is_readable_and_free(
    cast: Cast, wished: str | None, publication: str | None, expected: str
) -> None:
    for taken in ("2026-17", "2026-17 (2)"):
        TenderFactory(organisation=cast.organisation, reference=taken)
    assert take(cast, notice(tender_reference=wished, publication=publication)).tender.reference == expected


def old(number: str, first: str, **values: Any) -> formats.Notice:
    """A notice in the old format: it knows its own number and that of one before it."""
    return notice(id=number, publication=number, version=None, tender_procedure_id=first, **values)


def test_a_chain_of_old_notices_is_one_tender(cast: Cast) -> None:
    first = take(cast, old("000001-2021", "000001-2021", form="planning", published_on=date(2021, 1, 1))).tender
    take(cast, old("000002-2021", "000001-2021", published_on=date(2021, 2, 1)))
    last = take(cast, old("000003-2021", "000002-2021", form="result", published_on=date(2021, 9, 1))).tender
    assert (last, last.stage, last.procedure_id) == (first, "awarded", "000001-2021")


def test_a_corrigendum_leaves_the_tender_as_it_was(cast: Cast) -> None:
    buyers = (formats.Buyer("Gemeente A", "1", "NLD"), formats.Buyer("Gemeente B", "2", "NLD"))
    take(cast, old("000002-2021", "000002-2021", published_on=date(2021, 2, 1), tender_buyers=buyers))
    corrigendum = old(
        "000004-2021", "000002-2021", type="corr", form="change", published_on=date(2021, 2, 9),
        tender_buyers=buyers[:1], tender_lots=(), tender_title="Rectificatie",
    )  # fmt: skip
    tender = take(cast, corrigendum).tender
    tender.refresh_from_db()
    assert (tender.title, tender.stage, tender.buyers.count(), tender.lots.count()) == (
        "Werkkleding",
        "published",
        2,
        1,
    )


def test_each_organisation_has_its_own_tender_of_a_notice(cast: Cast) -> None:
    ours = take(cast, notice()).tender
    theirs = take_in(organisation=cast.other, notice=notice(), sha256="a" * 64, by=cast.outsider, at=AT).tender
    assert ours.pk != theirs.pk
    assert theirs not in Tender.objects.visible_to(cast.buyer)


def test_a_reader_takes_nothing_in(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        take_in(organisation=cast.organisation, notice=notice(), sha256="a" * 64, by=cast.auditor, at=AT)


def test_a_value_that_the_model_refuses_makes_no_half_tender(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        take(cast, notice(tender_nature="combined"))
    assert not Tender.objects.exists()


def test_without_audit_row_there_is_no_tender(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_values: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(IntegrityError), transaction.atomic():
        take(cast, notice())
    assert not Tender.objects.exists()


def test_a_negative_estimate_is_no_estimate(cast: Cast) -> None:
    assert take(cast, notice(tender_estimated_value=Money("-1", "EUR"))).tender.estimated_value is None


def test_every_form_of_the_notice_has_a_name() -> None:
    assert {"planning", "competition", "result", "dir-awa-pre", *notices.LATER_FORMS} <= set(NOTICE_FORMS)


def test_published_notices_are_taken_in_whole_and_once(cast: Cast, real_data: Path) -> None:
    files = sorted((real_data / "eforms" / "real-ojs").glob("*.xml"))
    read = [read_notice(path.read_bytes()) for path in files]
    first = [take(cast, each).result for each in read]
    second = [take(cast, each).result for each in read]
    assert set(first) <= {"created", "updated", "unchanged"}
    assert set(second) == {"unchanged"}
    defence = Tender.objects.get(procedure_id="cd9b9071-6cd2-47bb-aad6-3d9cca00bb59")
    assert (defence.stage, defence.estimated_value) == ("published", Decimal("1000000.00"))
    ombudsmen = Tender.objects.get(procedure_id="7871f23f-6071-4a54-a2e5-4eb7b1a0c407")
    assert (ombudsmen.buyers.count(), ombudsmen.lots.count(), ombudsmen.currency) == (4, 6, "")
