"""Words about reminders that pages and reports share."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.models import Reminder


def moment_of(reminder: Reminder) -> str:
    """When a reminder was due, seen from the deadline."""
    days = reminder.offset_days
    if reminder.occurrence:
        return _("monthly reminder %(number)s") % {"number": reminder.occurrence}
    if days == 0:
        return _("on the day")
    text = ngettext("%(days)s day before", "%(days)s days before", -days) if days < 0 else ""
    return (text or ngettext("%(days)s day after", "%(days)s days after", days)) % {"days": abs(days)}
