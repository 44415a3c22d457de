"""The description of the API (OpenAPI 3): made from the views, the filters of the pages and the problems."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.problems import CONTENT_TYPE
from accounts.api.queries import fields_of
from accounts.api.views import VERSION, Answer, ListAnswer, MemberAnswer

PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for a person, in the language asked for."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "detail"],
                "properties": {"name": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


class OpenApi(Answer):
    """The description itself, for everybody."""

    schema = None
    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    def get(self, request: Request) -> Response:
        # Anybody's program may read what the API is; that is what the header allows.
        return Response(described(translation.get_language() or "nl"), headers={"Access-Control-Allow-Origin": "*"})


@cache
def described(language: str) -> dict[str, Any]:
    """The document, with the labels of filters in this language. Made once: it changes with a release only."""
    generator: Any = SchemaGenerator
    with translation.override(language):
        made: dict[str, Any] = generator().get_schema(request=None, public=True)
    return made


class Described(AutoSchema):
    """Adds the parameters that our lists share with the pages."""

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = list(super().get_override_parameters())
        if isinstance(self.view, MemberAnswer):
            found.append(OpenApiParameter("organisation", str, description="Slug of one of your own organisations."))
        if isinstance(self.view, ListAnswer):
            found += [_parameter(name, field) for name, field in fields_of(self.view.filters).items()]
            sorts = [sign + name for name in self.view.sorts for sign in ("", "-")]
            found.append(OpenApiParameter("sort", str, enum=sorts, description="A minus sorts the other way round."))
        return found


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library has none
    """A program with a key of a member."""

    target_class = "accounts.api.access.Key"
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library has none
    """Who is signed in on the pages is signed in here."""

    target_class = "accounts.api.access.Session"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


def without_slash(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """The published addresses only."""
    return [one for one in endpoints if not one[0].endswith("/")]


def strict(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """What is sent has the fields described and no others (`asking.body`)."""
    schemas = result.get("components", {}).get("schemas", {})
    sent = [operation.get("requestBody", {}) for path in result["paths"].values() for operation in path.values()]
    todo, seen = list(_names_in(sent)), set[str]()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += _names_in(schemas[name])
            if schemas[name].get("type") == "object":
                schemas[name]["additionalProperties"] = False
    return result


def _names_in(described: Any) -> Iterator[str]:
    """The schemas that this description refers to."""
    if isinstance(described, dict):
        if "$ref" in described:
            yield described["$ref"].rsplit("/", 1)[-1]
        for inner in described.values():
            yield from _names_in(inner)
    elif isinstance(described, list):
        for inner in described:
            yield from _names_in(inner)


def with_problems(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Every answer carries the version; every one that is not the answer asked for is a problem."""
    header = {"schema": {"type": "string"}, "description": "The full version of the API."}
    problem = {
        "description": "A problem.",
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    result["info"]["version"] = VERSION
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            operation["responses"]["default"] = problem
            for response in operation["responses"].values():
                response["headers"] = {"API-Version": header}
    return result


def _parameter(name: str, field: forms.Field) -> OpenApiParameter:
    choices = [str(key) for key, _label in getattr(field, "choices", []) if str(key)] if _is_fixed(field) else []
    kind = next((kind for of, kind in _KINDS.items() if isinstance(field, of)), str)
    return OpenApiParameter(name, kind, description=str(field.label or ""), enum=choices or None)


def _is_fixed(field: forms.Field) -> bool:
    """Whether the choices are the same for every organisation."""
    return isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)


_KINDS: dict[type[forms.Field], type] = {
    forms.IntegerField: int,
    forms.ModelChoiceField: int,
    forms.BooleanField: bool,
    forms.NullBooleanField: bool,
}
