"""Is this file a published edition of our report, unchanged? The rule is that of ``verify_report``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import READ
from accounts.views.gates import internal
from documents.actions.uploads import CheckedUpload
from documents.formats.kinds import PDF
from documents.forms import DocumentField
from monitoring import verification
from monitoring.models import AnnualReport


class VerifyForm(forms.Form):
    """The file to look at; nothing of it is kept."""

    document = DocumentField(kinds=(PDF,), label=gettext_lazy("Annual report as PDF"))


@internal
@require_http_methods(["GET", "POST"])
def report_verify(request: MemberRequest) -> HttpResponse:
    """Send a PDF; hear which edition it is, or why it does not hold."""
    check_right(request.user, request.organisation, "annual_report", READ)
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context |= _verdict(form.cleaned_data["document"], request.organisation)
    return render(request, "monitoring/report_verify.html", context, status=422 if form.errors else 200)


def _verdict(upload: CheckedUpload, organisation: Organisation) -> dict[str, Any]:
    """``name`` of the file, and ``report`` with perhaps a ``newer`` one, or ``refused``; neither: never published."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        upload.file.seek(0)
        with path.open("wb") as kept:
            shutil.copyfileobj(upload.file, kept)
        try:
            verified = verification.verify_file(path, of=organisation)
        except verification.NotValid as refused:
            return {"name": upload.name, "refused": str(refused)}
    report = AnnualReport.objects.get(pk=verified.report) if verified.report else None
    newer = verification.newer(report) if report else None
    return {"name": upload.name, "sha256": verified.sha256, "report": report, "newer": newer}
