"""In and out of the portal by a personal link. Only a POST signs in: mail scanners open every link they see."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import links, people
from accounts.models import User
from accounts.requests import GuestRequest
from accounts.views.gates import portal

LIMITS = {"enter": "20/m/ip", "new_link": "10/h/ip", "new_link_address": "3/h/key"}
BACKEND = "accounts.backends.LinkBackend"


class NewLinkForm(forms.Form):
    """The address to which a new link goes, if somebody was invited at it."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The address at which you were invited."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PortalProfileForm(forms.ModelForm[User]):
    """What somebody in the portal may change about himself."""

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"language": forms.RadioSelect, "name": forms.TextInput(attrs={"autocomplete": "name"})}
        help_texts = {"language": gettext_lazy("The language of the portal and of the mail you get.")}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows a button; pressing it signs in, for the portal only."""
    now = request.now  # type: ignore[attr-defined]  # set by the middleware
    if not _is_allowed(request, "enter"):
        return _guarded(render(request, "accounts/portal/too_many.html", status=429))
    link = links.find(token=token, at=now)
    if link is None:
        return _gone(request)
    if request.method == "POST":
        user = links.use(link=link, at=now)
        return _guarded(_sign_in(request, user, onward=_onward(request))) if user else _gone(request)
    with override(_language(request, link.user)):
        page = render(
            request,
            "accounts/portal/enter.html",
            {"link": link, "other": request.user if request.user.is_authenticated else None, "next": _onward(request)},
        )
    return _guarded(page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_link(request: HttpRequest) -> HttpResponse:
    """How to get in without a working link. The answer is the same whether the address is known or not."""
    form = NewLinkForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/portal/no_link.html", _no_link(form, is_expired=False))
    if not _is_allowed(request, "new_link"):
        return render(request, "accounts/portal/too_many.html", status=429)
    address = form.cleaned_data["email"].lower()
    if _is_allowed(request, "new_link_address", key=address):
        links.renew(email=address, at=request.now)  # type: ignore[attr-defined]  # set by the middleware
    return render(request, "accounts/portal/link_sent.html", {"email": address})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out; the personal link stays valid."""
    logout(request)
    messages.success(request, _("You have left the portal. Your personal link brings you back."))
    return redirect("portal:no-link")


@portal
def profile(request: GuestRequest) -> HttpResponse:
    """Own name and language."""
    form = PortalProfileForm(request.POST or None, instance=request.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/portal/profile.html", {"form": form})
    user = people.change_profile(user=form.save(commit=False), at=request.now)
    with override(user.language):
        messages.success(request, _("Your details have been saved."))
    return _in_language(redirect("portal:profile"), user.language)


def _gone(request: HttpRequest) -> HttpResponse:
    """The link does not work any more; a new one can be asked for."""
    page = render(request, "accounts/portal/no_link.html", _no_link(NewLinkForm(), is_expired=True), status=410)
    return _guarded(page)


def _sign_in(request: HttpRequest, user: User, *, onward: str) -> HttpResponse:
    logout(request)
    login(request, user, backend=BACKEND)
    return _in_language(redirect(onward or "portal:home"), _language(request, user))


def _in_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


def _language(request: HttpRequest, user: User) -> str:
    """What the visitor chose with the switch, else the language in which he was invited."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else user.language


def _onward(request: HttpRequest) -> str:
    """The portal page to go to, when the link named one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = wanted.startswith("/portal/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else ""


def _no_link(form: NewLinkForm, *, is_expired: bool) -> dict[str, object]:
    return {"form": form, "is_expired": is_expired}


def _is_allowed(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Whether this action is within its limit; reading a page never counts."""
    return bool(ratelimit.consume(request, app="accounts.links", action=action, config=LIMITS, key=key))


def _guarded(response: HttpResponse) -> HttpResponse:
    """Keeps an address with a token out of search engines; the site-wide referrer policy keeps it from other sites.

    A stricter referrer policy would make browsers send the form without an origin, which the CSRF check refuses.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
