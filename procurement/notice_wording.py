"""What the codes of published notices mean, in words of our own: kinds of notice, and what a notice says of its lots.

A code that is not here is shown as it was published. Exports and the API keep the codes.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NOTICE_FORMS: Mapping[str, Promise] = {
    "planning": _("planning notice"),
    "consultation": _("market consultation"),
    "competition": _("contract notice"),
    "dir-awa-pre": _("notice of a direct award"),
    "result": _("contract award notice"),
    "cont-modif": _("notice of a contract modification"),
    "completion": _("notice of completion"),
    "change": _("corrigendum"),
    "discontinued": _("notice of a procedure that ended without an award"),
}

NOTICE_TYPES: Mapping[str, Promise] = {
    "pin-buyer": _("announcement on the buyer's own profile"),
    "pin-only": _("planning notice, for information only"),
    "pin-rtl": _("planning notice that shortens the time to tender"),
    "pin-tran": _("planning notice for public transport"),
    "pmc": _("market consultation"),
    "cn-desg": _("notice of a design contest"),
    "cn-social": _("contract notice for social and other specific services"),
    "cn-standard": _("contract notice"),
    "pin-cfc-social": _("planning notice that calls for tenders, for social and other specific services"),
    "pin-cfc-standard": _("planning notice that calls for tenders"),
    "qu-sy": _("notice of a qualification system"),
    "subco": _("notice of a subcontract"),
    "veat": _("notice of a direct award"),
    "can-desg": _("result of a design contest"),
    "can-social": _("contract award notice for social and other specific services"),
    "can-standard": _("contract award notice"),
    "can-tran": _("contract award notice for public transport"),
    "can-modif": _("notice of a contract modification"),
    "compl": _("notice of completion"),
}

CODES: Mapping[str, Mapping[str, Promise]] = {
    "social": {
        "acc-all": _("accessible to all"),
        "et-eq": _("equal chances whatever one's origin"),
        "gen-eq": _("equal chances for women and men"),
        "hum-right": _("human-rights due diligence in the chain"),
        "opp": _("work for people at a distance from the labour market"),
        "other": pgettext_lazy("objective", "other"),
        "work-cond": _("decent working conditions"),
    },
    "environment": {
        "biodiv-eco": _("biodiversity and ecosystems"),
        "circ-econ": _("a circular economy"),
        "clim-adapt": _("adapting to climate change"),
        "clim-mitig": _("less climate change"),
        "other": pgettext_lazy("objective", "other"),
        "pollu-prev": _("less pollution"),
        "water-mar": _("water and seas"),
    },
    "innovation": {
        "mar-nov": _("new to the market"),
        "proc-innov": _("a new way of working"),
        "prod-innov": _("a new product"),
        "rd-act": _("research and development"),
    },
    "criterion": {"cost": _("costs"), "price": _("price"), "quality": _("quality")},
    "result": {
        "clos-nw": _("ended without a winner"),
        "open-nw": _("no winner yet"),
        "selec-w": _("a winner was chosen"),
    },
}

NUMBERS: Mapping[str, Promise] = {
    "dec-exa": _("weight %(number)s"),
    "dec-mid": _("weight about %(number)s"),
    "ord-imp": _("number %(number)s in importance"),
    "per-exa": _("%(number)s%%"),
    "per-mid": _("about %(number)s%%"),
    "poi-exa": pgettext_lazy("criterion", "%(number)s points"),
    "poi-mid": _("about %(number)s points"),
    "fix-tot": _("fixed price %(number)s"),
    "fix-unit": _("fixed price %(number)s each"),
    "max-pass": _("at most %(number)s tenders go on"),
    "min-score": _("at least %(number)s"),
}
"""What the number of an award criterion is."""


def kind_of_notice(type: str, form: str | None) -> str:
    """The kind of a notice in words: by its type, else by its form, else the code itself."""
    return str(NOTICE_TYPES.get(type) or NOTICE_FORMS.get(form or "") or type)


def words_of(code: str, about: str) -> str:
    """A code of one of the lists in ``CODES`` in words, or the code itself."""
    return str(CODES[about].get(code, code))


def number_of(number: str, kind: str | None) -> str:
    """The number of an award criterion, with what it counts."""
    said = NUMBERS.get(kind or "")
    if said is None:
        return f"{number}, {kind}" if kind else number
    return str(said) % {"number": number}
