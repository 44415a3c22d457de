"""An OCDS release, or a record as one release, as a Notice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from procurement.formats.fields import Json, day, money, part, text, texts, trimmed
from procurement.formats.notice import Notice, TenderFacts
from procurement.formats.ocds.awards import awards_of
from procurement.formats.ocds.lots import cpv_of, lots_of, nature_of
from procurement.formats.ocds.merging import merged
from procurement.formats.ocds.parties import Parties
from procurement.formats.refusal import NoticeRefused

STANDARD = "ocds"

_FORM_OF_TAG = {
    "planning": "planning",
    "planningUpdate": "planning",
    "tender": "competition",
    "tenderAmendment": "competition",
    "tenderUpdate": "competition",
    "tenderCancellation": "competition",
    "award": "result",
    "awardUpdate": "result",
    "awardCancellation": "result",
    "contract": "result",
    "contractUpdate": "result",
    "contractAmendment": "cont-modif",
    "contractTermination": "completion",
    "implementation": "completion",
    "implementationUpdate": "completion",
}
# A release can be of several kinds at once; what comes last in the life of a purchase counts, but a
# change of the contract only when it is all that the release is about.
_LATER_FIRST = ("result", "competition", "planning", "cont-modif", "completion")


def recognises(entry: Json) -> bool:
    """Tell whether `entry` is a release or record: it has, or says it has, an ocid."""
    return "ocid" in entry or is_record(entry)


def is_record(entry: Json) -> bool:
    """Tell a record from a release: it holds releases or what they come to."""
    return "compiledRelease" in entry or "versionedRelease" in entry or isinstance(entry.get("releases"), list)


def read_record(record: Json) -> Notice:
    """Return the record as one notice, about the process as it is known in the end."""
    release = merged(record)
    if release is None:
        raise NoticeRefused(_("The record only links to its releases; they are not in the file."))
    return _read(release, is_record=True)


def read_release(release: Json) -> Notice:
    """Return the release; refuse one without an identifier, or one that says nothing of a procedure."""
    return _read(release, is_record=False)


def _read(release: Json, *, is_record: bool) -> Notice:
    ocid, number, tags = trimmed(release, "ocid"), trimmed(release, "id"), texts(release, "tag")
    if ocid is None:
        raise NoticeRefused(_("The release has no ocid, so it does not say which procedure it belongs to."))
    if number is None:
        raise NoticeRefused(_("The release has no identifier (id)."))
    facts = _tender(release, ocid)
    if not (facts.title or facts.buyers or facts.awards or facts.estimated_value or part(release, "tender")):
        raise NoticeRefused(_("The release says nothing about a procedure: no title, no buyer, no award."))
    return Notice(
        id=number,
        version=None,
        type=",".join(tags),
        form=_form_by_content(release, facts) if is_record or not tags else _form_by_tags(tags),
        subtype=None,
        publication=None,
        gazette=None,
        published_on=day(release, "date"),
        issued_on=None,
        language=trimmed(release, "language"),
        legal_basis=None,
        standard=STANDARD,
        tender=facts,
    )


def _tender(release: Json, ocid: str) -> TenderFacts:
    tender = part(release, "tender")
    parties = Parties(release)
    return TenderFacts(
        procedure_id=ocid,
        reference=trimmed(tender, "id"),
        title=text(tender, "title") or "",
        description=text(tender, "description"),
        nature=nature_of(tender),
        procedure=trimmed(tender, "procurementMethod"),
        is_accelerated=None,
        buyers=parties.buyers(),
        cpv=cpv_of(tender),
        estimated_value=money(tender, "value"),
        total_awarded=None,
        lots=lots_of(tender),
        lot_groups=(),
        awards=awards_of(release, parties),
    )


def _form_by_tags(tags: list[str]) -> str | None:
    forms = {_FORM_OF_TAG[tag] for tag in tags if tag in _FORM_OF_TAG}
    return next((form for form in _LATER_FIRST if form in forms), None)


def _form_by_content(release: Json, facts: TenderFacts) -> str:
    """A compiled release is about the whole process, so what it holds tells how far that is."""
    if facts.awards:
        return "result"
    tender = part(release, "tender")
    return "competition" if tender and trimmed(tender, "status") not in ("planning", "planned") else "planning"
