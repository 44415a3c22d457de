"""What the risk scan says in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.scan_matching import (
    ELSEWHERE,
    IN_GOODS,
    IN_RATINGS,
    NO_COUNTRY,
    NO_GOODS,
    NO_LIST,
    NO_RATING,
    NOT_LOOKED,
    NOTHING,
    PARTLY,
    SIGNAL,
    Found,
    Place,
)
from procurement.severity import HIGH, LOW, MEDIUM

STATES_SHORT: Mapping[str, Any] = {
    SIGNAL: gettext_lazy("signal found"),
    NOTHING: gettext_lazy("looked, nothing found"),
    PARTLY: gettext_lazy("partly looked"),
    NOT_LOOKED: gettext_lazy("not looked"),
}
STATE_TONES = {SIGNAL: "danger", NOTHING: "info", PARTLY: "warning", NOT_LOOKED: "warning"}

PRIORITIES: Mapping[str, Any] = {
    HIGH: gettext_lazy("high priority"),
    MEDIUM: gettext_lazy("medium priority"),
    LOW: gettext_lazy("low priority"),
}
PRIORITY_TONES = {HIGH: "danger", MEDIUM: "warning", LOW: "success"}

MISSING: Mapping[str, Any] = {
    NO_COUNTRY: gettext_lazy("no country is named"),
    NO_LIST: gettext_lazy("no list of goods is taken in"),
    NO_GOODS: gettext_lazy("no good of the lists is chosen"),
    NO_RATING: gettext_lazy("no rating of this country is taken in"),
}
LOOKED: Mapping[str, Any] = {
    IN_GOODS: gettext_lazy("lists of goods"),
    IN_RATINGS: gettext_lazy("ratings of countries"),
    ELSEWHERE: gettext_lazy("own research"),
}


def looked_in(place: Place) -> str:
    """Where was looked, and where nobody could."""
    parts = []
    if place.looked:
        parts.append(_("looked in: %(where)s") % {"where": ", ".join(str(LOOKED[each]) for each in place.looked)})
    if place.missing:
        parts.append(_("not looked: %(why)s") % {"why": ", ".join(str(MISSING[each]) for each in place.missing)})
    return "; ".join(parts)


def headline(found: Found, themes: int) -> tuple[str, str]:
    """The outcome in a sentence, with its tone. Nothing found is never called no risk."""
    if not found.is_started:
        return "info", _("Nobody has looked yet: name the products and the countries they come from.")
    number = len({signal.pk for place in found.places for signal in place.signals})
    if number:
        told = {"number": number, "themes": themes}
        rest = "" if found.is_complete else " " + _("Not everything was looked at.")
        return "danger", (_("Signals found: %(number)d, on %(themes)d risk themes.") % told) + rest
    if found.is_complete:
        return "info", _("Looked, and no signal found. That is no proof that there is no risk.")
    return "warning", _("No signal found so far, but not everything was looked at.")
