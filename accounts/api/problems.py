"""Errors of the API as problems (RFC 9457): one shape, whatever went wrong, with a sentence for a person."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, ValidationError
from django.core.signals import got_request_exception
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.workflow import TransitionNotAllowed

CONTENT_TYPE = "application/problem+json"

logger = logging.getLogger(__name__)


class Conflict(exceptions.APIException):
    """The object is not, or no longer, in a state in which this can be done."""

    status_code = HTTPStatus.CONFLICT


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to an error: with its own status where it is one of a request, else logged and 500."""
    response = exception_handler(_of_request(error), context)
    if response is None:
        return _server_error(error, context)
    if response.status_code == HTTPStatus.BAD_REQUEST:
        detail, errors = _("The request cannot be understood."), list(_named(response.data))
    else:
        detail, errors = str(response.data["detail"]), []
    return _as_problem(response, detail, errors)


def _of_request(error: Exception) -> Exception:
    """What the library knows, for what the product raises."""
    if isinstance(error, TransitionNotAllowed):
        return Conflict(str(error))
    if isinstance(error, exceptions.Throttled):
        error.detail = exceptions.ErrorDetail(_wait(error), code=error.default_code)
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return exceptions.ParseError(_("The request has too many parts, or too large ones."))
    if isinstance(error, ValidationError):
        return exceptions.ValidationError(error.message_dict if hasattr(error, "error_dict") else error.messages)
    return error


def _wait(error: exceptions.Throttled) -> str:
    """In our own words: the library's are half in English."""
    wait: float | None = getattr(error, "wait", None)  # the stubs do not know it
    if wait is None:
        return _("Too many requests. Wait a while, and try again.")
    seconds = math.ceil(wait)
    return ngettext(
        "Too many requests. Try again in %(number)s second.", "Too many requests. Try again in %(number)s seconds.",
        seconds,
    ) % {"number": seconds}  # fmt: skip


def _server_error(error: Exception, context: dict[str, Any]) -> Response:
    request = context["request"]
    logger.error("%s %s", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return _as_problem(Response(status=HTTPStatus.INTERNAL_SERVER_ERROR), _("Something went wrong on our side."), [])


def _as_problem(response: Response, detail: str, errors: list[dict[str, str]]) -> Response:
    response.data = {
        "type": "about:blank",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        "detail": detail,
    }
    if errors:
        response.data["errors"] = errors
    response.content_type = CONTENT_TYPE
    return response


def _named(data: Any, name: str = "") -> Iterator[dict[str, str]]:
    """Each error with the parameter that it is about; without a name it is about the whole."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from _named(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(data, list):
        for inner in data:
            yield from _named(inner, name)
    else:
        yield {"name": name, "detail": str(data)}
