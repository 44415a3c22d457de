"""The report of a meeting: writing it and sending it for confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from dialogues.actions import minutes
from dialogues.forms import MinutesForm
from dialogues.permissions import check_lead
from dialogues.views.pages import add_errors, find_meeting
from dialogues.workflow import MEETING


@internal
@require_http_methods(["GET", "POST"])
def record(request: MemberRequest, pk: int) -> HttpResponse:
    """Write down what was said, the first time or to correct it."""
    meeting = find_meeting(request, pk)
    check_lead(request.user, meeting.organisation_id)
    if meeting.state != "held" and MEETING.move(meeting.state, "held") is None:
        messages.error(request, _("A report can be written once people were invited, and until it is confirmed."))
        return redirect("dialogues:meeting-detail", pk)
    form = MinutesForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            minutes.record(
                meeting=meeting, held_on=data["held_on"], attendance=data["attendance"], summary=data["summary"],
                points=form.said, by=request.user, at=request.now,
            )  # fmt: skip
        except ValidationError as refused:
            add_errors(form, refused)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("dialogues:meeting-detail", pk)
        else:
            messages.success(request, _("The report has been saved. Now write down the agreements, then send it."))
            return redirect("dialogues:meeting-detail", pk)
    context = {"meeting": meeting, "form": form, "suppliers": list(meeting.suppliers.all())}
    return render(request, "dialogues/minutes_form.html", context)


@internal
@require_POST
def send(request: MemberRequest, pk: int) -> HttpResponse:
    """Send the report with the agreements to the supplier."""
    meeting = find_meeting(request, pk)
    try:
        minutes.send(meeting=meeting, by=request.user, at=request.now)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The report is on its way to the supplier."))
    return redirect("dialogues:meeting-detail", pk)
