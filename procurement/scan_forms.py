"""What people fill in about the risk scan of a tender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from procurement import countries, goods
from procurement.actions.risk_scan import NUMBERS, PRODUCT_FIELDS
from procurement.country_names import country_of, split_countries
from procurement.fields import CpvField, DayField
from procurement.models import RiskJudgement, ScanProduct


class CountriesField(forms.CharField):
    """Countries as people write them, a line each or with commas; kept as codes, never guessed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(countries.name(code, get_language() or "nl") for code in value)

    def clean(self, value: Any) -> Any:
        names = split_countries(super().clean(value))
        unknown = [name for name in names if country_of(name) is None]
        if unknown:
            text = _(
                "We do not know this country: %(names)s. Write the name or the code of a country, such as India or IN."
            )
            raise ValidationError(text, code="country", params={"names": ", ".join(unknown)[:200]})
        return list(dict.fromkeys(country_of(name) for name in names))


class ProductForm(forms.Form):
    """A product of the scan. ``available``: the goods that the signals name; the proposed ones stand first."""

    name = forms.CharField(
        label=_("Product"), max_length=200, help_text=_("What you buy, or a material or part in it that matters.")
    )
    is_main = forms.BooleanField(label=_("This is a main product: a large part of what is bought"), required=False)
    countries = CountriesField(
        label=_("Countries"),
        required=False,
        help_text=_("Where it is made, and where its materials come from. A line each. Not known? Leave it empty."),
    )
    cpv = CpvField(label=_("CPV codes"), required=False, max_length=2000, help_text=_("With a space between them."))
    goods = forms.MultipleChoiceField(
        label=_("Goods of the lists that this product is about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    none_fits = forms.BooleanField(label=_("We looked, and no good of the lists fits"), required=False)
    own_check = forms.CharField(
        label=_("Where did you look yourself?"),
        required=False,
        max_length=300,
        help_text=_("For example the MVO Risicochecker or a report. What you found, you write down as a signal."),
    )
    own_check_on = DayField(label=_("When did you look there?"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        available: Sequence[str],
        product: ScanProduct | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        held = {name: getattr(product, name) for name in PRODUCT_FIELDS} if product else {}
        super().__init__(data, initial={**held, **(initial or {})})
        chosen = list(data.getlist("goods")) if data is not None else list(held.get("goods", []))
        name, cpv = self._about(held)
        proposed = goods.proposed(name=name, cpv=cpv, available=available)
        self.proposed = [each for each in available if each in proposed or each in chosen]
        gone = [each for each in held.get("goods", []) if each not in available]
        language = get_language() or "nl"
        labelled = sorted(
            ((each, goods.label(each, language)) for each in (*available, *gone)), key=lambda each: each[1].casefold()
        )
        self.fields["goods"].choices = labelled  # type: ignore[attr-defined]
        if not labelled:
            del self.fields["goods"], self.fields["none_fits"]

    def _about(self, held: dict[str, Any]) -> tuple[str, list[str]]:
        """The name and the codes by which goods are proposed: as typed, else as they stand."""
        if self.is_bound:
            return str(self.data.get("name", "")), str(self.data.get("cpv", "")).replace(",", " ").split()
        return str(self.initial.get("name", "")), list(self.initial.get("cpv", []))

    def good_options(self) -> dict[str, list[Any]]:
        """The boxes of the goods: those proposed or chosen, and all others."""
        options = list(self["goods"]) if "goods" in self.fields else []
        near = [each for each in options if each.data["value"] in self.proposed]
        return {"near": near, "other": [each for each in options if each not in near]}

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in PRODUCT_FIELDS}

    def rebase(self, mark: str) -> None:
        """The same entries, now based on the product as it is: saving once more is a choice, not an accident."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = mark
        self.data = data


FIVE = {
    "scale": (pgettext_lazy("scale of harm", "slight"), pgettext_lazy("scale of harm", "life or dignity at stake")),
    "scope": (_("a few people or places"), _("whole groups or regions")),
    "irremediability": (_("easily put right"), _("cannot be put right")),
    "likelihood": (_("unlikely"), _("almost certain")),
}
"""What the lowest and the highest number of each scale mean (ours)."""


def _number(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=int, choices=[(number, str(number)) for number in range(1, 6)], widget=forms.RadioSelect,
        error_messages={"required": _("Choose from 1 to 5.")},
    )  # fmt: skip


class JudgementForm(forms.Form):
    """How severe and how likely, and why."""

    scale = _number(_("Scale: how grave is the harm?"))
    scope = _number(_("Scope: how many people or how large an area?"))
    irremediability = _number(_("Irremediability: can it be put right?"))
    likelihood = _number(_("Likelihood: how likely is it in this chain?"))
    reason = forms.CharField(
        label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What do you base this on?"), error_messages={"required": _("Give a reason.")},
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, judgement: RiskJudgement | None, seen: str) -> None:
        held = {name: getattr(judgement, name) for name in (*NUMBERS, "reason")} if judgement else {}
        super().__init__(data, initial={**held, "seen": seen})
        for name, (low, high) in FIVE.items():
            words = [(number, str(number)) for number in range(1, 6)]
            words[0], words[-1] = (1, f"1 – {low}"), (5, f"5 – {high}")
            self.fields[name].choices = words  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*NUMBERS, "reason")}

    def rebase(self, mark: str) -> None:
        data = cast("QueryDict", self.data).copy()
        data["seen"] = mark
        self.data = data
