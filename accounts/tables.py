"""Tables that a beheerder edits on a page: which rows, columns and form. Declared by the app that owns them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.forms import ModelForm
from django.utils.functional import Promise

from accounts.models import Organisation, User
from accounts.permissions import has_right
from accounts.roles import WRITE

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """A column of the list: a heading and what stands in it."""

    title: Text
    value: Callable[[Any], object]


@dataclass(frozen=True)
class Table:
    """One editable table. With ``is_owned`` an organisation has rows of its own beside the product's.

    ``extra`` names a template that is shown above the rows. ``follow_up`` has brought up to date what was computed from
    the rows, in the transaction of each change; ``going_on`` says so above the rows, until that is done.
    """

    code: str
    title: Text
    intro: Text
    model: type[Model]
    form: type[ModelForm[Any]]
    columns: tuple[Column, ...]
    is_owned: bool = False
    may_grow: bool = True
    extra: str = ""
    follow_up: Callable[[datetime], None] = lambda at: None
    going_on: Callable[[], str] = lambda: ""

    def blank(self, organisation: Organisation) -> Any:
        """A new row, not yet saved."""
        return self.model(organisation=organisation) if self.is_owned else self.model()

    def rows(self, organisation: Organisation) -> QuerySet[Any]:
        """The product's rows and those of this organisation, never another's."""
        found: QuerySet[Any] = self.model._default_manager.select_related()
        if self.is_owned:
            found = found.filter(Q(organisation=None) | Q(organisation=organisation))
        return found

    def is_own(self, row: Any) -> bool:
        return self.is_owned and row.organisation_id is not None

    def may_change(self, user: User, organisation: Organisation, row: Any) -> bool:
        """An own row: who may write settings. A row of everybody: who may do so in every organisation here."""
        if self.is_own(row):
            return has_right(user, organisation, "settings", WRITE)
        return administers_everything(user)

    def may_add(self, user: User, organisation: Organisation) -> bool:
        return has_right(user, organisation, "settings", WRITE) if self.is_owned else administers_everything(user)


def administers_everything(user: User) -> bool:
    """Beheerder of every organisation of this installation: only he changes what holds for all of them."""
    return not Organisation.objects.exclude(pk__in=user.organisations_with(["administrator"])).exists()
