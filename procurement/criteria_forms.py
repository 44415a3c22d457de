"""What people fill in about criteria: one of the library, one of a tender, the weights, and a file to take in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from documents.formats.kinds import JSON
from procurement.actions.criteria import Weighed
from procurement.actions.criteria_library import FIELDS, Entry
from procurement.ambition_form import LEVELS
from procurement.fields import DayField, ManyField, PercentageField
from procurement.formats.criteria import KINDS, LARGEST_JSON
from procurement.forms_table_files import TableFileField
from procurement.models import AWARD, CRITERION_KINDS, REQUIREMENT, ChosenCriterion, Criterion, Theme

KIND_CHOICES = list(CRITERION_KINDS.items())


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CriterionForm(forms.Form):
    """A criterion of the library. Its number stays what it is once it is there."""

    number = forms.CharField(label=_("Number"), max_length=60, help_text=_("Unique in your library."))
    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES)
    level = forms.TypedChoiceField(label=_("Level"), choices=LEVELS[1:], coerce=int)
    product_group = forms.CharField(
        label=_("Product group"), required=False, max_length=200,
        help_text=_("As it is written at the tender. Leave empty to let it hold for every product group."),
    )  # fmt: skip
    themes = ManyField(Theme.objects.all(), label=_("Themes"), widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=_text(8))
    verification = forms.CharField(
        label=_("Verification"), required=False, max_length=20_000, widget=_text(4),
        help_text=_("How the tenderer shows it and how it is checked."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Explanatory note"), required=False, max_length=20_000, widget=_text(4),
        help_text=_("For the buyer; it does not come into the tender document."),
    )  # fmt: skip
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_until = DayField(label=_("Valid until"), required=False)
    source = forms.CharField(label=_("Source"), required=False, max_length=300)

    def __init__(self, *args: Any, criterion: Criterion | None = None, **kwargs: Any) -> None:
        if criterion is not None:
            kwargs["initial"] = {name: getattr(criterion, name) for name in FIELDS} | {
                "themes": list(criterion.themes.all()), "valid_from": None,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        if criterion is not None:
            self.fields["number"].disabled = True
            self.fields["valid_from"].help_text = _("From when the new version counts. Empty is: from today.")

    def entry(self) -> Entry:
        given = dict(self.cleaned_data)
        return Entry(**{**given, "themes": tuple(given["themes"])})


class ChosenForm(forms.Form):
    """The words of a criterion of a tender. What stands in the library keeps its kind, level and themes."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES)
    title = forms.CharField(label=_("Title"), max_length=300)
    text = forms.CharField(label=_("Text"), required=False, max_length=20_000, widget=_text(10))
    verification = forms.CharField(label=_("Verification"), required=False, max_length=20_000, widget=_text(5))
    use = forms.ChoiceField(
        label=_("Stands in the tender as"), required=False,
        choices=[("", _("not decided yet")), *ChosenCriterion.Use.choices],
        help_text=_("As technical specification (art. 2.75) or as contract condition (art. 2.80)."),
    )  # fmt: skip
    weight = PercentageField(
        label=_("Weight (%)"), required=False, help_text=_("Of the whole award, price included.")
    )  # fmt: skip
    themes = ManyField(
        Theme.objects.all(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a theme it does not count as societal impact, as with the price."),
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=_("Level"), required=False, choices=[("", _("no level")), *LEVELS[1:]], coerce=int, empty_value=None
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, data: QueryDict | None = None, *, chosen: ChosenCriterion | None = None, kind: str = AWARD
    ) -> None:
        initial: dict[str, Any] = {"version": 0, "kind": kind}
        if chosen is not None:
            initial = {name: getattr(chosen, name) for name in ("kind", "title", "text", "verification", "use")}
            initial |= {"weight": chosen.weight, "level": chosen.level, "version": chosen.version}
            initial["themes"] = list(chosen.themes.all())
        super().__init__(data, initial=initial)
        if chosen is not None and chosen.criterion_id is not None:
            for name in ("kind", "themes", "level"):
                del self.fields[name]
            if chosen.kind != REQUIREMENT:
                del self.fields["use"]
            if chosen.kind != AWARD:
                del self.fields["weight"]

    def values(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def rebase(self, version: int) -> None:
        """The same entries, now based on how the criterion is: saving once more is a choice, not an accident."""
        data = cast("QueryDict", self.data).copy()
        data["version"] = str(version)
        self.data = data


class WeightsForm(forms.Form):
    """The weights of all award criteria at once: ``weight-KEY``, and ``seen-KEY`` for what stood there."""

    def __init__(self, data: QueryDict | None = None, *, rows: Sequence[ChosenCriterion]) -> None:
        super().__init__(data)
        self.award = [row for row in rows if row.kind == AWARD]
        for row in self.award:
            label = _("Weight of “%(title)s” (%%)") % {"title": row.title}
            widget = forms.TextInput(
                attrs={"inputmode": "decimal", "class": "control--short", "form": "weights", "size": 6}
            )
            self.fields[f"weight-{row.pk}"] = PercentageField(
                label=label, required=False, initial=row.weight, widget=widget
            )
            self.fields[f"seen-{row.pk}"] = PercentageField(
                required=False, initial=row.weight, widget=forms.HiddenInput(attrs={"form": "weights"})
            )

    def weights(self) -> Mapping[int, Weighed]:
        """Those that were on the page, by key."""
        given = self.cleaned_data
        return {
            row.pk: Weighed(given[f"seen-{row.pk}"], given[f"weight-{row.pk}"])
            for row in self.award
            if f"weight-{row.pk}" in self.data
        }


class CriteriaFileForm(forms.Form):
    """The file to take in."""

    document = TableFileField(
        kinds=KINDS, texts=(JSON,), largest_text=LARGEST_JSON,
        label=_("File with criteria"), help_text=_("A workbook (.xlsx), CSV or JSON."),
    )  # fmt: skip


class MoveForm(forms.Form):
    """Two buttons, of which one is pressed: each has the place that it moves to."""

    above = forms.IntegerField(required=False, min_value=1, max_value=10_000)
    below = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def wanted(self) -> tuple[str, int]:
        """Which button, and its place; none is up to the first."""
        way = "below" if self.cleaned_data["below"] else "above"
        return way, self.cleaned_data[way] or 1
