"""What people fill in about a tender. A form checks what was typed; the action checks what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from procurement.actions.tenders import FIELDS, LotInput
from procurement.fields import AmountField, CpvField, DayField, PercentageField, YesNoField
from procurement.models import ISV_FORMS, Lot, ProcurementCategory, Tender
from procurement.models.tenders import FOLLOW_UP_LABELS, LONGEST_TITLE
from procurement.wording import PROCEDURES

UNKNOWN: tuple[str, Any] = ("", _("unknown"))


class TenderForm(forms.Form):
    """The facts of a tender. Everything but reference and title may be unknown."""

    reference = forms.CharField(label=_("Reference"), max_length=120)
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    nature = forms.ChoiceField(label=_("Nature"), required=False, choices=[UNKNOWN, *Tender.Nature.choices])
    regime = forms.ChoiceField(
        label=_("Regime"), choices=Tender.Regime.choices, initial=Tender.Regime.STANDARD,
        help_text=_("Social and other specific services have a threshold of their own."),
    )  # fmt: skip
    procedure = forms.CharField(label=_("Procedure"), required=False, max_length=60)
    estimated_value = AmountField(
        label=_("Estimated value"), required=False,
        help_text=_("Excluding VAT, over the whole duration with options. The ISV obligation follows from it."),
    )  # fmt: skip
    currency = forms.RegexField(
        r"^[A-Z]{3}$", label=_("Currency"), required=False, initial="EUR", max_length=3,
        error_messages={"invalid": _("Fill in three capitals, for example EUR.")},
        widget=forms.TextInput(attrs={"class": "control--short"}),
    )  # fmt: skip
    publication_date = DayField(
        label=_("Publication date"), required=False,
        help_text=_("The threshold and the list of risk categories of this day apply."),
    )  # fmt: skip
    award_date = DayField(label=_("Award date"), required=False)
    cpv = CpvField(label=_("CPV codes"), required=False, max_length=2000, help_text=_("With a space between them."))
    relevant_product_group = YesNoField(
        label=_("Relevant product group"), help_text=_("Has the MVI criteria tool a product group for it?")
    )
    product_groups = forms.CharField(label=_("Product groups"), required=False, max_length=400)
    government_wide = YesNoField(label=_("Government-wide category"))
    impact_weight = PercentageField(
        decimals=4,
        label=_("Award weight on societal impact (%)"), required=False,
        help_text=_("The part of the award criteria that is about societal impact."),
    )  # fmt: skip

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, tender: Tender | None = None, **kwargs: Any) -> None:
        if tender is not None:
            kwargs["initial"] = {name: getattr(tender, name) for name in FIELDS} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        current = tender.procedure if tender else ""
        known = dict(PROCEDURES) if current in PROCEDURES or not current else {current: current, **PROCEDURES}
        self.fields["procedure"] = forms.ChoiceField(
            label=_("Procedure"), required=False, choices=[UNKNOWN, *known.items()]
        )

    def facts(self) -> dict[str, Any]:
        """What was filled in about the tender."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def rebase(self, mark: str) -> None:
        """The same entries, now based on the tender as it is: saving once more is a choice, not an accident."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = mark
        self.data = data


class LotForm(forms.Form):
    """One lot. What was published of it cannot be changed, its category can."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    identifier = forms.CharField(
        label=_("Number"), required=False, max_length=60, widget=forms.TextInput(attrs={"class": "control--short"})
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=LONGEST_TITLE)
    category = forms.ModelChoiceField(
        ProcurementCategory.objects.none(), label=_("Category"), required=False, empty_label=_("unknown")
    )
    remove = forms.BooleanField(label=_("Remove this lot"), required=False)

    def __init__(self, *args: Any, categories: Sequence[ProcurementCategory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        field.queryset = ProcurementCategory.objects.filter(pk__in=[each.pk for each in categories])  # type: ignore[attr-defined]
        field.choices = [("", _("unknown")), *((each.pk, labelled(each)) for each in categories)]  # type: ignore[attr-defined]
        self.is_published = bool(self.initial.get("is_published"))
        if self.is_published:
            self.fields["identifier"].disabled = self.fields["title"].disabled = True
            del self.fields["remove"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        says_something = given.get("title") or given.get("category")
        if says_something and not given.get("identifier") and not given.get("remove"):
            self.add_error("identifier", _("Give the lot a number."))
        return given

    def as_input(self) -> LotInput | None:
        """The lot for the action; none for an empty row that was not there before."""
        given = self.cleaned_data
        if not given.get("pk") and (given.get("remove") or not given.get("identifier")):
            return None
        return LotInput(
            given["identifier"], given["title"], given.get("category"), given.get("pk"), bool(given.get("remove"))
        )


class BaseLotFormSet(forms.BaseFormSet[LotForm]):
    """The lots of one tender; a number occurs once."""

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            identifier = getattr(form, "cleaned_data", {}).get("identifier", "").strip()
            if not identifier or form.cleaned_data.get("remove"):
                continue
            if identifier in seen:
                form.add_error("identifier", _("This number is there twice."))
            seen.add(identifier)

    def inputs(self) -> list[LotInput]:
        return [lot for form in self.forms if (lot := form.as_input()) is not None]


def lot_formset(
    *, tender: Tender | None, categories: Sequence[ProcurementCategory], data: Any = None, extra: int = 1
) -> BaseLotFormSet:
    """The lots of ``tender`` with ``extra`` empty rows."""
    lots: list[Lot] = list(tender.lots.all()) if tender else []
    initial = [
        {"pk": lot.pk, "identifier": lot.identifier, "title": lot.title, "category": lot.category_id,
         "is_published": bool(lot.published)}
        for lot in lots
    ] or [{"identifier": "1"}]  # fmt: skip
    factory = forms.formset_factory(LotForm, formset=BaseLotFormSet, extra=extra, max_num=500, absolute_max=600)
    made = factory(data, initial=initial, prefix="lots", form_kwargs={"categories": categories})
    return cast("BaseLotFormSet", made)


def labelled(category: ProcurementCategory) -> str:
    """A category as people choose it: with the mark of a risk category, and until when an old one counted."""
    parts = [category.name]
    if category.is_risk:
        parts.append(str(_("risk category")))
    if category.valid_until:
        parts.append(str(_("until %(year)s")) % {"year": category.valid_until.year})
    return " · ".join(parts)


class PublishForm(forms.Form):
    """When the tender was published."""

    publication_date = DayField(label=_("Publication date"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_publication_date(self) -> date:
        day: date = self.cleaned_data["publication_date"]
        if day > self.today:
            raise ValidationError(_("This day has not come yet: publish on the day itself."))
        return day


class ReasonForm(forms.Form):
    """A step that asks why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason.")},
    )  # fmt: skip


class CorrectionForm(ReasonForm):
    """Which stage is the right one, and why."""

    to = forms.ChoiceField(label=_("The right stage"), widget=forms.RadioSelect)
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, targets: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(targets)  # type: ignore[attr-defined]


class IsvForm(forms.Form):
    """How ISV is applied. “Deliberately not” is an answer, and excludes the forms."""

    NONE = "none"

    applied = forms.MultipleChoiceField(
        label=_("How is ISV applied?"), choices=[*ISV_FORMS.items(), (NONE, _("deliberately not"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one form, or “deliberately not”.")},
    )  # fmt: skip
    explanation = forms.CharField(
        label=_("Explanation"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    follow_up = forms.ChoiceField(
        label=_("Which follow-up do you choose?"), required=False, widget=forms.RadioSelect,
        choices=[("", _("not chosen yet")), *FOLLOW_UP_LABELS.items()],
    )  # fmt: skip
    follow_up_reason = forms.CharField(
        label=_("Why a different follow-up from the one proposed?"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        chosen = tender.isv_forms or ([self.NONE] if tender.isv_answered else [])
        held = {name: getattr(tender, name) for name in ("follow_up", "follow_up_reason")}
        kwargs.setdefault("initial", {"applied": chosen, "explanation": tender.isv_explanation, **held})
        super().__init__(*args, **kwargs)

    def clean_applied(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["applied"]
        if self.NONE in chosen and len(chosen) > 1:
            raise ValidationError(_("Choose forms or “deliberately not”, not both."))
        return [form for form in chosen if form != self.NONE]


def show(form: forms.Form, error: ValidationError) -> None:
    """Show what the action refused at the field it is about, or above the form."""
    if hasattr(error, "error_dict"):
        for name, found in error.error_dict.items():
            form.add_error(name if name in form.fields else NON_FIELD_ERRORS, found)
    else:
        form.add_error(NON_FIELD_ERRORS, error)
