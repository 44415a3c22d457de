"""Suppliers, contracts and what they owe, for tests: each trait walks through the product's own actions."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import factory
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Organisation, User
from documents.actions import uploads
from suppliers.actions import assessments, awards, contacts, deliverables, extensions, lookups, submissions
from suppliers.actions.awards import Award, NewSupplier
from suppliers.models import (
    Contract,
    Deliverable,
    DeliverableKind,
    ExtensionRequest,
    QuestionSet,
    Submission,
    Supplier,
    SupplierContact,
)
from tests.accounts.factories import AT, OrganisationFactory, UserFactory, system_user
from tests.procurement.factories import TenderFactory

START = date(2027, 1, 1)


def noon(day: date) -> datetime:
    """An instant on this day, in the Netherlands too."""
    return datetime.combine(day, time(12), UTC)


def load_lookups() -> None:
    """The product's schedules and question sets, once per test."""
    if not QuestionSet.objects.exists():
        lookups.load_shipped(by=system_user(), at=AT)


def manager_of(organisation: Organisation) -> User:
    """A contract manager of the organisation: the first, or a new one."""
    membership = organisation.memberships.with_role("contract_manager").select_related("user").first()
    return membership.user if membership else UserFactory(organisation=organisation, roles=["contract_manager"])


def category_manager_of(organisation: Organisation) -> User:
    membership = organisation.memberships.with_role("category_manager").select_related("user").first()
    return membership.user if membership else UserFactory(organisation=organisation, roles=["category_manager"])


def contact_of(contract: Contract) -> User:
    """A contact person of the contract's supplier for its organisation: the first, or a new one."""
    known = contract.supplier.contacts.filter(organisation=contract.organisation, is_active=True).first()
    return (known or ContactFactory(supplier=contract.supplier, organisation=contract.organisation)).user


@cache
def pdf(text: str = "Risicoanalyse", pages: int = 2) -> bytes:
    """A small real PDF with some text on each page."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 24 Tf 72 760 Td ({text} {number}) Tj ET".encode("latin-1"))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def upload(name: str = "risicoanalyse.pdf", content: bytes | None = None) -> uploads.CheckedUpload:
    """A file that was looked into; the same content only once, as a process starts for each."""
    content = pdf() if content is None else content
    return replace(_checked(name, content), file=SimpleUploadedFile(name, content, "application/pdf"))


@cache
def _checked(name: str, content: bytes) -> uploads.CheckedUpload:
    return uploads.check(file=SimpleUploadedFile(name, content, "application/pdf"))


class SupplierFactory(factory.django.DjangoModelFactory):
    """A supplier; with ``organisation`` also known there."""

    class Meta:
        model = Supplier

    name = factory.Sequence(lambda n: f"Leverancier {n} B.V.")
    kvk = factory.Sequence(lambda n: f"{10_000_000 + n}")
    country = "NL"
    created_at = AT

    @classmethod
    def _create(cls, model_class: type[Supplier], *args: Any, **kwargs: Any) -> Supplier:
        organisation = kwargs.pop("organisation", None)
        if organisation is None:
            return Supplier.objects.create(**kwargs)
        kwargs.pop("created_at")
        return awards.link_supplier(supplier=NewSupplier(**kwargs), organisation=organisation, by=system_user(), at=AT)


class ContactFactory(factory.django.DjangoModelFactory):
    """A contact person: ``ContactFactory(supplier=s, organisation=o)``, with ``email`` that of an existing contact."""

    class Meta:
        model = SupplierContact

    email = factory.Sequence(lambda n: f"contact-{n}@leverancier.example")
    name = factory.Sequence(lambda n: f"Contactpersoon {n}")
    language = "nl"

    @classmethod
    def _create(cls, model_class: type[SupplierContact], *args: Any, **kwargs: Any) -> SupplierContact:
        awards.link_supplier(supplier=kwargs["supplier"], organisation=kwargs["organisation"], by=system_user(), at=AT)
        return contacts.add(by=system_user(), at=AT, **kwargs)


class ContractFactory(factory.django.DjangoModelFactory):
    """An awarded contract of two years. Without ``isv=True`` nothing is owed; with it the normal schedule."""

    class Meta:
        model = Contract

    reference = factory.Sequence(lambda n: f"C-{n:04}")
    title = "Levering van bedrijfskleding"
    awarded_on = date(2026, 11, 2)
    start_on = START
    end_on = date(2028, 12, 31)
    value = Decimal(900_000)
    currency = "EUR"
    isv = False
    follow_up = "normal"
    follow_up_reason = ""

    @classmethod
    def _create(cls, model_class: type[Contract], *args: Any, **kwargs: Any) -> Contract:
        load_lookups()
        at, by = kwargs.pop("at", AT), kwargs.pop("by", None) or system_user()
        tender = kwargs.pop("tender", None)
        organisation = kwargs.pop("organisation", None) or (tender.organisation if tender else OrganisationFactory())
        tender = tender or TenderFactory(organisation=organisation, stage="published")
        supplier = kwargs.pop("supplier", None) or SupplierFactory(organisation=organisation)
        kwargs.setdefault("contract_manager", manager_of(organisation))
        return awards.award(tender=tender, supplier=supplier, award=Award(**kwargs), by=by, at=at)


class DeliverableFactory(factory.django.DjangoModelFactory):
    """One deliverable of a contract that owes nothing else. ``state`` is walked to through the actions, a day each.

    ``submitted_on`` is the day of the first version (default: a week before the due date).
    """

    class Meta:
        model = Deliverable

    kind = DeliverableKind.RISK_ANALYSIS
    due_on = date(2027, 4, 1)
    grace_days = 0
    occurrence = 1
    created_at = AT

    class Params:
        submitted = factory.Trait(state="submitted")
        in_assessment = factory.Trait(state="in_assessment")
        accepted = factory.Trait(state="accepted")
        accepted_with_remarks = factory.Trait(state="accepted_with_remarks")
        revision_requested = factory.Trait(state="revision_requested")
        waived = factory.Trait(state="waived")

    @classmethod
    def _create(cls, model_class: type[Deliverable], *args: Any, **kwargs: Any) -> Deliverable:
        load_lookups()
        state, submitted_on = kwargs.pop("state", "expected"), kwargs.pop("submitted_on", None)
        confidentiality = kwargs.pop("confidentiality", "organisation")
        organisation = kwargs.pop("organisation", None)
        if "contract" not in kwargs:
            kwargs["contract"] = ContractFactory(**({"organisation": organisation} if organisation else {}))
        made = Deliverable.objects.create(**kwargs)
        walk(
            made,
            to=state,
            on=submitted_on or made.due_on - timedelta(days=7),
            confidentiality=confidentiality,
        )
        made.refresh_from_db()
        return made


def walk(deliverable: Deliverable, *, to: str, on: date, confidentiality: str = "organisation") -> None:
    """Take an expected deliverable to a state, through the actions; the first version comes in on ``on``."""
    organisation = deliverable.contract.organisation
    if to == "expected":
        return
    if to == "waived":
        by = category_manager_of(organisation)
        deliverables.waive(deliverable=deliverable, reason="Het contract eindigt eerder.", by=by, at=noon(on))
        return
    hand_in(deliverable, on=on, confidentiality=confidentiality)
    if to == "submitted":
        return
    manager = manager_of(organisation)
    assessment = assessments.start(deliverable=deliverable, by=manager, at=noon(on + timedelta(days=1)))
    if to == "in_assessment":
        return
    answer_all(assessment, by=manager, at=noon(on + timedelta(days=1)))
    assessments.decide(
        assessment=assessment,
        outcome=to,
        remarks="" if to == "accepted" else "Noem de landen per schakel.",
        due_on=on + timedelta(days=60) if to == "revision_requested" else None,
        by=manager,
        at=noon(on + timedelta(days=2)),
    )


def hand_in(deliverable: Deliverable, *, on: date, confidentiality: str = "organisation", **files: bytes) -> Submission:
    """Hand in a version as the supplier does; ``files`` by name, else one PDF."""
    contact = contact_of(deliverable.contract)
    at = noon(on)
    submission = submissions.start(deliverable=deliverable, by=contact, at=at)
    for name, content in (files or {"risicoanalyse": pdf()}).items():
        submissions.add_file(submission=submission, file=upload(f"{name}.pdf", content), by=contact, at=at)
    submission = submissions.save_details(
        submission=submission, note="", effective_on=on, public_url="", confidentiality=confidentiality,
        by=contact, at=at,
    )  # fmt: skip
    submission = submissions.submit(submission=submission, by=contact, at=at)
    deliverable.refresh_from_db()
    return submission


def answer_all(assessment: Any, *, by: User, at: datetime, value: str = "fully") -> None:
    for each in assessment.answers.all():
        assessments.answer(
            assessment=assessment, key=each.key, value=value, reason="Staat op bladzijde 2.", by=by, at=at
        )


class ExtensionFactory(factory.django.DjangoModelFactory):
    """A request for a later date, by the supplier unless ``by`` says otherwise; traits decide on it."""

    class Meta:
        model = ExtensionRequest

    reason = "De gegevens van onze toeleveranciers komen later."

    class Params:
        granted = factory.Trait(state="granted")
        refused = factory.Trait(state="refused")

    @classmethod
    def _create(cls, model_class: type[ExtensionRequest], *args: Any, **kwargs: Any) -> ExtensionRequest:
        state = kwargs.pop("state", "requested")
        deliverable = kwargs.pop("deliverable", None) or DeliverableFactory()
        at = kwargs.pop("at", None) or noon(deliverable.due_on - timedelta(days=14))
        by = kwargs.pop("by", None) or contact_of(deliverable.contract)
        kwargs.setdefault("wanted_on", deliverable.due_on + timedelta(days=30))
        asked = extensions.request(deliverable=deliverable, by=by, at=at, **kwargs)
        decider = category_manager_of(deliverable.contract.organisation)
        if state == "granted":
            extensions.grant(request=asked, by=decider, at=at)
        elif state == "refused":
            extensions.refuse(request=asked, reason="De datum stond in het contract.", by=decider, at=at)
        deliverable.refresh_from_db()
        return asked
