"""Tenders by hand: made, changed, moved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts.actions import audit
from accounts.models import AuditEvent
from accounts.roles import ROLES, WRITE, roles_with
from accounts.workflow import TransitionNotAllowed
from procurement import history
from procurement.actions import tenders
from procurement.actions.tenders import LotInput
from procurement.models import Lot, Tender
from tests.accounts.factories import AT, OrganisationFactory, UserFactory
from tests.accounts.fixtures import Cast
from tests.procurement.factories import CategoryFactory, TenderFactory, ThresholdFactory
from tests.procurement.test_notices import notice, take

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_only_roles_that_write_the_approach_make_a_tender(cast: Cast, role: str) -> None:
    by = cast.people[role]
    if role in roles_with("tender_approach", WRITE):
        made = tenders.create(organisation=cast.organisation, by=by, at=AT, reference="1", title="Werkkleding")
        assert made.stage == "planned"
        return
    with pytest.raises(PermissionDenied):
        tenders.create(organisation=cast.organisation, by=by, at=AT, reference="1", title="Werkkleding")


def test_a_tender_keeps_what_is_unknown_unknown(cast: Cast) -> None:
    tender = tenders.create(organisation=cast.organisation, by=cast.buyer, at=AT, reference="1", title="t")
    assert (tender.estimated_value, tender.nature, tender.government_wide) == (None, "", None)


def test_making_is_in_the_audit_trail(cast: Cast) -> None:
    lot = LotInput("1", "Broeken", CategoryFactory(name_nl="bedrijfskleding"))
    tender = tenders.create(organisation=cast.organisation, by=cast.buyer, at=AT, reference="1", title="t", lots=[lot])
    event = AuditEvent.objects.about(tender).get(action="tender.created")
    assert (event.actor_id, event.after["reference"]) == (cast.buyer.pk, "1")
    assert event.after["lot 1"] == "Broeken · bedrijfskleding"


def test_a_reference_occurs_once_per_organisation(cast: Cast) -> None:
    TenderFactory(organisation=cast.organisation, reference="2026-1")
    elsewhere = tenders.create(organisation=cast.other, by=cast.outsider, at=AT, reference="2026-1", title="t")
    assert elsewhere.pk
    with pytest.raises(ValidationError) as refusal:
        tenders.create(organisation=cast.organisation, by=cast.buyer, at=AT, reference=" 2026-1 ", title="t")
    assert "reference" in refusal.value.message_dict


def test_a_change_records_only_what_differs(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, title="Oud", nature="supplies")
    tenders.change(tender=tender, by=cast.mvi_adviser, at=AT, title="Nieuw", nature="supplies")
    event = AuditEvent.objects.about(tender).get(action="tender.changed")
    assert (event.before, event.after) == ({"title": "Oud"}, {"title": "Nieuw"})
    assert tender.title == "Nieuw"


def test_nothing_is_recorded_when_nothing_differs(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, title="Zo")
    tenders.change(tender=tender, by=cast.buyer, at=AT, title="Zo")
    assert not AuditEvent.objects.filter(action="tender.changed").exists()


def test_a_field_with_its_own_verb_cannot_be_changed(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    with pytest.raises(TypeError, match="stage"):
        tenders.change(tender=tender, by=cast.buyer, at=AT, stage="awarded")


def test_an_impossible_value_is_refused_at_its_field(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    with pytest.raises(ValidationError) as refusal:
        tenders.change(tender=tender, by=cast.buyer, at=AT, impact_weight=Decimal(101))
    assert list(refusal.value.message_dict) == ["impact_weight"]


def test_lots_are_changed_added_and_removed(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, lots=[None, None])
    first, second = tender.lots.all()
    category = CategoryFactory()
    tenders.change(
        tender=tender, by=cast.buyer, at=AT,
        lots=[
            LotInput("A", "Schoenen", category, pk=first.pk),
            LotInput(second.identifier, pk=second.pk, is_removed=True),
            LotInput("B", "Helmen"),
        ],
    )  # fmt: skip
    assert list(tender.lots.values_list("identifier", "title", "category")) == [
        ("A", "Schoenen", category.pk),
        ("B", "Helmen", None),
    ]


def test_a_published_lot_keeps_its_name_and_stays(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    lot = tender.lots.get()
    Lot.objects.update(published={"id": "LOT-0001"})
    category = CategoryFactory()
    tenders.change(tender=tender, by=cast.buyer, at=AT, lots=[LotInput("X", "anders", category, pk=lot.pk)])
    lot.refresh_from_db()
    assert (lot.identifier, lot.category) == ("LOT-0001", category)
    with pytest.raises(ValidationError):
        tenders.change(tender=tender, by=cast.buyer, at=AT, lots=[LotInput("LOT-0001", pk=lot.pk, is_removed=True)])


@pytest.mark.parametrize(
    "lots",
    [
        [LotInput("1"), LotInput("1")],
        [LotInput(" ", "zonder nummer")],
        [LotInput("1", pk=999_999)],
    ],
)
def test_lots_that_cannot_be_are_refused_and_nothing_is_saved(cast: Cast, lots: list[LotInput]) -> None:
    tender = TenderFactory(organisation=cast.organisation, title="Oud", lots=[])
    with pytest.raises(ValidationError):
        tenders.change(tender=tender, by=cast.buyer, at=AT, title="Nieuw", lots=lots)
    tender.refresh_from_db()
    assert (tender.title, tender.lots.count()) == ("Oud", 0)


def test_a_category_of_another_organisation_is_refused(cast: Cast) -> None:
    theirs = CategoryFactory(organisation=cast.other)
    with pytest.raises(ValidationError):
        tenders.create(
            organisation=cast.organisation, by=cast.buyer, at=AT, reference="1", title="t",
            lots=[LotInput("1", category=theirs)],
        )  # fmt: skip


def test_publishing_without_approved_approach_is_possible_and_seen(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    tenders.publish(tender=tender, by=cast.buyer, at=AT, publication_date=date(2026, 11, 1))
    assert (tender.stage, tender.publication_date) == ("published", date(2026, 11, 1))
    assert tender.is_published_unapproved
    assert list(Tender.objects.published_unapproved()) == [tender]


def test_a_second_award_leaves_the_first_date(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, stage="awarded")
    tenders.award(tender=tender, by=cast.buyer, at=AT, award_date=date(2027, 9, 9))
    tender.refresh_from_db()
    assert tender.award_date == date(2027, 3, 1)


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdrawing_asks_a_reason(cast: Cast, reason: str) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    with pytest.raises(TransitionNotAllowed):
        tenders.withdraw(tender=tender, by=cast.buyer, at=AT, reason=reason)


def test_a_correction_goes_back_with_its_reason(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, stage="published")
    tenders.correct_stage(tender=tender, to="planned", by=cast.buyer, at=AT, reason="Te vroeg vastgelegd.")
    assert tender.stage == "planned"
    assert AuditEvent.objects.about(tender).filter(action="tender.stage", reason="Te vroeg vastgelegd.").exists()


def test_a_step_forward_is_no_correction(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    with pytest.raises(TransitionNotAllowed):
        tenders.correct_stage(tender=tender, to="published", by=cast.buyer, at=AT, reason="x")


def test_without_audit_row_there_is_no_change(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tender = TenderFactory(organisation=cast.organisation, title="Oud")

    def fails(**_values: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(IntegrityError), transaction.atomic():
        tenders.change(tender=tender, by=cast.buyer, at=AT, title="Nieuw")
    with pytest.raises(IntegrityError), transaction.atomic():
        tenders.publish(tender=tender, by=cast.buyer, at=AT, publication_date=date(2026, 1, 1))
    tender.refresh_from_db()
    assert (tender.title, tender.stage) == ("Oud", "planned")


def test_a_member_of_another_organisation_changes_nothing(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    with pytest.raises(PermissionDenied):
        tenders.change(tender=tender, by=cast.outsider, at=AT, title="van buiten")
    assert not Tender.objects.visible_to(cast.outsider).exists()
    assert Tender.objects.visible_to(cast.auditor).get() == tender


def test_tenders_are_found_by_words_and_by_publication(cast: Cast) -> None:
    shoes = TenderFactory(organisation=cast.organisation, reference="2026-77", title="Veiligheidsschoenen en helmen")
    TenderFactory(organisation=cast.organisation, title="Koffie")
    assert list(Tender.objects.search("helmen 2026-77")) == [shoes]
    assert list(Tender.objects.search("helmen koffie")) == []


def test_the_number_of_a_publication_finds_its_tender(cast: Cast) -> None:
    tender = take(cast, notice(publication="00191536-2026")).tender
    TenderFactory(organisation=cast.organisation, title="Koffie")
    assert list(Tender.objects.search("00191536-2026")) == [tender]
    assert list(Tender.objects.search("00191537-2026")) == []


@pytest.mark.postgres
def test_words_are_looked_for_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "tender_words" in Tender.objects.search("helmen 2026-77").explain()


def test_a_person_sees_what_waits_for_his_decision(cast: Cast, shipped: None) -> None:
    organisation = OrganisationFactory()
    tender = TenderFactory(organisation=organisation, state="submitted")
    both = UserFactory(organisation=organisation, roles=["buyer", "tenderboard"])
    own = TenderFactory(organisation=organisation, state="submitted", by=both)
    assert list(Tender.objects.awaiting_decision_of(both, AT.date())) == [tender]
    assert own not in Tender.objects.awaiting_decision_of(both, AT.date())
    assert not Tender.objects.awaiting_decision_of(cast.tenderboard, AT.date()).exists()


@pytest.fixture
def thresholds() -> None:
    ThresholdFactory()


@pytest.mark.usefixtures("thresholds")
@pytest.mark.parametrize("state", ["submitted", "approved"])
@pytest.mark.parametrize(
    "change", [{"estimated_value": Decimal(20_000)}, {"publication_date": None}, {"currency": "USD"}], ids=str
)
def test_what_was_judged_stays_mandatory_or_not(cast: Cast, state: str, change: dict[str, Any]) -> None:
    risk = CategoryFactory(risk=True)
    tender = TenderFactory(organisation=cast.organisation, lots=[risk], state=state)

    with pytest.raises(ValidationError, match="ISV"):
        tenders.change(tender=tender, by=cast.buyer, at=AT, **change)

    tender.refresh_from_db()
    assert tender.estimated_value == Decimal(2_000_000)


@pytest.mark.usefixtures("thresholds")
def test_the_category_of_a_lot_stays_too_while_it_decides(cast: Cast) -> None:
    risk, harmless = CategoryFactory(risk=True), CategoryFactory()
    tender = TenderFactory(organisation=cast.organisation, lots=[risk], state="approved")
    lot = tender.lots.get()

    with pytest.raises(ValidationError, match="ISV"):
        tenders.change(
            tender=tender, by=cast.buyer, at=AT, lots=[LotInput(lot.identifier, category=harmless, pk=lot.pk)]
        )

    assert tender.lots.get().category == risk


@pytest.mark.usefixtures("thresholds")
@pytest.mark.parametrize("state", ["draft", "returned"])
def test_what_nobody_judges_may_change(cast: Cast, state: str) -> None:
    tender = TenderFactory(organisation=cast.organisation, lots=[CategoryFactory(risk=True)], state=state)

    tenders.change(tender=tender, by=cast.buyer, at=AT, estimated_value=Decimal(20_000))

    assert tender.estimated_value == Decimal(20_000)


@pytest.mark.usefixtures("thresholds")
def test_a_change_that_alters_nothing_for_isv_goes_on_after_approval(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, lots=[CategoryFactory(risk=True)], state="approved")

    tenders.change(tender=tender, by=cast.buyer, at=AT, estimated_value=Decimal(1_900_000))

    assert tender.estimated_value == Decimal(1_900_000)


@pytest.mark.parametrize(
    ("code", "said"), [("comp-dial", "concurrentiegerichte dialoog"), ("een-eigen-woord", "een-eigen-woord")]
)
def test_a_procedure_is_told_in_words(code: str, said: str) -> None:
    with translation.override("nl"):
        assert history.text("procedure", code) == said
