"""What was really published, in eForms and in the old format, becomes tenders, and the second time changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from procurement.formats import Notice, NoticeRefused, read_notice
from procurement.models import Tender
from tests.accounts.fixtures import Cast
from tests.procurement.test_notices import take

pytestmark = pytest.mark.django_db


def _read(folder: Path) -> Iterator[Notice]:
    for file in sorted(folder.glob("*.xml")):
        try:
            yield read_notice(file.read_bytes())
        except NoticeRefused:
            continue


@pytest.mark.parametrize("folder", ["real-doffin-ted", "legacy-ted-f-series/nl"])
def test_each_notice_is_taken_in_once(cast: Cast, real_data: Path, folder: str) -> None:
    notices = list(_read(real_data / "eforms" / folder))
    assert {take(cast, notice).result for notice in notices} <= {"created", "updated"}
    assert {take(cast, notice).result for notice in notices} == {"unchanged"}


def test_a_corrected_announcement_joins_the_planning_notice_before_it(cast: Cast, real_data: Path) -> None:
    folder = real_data / "eforms" / "legacy-ted-f-series" / "nl"
    planning = take(cast, read_notice((folder / "F21_109918-2022.xml").read_bytes())).tender
    announced = take(cast, read_notice((folder / "F21_213707-2022.xml").read_bytes())).tender
    assert announced == planning
    assert (announced.stage, announced.procedure_id) == ("published", "109918-2022")
    assert Tender.objects.count() == 1
