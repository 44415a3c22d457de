"""What a list may be asked for: the fields of the pages' own filters, read strictly."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django_filters import FilterSet
from rest_framework.exceptions import ValidationError

Filter = type[forms.Form] | type[FilterSet]


def fields_of(source: Any) -> dict[str, forms.Field]:
    """The parameters of a ``Filter`` by name."""
    if issubclass(source, forms.Form):
        return dict(source.base_fields)
    # A filter keeps the field that it once made; the filters of the class itself must stay without.
    return {name: one.field for name, one in copy.deepcopy(source.base_filters).items()}


def names_of(source: Any) -> set[str]:
    """The names of the parameters of a ``Filter``."""
    return set(source.base_fields if issubclass(source, forms.Form) else source.base_filters)


def check(asked: Any) -> None:
    """Refuse, by name, what a page would leave out."""
    if not asked.is_valid():
        raise ValidationError(asked.errors)
