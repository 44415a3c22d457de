"""When an organisation reminds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import READ, WRITE
from accounts.views.gates import internal
from monitoring.actions import offsets
from monitoring.forms import RemindersForm
from monitoring.models import ReminderOffset
from monitoring.reads import own_lead_time
from procurement.plan_period import ENDS_WITHIN


@internal
def reminders(request: MemberRequest) -> HttpResponse:
    """The moments of reminding: shown to who may read settings, changed by who may write them."""
    check_right(request.user, request.organisation, "settings", READ)
    own = list(ReminderOffset.objects.filter(organisation=request.organisation))
    default = list(ReminderOffset.objects.filter(organisation=None))
    own_lead = own_lead_time(request.organisation)
    initial = {
        "plan_days": own_lead.days if own_lead else None,
        "days": ", ".join(str(row.days) for row in own),
        "then_monthly": any(row.repeats_monthly for row in own or default),
    }
    form = RemindersForm(request.POST or None, initial=initial)
    if request.method == "POST":
        check_right(request.user, request.organisation, "settings", WRITE)
        if form.is_valid():
            offsets.replace(organisation=request.organisation, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, _("The moments of reminding have been saved."))
            return redirect("monitoring:reminder-settings")
    may_write = has_right(request.user, request.organisation, "settings", WRITE)
    context = {
        "form": form, "own": own, "default": default, "may_write": may_write,
        "days": (own_lead or ENDS_WITHIN).days,
    }  # fmt: skip
    return render(request, "monitoring/reminder_settings.html", context)
