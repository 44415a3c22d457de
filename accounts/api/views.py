"""What every address of the API does before and after its own work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.access import IsMember
from accounts.api.pagination import Pages
from accounts.api.queries import Filter, names_of
from accounts.calendar import local_date
from accounts.models import ApiToken, Organisation, User
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import READ

VERSION = "1.0.0"
METHODS = ["get", "head"]
COMMON = {"organisation", "page", "page_size", "sort"}
"""What every list may be asked for, beside its filters."""


class Answer(APIView):
    """An answer that says of which version of the API it is."""

    http_method_names = METHODS

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["API-Version"] = VERSION
        return response


class MemberAnswer(Answer):
    """For members: ``self.organisation`` is the one that ``?organisation=`` names, else the one they work in now.

    ``area`` is the row of the table of rights that must be readable; without one every member reads.
    """

    permission_classes = [IsMember]
    area = ""
    organisation: Organisation

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.organisation = self._organisation()
        if self.area:
            check_right(self.member, self.organisation, self.area, READ)

    @property
    def member(self) -> User:
        return cast("User", self.request.user)

    @property
    def now(self) -> datetime:
        return cast("MemberRequest", self.request).now

    @property
    def today(self) -> date:
        return local_date(self.now)

    def _organisation(self) -> Organisation:
        active = cast("MemberRequest", self.request).organisation
        slug = self.request.query_params.get("organisation", "")
        if slug in ("", active.slug):
            return active
        if isinstance(self.request.auth, ApiToken):
            raise Http404(_("This key is for another organisation."))
        for each in Organisation.objects.visible_to(self.member):
            if each.slug == slug:
                return each
        raise Http404(_("You are not a member of this organisation."))


class ListAnswer(MemberAnswer, ListAPIView[Any], ABC):
    """A page of the rows that fit. ``filters`` are those of the list on the page, ``sorts`` its columns."""

    pagination_class = Pages
    filter_backends: list[Any] = []
    filters: Filter
    sorts: Collection[str] = ()

    def get_queryset(self) -> QuerySet[Any]:
        """A name that no list knows is refused: a filter that was misspelt would give all rows for some."""
        if strange := self.request.query_params.keys() - names_of(self.filters) - COMMON:
            raise ValidationError({name: _("This list has no filter of this name.") for name in sorted(strange)})
        if self.sort.removeprefix("-") not in ("", *self.sorts):
            raise ValidationError({"sort": _("Choose one of: %(names)s.") % {"names": ", ".join(self.sorts)}})
        return self.rows()

    @property
    def sort(self) -> str:
        return self.request.query_params.get("sort", "")

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """The rows of ``self.organisation`` that this member sees, filtered and sorted as asked."""


class DetailAnswer(MemberAnswer, RetrieveAPIView[Any]):
    """One row of ``self.organisation``."""

    filter_backends: list[Any] = []

    def get_object(self) -> Model:
        found: Model | None = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404(_("This does not exist, or you may not see it."))
        return found


class Unknown(Answer):
    """No address of the API: a problem, not a page."""

    schema = None
    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    def get(self, request: Request, rest: str = "") -> Response:
        raise Http404(_("The API has no such address."))
