"""Taking published notices in: one by one, each whole or not at all; a rehearsal does everything but keep it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organisation, User
from documents.actions.uploads import store_published
from documents.formats.kinds import JSON, XML
from procurement import formats
from procurement.actions.notices import UNCHANGED, Taken, attach, take_in
from procurement.formats import NoticeFile, NoticeRefused, notice_as_json, open_notices
from procurement.formats.ocds import reader as ocds_reader
from procurement.models import Tender
from suppliers import ocds
from suppliers.models import Contract
from suppliers.names import are_alike
from suppliers.proposals import AwardProposal, award_proposals
from suppliers.reads_announced import announced_contracts
from suppliers.reads_modifications import modified_contracts

REJECTED = "rejected"


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent: its name, and what is in it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of one notice. After a rehearsal ``tender_id`` leads to a tender only where it was there before.

    ``proposals``: contracts that it announces and that are not recorded yet; ``modified``: those that it changes.
    """

    file: str
    result: str
    reason: str = ""
    notice: formats.Notice | None = None
    changes: list[str] = field(default_factory=list)
    tender_id: int | None = None
    notice_id: int | None = None
    reference: str = ""
    title: str = ""
    proposals: list[AwardProposal] = field(default_factory=list)
    modified: list[Contract] = field(default_factory=list)

    @property
    def is_rejected(self) -> bool:
        return self.result == REJECTED

    def as_json(self) -> dict[str, Any]:
        """The line that ``import_notice --json`` promises."""
        facts = notice_as_json(self.notice) if self.notice else {"notice": None, "tender": None}
        return {"file": self.file, "result": self.result, "reason": self.reason, **facts}


def take_in_files(
    *, files: Iterable[SentFile], organisation: Organisation, by: User, at: datetime, keeps: bool = True, begin: int = 0
) -> Iterator[Outcome]:
    """Take each notice in each file in, in its own transaction, so that a bad one does not hold the others back.

    The file is kept beside its notices as it was published, unless this is a rehearsal. ``begin``: how many were
    taken in before, and are left out.
    """
    for file in files:
        try:
            opened = open_notices(file.data, filename=file.name)
        except NoticeRefused as refused:
            if begin == 0:
                yield Outcome(file.name, REJECTED, str(refused))
            begin = max(0, begin - 1)
            continue
        sha256 = hashlib.sha256(file.data).hexdigest()
        done = min(begin, len(opened))
        begin -= done
        for position in range(done, len(opened)):
            yield _take_in(opened, position, sha256=sha256, keeps=keeps, organisation=organisation, by=by, at=at)


def rehearse(
    *,
    files: Iterable[SentFile],
    organisation: Organisation,
    by: User,
    at: datetime,
    tell: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """What ``take_in_files`` would do: it does it, in this order, and takes all of it back.

    ``tell`` hears how many notices were done.
    """
    outcomes = []
    with transaction.atomic():
        for outcome in take_in_files(files=files, organisation=organisation, by=by, at=at, keeps=False):
            outcomes.append(outcome)
            if tell:
                tell(len(outcomes))
        transaction.set_rollback(True)
    return outcomes


def number_of_notices(files: Iterable[SentFile]) -> int:
    """How many notices these files hold; one that cannot be read counts as one."""
    number = 0
    for file in files:
        try:
            number += len(open_notices(file.data))
        except NoticeRefused:
            number += 1
    return number


def is_bought_by(organisation: Organisation, notice: formats.Notice) -> bool:
    """Whether one of the buyers looks like the organisation: by a number, or by name."""
    own = {number for number in (organisation.kvk, organisation.oin) if number}
    for buyer in notice.tender.buyers:
        if (buyer.id and buyer.id in own) or are_alike(buyer.name or "", organisation.name):
            return True
    return False


def _take_in(
    file: NoticeFile, position: int, *, sha256: str, keeps: bool, organisation: Organisation, by: User, at: datetime
) -> Outcome:
    try:
        notice = file.read(position)
        own = _own_release_of(organisation, notice)
        if own is not None:
            return Outcome(
                file.filename, UNCHANGED, notice=notice, tender_id=own.pk, reference=own.reference, title=own.title
            )
        with transaction.atomic():
            taken = take_in(organisation=organisation, notice=notice, sha256=sha256, by=by, at=at)
            if keeps and (taken.result != UNCHANGED or taken.notice.document_id is None):
                _keep_file(file, taken, by=by, at=at)
    except NoticeRefused as refused:
        return Outcome(file.filename, REJECTED, str(refused))
    except ValidationError as refused:
        return Outcome(file.filename, REJECTED, " ".join(refused.messages))
    modified = modified_contracts(taken.tender, taken.notice)
    return Outcome(
        file=file.filename,
        result=taken.result,
        notice=notice,
        changes=taken.changes,
        tender_id=taken.tender.pk,
        notice_id=taken.notice.pk,
        reference=taken.tender.reference,
        title=taken.tender.title,
        proposals=[] if modified else _to_record(taken),
        modified=modified,
    )


def _own_release_of(organisation: Organisation, notice: formats.Notice) -> Tender | None:
    """The tender that we exported as this release: it tells nothing that is not known here, or was left behind here."""
    if notice.standard != ocds_reader.STANDARD:
        return None
    return ocds.tender_of(organisation, notice.tender.procedure_id or "", notice.id)


def _to_record(taken: Taken) -> list[AwardProposal]:
    """The contracts that this notice announces and that are not recorded yet."""
    if not award_proposals(taken.notice):
        return []
    return [each.proposal for each in announced_contracts(taken.tender) if each.notice.pk == taken.notice.pk]


def _keep_file(file: NoticeFile, taken: Taken, *, by: User, at: datetime) -> None:
    document = store_published(
        content=file.data,
        kind=JSON if file.is_json else XML,
        name=Path(file.filename).name,
        organisation=taken.tender.organisation,
        by=by,
        at=at,
    )
    attach(notice=taken.notice, document=document)
