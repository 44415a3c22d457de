"""Files with rows to take in as JSON, and what a program sends along with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import DayField
from procurement.actions.signal_files import About
from procurement.api.serializers import PersonSerializer
from procurement.criteria_forms import CriteriaFileForm
from procurement.forms_table_files import TableFileField
from procurement.models import CriteriaFile, SignalFile
from procurement.models.table_files import TableFile
from procurement.signal_forms import SignalFileForm

STATES = {
    "ready": _("Ready to be taken in."),
    "has_errors": _("Has errors: nothing of it can be taken in."),
    "taken_in": _("The file has been taken in"),
}
COMMON = [
    "id", "name", "state", "counts", "problem_count", "errors", "sent_at", "sent_by", "taken_in_at", "taken_in_by",
]  # fmt: skip


class ProblemSerializer(serializers.Serializer[Any]):
    """What is wrong, and where. Row 0 is the whole sheet; an empty column the whole row; an empty sheet the file."""

    sheet = serializers.CharField(allow_blank=True)
    row = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    text = serializers.CharField()


class SentFileSerializer(serializers.ModelSerializer[Any]):
    """A file as it was looked through. ``counts``: what it did, or would do once it is confirmed.

    ``errors``: the address of the file given back, with what is wrong in each row.
    """

    errors_at: ClassVar[str]
    name = serializers.CharField(source="document.name", read_only=True)
    state = serializers.SerializerMethodField()
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    errors = serializers.SerializerMethodField()  # type: ignore[assignment]  # a field, not those of a request
    sent_by = PersonSerializer(read_only=True)
    taken_in_by = PersonSerializer(read_only=True, allow_null=True)

    @extend_schema_field(serializers.ChoiceField(list(STATES.items())))
    def get_state(self, file: TableFile) -> str:
        if file.taken_in_at:
            return "taken_in"
        return "has_errors" if file.problem_count else "ready"

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_errors(self, file: TableFile) -> str | None:
        return reverse(self.errors_at, args=[file.pk]) if file.errors_id else None


class SignalFileSerializer(SentFileSerializer):
    errors_at = "api:signal-file-errors"

    class Meta:
        model = SignalFile
        fields = read_only_fields = [*COMMON, "source", "dated_on", "is_whole"]


class SignalFileDetailSerializer(SignalFileSerializer):
    """With what is wrong, at most a thousand errors; ``remarks``: what is taken in as written, as it is not known."""

    problems = ProblemSerializer(many=True, read_only=True)
    remarks = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(SignalFileSerializer.Meta):
        fields = read_only_fields = [*SignalFileSerializer.Meta.fields, "problems", "remarks"]


class CriteriaFileSerializer(SentFileSerializer):
    errors_at = "api:criteria-file-errors"

    class Meta:
        model = CriteriaFile
        fields = read_only_fields = COMMON


class CriteriaFileDetailSerializer(CriteriaFileSerializer):
    """With what is wrong, at most a thousand errors."""

    problems = ProblemSerializer(many=True, read_only=True)

    class Meta(CriteriaFileSerializer.Meta):
        fields = read_only_fields = [*COMMON, "problems"]


@extend_schema_field(OpenApiTypes.BINARY)
class UploadField(serializers.FileField):
    """A file that is judged as the page judges it, by the field of its form."""

    def __init__(self, *, judge: Any, **options: Any) -> None:
        super().__init__(**options)
        self.judge = cast("TableFileField", judge)
        self.help_text = self.judge.help_text

    def to_internal_value(self, data: Any) -> Any:
        return self.judge.clean(super().to_internal_value(data))


class CriteriaFileSendSerializer(serializers.Serializer[Any]):
    """A file with criteria to take in."""

    document = UploadField(judge=CriteriaFileForm.base_fields["document"])


class SignalFileSendSerializer(serializers.Serializer[Any]):
    """A file with signals to take in, and what holds for all rows that do not say it themselves."""

    document = UploadField(judge=SignalFileForm.base_fields["document"])
    source = serializers.CharField(  # type: ignore[assignment]  # a field, not the name of a source
        required=False, default="", allow_blank=True, max_length=300,
        help_text=SignalFileForm.base_fields["source"].help_text,
    )  # fmt: skip
    dated_on = DayField(required=False, default=None, help_text=SignalFileForm.base_fields["dated_on"].help_text)
    is_whole = serializers.BooleanField(
        required=False, default=False, help_text=SignalFileForm.base_fields["is_whole"].label
    )

    @staticmethod
    def about(asked: Mapping[str, Any]) -> About:
        return About(asked["source"], asked["dated_on"], asked["is_whole"])
