"""Which tender a notice belongs to: by its procedure, or by the notices that name each other.

An eForms notice has the number of its procedure; an old notice only knows publications before it. The same
publication can come in both formats, with numbers written differently, and a call may follow a planning notice that
was published before there was a procedure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Organisation
from procurement import formats
from procurement.models import Notice, Tender
from procurement.querysets import TenderQuerySet

_PUBLICATION = re.compile(r"0*([0-9]{1,8})-([0-9]{4})", re.ASCII)
MOST_RELATIVES = 50
_BEFORE_A_PROCEDURE = ("planning", "consultation")


def tender_of(organisation: Organisation, notice: formats.Notice) -> Tender | None:
    """The organisation's tender of this notice, locked; None when there is none yet."""
    tenders = Tender.objects.of(organisation).select_for_update(of=("self",))
    procedure = notice.tender.procedure_id or ""
    if procedure:
        # The exclusion is that of the unique index, which SQLite uses only where it stands in the query too.
        found = tenders.filter(procedure_id=procedure).exclude(procedure_id="").first()
        if found is not None:
            return found
    key = _key_of_relative(Tender.objects.of(organisation), notice, procedure)
    return tenders.get(pk=key) if key else None


def is_same_publication(known: Notice, notice: formats.Notice) -> bool:
    """Whether both are one publication of one day in two formats; a format numbers the notice itself as it likes."""
    numbers = _spellings(notice.publication or "")
    is_other = known.identifier != notice.id and known.publication in numbers
    return is_other and known.published_on in (None, notice.published_on)


def is_number(publication: str) -> bool:
    """Whether it can tell one notice from another; before publication some systems write “n.a.”."""
    return any(char.isdigit() for char in publication)


def as_text(numbers: Iterable[str]) -> str:
    """Numbers of notices as ``Notice.earlier`` keeps them, in every way to write them."""
    written = dict.fromkeys(spelling for number in numbers for spelling in sorted(_spellings(number)))
    return f" {' '.join(written)} " if written else ""


def _key_of_relative(tenders: TenderQuerySet, notice: formats.Notice, procedure: str) -> int | None:
    """The tender with a notice that is this one, that this one names, or that names this one.

    A notice with a procedure of its own is no relative of a tender whose notices have another: a planning notice may
    lead to several procedures.
    """
    own = _spellings(notice.publication or "")
    named = own.union(*map(_spellings, (*notice.earlier, procedure)))
    related = Q(publication__in=named - {""}) | Q(identifier__in={notice.id, *notice.earlier})
    if procedure:
        related |= Q(procedure_id=procedure)
    if notice.form in _BEFORE_A_PROCEDURE:
        for number in (own | {notice.id}) - {""}:
            related |= Q(earlier__contains=f" {number} ")
    keys = Notice.objects.filter(related, tender__in=tenders).order_by("pk").values_list("tender", flat=True)
    candidates = list(dict.fromkeys(keys[:MOST_RELATIVES]))
    procedures = _procedures_of(candidates)
    for key in candidates:
        others = {known for known in procedures[key] if known and not _PUBLICATION.fullmatch(known)}
        if not others or procedure in others or not procedure or _PUBLICATION.fullmatch(procedure):
            return key
    return None


def _procedures_of(keys: list[int]) -> dict[int, set[str]]:
    """The procedures that each of these tenders and its notices name."""
    found: dict[int, set[str]] = {key: set() for key in keys}
    if keys:
        rows = Notice.objects.filter(tender__in=keys).values_list("tender", "procedure_id", "tender__procedure_id")
        for key, *named in rows:
            found[key].update(named)
    return found


def _spellings(number: str) -> set[str]:
    """A publication is “067028-2021” in the old format and “00067028-2021” in eForms; “n.a.” is no number at all."""
    match = _PUBLICATION.fullmatch(number)
    if match is None:
        return {number} if is_number(number) else set()
    digits, year = match.groups()
    return {number, *(f"{digits:0>{width}}-{year}" for width in (1, 6, 8))}
