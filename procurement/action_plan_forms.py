"""What people fill in of an action plan: its facts, a row per goal and per focus, and why a goal was not reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from procurement.actions.action_plans import FACTS, MOST_GOALS, FocusInput, GoalInput, check_goal, check_period
from procurement.fields import NumberField
from procurement.forms import labelled
from procurement.models import ActionGoal, ActionPlan, ProcurementCategory, Theme
from procurement.models.ambitions import LEVELS_WITH_MEANING
from procurement.plan_forms import PlanForm, numbered, wrong_inputs
from procurement.reads import categories_for

LEVELS: list[tuple[str, Any]] = [(str(level), label) for level, label in LEVELS_WITH_MEANING]
MORE = 3


class ActionPlanForm(PlanForm):
    """The facts of an action plan."""

    says = FACTS
    check = check_period

    vision = forms.CharField(
        label=_("What the organisation wants"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The ambition in a few sentences, and how purchasing helps to reach it."),
    )  # fmt: skip
    stage = forms.ChoiceField(label=_("Growth stage"), choices=ActionPlan.Stage.choices, widget=forms.RadioSelect)
    stage_reason = forms.CharField(
        label=_("Why this stage"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Awareness: it begins. Anchoring: it is part of how you work. Impact: results can be shown."),
    )  # fmt: skip


class ThemedForm(forms.Form):
    """A row about one theme; without a theme it is none."""

    theme = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Theme"), required=False, empty_label=_("choose"), to_field_name="code"
    )
    remove = forms.BooleanField(label=_("Remove this row"), required=False)

    def __init__(self, *args: Any, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Theme]", self.fields["theme"])
        field.queryset = Theme.objects.filter(pk__in=[theme.pk for theme in themes])
        field.choices = [("", _("choose")), *((theme.code, theme.name) for theme in themes)]

    @property
    def is_left_out(self) -> bool:
        return bool(self.cleaned_data.get("remove") or not self.cleaned_data.get("theme"))


class GoalForm(ThemedForm):
    """One goal."""

    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1990, max_value=2110,
        widget=forms.NumberInput(attrs={"class": "control--short"}),
    )  # fmt: skip
    text = forms.CharField(label=_("Goal in one sentence"), required=False, max_length=400)
    indicator = forms.ChoiceField(label=_("How it is measured"), required=False, choices=ActionGoal.Indicator.choices)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("none")), *LEVELS])
    target = NumberField(label=_("Target value"), required=False)
    field_order = ["theme", "year", "text", "indicator", "level", "target", "remove"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("remove"):
            return given
        if given.get("text") and not given.get("theme") and "theme" not in self.errors:
            self.add_error("theme", _("Choose the theme."))
        if given.get("theme"):
            for name, text in (
                ("year", _("Fill in the year.")), ("text", _("Say what is to be reached.")),
                ("target", _("Fill in the target.")),
            ):  # fmt: skip
                if given.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, text)
            if not self.errors:
                self._check_measure(given)
        return given

    def _check_measure(self, given: dict[str, Any]) -> None:
        level = int(given["level"]) if given["level"] else None
        try:
            check_goal(given["theme"], given["indicator"], level, given["target"])
        except ValidationError as error:
            self.add_error("indicator", error.messages[0])

    def as_input(self) -> GoalInput | None:
        if self.is_left_out:
            return None
        given = self.cleaned_data
        level = int(given["level"]) if given["level"] else None
        return GoalInput(given["theme"], given["year"], given["text"], given["indicator"], given["target"], level)


class FocusForm(ThemedForm):
    """One theme on which to aim high."""

    category = forms.ModelChoiceField(
        ProcurementCategory.objects.none(), label=_("Category"), required=False, empty_label=_("every category")
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=LEVELS, initial="3")
    field_order = ["theme", "category", "level", "remove"]

    def __init__(self, *args: Any, categories: Sequence[ProcurementCategory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[ProcurementCategory]", self.fields["category"])
        field.queryset = ProcurementCategory.objects.filter(pk__in=[each.pk for each in categories])
        field.choices = [("", _("every category")), *((each.pk, labelled(each)) for each in categories)]

    def as_input(self) -> FocusInput | None:
        if self.is_left_out:
            return None
        given = self.cleaned_data
        return FocusInput(given["theme"], given["category"], int(given["level"] or 3))


class ActionPlanEntry:
    """All forms of one plan together, from what is saved or from what was sent."""

    def __init__(
        self, data: Any, *, organisation: Organisation, themes: Sequence[Theme], plan: ActionPlan | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.facts = ActionPlanForm(data, organisation=organisation, plan=plan, initial=initial or {})
        goals = [_goal(row) for row in plan.goals.all()] if plan else []
        focuses = [_focus(row) for row in plan.focuses.all()] if plan else []
        shared = {"themes": themes}
        self.goals = _formset(GoalForm, "goals", data, goals, shared)
        self.focuses = _formset(
            FocusForm, "focuses", data, focuses, {**shared, "categories": categories_for(organisation)}
        )

    def is_valid(self) -> bool:
        return all([part.is_valid() for part in (self.facts, self.goals, self.focuses)])  # noqa: C419 (each is asked)

    @property
    def has_errors(self) -> bool:
        return bool(self.facts.is_bound and not self.is_valid()) or bool(self.facts.errors)

    @property
    def error_fields(self) -> list[tuple[str, forms.BoundField]]:
        """The inputs with an error, for the summary above the form."""
        goals = numbered(gettext("Goal"), self.goals.forms)
        return wrong_inputs([*goals, *numbered(pgettext("theme", "focus"), self.focuses.forms)])

    def rows(self) -> dict[str, Any]:
        """The goals and focuses, for the action."""
        return {
            "goals": [row for form in self.goals.forms if (row := form.as_input()) is not None],
            "focuses": [row for form in self.focuses.forms if (row := form.as_input()) is not None],
        }


def _goal(row: ActionGoal) -> dict[str, Any]:
    return {
        "theme": row.theme.code, "year": row.year, "text": row.text, "indicator": row.indicator,
        "level": "" if row.level is None else str(row.level), "target": row.target,
    }  # fmt: skip


def _focus(row: Any) -> dict[str, Any]:
    return {"theme": row.theme.code, "category": row.category_id, "level": str(row.level)}


def _formset(form: type[ThemedForm], prefix: str, data: Any, rows: list[dict[str, Any]], options: Any) -> Any:
    factory = forms.formset_factory(form, extra=0 if rows else 1, max_num=MOST_GOALS, absolute_max=MOST_GOALS + 20)
    return factory(data, initial=rows, prefix=prefix, form_kwargs=options)


class ExplanationForm(forms.Form):
    """Comply or explain."""

    text = forms.CharField(
        label=_("Explanation"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why the goal was not reached, and what happens now."),
        error_messages={"required": _("Explain why the goal was not reached, and what happens now.")},
    )  # fmt: skip
