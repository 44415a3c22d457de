"""The form in which the ambition of all themes is chosen at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from procurement.actions.ambitions import Answer
from procurement.models import Ambition, Theme
from procurement.proposal import Proposed
from procurement.wording import proposal_sentence

LEFT_OUT = "out"
LEVELS: list[tuple[str, Any]] = [
    (LEFT_OUT, _("leave out")),
    ("0", _("0 deliberately none")),
    ("1", _("1 basis")),
    ("2", _("2 significant")),
    ("3", _("3 ambitious")),
]
PARTS = ("level", "reason", "goal")


@dataclass(frozen=True)
class Row:
    """One theme on the page."""

    theme: Theme
    level: forms.BoundField
    reason: forms.BoundField
    goal: forms.BoundField
    version: forms.BoundField
    proposed: Proposed
    proposal: str
    saved: Ambition | None
    theirs: Ambition | None
    kept: list[SafeString]

    @property
    def has_errors(self) -> bool:
        return bool(self.level.errors or self.reason.errors or self.goal.errors)


class AmbitionForm(forms.Form):
    """Level, reason and goal per theme. What the page showed at first travels along (hidden), so that only what
    this person changed is saved, and a theme that a colleague changed meanwhile is not put back by accident.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        themes: Sequence[Theme],
        saved: Mapping[int, Ambition],
        proposals: Mapping[int, Proposed],
        theirs: Mapping[int, Ambition] | None = None,
    ) -> None:
        super().__init__(data)
        self.posted = data
        self.themes, self.saved, self.proposals, self.theirs = themes, saved, proposals, theirs or {}
        for theme in themes:
            self._add(theme, saved.get(theme.pk))

    def _add(self, theme: Theme, row: Ambition | None) -> None:
        code = theme.code
        self.fields[f"level_{code}"] = forms.ChoiceField(
            label=theme.name, choices=LEVELS, required=False, widget=forms.RadioSelect,
            initial=as_choice(row), show_hidden_initial=True,
        )  # fmt: skip
        self.fields[f"reason_{code}"] = forms.CharField(
            label=_("Reason"), required=False, max_length=4000, initial=row.reason if row else "",
            show_hidden_initial=True, widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        self.fields[f"goal_{code}"] = forms.CharField(
            label=_("Goal"), required=False, max_length=400, initial=row.goal if row else "", show_hidden_initial=True
        )
        self.fields[f"version_{code}"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, min_value=0, initial=row.version if row else 0
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for theme in self.themes:
            says = given.get(f"reason_{theme.code}") or given.get(f"goal_{theme.code}")
            if says and not given.get(f"level_{theme.code}") and f"level_{theme.code}" not in self.errors:
                self.add_error(f"level_{theme.code}", _("Choose a level, or leave the theme out."))
        return given

    def answers(self) -> list[Answer]:
        """What this person changed."""
        given, changed = self.cleaned_data, set(self.changed_data)
        return [
            Answer(
                theme, _level(given[f"level_{theme.code}"]), given[f"reason_{theme.code}"], given[f"goal_{theme.code}"],
                given.get(f"version_{theme.code}") or 0,
            )
            for theme in self.themes
            if given[f"level_{theme.code}"] and changed & {f"{part}_{theme.code}" for part in PARTS}
        ]  # fmt: skip

    def explain(self, sentences: Mapping[int, str]) -> None:
        """Show at each theme why a reason is asked."""
        for theme in self.themes:
            if theme.pk in sentences:
                self.add_error(f"reason_{theme.code}", sentences[theme.pk])

    def rebased(self, theirs: Mapping[int, Ambition]) -> AmbitionForm:
        """The same entries, now based on what the others saved: saving once more is a choice, not an accident."""
        data = (self.posted or QueryDict()).copy()
        for theme in self.themes:
            row = theirs.get(theme.pk)
            if row is not None:
                data[f"version_{theme.code}"] = str(row.version)
                data[f"initial-level_{theme.code}"] = as_choice(row)
                data[f"initial-reason_{theme.code}"], data[f"initial-goal_{theme.code}"] = row.reason, row.goal
        return AmbitionForm(data, themes=self.themes, saved=self.saved, proposals=self.proposals, theirs=theirs)

    def rows(self) -> list[Row]:
        return [self._row(theme) for theme in self.themes]

    def _row(self, theme: Theme) -> Row:
        level, reason, goal = (self[f"{part}_{theme.code}"] for part in PARTS)
        proposed = self.proposals.get(theme.pk, Proposed(None))
        return Row(
            theme=theme, level=level, reason=reason, goal=goal, version=self[f"version_{theme.code}"],
            proposed=proposed, proposal=proposal_sentence(proposed), saved=self.saved.get(theme.pk),
            theirs=self.theirs.get(theme.pk),
            kept=[field.as_hidden(only_initial=True) for field in (level, reason, goal)],
        )  # fmt: skip


def as_choice(row: Ambition | None) -> str:
    """The choice that stands for a saved row; nothing where there is none."""
    if row is None:
        return ""
    return LEFT_OUT if row.level is None else str(row.level)


def _level(choice: str) -> int | None:
    return None if choice == LEFT_OUT else int(choice)
