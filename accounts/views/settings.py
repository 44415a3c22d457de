"""Settings of an organisation: its own data, its people and their roles."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.actions import people
from accounts.forms import MemberForm, OrganisationForm, ProfileForm, RolesForm
from accounts.middleware import SESSION_KEY
from accounts.models import Membership, Organisation, User
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import DECIDE, READ, ROLES, WRITE
from accounts.views.gates import internal

Response = TypeVar("Response", bound=HttpResponse)


@internal
def overview(request: MemberRequest) -> HttpResponse:
    """What can be set, and by whom."""
    check_right(request.user, request.organisation, "settings", READ)
    return render(
        request,
        "accounts/settings.html",
        {"may_write": _may_write(request), "mail_is_kept": bool(settings.EMAIL_FILE_PATH) and _may_write(request)},
    )


@internal
def organisation(request: MemberRequest) -> HttpResponse:
    """The organisation's own data."""
    check_right(request.user, request.organisation, "settings", WRITE)
    form = OrganisationForm(request.POST or None, instance=Organisation.objects.get(pk=request.organisation.pk))
    if request.method == "POST" and form.is_valid():
        people.change_organisation(organisation=form.save(commit=False), by=request.user, at=request.now)
        messages.success(request, _("The organisation has been saved."))
        return redirect("accounts:settings")
    return render(request, "accounts/organisation.html", {"form": form})


@internal
def people_list(request: MemberRequest) -> HttpResponse:
    """Who works here, in which roles."""
    check_right(request.user, request.organisation, "settings", READ)
    members: dict[User, list[str]] = {}
    for membership in Membership.objects.of(request.organisation).select_related("user"):
        members.setdefault(membership.user, []).append(str(ROLES[membership.role]))
    context = {"members": list(members.items()), "may_write": _may_write(request)}
    return render(request, "accounts/people.html", context)


@internal
def person_add(request: MemberRequest) -> HttpResponse:
    """Give a colleague roles; a new address gets an account and a mail."""
    check_right(request.user, request.organisation, "settings", WRITE)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, created = people.add_member(
                organisation=request.organisation, by=request.user, at=request.now, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error("email", error)
        else:
            text = _("%(name)s has been added and gets a mail.") if created else _("%(name)s has been given the roles.")
            messages.success(request, text % {"name": user})
            return redirect("accounts:people")
    return render(request, "accounts/person_add.html", {"form": form})


@internal
def person_roles(request: MemberRequest, pk: int) -> HttpResponse:
    """The roles of one member."""
    check_right(request.user, request.organisation, "settings", WRITE)
    held = Membership.objects.of(request.organisation).filter(user=pk)
    member = get_object_or_404(User.objects.filter(memberships__organisation=request.organisation).distinct(), pk=pk)
    form = RolesForm(request.POST or None, initial={"roles": list(held.values_list("role", flat=True))})
    if request.method == "POST" and form.is_valid():
        try:
            people.set_roles(
                user=member, organisation=request.organisation, roles=form.cleaned_data["roles"], by=request.user,
                at=request.now,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error("roles", error)
        else:
            messages.success(request, _("The roles of %(name)s have been saved.") % {"name": member})
            return redirect("accounts:people")
    return render(request, "accounts/person_roles.html", {"form": form, "member": member})


@internal
def profile(request: MemberRequest) -> HttpResponse:
    """One's own name and language."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        user = people.change_profile(user=form.save(commit=False), at=request.now)
        messages.success(request, _("Your details have been saved."))
        return _with_language(redirect("accounts:profile"), user.language)
    may_judge = has_right(request.user, request.organisation, "approve_approach", DECIDE)
    return render(request, "accounts/profile.html", {"form": form, "may_judge": may_judge})


@require_POST
@internal
def switch_organisation(request: MemberRequest) -> HttpResponse:
    """Work in another of one's organisations from now on."""
    own = {each.slug: each for each in Organisation.objects.visible_to(request.user)}
    chosen = own.get(request.POST.get("organisation", ""))
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.pk
    number = len(request.user.roles_in(chosen.pk))
    text = ngettext(
        "You now work for %(name)s, in %(number)d role.", "You now work for %(name)s, in %(number)d roles.", number
    )
    messages.info(request, text % {"name": chosen, "number": number})
    return redirect("/")


def _may_write(request: MemberRequest) -> bool:
    return has_right(request.user, request.organisation, "settings", WRITE)


def _with_language(response: Response, language: str) -> Response:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY, samesite="Lax",
    )  # fmt: skip
    return response
