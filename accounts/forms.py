"""What a beheerder and a person may fill in about people and organisations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.calendar import FIRST_DAY, LAST_DAY
from accounts.models import Organisation, User
from accounts.roles import ROLES

DASHES = "---------"
"""What Django calls an empty choice of a model's field."""

DAYS = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


def say_what_empty_means(form: forms.BaseForm) -> None:
    """In each list to choose from: words in the place of the dashes that Django puts there."""
    for field in form.fields.values():
        if not isinstance(field, forms.ChoiceField):
            continue
        label = _("none") if not field.required else _("choose")
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = label if field.empty_label == DASHES else field.empty_label
        else:
            held: Any = field.choices
            field.choices = [(key, label if text == DASHES else text) for key, text in held]


class OrganisationForm(forms.ModelForm[Organisation]):
    class Meta:
        model = Organisation
        fields = ["name", "kind", "oin", "kvk", "tooi", "ocds_prefix"]
        help_texts = {
            "kind": _("Decides whether ISV is mandatory: only central government is obliged."),
            "oin": _("20 digits, with the leading zeros."),
            "kvk": _("8 digits."),
            "tooi": _("The address of the organisation in the TOOI register of government organisations."),
            "ocds_prefix": _("The prefix under which you publish open data, as registered with Open Contracting."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_empty_means(self)


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"language": forms.RadioSelect}
        help_texts = {"language": _("The language of the pages after you log in, and of the mail you get.")}


class MemberForm(forms.Form):
    """A colleague and the roles he gets."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=list(ROLES.items()), widget=forms.CheckboxSelectMultiple
    )


class RolesForm(forms.Form):
    """The roles of somebody who is a member already; none left takes him out of the organisation."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=list(ROLES.items()), widget=forms.CheckboxSelectMultiple, required=False
    )


class TokenForm(forms.Form):
    """A new key to the API, for at most a year."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What the key is for, such as the program that uses it.")
    )
    may_write = forms.BooleanField(
        label=_("May also write"),
        required=False,
        help_text=_("Without this it only reads. It never may more than you may yourself."),
    )
    expires_on = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["expires_on"].initial = today + timedelta(days=90)

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if not self.today <= day <= self.today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day from today to a year from now."))
        return day


class AuditFilterForm(forms.Form):
    """Filters of the audit trail; whatever is not understood is left out."""

    q = forms.CharField(label=_("Search"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, validators=DAYS, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, validators=DAYS, widget=forms.DateInput(attrs={"type": "date"})
    )

    def conditions(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PersonLoginForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password; the way out for who forgot it stands below the form, not between its fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class PersonResetPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Password reset for people; who comes in by a personal link has no password to set."""

    def clean_email(self) -> str:
        address: str = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.kind == User.Kind.PERSON]
        return address
