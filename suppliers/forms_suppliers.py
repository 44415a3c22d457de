"""What members fill in about suppliers, their contact persons and findings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from procurement import countries
from procurement.fields import DayField
from procurement.models import RiskTheme
from suppliers.actions.findings import Reported
from suppliers.actions.suppliers import Identity
from suppliers.choosing import (
    SEARCH_CONTRACTS,
    SEARCH_SUPPLIERS,
    ChoosingForm,
    SearchBox,
    contract_label,
    contracts_of,
    suppliers_of,
)
from suppliers.models import Contract, Finding, Supplier
from suppliers.workflow import FINDING


class SupplierFilterForm(forms.Form):
    """Searching the suppliers of the organisation."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False)
    due = forms.ChoiceField(
        label=_("Deliverables"),
        required=False,
        choices=[("", _("all")), ("overdue", _("something overdue")), ("to_assess", _("something to assess"))],
    )

    def __init__(self, *args: Any, codes: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "nl"
        names = sorted(((code, countries.name(code, language)) for code in codes if code), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", _("all")), *names]  # type: ignore[attr-defined]  # a choice field


class IdentityForm(forms.Form):
    """Who a supplier is."""

    name = forms.CharField(label=_("Name"), max_length=400)
    kvk = forms.CharField(label=_("KvK number"), required=False, max_length=8, help_text=_("8 digits."))
    lei = forms.CharField(label="LEI", required=False, max_length=20, help_text=_("20 letters and digits."))
    registration = forms.CharField(
        label=_("Other registration number"),
        required=False,
        max_length=120,
        help_text=_("For a company abroad, as it is registered there."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("unknown")), *countries.choices(get_language() or "nl")]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean_lei(self) -> str:
        return str(self.cleaned_data["lei"]).upper()

    @property
    def identity(self) -> Identity:
        return Identity(**{name: self.cleaned_data.get(name) or "" for name in IdentityForm.base_fields})


class NewSupplierForm(IdentityForm):
    """A supplier that is new here; asks again when the name is known already."""

    is_another = forms.BooleanField(
        label=_("This is a different company; add it all the same"), required=False, widget=forms.HiddenInput
    )

    def ask_again(self) -> None:
        """Show the box with which one says that it is another company."""
        self.fields["is_another"].widget = forms.CheckboxInput()


class LinkForm(forms.Form):
    """How this organisation knows the supplier."""

    alias = forms.CharField(
        label=_("Known here as"), required=False, max_length=400, help_text=_("Only your organisation sees this.")
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only your organisation sees this."),
    )  # fmt: skip


class ContactForm(forms.Form):
    """A contact person of a supplier."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    job_title = forms.CharField(label=_("Position"), required=False, max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=User.Language,
        initial=User.Language.DUTCH,
        widget=forms.RadioSelect,
        help_text=_("The language of the portal and of the mail to this person."),
    )
    invite = forms.BooleanField(label=_("Send the invitation at once"), required=False, initial=True)


class FindingFilterForm(forms.Form):
    """Searching the findings of the organisation."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), ("open", _("open")), *FINDING.choices]
    )
    source = forms.ChoiceField(label=_("Source"), required=False, choices=[("", _("all")), *Finding.Source.choices])


class SharedFilterForm(forms.Form):
    """Which shared documents."""

    supplier = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class ContractChoice(forms.ModelChoiceField[Contract]):
    def label_from_instance(self, obj: Contract) -> str:
        return contract_label(obj)


class FindingForm(ChoosingForm):
    """A new finding."""

    reference = forms.CharField(label=_("Reference"), max_length=120)
    reported_on = DayField(label=_("Reported on"))
    supplier_q = SearchBox("supplier", label=SEARCH_SUPPLIERS)
    supplier = forms.ModelChoiceField(
        label=_("Supplier"), queryset=Supplier.objects.none(), required=False, empty_label=_("none"),
        widget=forms.RadioSelect, blank=True,
    )  # fmt: skip
    contract_q = SearchBox("contract", label=SEARCH_CONTRACTS)
    contract = ContractChoice(
        label=_("Contract"), queryset=Contract.objects.none(), required=False, empty_label=_("none"),
        widget=forms.RadioSelect, blank=True,
    )  # fmt: skip
    source = forms.ChoiceField(label=_("Source"), choices=[("", _("choose")), *Finding.Source.choices])
    theme = forms.ModelChoiceField(
        label=_("Risk theme"), queryset=RiskTheme.objects.all(), required=False, empty_label=_("unknown")
    )
    severity = forms.TypedChoiceField(
        label=_("Severity"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("unknown")),
            (1, _("1: slight")),
            (2, _("2: limited")),
            (3, _("3: serious")),
            (4, _("4: very serious")),
            (5, _("5: most serious")),
        ],
        help_text=_("Weigh how grave the harm is, how many people it touches, and whether it can be undone."),
    )
    description = forms.CharField(
        label=_("What was found"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Name no affected persons: describe them in general terms."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, user: User, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        own = Contract.objects.visible_to(user).of(organisation)
        self.offer("supplier", suppliers_of(organisation))
        self.offer("contract", contracts_of(own, self.chosen("supplier")))
        self.fields["reported_on"].initial = today

    @property
    def reported(self) -> Reported:
        return Reported(**{name: value for name, value in self.cleaned_data.items() if not name.endswith("_q")})


class MoveForm(forms.Form):
    """A step of a finding, with its reason."""

    to = forms.ChoiceField(choices=FINDING.choices)
    reason = forms.CharField(required=False, max_length=5000)
