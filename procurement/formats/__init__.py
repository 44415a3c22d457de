"""Notices in and out: bytes on one side, frozen dataclasses on the other, no database.

`open_notices` (and on it `read_notices`, `read_notice`) is the only door for a file of someone else;
`notice_as_json` gives what the interface promises.
"""

from procurement.formats.notice import (
    Award,
    AwardCriterion,
    AwardedTender,
    Buyer,
    Duration,
    LotFacts,
    LotGroup,
    Modification,
    Money,
    Notice,
    Party,
    Regime,
    Stage,
    Submissions,
    TenderFacts,
    Winner,
    is_contract_modification,
    regime_of,
    stage_of,
)
from procurement.formats.notice_json import notice_as_json
from procurement.formats.reading import NoticeFile, open_notices, read_notice, read_notices
from procurement.formats.refusal import NoticeRefused

__all__ = [
    "Award",
    "AwardCriterion",
    "AwardedTender",
    "Buyer",
    "Duration",
    "LotFacts",
    "LotGroup",
    "Modification",
    "Money",
    "Notice",
    "NoticeFile",
    "NoticeRefused",
    "Party",
    "Regime",
    "Stage",
    "Submissions",
    "TenderFacts",
    "Winner",
    "is_contract_modification",
    "notice_as_json",
    "open_notices",
    "read_notice",
    "read_notices",
    "regime_of",
    "stage_of",
]
