"""The compliance report of a contract or a supplier: on the page, and as files made in the background."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from documents.views.serving import serve
from monitoring.actions import compliance as actions
from monitoring.compliance import Subject, gather, report
from monitoring.forms_reports import AsOfForm
from monitoring.models import ComplianceBuild
from monitoring.views.jobs import tried
from monitoring.views.reports import build_step
from suppliers.models import Contract, Supplier
from suppliers.views.suppliers import own_supplier

LATEST = 10


@internal
def contract_compliance(request: MemberRequest, pk: int) -> HttpResponse:
    """The report of one contract; POST asks for a file of what the page shows."""
    seen = Contract.objects.visible_to(request.user).of(request.organisation)
    contract = get_object_or_404(seen.select_related("supplier"), pk=pk)
    return _page(request, contract.supplier, contract)


@internal
def supplier_compliance(request: MemberRequest, pk: int) -> HttpResponse:
    """The report of all contracts with a supplier."""
    return _page(request, own_supplier(request, pk), None)


def _page(request: MemberRequest, supplier: Supplier, contract: Contract | None) -> HttpResponse:
    today = local_date(request.now)
    form = AsOfForm(request.POST if request.method == "POST" else request.GET, today=today)
    as_of = form.cleaned_data.get("as_of") or today if form.is_valid() else today
    if request.method == "POST" and form.is_valid():
        build = actions.request(
            organisation=request.organisation, supplier=supplier, contract=contract, as_of=as_of,
            file_format="xlsx" if request.POST.get("format") == "xlsx" else "pdf",
            language=(translation.get_language() or "nl")[:2], by=request.user, at=request.now,
        )  # fmt: skip
        return redirect("monitoring:compliance-build", pk=build.pk)
    subject = Subject(request.organisation, supplier, contract, request.user, as_of)
    own = ComplianceBuild.objects.visible_to(request.user).filter(organisation=request.organisation, supplier=supplier)
    context = {
        "made": report(gather(subject)),
        "supplier": supplier,
        "contract": contract,
        "as_of": as_of,
        "form": form if form["as_of"].value() else AsOfForm(initial={"as_of": as_of}, today=today),
        "builds": own.filter(contract=contract).select_related("document")[:LATEST],
    }
    return render(request, "monitoring/compliance.html", context)


@internal
@require_GET
def compliance_build(request: MemberRequest, pk: int) -> HttpResponse:
    """How far a file is; HTMX takes the fragment, without script there is a link that asks again."""
    build = _own(request, pk)
    template = "monitoring/_compliance_build.html" if request.htmx else "monitoring/compliance_build.html"
    return render(request, template, {"build": build, "step": build_step(build)})


@internal
@require_POST
def compliance_retry(request: MemberRequest, pk: int) -> HttpResponse:
    """Try again what failed."""
    return tried(request, actions.retry, build=_own(request, pk), page="monitoring:compliance-build")


@internal
@require_GET
def compliance_file(request: MemberRequest, pk: int) -> HttpResponse | FileResponse:
    """The finished file, for who asked for it."""
    build = _own(request, pk)
    if build.document is None:
        raise Http404(_("The file is not ready."))
    actions.note_download(build=build, by=request.user, at=request.now)
    return serve(build.document, request=request, by=request.user)


def _own(request: MemberRequest, pk: int) -> ComplianceBuild:
    seen = ComplianceBuild.objects.visible_to(request.user).filter(organisation=request.organisation)
    return get_object_or_404(seen.select_related("document", "contract", "supplier"), pk=pk)
