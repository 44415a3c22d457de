"""The award in defence, which kept the elements of an older edition."""

from datetime import date
from pathlib import Path

import pytest

from procurement.formats import AwardCriterion, Money, NoticeRefused, Submissions, read_notice, stage_of

AWARD = """<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.8/publication"
DOC_ID="999301-2021">
<CODED_DATA_SECTION><REF_OJS><NO_OJ>238</NO_OJ><DATE_PUB>20211208</DATE_PUB></REF_OJS>
<NOTICE_DATA><NO_DOC_OJS>2021/S 238-999301</NO_DOC_OJS></NOTICE_DATA></CODED_DATA_SECTION>
<FORM_SECTION><CONTRACT_AWARD_DEFENCE CATEGORY="ORIGINAL" FORM="18" LG="NL" VERSION="R2.0.8.S05.E01">
<FD_CONTRACT_AWARD_DEFENCE CTYPE="SUPPLIES">
<CONTRACTING_AUTHORITY><CA_CE_CONCESSIONAIRE_PROFILE>
<ORGANISATION><OFFICIALNAME>Ministerie van Voorbeelden</OFFICIALNAME><NATIONALID>00000001</NATIONALID></ORGANISATION>
<TOWN>Voorbeeldstad</TOWN><COUNTRY VALUE="NL"/></CA_CE_CONCESSIONAIRE_PROFILE>
<TYPE_OF_CONTRACTING_AUTHORITY VALUE="MINISTRY"/><TYPE_OF_ACTIVITY VALUE="DEFENCE"/></CONTRACTING_AUTHORITY>
<OBJECT><TITLE_CONTRACT><P>Veldkeukens</P></TITLE_CONTRACT><TYPE_CONTRACT VALUE="SUPPLIES"/>
<SHORT_CONTRACT_DESCRIPTION><P>Keukens.</P><P>Onderhoud.</P></SHORT_CONTRACT_DESCRIPTION>
<CPV><CPV_MAIN><CPV_CODE CODE="39141000"/></CPV_MAIN></CPV></OBJECT>
<PROCEDURE><F18_PT_ACCELERATED_NEGOTIATED/>
<CRITERIA_DEFINITION><ORDER_C>1</ORDER_C><CRITERIA>Prijs</CRITERIA><WEIGHTING>60</WEIGHTING></CRITERIA_DEFINITION>
<CRITERIA_DEFINITION><ORDER_C>2</ORDER_C><CRITERIA>Levertijd</CRITERIA><WEIGHTING>40</WEIGHTING></CRITERIA_DEFINITION>
<FILE_REFERENCE_NUMBER><P>VK-9</P></FILE_REFERENCE_NUMBER>
<PREVIOUS><NOTICE_NUMBER_OJ>2020/S 101-000777</NOTICE_NUMBER_OJ></PREVIOUS></PROCEDURE>
<AWARD_OF_CONTRACT_DEFENCE ITEM="1"><CONTRACT_NUMBER>VK-9-1</CONTRACT_NUMBER><LOT_NUMBER>1</LOT_NUMBER>
<CONTRACT_TITLE><P>Keukens</P></CONTRACT_TITLE>
<CONTRACT_AWARD_DATE><DAY>2</DAY><MONTH>12</MONTH><YEAR>2021</YEAR></CONTRACT_AWARD_DATE>
<OFFERS_RECEIVED_NUMBER>3</OFFERS_RECEIVED_NUMBER>
<ECONOMIC_OPERATOR_NAME_ADDRESS><CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME>
<ORGANISATION><OFFICIALNAME>Keuken Voorbeeld AB</OFFICIALNAME></ORGANISATION><TOWN>Exempelstad</TOWN>
<COUNTRY VALUE="SE"/></CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME></ECONOMIC_OPERATOR_NAME_ADDRESS>
<CONTRACT_VALUE_INFORMATION><INITIAL_ESTIMATED_TOTAL_VALUE_CONTRACT CURRENCY="EUR"><VALUE_COST>9</VALUE_COST>
</INITIAL_ESTIMATED_TOTAL_VALUE_CONTRACT><COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE CURRENCY="EUR">
<VALUE_COST FMTVAL="1860000">1 860 000</VALUE_COST></COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE>
</CONTRACT_VALUE_INFORMATION></AWARD_OF_CONTRACT_DEFENCE>
<END><NOTICE_DISPATCH_DATE><DAY>03</DAY><MONTH>12</MONTH><YEAR>2021</YEAR></NOTICE_DISPATCH_DATE></END>
</FD_CONTRACT_AWARD_DEFENCE></CONTRACT_AWARD_DEFENCE></FORM_SECTION></TED_EXPORT>"""


def test_kind_and_dates() -> None:
    notice = read_notice(AWARD.encode())
    assert (notice.type, notice.subtype, stage_of(notice)) == ("can-standard", "31", "awarded")
    assert (notice.id, notice.legal_basis, notice.standard) == ("999301-2021", "32009L0081", "R2.0.8.S05.E01")
    assert (notice.published_on, notice.issued_on) == (date(2021, 12, 8), date(2021, 12, 3))
    assert notice.tender.procedure_id == "000777-2020"


def test_object_and_buyer() -> None:
    tender = read_notice(AWARD.encode()).tender
    assert (tender.title, tender.reference, tender.description) == ("Veldkeukens", "VK-9", "Keukens.\nOnderhoud.")
    assert (tender.nature, tender.cpv) == ("supplies", ("39141000",))
    assert (tender.procedure, tender.is_accelerated) == ("neg-w-call", True)
    (buyer,) = tender.buyers
    assert (buyer.name, buyer.id, buyer.country) == ("Ministerie van Voorbeelden", "00000001", "NLD")
    assert (buyer.legal_type, buyer.activity) == ("cga", "defence")


def test_lot_and_criteria() -> None:
    (lot,) = read_notice(AWARD.encode()).tender.lots
    assert (lot.id, lot.title, lot.result) == ("LOT-0001", "Keukens", "selec-w")
    assert lot.submissions == (Submissions("tenders", "3"),)
    assert lot.award_criteria == (
        AwardCriterion(None, "Prijs", None, "60", "per-exa"),
        AwardCriterion(None, "Levertijd", None, "40", "per-exa"),
    )


def test_contract() -> None:
    (award,) = read_notice(AWARD.encode()).tender.awards
    assert (award.contract, award.lots) == ("VK-9-1", ("LOT-0001",))
    assert (award.decided_on, award.concluded_on) == (date(2021, 12, 2), None)
    assert award.value == Money("1860000", "EUR")
    assert [(winner.name, winner.country) for winner in award.winners] == [("Keuken Voorbeeld AB", "SWE")]


def test_without_a_lot_number_it_is_about_the_whole() -> None:
    (lot,) = read_notice(AWARD.replace("<LOT_NUMBER>1<", "<LOT_NUMBER>0<").encode()).tender.lots
    assert (lot.id, lot.title) == ("LOT-0000", "Veldkeukens")


@pytest.mark.parametrize("part", ["TITLE_CONTRACT", "OFFICIALNAME", "CONTRACT_AWARD_DEFENCE"])
def test_what_is_no_whole_form_is_refused(part: str) -> None:
    with pytest.raises(NoticeRefused):
        read_notice(AWARD.replace(part, "OTHER").encode())


def test_the_published_one(real_data: Path) -> None:
    file = real_data / "eforms" / "legacy-ted-f-series" / "nl" / "18_628693-2021.xml"
    notice = read_notice(file.read_bytes())
    assert notice.tender.title == "Guaranteed Capacity Strategic Sealift - Dutch Mod"
    assert [buyer.name for buyer in notice.tender.buyers] == ["Ministerie van Defensie"]
    (award,) = notice.tender.awards
    assert (award.lots, award.decided_on) == (("LOT-0000",), date(2021, 12, 2))
    assert [(winner.name, winner.country) for winner in award.winners] == [("TransProCon AB", "SWE")]
    assert award.value == Money("0.01", "EUR")
