"""Saving what the database keeps unique, when somebody else may be as quick."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


def save(obj: models.Model, *, taken: ValidationError, **options: Any) -> None:
    """Save what was checked; raises ``taken`` when somebody else took what must be unique between the check and now."""
    try:
        with transaction.atomic():
            obj.save(**options)
    except IntegrityError as meanwhile:
        raise taken from meanwhile
