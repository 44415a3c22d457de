"""A published notice makes its tender, or brings it up to date, and never overwrites what people filled in."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from documents.models import Document
from procurement import formats
from procurement.actions import obligations, published_lots
from procurement.actions.notice_chains import as_text, is_number, is_same_publication, tender_of
from procurement.actions.published_lots import change_sentence
from procurement.actions.tenders import NOT_FILLED_IN
from procurement.formats import Money, notice_as_json, regime_of, stage_of
from procurement.models import Buyer, Notice, Tender
from procurement.workflow import STAGE

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"

REFERENCE_LENGTH = 110

TRIED_AT_ONCE = 20
"""References with a number behind them, in one query."""

PROCEDURES = {
    "OPE": "open",
    "NOP": "restricted",
    "OMB": "neg-w-call",
    "OZB": "neg-wo-call",
    "CCD": "comp-dial",
    "INP": "innovation",
}
"""Codes of TenderNed → those of eForms, which the tender has. What a notice says stays in its facts."""

LATER_FORMS = ("cont-modif", "completion", "change")
"""Forms about a running contract, and corrigenda, which repeat only a part of the notice that they correct: they
fill what is empty and change nothing of the tender."""


class Taken(NamedTuple):
    """What became of a notice. ``changes``: sentences for the page, empty when nothing changed."""

    tender: Tender
    notice: Notice
    result: str
    changes: list[str]


@transaction.atomic
def take_in(
    *,
    organisation: Organisation,
    notice: formats.Notice,
    sha256: str,
    by: User,
    at: datetime,
    document: Document | None = None,
) -> Taken:
    """Make or update the organisation's tender of this notice. The same notice again changes nothing.

    `notice_chains.tender_of` finds the tender. A value of the tender is replaced only while it still is what an
    earlier notice said, and not by an older notice than the newest known. A publication that is known in another
    format fills what is empty, and is unchanged when nothing was. Where two files give other facts for one version
    (a release and the record that holds it), the later one counts, and neither changes anything again.
    """
    check_right(by, organisation, "tender_approach", WRITE)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one import at a time makes one tender
    tender = tender_of(organisation, notice)
    known = _known(tender, notice)
    if tender is not None and known is not None and _has_said(known, notice):
        return Taken(tender, known, UNCHANGED, [])
    if tender is None:
        tender, result = _make(organisation, notice, by=by, at=at), CREATED
        changes = _creation(notice)
    else:
        changes = _update(tender, notice, by=by, at=at)
        if changes:
            obligations.judge(tenders=[tender.pk])
        result = UPDATED if changes or not _is_known_publication(tender, notice) else UNCHANGED
    row = _keep(tender, notice, known, sha256=sha256, document=document, by=by, at=at)
    audit.record(
        action="tender.notice_taken_in", obj=tender, organisation=organisation, by=by, at=at,
        after={"notice": str(row), "result": result}, reason="" if result == CREATED else "\n".join(changes),
    )  # fmt: skip
    return Taken(tender, row, result, changes)


@transaction.atomic
def attach(*, notice: Notice, document: Document) -> None:
    """Keep the file in which this notice was published beside it."""
    if notice.document_id != document.pk:
        notice.document = document
        notice.save(update_fields=["document"])


def stated_values(notice: formats.Notice) -> dict[str, Any]:
    """The fields of a tender as this notice states them; what it does not say is left out."""
    facts = notice.tender
    value = _amount(facts.estimated_value)
    stated = {
        "title": facts.title.strip(),
        "description": facts.description,
        "nature": facts.nature,
        "regime": regime_of(notice),
        "procedure": PROCEDURES.get(facts.procedure or "", facts.procedure),
        "estimated_value": value,
        "currency": facts.estimated_value.currency if value is not None and facts.estimated_value else None,
        "cpv": list(facts.cpv),
        "award_date": _award_date(notice),
        "procedure_id": facts.procedure_id,
    }
    if stage_of(notice) != "planned":
        stated["publication_date"] = notice.published_on
    return {name: stated_value for name, stated_value in stated.items() if stated_value not in (None, "", [])}


def free_reference(organisation: Organisation, notice: formats.Notice) -> str:
    """The reference for a new tender: the buyer's own (BT-22), else the number of the publication, else of the notice.

    A reference that is taken gets a number behind it: “2023-17 (2)”.
    """
    published = notice.publication or ""
    number = published if is_number(published) else notice.id
    wished = (notice.tender.reference or number).strip()[:REFERENCE_LENGTH]
    own = Tender.objects.filter(organisation=organisation)
    first = 1
    while True:
        # By whole references: looking for their beginning reads every reference of the organisation.
        tried = [f"{wished} ({count})" if count > 1 else wished for count in range(first, first + TRIED_AT_ONCE)]
        taken = set(own.filter(reference__in=tried).values_list("reference", flat=True))
        for reference in tried:
            if reference not in taken:
                return reference
        first += TRIED_AT_ONCE


def _known(tender: Tender | None, notice: formats.Notice) -> Notice | None:
    if tender is None:
        return None
    return tender.notices.filter(identifier=notice.id, version=notice.version or "").first()


def _has_said(known: Notice, notice: formats.Notice) -> bool:
    """Whether these facts were taken in already, though others may have come for the same version since."""
    facts = notice_as_json(notice)
    return known.facts == facts or _fingerprint(facts) in known.superseded


def _fingerprint(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _is_known_publication(tender: Tender, notice: formats.Notice) -> bool:
    """Whether the tender has this publication in another format."""
    return any(is_same_publication(each, notice) for each in tender.notices.all())


def _make(organisation: Organisation, notice: formats.Notice, *, by: User, at: datetime) -> Tender:
    tender = Tender(
        organisation=organisation,
        reference=free_reference(organisation, notice),
        stage=stage_of(notice) or STAGE.initial,
        created_at=at,
        created_by=by,
        **{"title": _title_for(notice), **stated_values(notice)},
    )
    if tender.estimated_value is None:
        tender.currency = ""
    tender.clean_fields(exclude=NOT_FILLED_IN)
    tender.save()
    _write_buyers(tender, _buyers(notice))
    published_lots.bring_up_to_date(tender, notice, older=[], is_newest=True)
    audit.record(
        action="tender.created", obj=tender, organisation=organisation, by=by, at=at,
        after={"reference": tender.reference, "title": tender.title, "stage": tender.stage},
    )  # fmt: skip
    return tender


def _title_for(notice: formats.Notice) -> str:
    """What to call a tender whose notice has no title: after its contract, else its number."""
    titles = [award.title for award in notice.tender.awards if award.title]
    return titles[0].strip() if titles else notice.tender.procedure_id or notice.id


def _update(tender: Tender, notice: formats.Notice, *, by: User, at: datetime) -> list[str]:
    earlier = list(tender.notices.order_by(F("published_on").asc(nulls_first=True), "version", "pk"))
    others = [each for each in earlier if (each.identifier, each.version) != (notice.id, notice.version or "")]
    fills = any(is_same_publication(each, notice) for each in others)
    is_newest = _is_newest(notice, others) and notice.form not in LATER_FORMS and not fills
    changed = _take_values(tender, notice, others=earlier, is_newest=is_newest)
    before = {name: old for name, (old, _new) in changed.items()}
    if changed:
        tender.save(update_fields=list(changed))
        audit.record(
            action="tender.changed", obj=tender, organisation=tender.organisation_id, by=by, at=at,
            before=before, after={name: new for name, (_old, new) in changed.items()}, reason=_named(notice),
        )  # fmt: skip
    sentences = [_sentence(tender, name, *values) for name, values in changed.items()]
    if is_newest and _replace_buyers(tender, notice):
        sentences.append(_("The buyers as published are renewed."))
    sentences += published_lots.bring_up_to_date(tender, notice, older=earlier, is_newest=is_newest, fills=fills)
    sentences += _move_on(tender, notice, by=by, at=at)
    return sentences


def _take_values(
    tender: Tender, notice: formats.Notice, *, others: list[Notice], is_newest: bool
) -> dict[str, tuple[Any, Any]]:
    """Set what this notice may set; returns field → (old, new)."""
    changed: dict[str, tuple[Any, Any]] = {}
    stated = stated_values(notice)
    if not _is_published(others, "estimated_value", tender.estimated_value):
        stated.pop("currency", None)  # the currency belongs to the amount that a person filled in
    for name, new in stated.items():
        old = getattr(tender, name)
        if old == new:
            continue
        if name == "publication_date":
            takes = _is_published(others, name, old) and (old is None or new < old)
        else:
            takes = name != "procedure_id" and is_newest and _is_published(others, name, old)
        if takes or old in (None, "", []):
            setattr(tender, name, new)
            changed[name] = (old, new)
    return changed


def _is_published(others: list[Notice], name: str, value: Any) -> bool:
    """Whether the tender's value is one that a notice gave, and not a person."""
    if value in (None, "", []):
        return True
    return any(_plain(each.values.get(name)) == _plain(value) for each in others if name in each.values)


def _move_on(tender: Tender, notice: formats.Notice, *, by: User, at: datetime) -> list[str]:
    """A notice moves the stage forward only; a withdrawn tender stays so."""
    stage = stage_of(notice)
    forward = ("planned", "published", "awarded")
    if stage is None or tender.stage not in forward or forward.index(stage) <= forward.index(tender.stage):
        return []
    reason = _("%(notice)s, imported by %(person)s") % {"notice": _named(notice), "person": by}
    system = User.objects.system()
    move(tender, workflow=STAGE, to=stage, by=system, at=at, organisation_id=tender.organisation_id, reason=reason)
    return [_("The tender is “%(stage)s” now.") % {"stage": tender.get_stage_display()}]


def _keep(
    tender: Tender,
    notice: formats.Notice,
    known: Notice | None,
    *,
    sha256: str,
    document: Document | None,
    by: User,
    at: datetime,
) -> Notice:
    """Keep the facts of this version beside the tender."""
    row = known or Notice(tender=tender, identifier=notice.id, version=notice.version or "")
    row.type, row.form, row.subtype = notice.type, notice.form or "", notice.subtype or ""
    row.publication, row.published_on, row.language = (
        notice.publication or "",
        notice.published_on,
        notice.language or "",
    )
    row.procedure_id, row.earlier = notice.tender.procedure_id or "", as_text(notice.earlier)
    row.modifications = [_modification(each) for each in notice.modifications]
    if known is not None:
        row.superseded = [*known.superseded, _fingerprint(known.facts)]
    row.sha256, row.facts = sha256, notice_as_json(notice)
    row.values = _as_json({**stated_values(notice), "lots": published_lots.stated_values(notice)})
    row.document, row.imported_at, row.imported_by = document or row.document, at, by
    row.save()
    return row


def _modification(said: formats.Modification) -> dict[str, Any]:
    value = {"amount": said.value.amount, "currency": said.value.currency} if said.value else None
    return {**dataclasses.asdict(said), "value": value}


def _replace_buyers(tender: Tender, notice: formats.Notice) -> bool:
    new = _buyers(notice)
    old = [(buyer.name, buyer.identifier, buyer.country) for buyer in tender.buyers.all()]
    if new == old or not new:
        return False
    tender.buyers.all().delete()
    _write_buyers(tender, new)
    return True


def _buyers(notice: formats.Notice) -> list[tuple[str, str, str]]:
    return [(buyer.name or "", buyer.id or "", buyer.country or "") for buyer in notice.tender.buyers]


def _write_buyers(tender: Tender, buyers: list[tuple[str, str, str]]) -> None:
    Buyer.objects.bulk_create(
        Buyer(tender=tender, position=position, name=name, identifier=identifier, country=country)
        for position, (name, identifier, country) in enumerate(buyers, start=1)
    )


def _is_newest(notice: formats.Notice, others: list[Notice]) -> bool:
    if notice.published_on is None:
        return True
    return all(each.published_on is None or each.published_on <= notice.published_on for each in others)


def _award_date(notice: formats.Notice) -> date | None:
    """The first day on which a winner was chosen, else on which a contract was concluded."""
    decided = [award.decided_on for award in notice.tender.awards if award.decided_on]
    concluded = [award.concluded_on for award in notice.tender.awards if award.concluded_on]
    return min(decided or concluded, default=None)


def _amount(money: Money | None) -> Decimal | None:
    """An estimate in cents; a negative one is no estimate."""
    if money is None or money.value < 0:
        return None
    return money.value.quantize(Decimal("0.01"))


def _creation(notice: formats.Notice) -> list[str]:
    return [_("The tender is made from %(notice)s.") % {"notice": _named(notice)}]


def _named(notice: formats.Notice) -> str:
    return _("notice %(number)s") % {"number": notice.publication or notice.id}


def _sentence(tender: Tender, name: str, old: Any, new: Any) -> str:
    label = str(tender._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return change_sentence(label[:1].upper() + label[1:], name, old, new)


def _as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """As JSON gives it back, so that both sides can be compared."""
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal("0.01")))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _as_json(value)
    return list(value) if isinstance(value, tuple) else value
