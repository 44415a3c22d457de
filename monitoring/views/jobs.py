"""What every page about work in the background does the same."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import MemberRequest
from accounts.workflow import TransitionNotAllowed
from monitoring.models import Job


def tried(request: MemberRequest, act: Callable[..., Job | None], *, page: str, **job: Job) -> HttpResponse:
    """Do something with one job, and go to its page, or to that of the job that came of it. A refusal is said there.

    ``job``: the job, by the name that the action has for it.
    """
    (shown,) = job.values()
    try:
        shown = act(**job, by=request.user, at=request.now) or shown
    except (PermissionDenied, TransitionNotAllowed) as refused:
        messages.error(request, str(refused))
    return redirect(page, pk=shown.pk)
