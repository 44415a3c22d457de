"""What programs fill in, bounded as on the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.calendar import FIRST_DAY, LAST_DAY


class DayField(serializers.DateField):
    """A day that a person could fill in too."""

    def to_internal_value(self, value: Any) -> date:
        day: date = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise serializers.ValidationError(_("Fill in a year between 1970 and 2100."))
        return day
