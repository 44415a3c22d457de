"""The suppliers of an organisation: list, new, identity, own name and note."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.calendar import local_date
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from documents.views.serving import serve
from suppliers.actions import suppliers
from suppliers.filters_suppliers import countries_of, suppliers_that_fit
from suppliers.forms_suppliers import IdentityForm, LinkForm, NewSupplierForm, SupplierFilterForm
from suppliers.models import Submission, SubmissionFile, Supplier
from suppliers.permissions import check_read_shared

PER_PAGE = 50


@internal
@require_GET
def supplier_list(request: MemberRequest) -> HttpResponse:
    """The suppliers that the organisation has to do with, searched, filtered and sorted."""
    own = Supplier.objects.visible_to(request.user).of(request.organisation)
    form = SupplierFilterForm(request.GET, codes=countries_of(own))
    rows = suppliers_that_fit(
        own, form, request.GET.get("sort", ""), organisation=request.organisation, today=local_date(request.now)
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "may_write": has_right(request.user, request.organisation, "contract", WRITE),
    }
    return render(request, "suppliers/supplier_list.html", context)


@internal
@require_GET
def shared_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    """What the supplier handed in to another buyer and shares with this one. The owner's trail tells who read it."""
    shared = Submission.objects.shared_with(request.organisation, today=local_date(request.now))
    files = SubmissionFile.objects.filter(submission__in=shared).select_related("document")
    file = get_object_or_404(files, pk=pk)
    check_read_shared(request.user, file, request.organisation)
    return serve(file.document, request=request, by=request.user)


@internal
@require_http_methods(["GET", "POST"])
def supplier_create(request: MemberRequest) -> HttpResponse:
    """Add a supplier: one with a known number is linked, one with a known name asks once more."""
    check_right(request.user, request.organisation, "contract", WRITE)
    form = NewSupplierForm(request.POST or None)
    alike: list[Supplier] = []
    if request.method == "POST" and form.is_valid():
        identity, is_another = form.identity, form.cleaned_data["is_another"]
        try:
            supplier, created = suppliers.add(
                identity=identity,
                organisation=request.organisation,
                by=request.user,
                at=request.now,
                is_another=is_another,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
            alike = [] if is_another else suppliers.look_alikes(identity, organisation=request.organisation)
        else:
            messages.success(request, _added(supplier, created=created))
            return redirect("monitoring:supplier-detail", supplier.pk)
    if alike:
        form.ask_again()
    return render(request, "suppliers/supplier_create.html", {"form": form, "alike": alike})


@internal
@require_http_methods(["GET", "POST"])
def supplier_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The identity, which is the same for every organisation: for administrators."""
    supplier = own_supplier(request, pk)
    check_right(request.user, request.organisation, "settings", WRITE)
    form = IdentityForm(request.POST or None, initial={name: getattr(supplier, name) for name in suppliers.IDENTITY})
    if request.method == "POST" and form.is_valid():
        try:
            suppliers.change_identity(
                supplier=supplier,
                identity=form.identity,
                organisation=request.organisation,
                by=request.user,
                at=request.now,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The identity of the supplier has been saved."))
            return redirect("monitoring:supplier-detail", pk)
    return render(request, "suppliers/supplier_edit.html", {"supplier": supplier, "form": form})


@internal
@require_http_methods(["GET", "POST"])
def supplier_describe(request: MemberRequest, pk: int) -> HttpResponse:
    """The name and the note by which this organisation knows the supplier."""
    supplier = own_supplier(request, pk)
    check_right(request.user, request.organisation, "contract", WRITE)
    link = supplier.links.get(organisation=request.organisation)
    form = LinkForm(request.POST or None, initial={"alias": link.alias, "note": link.note})
    if request.method == "POST" and form.is_valid():
        suppliers.describe(
            supplier=supplier,
            organisation=request.organisation,
            by=request.user,
            at=request.now,
            **form.cleaned_data,
        )
        messages.success(request, _("Saved."))
        return redirect("monitoring:supplier-detail", pk)
    return render(request, "suppliers/supplier_describe.html", {"supplier": supplier, "form": form})


def own_supplier(request: MemberRequest, pk: int) -> Any:
    """The supplier, when the organisation has to do with it; else 404."""
    return get_object_or_404(Supplier.objects.visible_to(request.user).of(request.organisation), pk=pk)


def _added(supplier: Supplier, *, created: bool) -> str:
    if created:
        return _("%(supplier)s has been added.") % {"supplier": supplier}
    return _("%(supplier)s was known by this number already and is yours now too.") % {"supplier": supplier}
