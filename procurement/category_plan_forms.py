"""What people fill in of a category plan: its facts, a row per theme, its KPIs, and a result of a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from procurement.actions.category_plans import FACTS, MOST_KPIS, AgreementInput, KpiInput, check_period
from procurement.fields import NumberField
from procurement.forms import labelled
from procurement.models import ISV_FORMS, CategoryPlan, PlanAgreement, PlanKpi, ProcurementCategory, Theme
from procurement.models.ambitions import LEVELS_WITH_MEANING
from procurement.plan_forms import PlanForm, numbered, wrong_inputs
from procurement.reads import categories_for

LEVELS: list[tuple[str, Any]] = [("", _("none")), *((str(level), label) for level, label in LEVELS_WITH_MEANING)]
MORE_KPIS = 3


class CategoryPlanForm(PlanForm):
    """The facts of a category plan; the category is chosen once, when it is made."""

    says = FACTS
    check = check_period

    scope = forms.CharField(
        label=_("What is bought, and on which market"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Volume, suppliers, chain and risks: what everyone who buys in this category needs to know."),
    )  # fmt: skip
    isv_forms = forms.MultipleChoiceField(
        label=_("Forms of ISV that are usual in this category"), required=False, choices=list(ISV_FORMS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    isv_agreement = forms.CharField(
        label=_("Agreement on ISV"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is asked of suppliers, how it is followed up, and how they are supported."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, plan: CategoryPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, organisation=organisation, plan=plan, **kwargs)
        if plan is None:
            self.fields["category"] = _category_field(organisation)
            self.order_fields(["category"])

    def facts(self) -> dict[str, Any]:
        category = {"category": self.cleaned_data["category"]} if "category" in self.fields else {}
        return super().facts() | category


def _category_field(organisation: Organisation) -> forms.ModelChoiceField[ProcurementCategory]:
    categories = categories_for(organisation)
    field = forms.ModelChoiceField(
        ProcurementCategory.objects.filter(pk__in=[each.pk for each in categories]), label=_("Category"),
        empty_label=_("choose"),
    )  # fmt: skip
    field.choices = [("", _("choose")), *((each.pk, labelled(each)) for each in categories)]
    return field


class AgreementForm(forms.Form):
    """What is agreed on one theme; its names begin with the code of the theme."""

    is_focus = forms.BooleanField(label=pgettext_lazy("theme", "Focus of this plan"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=LEVELS, required=False)
    goal = forms.CharField(label=_("Goal in one sentence"), required=False, max_length=400)
    measure = forms.CharField(
        label=_("Measure: how the goal will be reached"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, theme: Theme, row: PlanAgreement | None) -> None:
        self.theme = theme
        held = {} if row is None else {name: getattr(row, name) for name in ("is_focus", "goal", "measure")}
        level = "" if row is None or row.level is None else str(row.level)
        super().__init__(data, prefix=theme.code, initial={**held, "level": level})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("is_focus") and not given.get("level") and "level" not in self.errors:
            self.add_error("level", _("A focus needs a level."))
        return given

    def as_input(self) -> AgreementInput:
        given = self.cleaned_data
        level = int(given["level"]) if given["level"] else None
        return AgreementInput(self.theme, given["is_focus"], level, given["goal"], given["measure"])


class KpiForm(forms.Form):
    """One KPI; a row without a name is none."""

    name = forms.CharField(label=_("What is measured"), required=False, max_length=200)
    direction = forms.ChoiceField(label=_("Should be"), choices=PlanKpi.Direction.choices, required=False)
    target = NumberField(label=_("Target"), required=False)
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=40, widget=forms.TextInput(attrs={"class": "control--short"})
    )
    theme = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Theme"), required=False, empty_label=_("no theme"), to_field_name="code"
    )
    remove = forms.BooleanField(label=_("Remove this KPI"), required=False)

    def __init__(self, *args: Any, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Theme]", self.fields["theme"])
        field.queryset = Theme.objects.filter(pk__in=[theme.pk for theme in themes])
        field.choices = [("", _("no theme")), *((theme.code, theme.name) for theme in themes)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("remove"):
            return given
        says_something = given.get("target") is not None or given.get("unit")
        if says_something and not given.get("name"):
            self.add_error("name", _("Say what is measured."))
        if given.get("name"):
            for name, text in (("target", _("Fill in the target.")), ("unit", _("Fill in the unit."))):
                if given.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, text)
        return given

    def as_input(self) -> KpiInput | None:
        given = self.cleaned_data
        if given.get("remove") or not given.get("name"):
            return None
        direction = given["direction"] or PlanKpi.Direction.AT_LEAST.value
        return KpiInput(given["name"], given["unit"], given["target"], direction, given["theme"])


class CategoryPlanEntry:
    """All forms of one plan together, from what is saved or from what was sent."""

    def __init__(
        self, data: Any, *, organisation: Organisation, themes: Sequence[Theme], plan: CategoryPlan | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.facts = CategoryPlanForm(data, organisation=organisation, plan=plan, initial=initial or {})
        rows = {row.theme_id: row for row in plan.agreements.all()} if plan else {}
        self.agreements = [AgreementForm(data, theme=theme, row=rows.get(theme.pk)) for theme in themes]
        self.kpis = _kpi_formset(data, list(plan.kpis.select_related("theme")) if plan else [], themes)

    def is_valid(self) -> bool:
        parts = [self.facts, *self.agreements, self.kpis]
        return all([part.is_valid() for part in parts])  # noqa: C419 (each is to say what is wrong with it)

    @property
    def has_errors(self) -> bool:
        return bool(self.facts.errors or any(form.errors for form in self.agreements) or self._wrong_kpis)

    @property
    def error_fields(self) -> list[tuple[str, forms.BoundField]]:
        """The inputs with an error, for the summary above the form."""
        themes = [(form.theme.short_name, form) for form in self.agreements]
        return wrong_inputs([*themes, *numbered(gettext("KPI"), self.kpis.forms)])

    @property
    def _wrong_kpis(self) -> bool:
        return self.kpis.is_bound and not self.kpis.is_valid()

    def rows(self) -> dict[str, Any]:
        """The agreements and KPIs, for the action."""
        kpis = (form.as_input() for form in self.kpis.forms)
        return {
            "agreements": [form.as_input() for form in self.agreements],
            "kpis": [kpi for kpi in kpis if kpi is not None],
        }


def _kpi_formset(data: Any, kpis: Sequence[PlanKpi], themes: Sequence[Theme]) -> Any:
    initial = [
        {
            "name": kpi.name, "direction": kpi.direction, "target": kpi.target, "unit": kpi.unit,
            "theme": kpi.theme.code if kpi.theme else "",
        }
        for kpi in kpis
    ]  # fmt: skip
    factory = forms.formset_factory(KpiForm, extra=0 if kpis else 2, max_num=MOST_KPIS, absolute_max=MOST_KPIS + 20)
    return factory(data, initial=initial, prefix="kpis", form_kwargs={"themes": themes})


class ResultForm(forms.Form):
    """What was measured of a KPI over one year."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    value = NumberField(label=_("Result"))
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where the number comes from, and what explains it."),
    )  # fmt: skip

    def __init__(self, *args: Any, years: Sequence[int], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["value"].label = _("Result (%(unit)s)") % {"unit": unit}
