"""The annual report as interfaces.md has it; here only described, monitoring.formats.report_json makes it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class IndicatorSerializer(serializers.Serializer[Any]):
    """A count has only its value; a share is its numerator by its denominator."""

    code = serializers.CharField()
    label = serializers.CharField(  # type: ignore[assignment]  # the name is that of interfaces.md
        help_text="Dutch for every reader: it is part of what is hashed."
    )
    value = serializers.FloatField(allow_null=True)
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    unknown = serializers.IntegerField()


class AnnualReportSerializer(serializers.Serializer[Any]):
    """``sha256`` is of the object without ``sha256`` and ``published``, as RFC 8785 canonical JSON."""

    schema = serializers.CharField()
    organisation = serializers.SlugField()
    year = serializers.IntegerField()
    as_of = serializers.DateField()
    published = serializers.BooleanField()
    sha256 = serializers.CharField()
    indicators = IndicatorSerializer(many=True)
