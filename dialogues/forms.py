"""What members fill in about meetings."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from dialogues.actions.meetings import OWN, Plan
from dialogues.actions.minutes import Said
from dialogues.models import DiscussionPoint, Meeting
from dialogues.reads import hosts_of, members_of
from procurement.fields import DayField, ManyField
from suppliers.choosing import (
    SEARCH_CONTRACTS,
    SEARCH_SUPPLIERS,
    ChoosingForm,
    SearchBox,
    contract_label,
    contracts_of,
    suppliers_of,
)
from suppliers.models import Contract, Supplier


class ContractChoice(ManyField[Contract]):
    def label_from_instance(self, obj: Contract) -> str:
        return contract_label(obj)


class MeetingForm(ChoosingForm):
    """A meeting as it is planned. The points stand one on a line, so that the page works without script."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Meeting.Kind, initial=Meeting.Kind.INDIVIDUAL, widget=forms.RadioSelect
    )
    suppliers_q = SearchBox("suppliers", label=SEARCH_SUPPLIERS)
    suppliers = ManyField(
        label=_("Suppliers"), queryset=Supplier.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("A working group is usually for colleagues; leave it empty then."),
    )  # fmt: skip
    contracts_q = SearchBox("contracts", label=SEARCH_CONTRACTS)
    contracts = ContractChoice(
        label=_("Contracts it is about"),
        queryset=Contract.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.CharField(
        label=_("Purpose and expected outcome"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example the clause or code of conduct it is about, and what should be clear afterwards."),
    )  # fmt: skip
    benefit = forms.CharField(
        label=_("What the supplier gains"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the invitation."),
    )  # fmt: skip
    points = forms.CharField(
        label=_("Discussion points"), required=False, max_length=17_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One on a line. The invitation sends them, so that the right person comes prepared."),
    )  # fmt: skip
    date = DayField(label=_("Date"))
    starts_at = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends_at = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    location = forms.CharField(
        label=_("Place"), required=False, max_length=300, help_text=_("An address, or the link of a video call.")
    )
    organiser = forms.ModelChoiceField(label=_("Organiser"), queryset=User.objects.none(), empty_label=None)
    colleagues = ManyField(
        label=_("Colleagues who come along"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reference = forms.CharField(
        label=_("Reference"), required=False, max_length=120, help_text=_("Empty: the next number of the year.")
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("suppliers", suppliers_of(organisation))
        self.offer("contracts", contracts_of(Contract.objects.of(organisation), self.chosen("suppliers")))
        for name, queryset in (("organiser", hosts_of(organisation)), ("colleagues", members_of(organisation))):
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = queryset

    def clean_points(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip())

    @property
    def plan(self) -> Plan:
        data = {name: value for name, value in self.cleaned_data.items() if not name.endswith("_q")}
        for name in ("suppliers", "contracts", "colleagues"):
            data[name] = tuple(data[name])
        return Plan(**data)

    @staticmethod
    def of(meeting: Meeting) -> dict[str, Any]:
        """The initial values for changing a meeting."""
        return {
            **{name: getattr(meeting, name) for name in OWN},
            "suppliers": list(meeting.suppliers.all()),
            "contracts": list(meeting.contracts.all()),
            "colleagues": list(meeting.colleagues.all()),
            "points": "\n".join(meeting.points.values_list("text", flat=True)),
        }


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


class MinutesForm(forms.Form):
    """The report: who was there and, for each point, what was said and which leverage was used."""

    held_on = DayField(label=_("Held on"))
    attendance = forms.CharField(
        label=_("Who was there"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Names and positions, of both sides."),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The supplier reads this."),
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        options.setdefault(
            "initial", {"held_on": meeting.date, "attendance": meeting.attendance, "summary": meeting.summary}
        )
        super().__init__(*args, **options)
        self.points = list(meeting.points.all())
        for point in self.points:
            self.fields[f"said-{point.pk}"] = forms.CharField(
                label=_("What was said"), required=False, max_length=10_000, initial=point.said,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
            self.fields[f"leverage-{point.pk}"] = forms.ChoiceField(
                label=_("Leverage used"), required=False, initial=point.leverage,
                choices=[("", _("none")), *DiscussionPoint.Leverage.choices],
                help_text=_("For your own organisation; the supplier does not see it."),
            )  # fmt: skip

    def rows(self) -> list[tuple[DiscussionPoint, Any, Any]]:
        """Each point with its two fields, for the page."""
        return [(point, self[f"said-{point.pk}"], self[f"leverage-{point.pk}"]) for point in self.points]

    @property
    def said(self) -> dict[int, Said]:
        data = self.cleaned_data
        return {point.pk: Said(data[f"said-{point.pk}"], data[f"leverage-{point.pk}"]) for point in self.points}


class ObjectionForm(forms.Form):
    """What is not right in the report; ``number`` is the edition that was read."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=30_000)
    objection = forms.CharField(
        label=_("What is not right?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Name the point or the agreement, and say how it should read."),
    )  # fmt: skip
