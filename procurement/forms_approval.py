"""What people fill in about the approval of an approach. A form checks what was typed; the action what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from procurement.approval_reads import Seat, judges, seat_label
from procurement.fields import DayField
from procurement.models import ApproachDecision


class DecisionForm(forms.Form):
    """What tenderboard or budget holder says, himself or by who stands in for him."""

    role = forms.ChoiceField(label=_("You decide as"), widget=forms.RadioSelect)
    verdict = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[(ApproachDecision.Verdict.APPROVED, _("Approve")), (ApproachDecision.Verdict.RETURNED, _("Return"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Required when you return the approach."),
    )  # fmt: skip

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {seat.key: seat for seat in seats}
        role = cast("forms.ChoiceField", self.fields["role"])
        role.choices = [(seat.key, seat_label(seat)) for seat in seats]
        if len(seats) == 1 and seats[0].on_behalf_of is None:
            role.widget, role.initial = forms.HiddenInput(), seats[0].key
        elif len(seats) == 1:  # on whose behalf one decides is seen before it is done
            role.initial = seats[0].key

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("verdict") == ApproachDecision.Verdict.RETURNED and not given.get("reason", "").strip():
            self.add_error("reason", _("Give a reason: what has to be different?"))
        return given

    @property
    def seat(self) -> Seat:
        return self.seats[self.cleaned_data["role"]]


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you want to say.")},
    )  # fmt: skip


class RemarkForm(forms.Form):
    """A remark on one row. The name of the row stands before the names of its fields."""

    text = _text(_("Remark"))


class AnswerForm(forms.Form):
    """The answer of the team to one remark."""

    text = _text(_("Answer"))


class DueDateForm(forms.Form):
    """Another due date for the round that runs."""

    due_on = DayField(label=_("New due date"), help_text=_("A working day. Reminders follow the new date."))
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))


class ReplacementForm(forms.Form):
    """Who stands in, and on which days."""

    colleague = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), empty_label=_("choose"),
        help_text=_("Somebody who judges approaches too. He decides in your role, on your behalf."),
    )  # fmt: skip
    from_on = DayField(label=_("First day"), help_text=_("The first day of your absence."))
    until_on = DayField(label=_("Last day"), help_text=_("After this day it ends by itself."))

    def __init__(self, *args: Any, organisation_id: int, member: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleague = cast("forms.ModelChoiceField[User]", self.fields["colleague"])
        found = judges(organisation_id, but=member)
        colleague.queryset = User.objects.filter(pk__in=[person.pk for person in found]).order_by("name")
        self.has_colleagues = bool(found)
