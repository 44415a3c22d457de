"""Messages of monitoring: one function per message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import links, outbox
from accounts.models import Organisation, OutgoingMessage, User
from dialogues.models import Agreement
from procurement.models import ActionPlan, ApproachRound, CategoryPlan
from suppliers.models import Deliverable

Subject = Deliverable | Agreement | ApproachRound | CategoryPlan | ActionPlan


@dataclass(frozen=True)
class Line:
    """One deadline in a reminder: what, for which contract, meeting, tender or plan, by when, and how late it is."""

    subject: Subject
    due_on: date
    days_late: int

    @property
    def what(self) -> str:
        if isinstance(self.subject, ApproachRound):
            return _("decision on the approach of a tender")
        if isinstance(self.subject, CategoryPlan):
            return _("next edition of the category plan")
        if isinstance(self.subject, ActionPlan):
            return _("next edition of the action plan")
        if isinstance(self.subject, Deliverable):
            return str(self.subject)
        return self.subject.text.removesuffix(".")  # the sentence goes on

    @property
    def about(self) -> str:
        if isinstance(self.subject, Deliverable):
            return f"{self.subject.contract.reference} {self.subject.contract.title}"
        if isinstance(self.subject, ApproachRound):
            return str(self.subject.tender)
        if isinstance(self.subject, CategoryPlan | ActionPlan):
            return str(self.subject)
        return self.subject.meeting.reference

    @property
    def supplier(self) -> str:
        return self.subject.contract.supplier.name if isinstance(self.subject, Deliverable) else ""


def reminder(*, to: User, organisation: Organisation, lines: Sequence[Line], by: User, at: datetime) -> OutgoingMessage:
    """One message with everything somebody is reminded of today: the most overdue first."""
    ordered = sorted(lines, key=lambda line: (line.due_on, line.what))
    if to.is_supplier:
        _link, token = links.create(user=to, organisation=organisation, by=by, at=at)
        link = links.address(token)
    else:
        link = f"{settings.BASE_URL}{reverse('monitoring:worklist')}"
    late = sum(line.days_late > 0 for line in ordered)
    documents = [line for line in ordered if isinstance(line.subject, Deliverable)]
    context = {
        "lines": ordered, "first": ordered[0], "late": late, "number": len(ordered), "link": link,
        "has_documents": bool(documents), "has_late_documents": any(line.days_late > 0 for line in documents),
        "has_agreements": len(documents) < len(ordered),
    }  # fmt: skip
    template = "reminder_supplier" if to.is_supplier else "reminder_colleague"
    only = ordered[0].subject if len(ordered) == 1 else None
    return outbox.enqueue(to=to, template=template, context=context, organisation=organisation, about=only, at=at)
