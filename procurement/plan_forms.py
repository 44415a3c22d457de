"""What people fill in of every plan: its period, who is responsible, and a decision on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from procurement.ambition_reads import colleagues
from procurement.fields import DayField
from procurement.models.plans import Plan


def wrong_inputs(rows: Iterable[tuple[str, forms.BaseForm]]) -> list[tuple[str, forms.BoundField]]:
    """The inputs with an error, each with the name of its row: many rows have inputs of the same name."""
    return [(name, field) for name, form in rows for field in form if field.errors]


def numbered(name: str, rows: Iterable[forms.BaseForm]) -> list[tuple[str, forms.BaseForm]]:
    """Rows that have no name of their own yet, by their place."""
    return [(f"{name} {number}", form) for number, form in enumerate(rows, 1)]


def responsible_field(organisation: Organisation) -> forms.ModelChoiceField[User]:
    """Who is responsible, from the members that are still there."""
    people = colleagues(organisation)
    field = forms.ModelChoiceField(
        User.objects.filter(pk__in=[person.pk for person in people]), label=_("Who is responsible"),
        empty_label=_("choose"),
    )  # fmt: skip
    field.choices = [("", _("choose")), *((person.pk, str(person)) for person in people)]
    return field


class PlanForm(forms.Form):
    """What every plan says: its period, and who is responsible.

    ``says``: the facts of its kind. ``check``: raises ``ValidationError`` for a period that its kind cannot have.
    """

    says: ClassVar[tuple[str, ...]]
    check: ClassVar[Callable[[date, date], None]]

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid up to and including"))

    def __init__(self, *args: Any, organisation: Organisation, plan: Plan | None = None, **kwargs: Any) -> None:
        if plan is not None:
            held = {name: getattr(plan, name) for name in (*self.says, "version")}
            kwargs["initial"] = held | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["responsible"] = responsible_field(organisation)
        self.order_fields(["valid_from", "valid_until", "responsible"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("valid_from") and given.get("valid_until"):
            try:
                type(self).check(given["valid_from"], given["valid_until"])
            except ValidationError as error:
                self.add_error(None, error)
        return given

    def facts(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        return {name: self.cleaned_data[name] for name in self.says}

    def rebase(self, version: int) -> None:
        """The same entries, now based on the plan as it is: saving once more is a choice, not an accident."""
        data = cast("QueryDict", self.data).copy()
        data["version"] = str(version)
        self.data = data


class DecideForm(forms.Form):
    """Adopt, or send back with a reason."""

    verdict = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("adopted", _("adopt")), ("returned", _("send back"))],
        error_messages={"required": _("Choose what you decide.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Required when you send it back."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("verdict") == "returned" and not (given.get("reason") or "").strip():
            self.add_error("reason", _("Give a reason: what has to be different?"))
        return given
