"""The history of a contract and of a deliverable, in sentences: who did what and why, and who read what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.calendar import local_date
from accounts.models import AuditEvent
from accounts.templatetags.ui import day_text
from accounts.templatetags.ui_classes import STATUS_TONES
from accounts.workflow import Text
from suppliers.models import Commitment, CommitmentResult, Contract, Deliverable
from suppliers.workflow import DELIVERABLE, EXTENSION

FIELD_NAMES: Mapping[str, Promise] = {
    "reference": gettext_lazy("reference"),
    "title": gettext_lazy("title"),
    "awarded_on": gettext_lazy("awarded on"),
    "start_on": gettext_lazy("start date"),
    "end_on": gettext_lazy("end date"),
    "value": gettext_lazy("value"),
    "currency": gettext_lazy("currency"),
    "isv": gettext_lazy("ISV is a contract condition"),
    "risk_signals": gettext_lazy("signals in the chain"),
    "follow_up": gettext_lazy("follow-up"),
    "contract_manager": gettext_lazy("contract manager"),
}


@dataclass(frozen=True)
class HistoryEvent:
    """One line of a history."""

    at: datetime
    by: str
    title: str
    tone: str = "neutral"
    reason: str = ""


OUTCOMES = ("accepted", "accepted_with_remarks", "revision_requested")


def history_of_deliverable(deliverable: Deliverable, *, with_reading: bool, with_remarks: bool) -> list[HistoryEvent]:
    """What happened to a deliverable, newest first.

    ``with_reading``: also who read its confidential documents. ``with_remarks``: also what was said with an outcome.
    """
    requests = [request.pk for request in deliverable.extension_requests.all()]
    about = Q(object_type="suppliers.deliverable", object_id=deliverable.pk)
    about |= Q(object_type="suppliers.extensionrequest", object_id__in=requests)
    if with_reading:
        handed_in = (version for version in deliverable.submissions.all() if version.submitted_at)
        documents = [file.document_id for version in handed_in for file in version.files.all()]
        about |= Q(object_type="documents.document", object_id__in=documents, action="document.read")
    events = list(AuditEvent.objects.filter(about).order_by("-at", "-pk"))
    for event in events:
        if not with_remarks and event.action == "deliverable.state" and event.after.get("state") in OUTCOMES:
            event.reason = ""
    return _sentences(events)


def history_of_contract(contract: Contract) -> list[HistoryEvent]:
    """What happened to a contract, newest first; what happened to its deliverables is on their own pages."""
    return _sentences(AuditEvent.objects.about(contract))


def history_of_commitment(commitment: Commitment) -> list[HistoryEvent]:
    """What happened to a commitment, newest first."""
    return _sentences(AuditEvent.objects.about(commitment))


def _sentences(events: Iterable[AuditEvent]) -> list[HistoryEvent]:
    """The events that have a sentence. Reading the same document twice on a day is told once."""
    told: set[tuple[Any, ...]] = set()
    found = []
    for event in events:
        sentence = SENTENCES.get(event.action)
        title = sentence(event) if sentence else ""
        if not title:
            continue
        if event.action == "document.read":
            key = (event.actor_id, event.object_id, local_date(event.at))
            if key in told:
                continue
            told.add(key)
        found.append(HistoryEvent(event.at, event.actor_label, title, _tone(event), _why(event)))
    return found


def _why(event: AuditEvent) -> str:
    """The reason of what happened; with an award what is explained is the follow-up, and that is said."""
    if event.action != "contract.awarded":
        return event.reason
    explained = event.after.get("follow_up_reason") or event.reason  # older events have it as their reason
    return _("Reason of the follow-up: %(reason)s") % {"reason": explained} if explained else ""


def _tone(event: AuditEvent) -> str:
    state = event.after.get("state") if event.action.endswith(".state") else None
    return STATUS_TONES.get(str(state), "neutral")


def _state(labels: Mapping[str, Text], event: AuditEvent) -> str:
    state = str(event.after.get("state", ""))
    return "" if state == "submitted" else _("State: %(state)s") % {"state": labels.get(state, state)}


def _extension(event: AuditEvent) -> str:
    return _("Extension: %(state)s") % {"state": EXTENSION.labels.get(str(event.after.get("state")), "")}


def _day(value: Any) -> str:
    return day_text(date.fromisoformat(value)) if isinstance(value, str) and value else _("none")


def _moved(event: AuditEvent) -> str:
    before, after = event.before.get("due_on"), event.after.get("due_on")
    if before == after:
        return _("Grace changed")
    return _("Due date moved from %(before)s to %(after)s") % {"before": _day(before), "after": _day(after)}


def _paused(event: AuditEvent) -> str:
    return _("No reminders until %(day)s") % {"day": _day(event.after.get("reminders_paused_until"))}


def _changed(event: AuditEvent) -> str:
    names = [str(FIELD_NAMES[name]) for name in event.after if name in FIELD_NAMES]
    return _("Changed: %(fields)s") % {"fields": ", ".join(names)} if names else ""


def _came_of_it(event: AuditEvent) -> str:
    outcomes = dict(CommitmentResult.Outcome.choices)
    year, outcome = event.after.get("year", ""), event.after.get("outcome")
    if outcome is None:
        return _("%(year)s: measured again") % {"year": year}
    return f"{year}: {outcomes.get(outcome, outcome)}"


SENTENCES: Mapping[str, Callable[[AuditEvent], str]] = {
    "contract.awarded": lambda event: _("Awarded"),
    "contract.created": lambda event: _("Created"),
    "contract.imported": lambda event: _("Imported from a notice"),
    "contract.changed": _changed,
    "contract.commitments_made": lambda event: _("Commitments taken over from the tender"),
    "commitment.changed": lambda event: _("Worded otherwise than in the tender"),
    "commitment.result": _came_of_it,
    "contract.terms_changed": lambda event: _("Terms changed"),
    "contract.request_received": lambda event: (
        _("Request received by the supplier on %(day)s: %(subject)s")
        % {"day": _day(event.after.get("received_on")), "subject": event.after.get("subject", "")}
    ),
    "contract.reminders_paused": _paused,
    "contract.reminders_resumed": lambda event: _("Reminders resumed"),
    "deliverable.created": lambda event: (
        _("Follows from the contract, due on %(day)s") % {"day": _day(event.after.get("due_on"))}
    ),
    "deliverable.state": lambda event: _state(DELIVERABLE.labels, event),
    "deliverable.due_date_changed": _moved,
    "deliverable.rescheduled": _moved,
    "deliverable.extension_requested": lambda event: (
        _("More time asked, until %(day)s") % {"day": _day(event.after.get("wanted_on"))}
    ),
    "extensionrequest.state": _extension,
    "deliverable.reminders_paused": _paused,
    "deliverable.reminders_resumed": lambda event: _("Reminders resumed"),
    "submission.submitted": lambda event: _("Version %(number)s handed in") % {"number": event.after.get("number", "")},
    "submission.file_refused": lambda event: (
        _("File with a virus refused: %(name)s") % {"name": event.after.get("file", "")}
    ),
    "document.read": lambda event: _("Read: %(name)s") % {"name": event.object_label},
}
