"""How an eForms notice is read, each rule on a small change to a sample of our own."""

from datetime import date
from xml.etree.ElementTree import Element

import pytest

from procurement.formats import (
    Duration,
    LotFacts,
    Money,
    NoticeRefused,
    is_contract_modification,
    notice_as_json,
    read_notice,
    regime_of,
    stage_of,
)
from procurement.formats.eforms.elements import PREFIXES
from tests.procurement.notices import AWARD, changed, edited, element, fragment, remove, sample

RESULT = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension/efac:NoticeResult"
PROJECT = "cac:ProcurementProject"
LOT_PROJECT = "cac:ProcurementProjectLot/cac:ProcurementProject"
CRITERION = (
    "cac:ProcurementProjectLot/cac:TenderingTerms/cac:AwardingTerms/cac:AwardingCriterion"
    "/cac:SubordinateAwardingCriterion"
)
PARAMETERS = f"{CRITERION}/ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"


def _first_lot(data: bytes) -> LotFacts:
    return read_notice(data).tender.lots[0]


class TestKind:
    @pytest.mark.parametrize(
        ("notice_type", "stage"),
        [
            ("pin-only", "planned"),
            ("pin-buyer", "planned"),
            ("pmc", "planned"),
            ("pin-cfc-standard", "published"),
            ("cn-social", "published"),
            ("qu-sy", "published"),
            ("subco", "published"),
            ("veat", "awarded"),
            ("can-standard", "awarded"),
            ("can-desg", "awarded"),
            ("can-modif", "awarded"),
            ("compl", "awarded"),
        ],
    )
    def test_the_type_code_gives_the_stage(self, notice_type: str, stage: str) -> None:
        assert stage_of(read_notice(changed(">cn-standard<", f">{notice_type}<"))) == stage

    def test_the_root_element_does_not(self) -> None:
        assert stage_of(read_notice(changed("ContractNotice", "PriorInformationNotice"))) == "published"

    def test_an_unknown_type_counts_by_the_form_that_it_states(self) -> None:
        assert stage_of(read_notice(changed(">cn-standard<", ">cn-national<"))) == "published"

    def test_an_unknown_type_without_form_has_no_stage(self) -> None:
        assert stage_of(read_notice(changed(' listName="competition">cn-standard<', ">cn-national<"))) is None

    def test_a_modification_is_told_apart_from_an_award(self) -> None:
        assert is_contract_modification(read_notice(changed(">can-standard<", ">can-modif<", name=AWARD)))
        assert not is_contract_modification(read_notice(sample(AWARD)))

    def test_social_services_have_their_own_regime(self) -> None:
        assert regime_of(read_notice(changed(">cn-standard<", ">cn-social<"))) == "social"


class TestLanguage:
    """The notice's language, else Dutch, else English, else the first."""

    def _title(self, *texts: tuple[str, str], language: str = "NLD") -> str:
        def edit(root: Element) -> None:
            element(root, "cbc:NoticeLanguageCode").text = language
            project = element(root, PROJECT)
            remove(project, "cbc:Name")
            for position, (code, text) in enumerate(texts, start=1):
                project.insert(position, fragment(f'<cbc:Name languageID="{code}">{text}</cbc:Name>'))

        return read_notice(edited(edit)).tender.title

    def test_the_language_of_the_notice_whatever_the_order(self) -> None:
        assert self._title(("NLD", "Kleding"), ("FRA", "Vêtements"), language="FRA") == "Vêtements"

    def test_else_dutch(self) -> None:
        assert self._title(("ENG", "Clothes"), ("NLD", "Kleding"), language="POL") == "Kleding"

    def test_else_english(self) -> None:
        assert self._title(("DEU", "Kleidung"), ("ENG", "Clothes"), language="POL") == "Clothes"

    def test_else_the_first(self) -> None:
        assert self._title(("DEU", "Kleidung"), ("FRA", "Vêtements"), language="POL") == "Kleidung"

    def test_a_text_that_says_nothing_does_not_count(self) -> None:
        assert self._title(("NLD", " "), ("FRA", "Vêtements")) == "Vêtements"

    def test_line_breaks_around_a_title_are_no_part_of_it(self) -> None:
        assert self._title(("NLD", "\n\n  Kleding \n")) == "Kleding"


class TestFacts:
    def test_an_amount_stays_as_written(self) -> None:
        notice = read_notice(changed(">2480000<", ">2480000.50<"))
        assert notice.tender.estimated_value == Money("2480000.50", "EUR")

    def test_an_amount_without_currency_has_none(self) -> None:
        notice = read_notice(changed(' currencyID="EUR">2480000<', ">2480000<"))
        assert notice.tender.estimated_value == Money("2480000", None)

    def test_an_estimate_that_is_not_stated_is_not_added_up(self) -> None:
        notice = read_notice(edited(lambda root: remove(root, f"{PROJECT}/cac:RequestedTenderTotal")))
        assert notice.tender.estimated_value is None

    def test_an_empty_internal_id_is_none(self) -> None:
        assert read_notice(changed(">MVV-2026-014<", "><")).tender.reference is None

    def test_a_lot_keeps_its_calendar_days(self) -> None:
        lot = _first_lot(changed("2026-09-01+02:00", "2026-09-01Z"))
        assert (lot.start, lot.end) == (date(2026, 9, 1), date(2030, 8, 31))

    def test_a_duration_is_given_and_no_end_computed(self) -> None:
        def edit(root: Element) -> None:
            period = element(root, f"{LOT_PROJECT}/cac:PlannedPeriod")
            remove(period, "cbc:EndDate")
            period.append(fragment('<cbc:DurationMeasure unitCode="MONTH">36</cbc:DurationMeasure>'))

        data = edited(edit)
        assert (_first_lot(data).end, _first_lot(data).duration) == (None, Duration("36", "MONTH"))
        assert notice_as_json(read_notice(data))["tender"]["lots"][0]["duration"] == {"value": "36", "unit": "MONTH"}

    def test_codes_are_told_apart_by_their_list(self) -> None:
        lot = _first_lot(changed('listName="social-objective">hum-right', 'listName="accessibility">inc'))
        assert lot.social_objective == ("work-cond",)

    def test_a_cpv_code_loses_its_check_digit(self) -> None:
        assert read_notice(changed(">18100000<", ">18100000-9<")).tender.cpv[0] == "18100000"

    def test_a_group_of_lots_is_no_lot(self) -> None:
        tender = read_notice(changed('schemeName="Lot">LOT-0002', 'schemeName="LotsGroup">GLO-0001')).tender
        assert [lot.id for lot in tender.lots] == ["LOT-0001"]
        assert [(group.id, group.title) for group in tender.lot_groups] == [("GLO-0001", "Veiligheidsschoenen")]

    def test_a_planning_notice_may_come_before_the_procedure(self) -> None:
        def edit(root: Element) -> None:
            element(root, "cbc:NoticeTypeCode").text = "pin-only"
            remove(root, "cbc:ContractFolderID")

        assert read_notice(edited(edit)).tender.procedure_id is None


class TestCriteria:
    def test_a_weight_comes_before_a_threshold(self) -> None:
        threshold = fragment(
            "<efac:AwardCriterionParameter>"
            '<efbc:ParameterCode listName="number-threshold">min-score</efbc:ParameterCode>'
            "<efbc:ParameterNumeric>6</efbc:ParameterNumeric></efac:AwardCriterionParameter>"
        )
        data = edited(lambda root: element(root, PARAMETERS).insert(0, threshold))
        criterion = _first_lot(data).award_criteria[0]
        assert (criterion.number, criterion.number_kind) == ("40", "per-exa")

    def test_a_threshold_alone_says_that_it_is_one(self) -> None:
        data = changed('listName="number-weight">per-exa<', 'listName="number-threshold">min-score<', count=1)
        criterion = _first_lot(data).award_criteria[0]
        assert (criterion.number, criterion.number_kind) == ("40", "min-score")

    def test_a_weight_of_zero_is_a_weight(self) -> None:
        assert _first_lot(changed(">40<", ">0<", count=1)).award_criteria[0].number == "0"

    def test_a_criterion_without_number_has_none(self) -> None:
        data = edited(lambda root: remove(root, f"{CRITERION}/ext:UBLExtensions"))
        criterion = _first_lot(data).award_criteria[0]
        assert (criterion.name, criterion.number, criterion.number_kind) == ("Inschrijfprijs", None, None)


class TestBuyers:
    def _with_joint_buyer(self, number: str) -> bytes:
        joint = fragment(
            "<cac:ContractingParty><cac:Party><cac:PartyIdentification>"
            f'<cbc:ID schemeName="organization">{number}</cbc:ID>'
            "</cac:PartyIdentification></cac:Party></cac:ContractingParty>"
        )
        return edited(lambda root: root.append(joint)).replace(b">00000002<", b">00000001<")

    def test_joint_buyers_keep_a_number_that_they_share(self) -> None:
        assert [(buyer.name, buyer.id) for buyer in read_notice(self._with_joint_buyer("ORG-0002")).tender.buyers] == [
            ("Ministerie van Voorbeelden", "00000001"),
            ("Rechtbank Voorbeeldstad", "00000001"),
        ]

    def test_a_number_stays_as_published(self) -> None:
        notice = read_notice(changed(">00000001<", ">BE 0243.405.860_5748<"))
        assert notice.tender.buyers[0].id == "BE 0243.405.860_5748"

    def test_a_buyer_without_number_has_none(self) -> None:
        assert read_notice(changed(">00000001<", "><")).tender.buyers[0].id is None

    def test_the_review_body_is_no_buyer(self) -> None:
        assert [buyer.name for buyer in read_notice(sample()).tender.buyers] == ["Ministerie van Voorbeelden"]

    def test_a_buyer_that_the_file_does_not_describe_is_refused(self) -> None:
        with pytest.raises(NoticeRefused, match="ORG-0009"):
            read_notice(self._with_joint_buyer("ORG-0009"))


class TestAwards:
    def _one_contract_for_both_lots(self, root: Element) -> None:
        result = element(root, RESULT)
        first, second = (part for part in result if part.tag.endswith("}SettledContract"))
        first.append(element(second, "efac:LotTender"))
        result.remove(second)
        for lot_result in result:
            if lot_result.tag.endswith("}LotResult"):
                element(lot_result, "efac:SettledContract/cbc:ID").text = "CON-0001"

    def test_a_contract_on_two_lots_gives_its_tenders_instead_of_a_value(self) -> None:
        data = edited(self._one_contract_for_both_lots, name=AWARD)
        (award,) = notice_as_json(read_notice(data))["tender"]["awards"]
        assert (award["lots"], award["value"]) == (["LOT-0001", "LOT-0002"], None)
        assert [(each["lot"], each["value"]["amount"]) for each in award["tenders"]] == [
            ("LOT-0001", "1815400.00"),
            ("LOT-0002", "566250.00"),
        ]
        assert [winner["id"] for winner in award["winners"]] == ["00000103", "00000104"]

    def test_a_single_tender_without_value_leaves_the_value_open(self) -> None:
        data = edited(lambda root: remove(root, f"{RESULT}/efac:LotTender/cac:LegalMonetaryTotal"), name=AWARD)
        award = notice_as_json(read_notice(data))["tender"]["awards"][0]
        assert award["value"] is None
        assert [(each["lot"], each["value"]) for each in award["tenders"]] == [("LOT-0001", None)]

    def test_two_contracts_on_one_lot_are_two_awards(self) -> None:
        def edit(root: Element) -> None:
            for reference in root.iterfind(f"{RESULT}//efac:TenderLot/cbc:ID", PREFIXES):
                reference.text = "LOT-0001"

        awards = read_notice(edited(edit, name=AWARD)).tender.awards
        assert [award.lots for award in awards] == [("LOT-0001",), ("LOT-0001",)]

    def test_a_tender_that_did_not_win_makes_no_winner(self) -> None:
        def edit(root: Element) -> None:
            lost = fragment('<efac:LotTender><cbc:ID schemeName="tender">TEN-0002</cbc:ID></efac:LotTender>')
            element(root, f"{RESULT}/efac:LotResult").append(lost)

        award = read_notice(edited(edit, name=AWARD)).tender.awards[0]
        assert [winner.id for winner in award.winners] == ["00000103"]

    def test_every_member_of_a_consortium_wins(self) -> None:
        def edit(root: Element) -> None:
            member = fragment('<efac:Tenderer><cbc:ID schemeName="organization">ORG-0004</cbc:ID></efac:Tenderer>')
            element(root, f"{RESULT}/efac:TenderingParty").append(member)

        award = read_notice(edited(edit, name=AWARD)).tender.awards[0]
        assert [winner.id for winner in award.winners] == ["00000103", "00000104"]

    def test_a_winner_without_number_has_none(self) -> None:
        award = read_notice(changed(">00000103<", "><", name=AWARD)).tender.awards[0]
        assert award.winners[0].id is None

    def test_the_award_can_be_in_another_currency_than_the_estimate(self) -> None:
        notice = read_notice(changed('currencyID="EUR">1815400.00', 'currencyID="GBP">1815400.00', name=AWARD))
        assert notice.tender.awards[0].value == Money("1815400.00", "GBP")
        assert notice.tender.estimated_value == Money("2480000", "EUR")

    def test_a_lot_without_winner_has_its_result_and_reason(self) -> None:
        def edit(root: Element) -> None:
            result = element(root, f"{RESULT}/efac:LotResult")
            element(result, "cbc:TenderResultCode").text = "clos-nw"
            result.append(
                fragment(
                    "<efac:DecisionReason><efbc:DecisionReasonCode>all-rej</efbc:DecisionReasonCode></efac:DecisionReason>"
                )
            )

        lot = _first_lot(edited(edit, name=AWARD))
        assert (lot.result, lot.result_reason) == ("clos-nw", "all-rej")

    def test_the_placeholder_date_of_the_document_is_no_award_date(self) -> None:
        placeholder = fragment("<cac:TenderResult><cbc:AwardDate>2000-01-01Z</cbc:AwardDate></cac:TenderResult>")
        notice = read_notice(edited(lambda root: root.append(placeholder), name=AWARD))
        assert [award.decided_on for award in notice.tender.awards] == [date(2026, 5, 22), date(2026, 5, 22)]

    def test_a_contract_of_a_tender_that_is_not_in_the_file_is_refused(self) -> None:
        def edit(root: Element) -> None:
            element(root, f"{RESULT}/efac:SettledContract/efac:LotTender/cbc:ID").text = "TEN-0009"

        with pytest.raises(NoticeRefused, match="TEN-0009"):
            read_notice(edited(edit, name=AWARD))
