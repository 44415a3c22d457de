"""Files with signals or criteria over the API: sent and looked through, then taken in as a whole, as on the pages."""

from __future__ import annotations

from types import ModuleType
from typing import Any, ClassVar, cast

from django import forms
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import body
from accounts.api.views import DetailAnswer, ListAnswer, MemberAnswer
from accounts.permissions import check_take_in
from accounts.requests import MemberRequest
from documents.formats.kinds import XLSX
from documents.views.serving import serve
from procurement.actions import criteria_files, signal_files
from procurement.actions.signals import AREA
from procurement.api.table_file_serializers import (
    CriteriaFileDetailSerializer,
    CriteriaFileSendSerializer,
    CriteriaFileSerializer,
    SignalFileDetailSerializer,
    SignalFileSendSerializer,
    SignalFileSerializer,
)
from procurement.formats.tables.reading import FileRefused
from procurement.models import CriteriaFile, SignalFile
from procurement.models.table_files import TableFile


class FileAnswer(MemberAnswer):
    """An answer about files of one kind, for who may take them in."""

    model: ClassVar[type[TableFile]]
    verbs: ClassVar[ModuleType]
    detailed: ClassVar[Any]
    detail_at: ClassVar[str]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        check_take_in(self.member, self.organisation, AREA)

    def seen(self) -> Any:
        manager: Any = self.model._default_manager
        visible = manager.visible_to(self.member).filter(organisation=self.organisation)
        return visible.select_related("document", "errors", "organisation", "sent_by", "taken_in_by")

    def found(self, pk: int) -> Any:
        file = self.seen().filter(pk=pk).first()
        if file is None:
            raise Http404(_("This does not exist, or you may not see it."))
        return file

    def shown(self, file: TableFile, status: int = 200) -> Response:
        headers = {"Location": reverse(self.detail_at, args=[file.pk])} if status == 201 else None
        return Response(self.detailed(file).data, status=status, headers=headers)


class FileList(FileAnswer, ListAnswer):
    """Files that were sent, the latest first."""

    filters = forms.Form
    http_method_names = ["get", "head", "post"]
    parser_classes = [MultiPartParser]

    def rows(self) -> Any:
        return self.seen().order_by("-sent_at", "-pk")

    def sent(self, **asked: Any) -> Response:
        """The file as it was looked through; one that cannot be read is refused, as on the page."""
        try:
            file = self.verbs.send(organisation=self.organisation, by=self.member, at=self.now, **asked)
        except FileRefused as refused:
            raise ValidationError({"document": [str(refused)]}) from refused
        return self.shown(file, status=201)


class FileDetail(FileAnswer, DetailAnswer):
    """What one file would do or did, and what is wrong with it."""

    def get_queryset(self) -> Any:
        return self.seen()


class FileConfirmation(FileAnswer):
    """Take in what was looked through."""

    http_method_names = ["post"]

    def post(self, request: Request, pk: int) -> Response:
        self.verbs.take_in(file=self.found(pk), by=self.member, at=self.now)
        return self.shown(self.found(pk))


class FileErrors(FileAnswer):
    """The file given back."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002
        # Who asks for a workbook gets one; only problems are rendered, always as JSON.
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(responses={(200, XLSX.mime): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        file = self.found(pk)
        if file.errors is None:
            raise Http404(_("There is nothing wrong with this file."))
        return serve(file.errors, request=cast("MemberRequest", request), by=self.member)


class OfSignals(FileAnswer):
    """Files of this kind, and their verbs."""

    model = SignalFile
    verbs: ClassVar[ModuleType] = signal_files
    detailed: ClassVar[Any] = SignalFileDetailSerializer
    detail_at = "api:signal-file-detail"


class SignalFileList(OfSignals, FileList):
    """Files with signals, the latest first."""

    serializer_class = SignalFileSerializer

    @extend_schema(request=SignalFileSendSerializer, responses={201: SignalFileDetailSerializer})
    def post(self, request: Request) -> Response:
        """Send a file with signals. It is looked through, and nothing is taken in before the confirmation.

        400 for a file that cannot be read. ``Location`` is the address of the file.
        """
        sent = body(SignalFileSendSerializer, request.data)
        about = SignalFileSendSerializer.about(sent.validated_data)
        return self.sent(file=sent.validated_data["document"], about=about)


class SignalFileDetail(OfSignals, FileDetail):
    """What one file with signals would do or did, what is wrong with it, and what stays as it is written."""

    serializer_class = SignalFileDetailSerializer


@extend_schema_view(post=extend_schema(request=None, responses=SignalFileDetailSerializer))
class SignalFileConfirmation(OfSignals, FileConfirmation):
    """Take in all of it. 409 where it has errors, was taken in, or does not fit any more."""


class SignalFileErrors(OfSignals, FileErrors):
    """The file given back as a workbook, with what is wrong in each row. 404 where nothing is."""


class OfCriteria(FileAnswer):
    """Files of this kind, and their verbs."""

    model = CriteriaFile
    verbs: ClassVar[ModuleType] = criteria_files
    detailed: ClassVar[Any] = CriteriaFileDetailSerializer
    detail_at = "api:criteria-file-detail"


class CriteriaFileList(OfCriteria, FileList):
    """Files with criteria, the latest first."""

    serializer_class = CriteriaFileSerializer

    @extend_schema(request=CriteriaFileSendSerializer, responses={201: CriteriaFileDetailSerializer})
    def post(self, request: Request) -> Response:
        """Send a file with criteria. It is looked through, and nothing is taken in before the confirmation.

        400 for a file that cannot be read. ``Location`` is the address of the file.
        """
        sent = body(CriteriaFileSendSerializer, request.data)
        return self.sent(file=sent.validated_data["document"])


class CriteriaFileDetail(OfCriteria, FileDetail):
    """What one file with criteria would do or did, and what is wrong with it."""

    serializer_class = CriteriaFileDetailSerializer


@extend_schema_view(post=extend_schema(request=None, responses=CriteriaFileDetailSerializer))
class CriteriaFileConfirmation(OfCriteria, FileConfirmation):
    """Take in all of it. 409 where it has errors, was taken in, or does not fit any more."""


class CriteriaFileErrors(OfCriteria, FileErrors):
    """The file given back as a workbook, with what is wrong in each row. 404 where nothing is."""
