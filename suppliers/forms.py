"""What members fill in about awards and contracts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.roles import WRITE, roles_with
from procurement import countries
from procurement.fields import AmountField, DayField, ManyField
from procurement.models import Lot, Tender
from procurement.models.tenders import LONGEST_TITLE
from procurement.proportion import Proposal
from suppliers import reads
from suppliers.actions import contracts
from suppliers.actions.awards import Award, NewSupplier
from suppliers.models import Contract, FollowUp, RiskSignals, Supplier
from suppliers.reads_chain import answer_of_scan

YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]
BOOLEANS = {"yes": True, "no": False, "": None}
AS_PROPOSED = [("", gettext_lazy("as proposed"))]
NOT_LOOKED = [("", gettext_lazy("nobody has looked yet"))]


def managers_of(organisation: Organisation) -> Any:
    """Who may manage contracts here, by name."""
    members = organisation.memberships.with_role(*roles_with("contract", WRITE))
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name")


class ContractFieldsForm(forms.Form):
    """The fields that an award and a change of a contract have in common."""

    reference = forms.CharField(label=gettext_lazy("Reference"), max_length=120)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_TITLE)
    awarded_on = DayField(label=gettext_lazy("Awarded on"))
    start_on = DayField(label=gettext_lazy("Start date"))
    end_on = DayField(
        label=gettext_lazy("End date"), required=False, help_text=gettext_lazy("Empty: the contract is open-ended.")
    )
    value = AmountField(
        label=gettext_lazy("Value"), required=False, help_text=gettext_lazy("Over the whole duration, without VAT.")
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"), max_length=3, initial="EUR",
        validators=[RegexValidator(r"^[A-Za-z]{3}$", gettext_lazy("Three letters, like EUR."))],
    )  # fmt: skip
    contract_manager = forms.ModelChoiceField(
        label=gettext_lazy("Contract manager"), queryset=User.objects.none(), required=False,
        help_text=gettext_lazy("Gets a message, and the reminders of this contract."),
    )  # fmt: skip
    isv = forms.ChoiceField(
        label=gettext_lazy("Is ISV a condition of this contract?"), choices=YES_NO, widget=forms.RadioSelect
    )
    risk_signals = forms.ChoiceField(
        label=gettext_lazy("Signals in the chain"), choices=[*NOT_LOOKED, *RiskSignals.choices], required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("What the MVO Risicochecker or another source says about products and countries."),
    )  # fmt: skip
    follow_up = forms.ChoiceField(
        label=gettext_lazy("Follow-up"), choices=[*AS_PROPOSED, *FollowUp.choices], required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    follow_up_reason = forms.CharField(
        label=gettext_lazy("Why a different follow-up from the one proposed?"), required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    use_required_attribute = False
    proposal: Proposal | None = None

    def __init__(self, *args: Any, organisation: Organisation, tender: Tender | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation, self.tender = organisation, tender
        choice = cast("forms.ModelChoiceField[User]", self.fields["contract_manager"])
        choice.queryset = managers_of(organisation)
        choice.empty_label = _("not chosen yet")

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean_isv(self) -> bool | None:
        return BOOLEANS[self.cleaned_data["isv"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start_on"), data.get("end_on")
        if start and end and end < start:
            self.add_error("end_on", _("The contract cannot end before it starts."))
        if not self.errors:
            self._clean_follow_up(data)
        return data

    def lots(self) -> list[Lot]:
        """The lots that count for the proposal; none is all of the tender."""
        return []

    def _clean_follow_up(self, data: dict[str, Any]) -> None:
        """Fill in the proposal where it was left to it, and ask a reason where somebody departs from it."""
        self.proposal = reads.follow_up_proposal(
            tender=self.tender,
            lots=self.lots(),
            value=data["value"],
            currency=data["currency"],
            risk_signals=data["risk_signals"],
            awarded_on=data["awarded_on"],
        )
        proposed = self.proposal.follow_up
        if not data["isv"]:
            return
        if not data["follow_up"]:
            if proposed is None:
                self.add_error("follow_up", _("There is no proposal, because value or risk is unknown: choose one."))
            data["follow_up"] = proposed or ""
        elif proposed and data["follow_up"] != proposed and not data["follow_up_reason"].strip():
            self.add_error("follow_up_reason", _("Explain why you depart from the proposed follow-up."))


class AwardForm(ContractFieldsForm):
    """An award: one of the suppliers found, or a new one, with the facts of the contract."""

    supplier_q = forms.CharField(
        label=gettext_lazy("Search by name or KvK number"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    supplier = forms.ModelChoiceField(
        label=gettext_lazy("Supplier"), queryset=Supplier.objects.none(), required=False, empty_label=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    new_name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=400)
    new_kvk = forms.CharField(
        label=gettext_lazy("KvK number"), required=False, max_length=8,
        validators=[RegexValidator(r"^\d{8}$", gettext_lazy("A KvK number has 8 digits."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    new_country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    lot_choice = ManyField(
        label=gettext_lazy("Lots"), queryset=Lot.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: the whole tender."),
    )  # fmt: skip

    field_order = ("supplier_q", "supplier", "new_name", "new_kvk", "new_country", "lot_choice")

    def __init__(self, *args: Any, tender: Tender, user: User, **options: Any) -> None:
        signals, why = answer_of_scan(tender)
        options["initial"] = {**_presets(tender), "risk_signals": signals, **(options.get("initial") or {})}
        super().__init__(*args, tender=tender, organisation=tender.organisation, **options)
        suppliers = cast("forms.ModelChoiceField[Supplier]", self.fields["supplier"])
        lots = cast("forms.ModelMultipleChoiceField[Lot]", self.fields["lot_choice"])
        suppliers.queryset = reads.suppliers_found(
            user, tender.organisation, q=self._typed("supplier_q"), chosen=self._typed("supplier")
        )
        suppliers.label_from_instance = _with_kvk  # type: ignore[method-assign,assignment]
        lots.queryset = tender.lots.all()
        if why:
            self.fields["risk_signals"].help_text = why
        country = cast("forms.ChoiceField", self.fields["new_country"])
        country.choices = [("", _("unknown")), *countries.choices(get_language() or "nl")]

    @property
    def was_searched(self) -> bool:
        return bool(self._typed("supplier_q").strip())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen, new = data.get("supplier"), (data.get("new_name") or "").strip()
        if chosen and new:
            self.add_error("new_name", _("Choose a supplier from the list or fill in a new one, not both."))
        elif not chosen and not new and "new_name" not in self.errors:
            self.add_error("supplier_q", _("Search and choose a supplier, or fill in a new one."))
        reference = data.get("reference")
        if reference and Contract.objects.of(self.organisation).filter(reference=reference).exists():
            self.add_error("reference", _("Your organisation has a contract with this reference already."))
        return data

    def lots(self) -> list[Lot]:
        return list(self.cleaned_data.get("lot_choice") or [])

    def who(self) -> Supplier | NewSupplier:
        data = self.cleaned_data
        if data["supplier"]:
            return data["supplier"]  # type: ignore[no-any-return]
        return NewSupplier(name=data["new_name"].strip(), kvk=data["new_kvk"], country=data["new_country"])

    def award(self) -> Award:
        names = ContractFieldsForm.base_fields
        return Award(lots=self.lots(), **{name: self.cleaned_data[name] for name in names})

    def add_action_errors(self, refused: ValidationError) -> None:
        """What the action refused, at the fields of this form where it has them."""
        known = {"lots": "lot_choice", "kvk": "new_kvk", "name": "new_name", "country": "new_country"}
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused)
            return
        for name, errors in refused.error_dict.items():
            field = known.get(name, name)
            self.add_error(field if field in self.fields else None, errors)

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")) if self.is_bound else ""


class ContractForm(ContractFieldsForm):
    """A change of a contract."""

    reason = forms.CharField(label=gettext_lazy("Reason for the change"), required=False, max_length=400)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, contract: Contract, proposed: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        """``proposed`` stands in the fields instead of what the contract says now."""
        self.contract = contract
        names = [name for name in ContractFieldsForm.base_fields if name != "isv"]
        present: Mapping[str, Any] = {
            **{name: getattr(contract, name) for name in names},
            "isv": {True: "yes", False: "no"}.get(contract.isv, ""),  # type: ignore[arg-type]
            "seen": contracts.mark_of(contract),
            **(proposed or {}),
        }
        super().__init__(*args, tender=contract.tender, organisation=contract.organisation, initial=present, **options)
        self.fields["awarded_on"].required = False

    def rebase(self, mark: str) -> None:
        """The same entries, now based on the contract as it is: saving once more is a choice, not an accident."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = mark
        self.data = data

    def lots(self) -> list[Lot]:
        return list(self.contract.lots.all())

    def changed(self) -> Contract:
        """The contract as it would be, not saved."""
        changed = Contract.objects.select_related("organisation", "tender").get(pk=self.contract.pk)
        for name, value in self.fields_of_contract().items():
            setattr(changed, name, value)
        return changed

    def fields_of_contract(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ContractFieldsForm.base_fields}


def _presets(tender: Tender) -> dict[str, Any]:
    """What the tender says already: its title, award date and whether ISV is a contract condition."""
    only = tender.lots.first() if tender.lots.count() == 1 else None
    return {
        "title": tender.title,
        "awarded_on": tender.award_date,
        "start_on": only.start_on if only else None,
        "end_on": only.end_on if only else None,
        "value": tender.estimated_value if tender.currency == "EUR" else None,
        "currency": tender.currency or "EUR",
        "isv": {True: "yes", False: "no"}[tender.isv_contract_condition] if tender.isv_answered else None,
        "risk_signals": "",
        "follow_up": tender.follow_up,
        "follow_up_reason": tender.follow_up_reason,
    }


def _with_kvk(supplier: Any) -> str:
    parts = [
        supplier.name,
        f"KvK {supplier.kvk}" if supplier.kvk else "",
        countries.name(supplier.country, get_language() or "nl"),
    ]
    return ", ".join(part for part in parts if part)
