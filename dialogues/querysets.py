"""Reads of meetings and agreements: who sees which, and what asks attention."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from accounts.calendar import last_working_day_before
from accounts.roles import READ, roles_with

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from dialogues.models import Agreement, Confirmation, Meeting

OPEN = ("planned", "invited")
"""The states of a meeting that is still to be held."""

HELD = ("held", "confirmed")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        """Members with the dialogue right; a contact person the meetings his employer was invited to."""
        if user.is_system:
            return self
        if user.is_supplier:
            never_told = Q(state="planned") | Q(state="cancelled", invited_at=None)
            own = _taking_part(self.model).filter(meeting=OuterRef("pk"), **_contact_of(user, "organisation"))
            return self.filter(Exists(own)).exclude(never_told)
        return self.filter(organisation__in=user.organisations_with(roles_with("dialogue", READ)))

    def of(self, organisation: Organisation) -> MeetingQuerySet:
        return self.filter(organisation=organisation)

    def with_supplier(self, key: int) -> MeetingQuerySet:
        return self.filter(suppliers=key)

    def about_contract(self, key: int) -> MeetingQuerySet:
        return self.filter(contracts=key)

    def search(self, text: str) -> MeetingQuerySet:
        """In reference, purpose, place, summary, points and names of suppliers."""
        own = Q(reference__icontains=text) | Q(purpose__icontains=text) | Q(location__icontains=text)
        own |= Q(summary__icontains=text)
        points = _related(self.model, "points").filter(meeting=OuterRef("pk"), text__icontains=text)
        named = _taking_part(self.model).filter(meeting=OuterRef("pk"), supplier__name__icontains=text)
        return self.filter(own | Exists(points) | Exists(named))

    def to_record(self, today: date) -> MeetingQuerySet:
        """Their day is past and nothing has been written down."""
        return self.filter(state__in=OPEN, date__lt=today)

    def to_send(self) -> MeetingQuerySet:
        """Held with suppliers, and the report is not with them (any more)."""
        there = _taking_part(self.model).filter(meeting=OuterRef("pk"))
        return self.filter(Exists(there), state="held", minutes_sent_at=None)

    def to_confirm(self) -> MeetingQuerySet:
        """The report is with the supplier, who has not confirmed it."""
        return self.filter(state="held", minutes_sent_at__isnull=False)

    def upcoming(self, today: date) -> MeetingQuerySet:
        return self.filter(state__in=OPEN, date__gte=today)

    def with_agreements(self) -> MeetingQuerySet:
        """Annotate ``agreement_count`` and ``open_count``."""
        return self.annotate(
            agreement_count=Count("agreements", distinct=True),
            open_count=Count("agreements", filter=Q(agreements__state="open"), distinct=True),
        )


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def visible_to(self, user: User) -> ConfirmationQuerySet:
        """Members as the meeting; a contact person only what his own employer was asked and answered."""
        if user.is_system:
            return self
        if user.is_supplier:
            mine = user.supplier_contacts.filter(
                is_active=True, supplier=OuterRef("supplier"), organisation=OuterRef("meeting__organisation")
            )
            return self.filter(Exists(mine))
        return self.filter(meeting__organisation__in=user.organisations_with(roles_with("dialogue", READ)))


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User) -> AgreementQuerySet:
        """A contact person sees what was agreed with his employer, or with everybody in the meeting."""
        if user.is_system:
            return self
        if user.is_supplier:
            pairs = _taking_part(cast("Any", self.model._meta.get_field("meeting").related_model)).filter(
                meeting=OuterRef("meeting"), **_contact_of(user, "meeting__organisation")
            )
            with_own = Exists(pairs.filter(supplier=OuterRef("supplier"))) | (Q(supplier=None) & Exists(pairs))
            return self.filter(with_own, meeting__state__in=HELD)
        return self.filter(meeting__organisation__in=user.organisations_with(roles_with("dialogue", READ)))

    def of(self, organisation: Organisation) -> AgreementQuerySet:
        return self.filter(meeting__organisation=organisation)

    def search(self, text: str) -> AgreementQuerySet:
        """In the text, the owner's name, the report and the reference of the meeting."""
        own = Q(text__icontains=text) | Q(owner__icontains=text) | Q(report__icontains=text)
        return self.filter(own | Q(meeting__reference__icontains=text))

    def with_supplier(self, key: int) -> AgreementQuerySet:
        """Made with this supplier, or with all suppliers of a meeting he was in."""
        meeting = cast("Any", self.model._meta.get_field("meeting").related_model)
        there = _taking_part(meeting).filter(meeting=OuterRef("meeting"), supplier=key)
        return self.filter(Q(supplier=key) | (Q(supplier=None) & Exists(there)))

    def open_first(self) -> AgreementQuerySet:
        """What is still to be done on top, by due date."""
        is_over = Case(When(state="open", then=Value(0)), default=Value(1))
        return self.order_by(is_over, "due_on", "-pk")

    def opened(self) -> AgreementQuerySet:
        return self.filter(state="open")

    def unreported(self) -> AgreementQuerySet:
        """Open, and the owner's side has not said yet what came of it: these are reminded of."""
        return self.filter(state="open", reported_at=None)

    def awaiting_confirmation(self) -> AgreementQuerySet:
        return self.filter(state="open", reported_at__isnull=False)

    def overdue(self, today: date) -> AgreementQuerySet:
        """Unreported, and today is later than the first working day on or after the due date."""
        return self.unreported().filter(due_on__lte=last_working_day_before(today))

    def mine(self, user: User) -> AgreementQuerySet:
        """Of which somebody is the owner, or whose meeting he organises."""
        return self.filter(Q(owner_user=user) | Q(meeting__organiser=user))

    def with_overdue(self, today: date) -> AgreementQuerySet:
        """Annotate ``is_overdue``."""
        late = When(state="open", reported_at=None, due_on__lte=last_working_day_before(today), then=Value(value=True))
        return self.annotate(is_overdue=Case(late, default=Value(value=False)))


def _related(model: type[models.Model], name: str) -> models.QuerySet[Any]:
    """All rows of the model at the other end of a relation."""
    other = cast("Any", model._meta.get_field(name).related_model)
    return cast("models.QuerySet[Any]", other._default_manager.all())


def _taking_part(model: type[models.Model]) -> models.QuerySet[Any]:
    """All pairs of meeting and supplier; ``model`` is that of the meeting."""
    return cast("models.QuerySet[Any]", cast("Any", model).suppliers.through._default_manager.all())


def _contact_of(user: User, organisation: str) -> dict[str, Any]:
    """Conditions on a pair: its supplier has this contact person, active for the organisation of the meeting."""
    return {
        "supplier__contacts__user": user,
        "supplier__contacts__is_active": True,
        "supplier__contacts__organisation": OuterRef(organisation),
    }
