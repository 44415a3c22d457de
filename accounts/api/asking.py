"""What a program sends, read strictly: a name that nothing knows is refused, as it was most likely misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer

Asked = TypeVar("Asked", bound=BaseSerializer[Any])

OF_FORMS = {"csrfmiddlewaretoken"}
"""What a form sends for the framework."""


def body(serializer_class: type[Asked], data: Any, **context: Any) -> Asked:
    """The serializer with this data, which fits; else `ValidationError` with all that is wrong, by name."""
    found = serializer_class(data=data, context=context)
    found.is_valid()
    errors: dict[str, Any] = dict(found.errors)
    errors |= {name: [_("There is no field of this name.")] for name in _strange(found, data)}
    if errors:
        raise ValidationError(errors)
    return found


def _strange(serializer: Any, data: Any, within: str = "") -> Iterator[str]:
    if isinstance(serializer, ListSerializer):
        for number, item in enumerate(data if isinstance(data, list) else ()):
            yield from _strange(serializer.child, item, f"{within}{number}.")
    elif isinstance(serializer, Serializer) and isinstance(data, Mapping):
        known = {name: field for name, field in serializer.fields.items() if not field.read_only}
        yield from (within + str(name) for name in data.keys() - known - OF_FORMS)
        for name in known.keys() & data.keys():
            yield from _strange(known[name], data[name], f"{within}{name}.")
