"""Contact persons of a supplier: add, invite, take away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from suppliers.actions import contacts
from suppliers.forms_suppliers import ContactForm
from suppliers.models import SupplierContact
from suppliers.views.suppliers import own_supplier


@internal
@require_http_methods(["GET", "POST"])
def contact_add(request: MemberRequest, pk: int) -> HttpResponse:
    """A new contact person, invited at once unless one chooses otherwise."""
    supplier = own_supplier(request, pk)
    check_right(request.user, request.organisation, "contract", WRITE)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = dict(form.cleaned_data)
        wants_invitation = details.pop("invite")
        try:
            with transaction.atomic():
                contact = contacts.add(
                    supplier=supplier, organisation=request.organisation, by=request.user, at=request.now, **details
                )
                if wants_invitation:
                    contacts.invite(contact=contact, by=request.user, at=request.now)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            said = _("%(person)s has been invited.") if wants_invitation else _("%(person)s has been added.")
            messages.success(request, said % {"person": contact.user})
            return redirect("monitoring:supplier-detail", pk)
    return render(request, "suppliers/contact_add.html", {"supplier": supplier, "form": form})


@internal
@require_POST
def contact_invite(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a personal link, for the first time or again."""
    contact = _contact(request, pk)
    try:
        contacts.invite(contact=contact, by=request.user, at=request.now)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("A personal link is on its way to %(person)s.") % {"person": contact.user.email})
    return redirect("monitoring:supplier-detail", contact.supplier_id)


@internal
@require_POST
def contact_deactivate(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the access away at once."""
    contact = _contact(request, pk)
    contacts.deactivate(contact=contact, by=request.user, at=request.now)
    messages.success(request, _("%(person)s has no access any more.") % {"person": contact.user})
    return redirect("monitoring:supplier-detail", contact.supplier_id)


def _contact(request: MemberRequest, pk: int) -> SupplierContact:
    own = SupplierContact.objects.visible_to(request.user).filter(organisation=request.organisation)
    return get_object_or_404(own.select_related("user", "supplier", "organisation"), pk=pk)
