"""How a form of TED R2.0.9 is read, each rule on a small change to a sample of our own."""

from datetime import date

import pytest
from django.utils import translation

from procurement.formats import Duration, LotFacts, Money, NoticeRefused, Submissions, read_notice, stage_of
from procurement.formats.ted.weights import number_and_kind
from tests.procurement.notices import TED_AWARD, TED_CALL, changed, sample


def _first_lot(data: bytes) -> LotFacts:
    return read_notice(data).tender.lots[0]


class TestKind:
    @pytest.mark.parametrize(
        ("form", "notice_type", "legal_basis", "expected"),
        [
            ("F01", "PRI_ONLY", "32014L0024", ("pin-only", "4", "planned")),
            ("F01", "PRI_REDUCING_TIME_LIMITS", "32014L0024", ("pin-rtl", "7", "planned")),
            ("F01", "PRI_CALL_COMPETITION", "32014L0024", ("pin-cfc-standard", "10", "published")),
            ("F02", "", "32014L0024", ("cn-standard", "16", "published")),
            ("F03", "", "32014L0024", ("can-standard", "29", "awarded")),
            ("F04", "PER_ONLY", "32014L0025", ("pin-only", "5", "planned")),
            ("F04", "PER_CALL_COMPETITION", "32014L0025", ("pin-cfc-standard", "11", "published")),
            ("F05", "", "32014L0025", ("cn-standard", "17", "published")),
            ("F06", "", "32014L0025", ("can-standard", "30", "awarded")),
            ("F07", "", "32014L0025", ("qu-sy", "15", "published")),
            ("F08", "", "32009L0081", ("pin-buyer", "3", "planned")),
            ("F12", "", "32014L0025", ("cn-desg", "24", "published")),
            ("F13", "", "32014L0024", ("can-desg", "36", "awarded")),
            ("F14", "", "32014L0024", ("corr", None, None)),
            ("F15", "", "32014L0023", ("veat", "28", "awarded")),
            ("F15", "", "32004L0018", ("veat", None, "awarded")),
            ("F20", "", "32014L0024", ("can-modif", "38", "awarded")),
            ("F21", "CONTRACT", "32014L0024", ("cn-social", "20", "published")),
            ("F21", "AWARD_CONTRACT", "32014L0024", ("can-social", "33", "awarded")),
            ("F22", "QSU_CALL_COMPETITION", "32014L0025", ("qu-sy", "15", "published")),
            ("F23", "CONCESSION_AWARD_CONTRACT", "32014L0023", ("can-social", "35", "awarded")),
            ("F24", "", "32014L0023", ("cn-standard", "19", "published")),
            ("F25", "", "32014L0023", ("can-standard", "32", "awarded")),
        ],
    )
    def test_the_form_and_its_law_give_the_kind(
        self, form: str, notice_type: str, legal_basis: str, expected: tuple[str, str | None, str | None]
    ) -> None:
        text = sample(TED_CALL).decode().replace("F02", form).replace("32014L0024", legal_basis)
        if notice_type:
            text = text.replace("<CONTRACTING_BODY>", f'<NOTICE TYPE="{notice_type}"/><CONTRACTING_BODY>')
        notice = read_notice(text.encode())
        assert (notice.type, notice.subtype, stage_of(notice)) == expected

    def test_an_older_way_to_name_the_law(self) -> None:
        data = changed('<LEGAL_BASIS VALUE="32014L0024"/>', '<DIRECTIVE VALUE="2014/24/EU"/>', name=TED_CALL)
        assert read_notice(data).legal_basis == "32014L0024"

    def test_another_law(self) -> None:
        data = changed('<LEGAL_BASIS VALUE="32014L0024"/>', "<LEGAL_BASIS_OTHER/>", name=TED_CALL)
        assert read_notice(data).legal_basis == "other"

    @pytest.mark.parametrize(
        "namespace",
        ["http://formex.publications.europa.eu/ted/schema/export/R2.0.9.S01.E01", "ted/R2.0.9.S02/publication"],
    )
    def test_the_namespaces_of_older_editions(self, namespace: str) -> None:
        data = changed("http://publications.europa.eu/resource/schema/ted/R2.0.9/publication", namespace, name=TED_CALL)
        assert read_notice(data) == read_notice(sample(TED_CALL))

    @pytest.mark.parametrize(
        ("old", "new"),
        [("R2.0.9/publication", "R2.0.8/publication"), ("F02", "F99"), ("TITLE>", "TITEL>"), ("OFFICIALNAME", "NAAM")],
    )
    def test_what_is_no_whole_form_is_refused(self, old: str, new: str) -> None:
        with pytest.raises(NoticeRefused):
            read_notice(changed(old, new, name=TED_CALL))

    def test_an_unread_edition_is_named(self) -> None:
        with translation.override("en"), pytest.raises(NoticeRefused, match=r"only R2\.0\.9"):
            read_notice(changed("R2.0.9/publication", "R2.0.8/publication", name=TED_CALL))


class TestChain:
    def test_a_first_publication_is_its_own_procedure(self) -> None:
        assert read_notice(sample(TED_CALL)).tender.procedure_id == "999033-2021"

    def test_the_earliest_publication_that_the_notice_knows(self) -> None:
        earlier = "<REF_NOTICE>\n        <NO_DOC_OJS>2020/S 001-000123"
        data = changed("<REF_NOTICE>\n        <NO_DOC_OJS>2021/S 118-999033", earlier, name=TED_AWARD)
        assert read_notice(data).tender.procedure_id == "000123-2020"

    def test_a_corrigendum_belongs_to_what_it_corrects(self) -> None:
        text = sample(TED_CALL).decode().replace("F02", "F14")
        text = text.replace(
            "<DATE_DISPATCH_NOTICE>", "<NOTICE_NUMBER_OJ>2021/S 117-000042</NOTICE_NUMBER_OJ><DATE_DISPATCH_NOTICE>"
        )
        assert read_notice(text.encode()).tender.procedure_id == "000042-2021"

    def test_without_a_number_of_its_own_the_place_in_the_journal_counts(self) -> None:
        assert read_notice(changed(' DOC_ID="999033-2021"', "", name=TED_CALL)).id == "999033-2021"


class TestParties:
    def test_buyers_in_order_and_nobody_else(self) -> None:
        buyers = read_notice(sample(TED_CALL)).tender.buyers
        assert [(buyer.name, buyer.id, buyer.country) for buyer in buyers] == [
            ("Gemeente Voorbeeldrecht", "00000201", "NLD"),
            ("Gemeente Voorbeeldhoven", "00000202", "NLD"),
        ]

    @pytest.mark.parametrize(("written", "country"), [("UK", "GBR"), ("EL", "GRC"), ("1A", "1A")])
    def test_countries_in_three_letters(self, written: str, country: str) -> None:
        data = changed('<COUNTRY VALUE="NL"/>', f'<COUNTRY VALUE="{written}"/>', name=TED_CALL)
        assert read_notice(data).tender.buyers[0].country == country

    def test_all_firms_of_a_group_win(self) -> None:
        (award,) = read_notice(sample(TED_AWARD)).tender.awards
        assert [(winner.id, winner.country) for winner in award.winners] == [("00000211", "NLD"), ("00000212", "BEL")]


class TestLots:
    def test_paragraphs_stay_apart(self) -> None:
        description = read_notice(sample(TED_CALL)).tender.description
        assert description == (
            "Levering van natuursteen voor de bestrating van het centrum.\nLevering van banken en fietsenrekken."
        )

    def test_a_lot_has_the_main_code_of_the_whole_and_its_own(self) -> None:
        notice = read_notice(sample(TED_CALL))
        assert notice.tender.cpv == ("44912400",)
        assert [lot.cpv for lot in notice.tender.lots] == [("44912400", "44112000"), ("44912400", "34928400")]

    def test_period_or_duration(self) -> None:
        first, second = read_notice(sample(TED_CALL)).tender.lots
        assert (first.start, first.end, first.duration) == (date(2021, 10, 1), date(2023, 9, 30), None)
        assert (second.start, second.end, second.duration) == (None, None, Duration("24", "MONTH"))

    def test_without_an_end(self) -> None:
        data = changed('<DURATION TYPE="MONTH">24</DURATION>', "<INDEFINITE_DURATION/>", name=TED_CALL)
        second = read_notice(data).tender.lots[1]
        assert (second.duration, second.period_code) == (None, "UNLIMITED")

    def test_the_conditions_count_for_each_lot(self) -> None:
        for lot in read_notice(sample(TED_CALL)).tender.lots:
            assert lot.performance_terms == (
                "De leverancier maakt een risicoanalyse van de keten en een plan van aanpak.\n"
                "De leverancier publiceert ieder jaar een rapportage.",
            )

    @pytest.mark.parametrize(("written", "number"), [("01", "LOT-0001"), ("1.", "LOT-0001"), ("A", "LOT-A")])
    def test_numbers_as_people_write_them(self, written: str, number: str) -> None:
        assert _first_lot(changed("<LOT_NO>1<", f"<LOT_NO>{written}<", name=TED_CALL)).id == number

    def test_lots_with_the_same_number_go_by_their_order(self) -> None:
        lots = read_notice(changed("<LOT_NO>1<", "<LOT_NO>2<", name=TED_CALL)).tender.lots
        assert [lot.id for lot in lots] == ["LOT-0001", "LOT-0002"]

    def test_a_planning_form_has_parts(self) -> None:
        text = sample(TED_CALL).decode().replace("F02", "F01")
        text = text.replace("<CONTRACTING_BODY>", '<NOTICE TYPE="PRI_ONLY"/><CONTRACTING_BODY>')
        assert [lot.id for lot in read_notice(text.encode()).tender.lots] == ["PAR-0001", "PAR-0002"]


class TestResults:
    def test_a_lot_with_and_one_without_a_winner(self) -> None:
        first, second = read_notice(sample(TED_AWARD)).tender.lots
        assert (first.result, second.result, second.result_reason) == ("selec-w", "clos-nw", "other")
        assert first.submissions == (Submissions("tenders", "4"), Submissions("t-sme", "3"))

    def test_no_or_rejected_tenders_is_no_single_reason(self) -> None:
        data = changed("PROCUREMENT_DISCONTINUED", "PROCUREMENT_UNSUCCESSFUL", name=TED_AWARD)
        second = read_notice(data).tender.lots[1]
        assert (second.result, second.result_reason) == ("clos-nw", None)

    def test_value_and_date_of_the_contract(self) -> None:
        (award,) = read_notice(sample(TED_AWARD)).tender.awards
        assert (award.contract, award.lots) == ("VR-2021-33-1", ("LOT-0001",))
        assert (award.concluded_on, award.decided_on) == (date(2021, 9, 20), None)
        assert award.value == Money("598250.00", "EUR")

    def test_a_range_is_no_value(self) -> None:
        bounds = '<VAL_RANGE_TOTAL CURRENCY="EUR"><LOW>1</LOW><HIGH>2</HIGH></VAL_RANGE_TOTAL>'
        text = sample(TED_AWARD).decode()
        start = text.index("<VAL_TOTAL", text.index("<VALUES>"))
        end = text.index("</VALUES>")
        (award,) = read_notice((text[:start] + bounds + text[end:]).encode()).tender.awards
        assert award.value is None

    @pytest.mark.parametrize("written", ["1, 2", "1.2.", "1 2"])
    def test_one_contract_on_several_lots(self, written: str) -> None:
        text = sample(TED_AWARD).decode()
        start = text.index("<AWARD_CONTRACT")
        text = text[:start] + text[start:].replace("<LOT_NO>1<", f"<LOT_NO>{written}<")
        (award,) = read_notice(text.encode()).tender.awards
        assert award.lots == ("LOT-0001", "LOT-0002")
        assert award.value == Money("598250.00", "EUR")

    @pytest.mark.parametrize("written", ["1 / eerste", "1.2", "N/A"])
    def test_what_may_be_no_lot_of_the_form_is_named_as_written(self, written: str) -> None:
        text = sample(TED_AWARD).decode()
        start = text.index("<AWARD_CONTRACT")
        text = text[:start] + text[start:].replace("<LOT_NO>1<", f"<LOT_NO>{written}<")
        (award,) = read_notice(text.encode()).tender.awards
        assert award.lots == (written,)

    def test_one_number_is_one_contract(self) -> None:
        text = sample(TED_AWARD).decode()
        start, end = text.index('<AWARD_CONTRACT ITEM="1">'), text.index('<AWARD_CONTRACT ITEM="2">')
        again = text[start:end].replace("<LOT_NO>1<", "<LOT_NO>2<").replace("598250.00", "1000")
        (award,) = read_notice((text[:end] + again + text[end:]).encode()).tender.awards
        assert (award.lots, award.value) == (("LOT-0001", "LOT-0002"), None)
        assert [(tender.lot, tender.value) for tender in award.tenders] == [
            ("LOT-0001", Money("598250.00", "EUR")),
            ("LOT-0002", Money("1000", "EUR")),
        ]

    def test_without_numbers_each_is_a_contract(self) -> None:
        text = sample(TED_AWARD).decode().replace("<CONTRACT_NO>VR-2021-33-1</CONTRACT_NO>", "")
        start, end = text.index('<AWARD_CONTRACT ITEM="1">'), text.index('<AWARD_CONTRACT ITEM="2">')
        awards = read_notice((text[:end] + text[start:end] + text[end:]).encode()).tender.awards
        assert [award.lots for award in awards] == [("LOT-0001",), ("LOT-0001",)]


class TestWeights:
    @pytest.mark.parametrize(
        ("written", "number", "kind"),
        [
            ("40", "40", "dec-exa"),
            ("40 %", "40", "per-exa"),
            ("9.94 %", "9.94", "per-exa"),
            ("9,94%", "9.94", "per-exa"),
            ("60/100", "60", "per-exa"),
            ("40 punten", "40", "poi-exa"),
            ("12,5", "12.5", "dec-exa"),
            ("1,900,000.000", "1900000.000", "dec-exa"),
            ("1.900.000,00", "1900000.00", "dec-exa"),
            ("1.900", None, None),
            ("zie de leidraad", None, None),
            ("", None, None),
        ],
    )
    def test_a_weight_is_free_text(self, written: str, number: str | None, kind: str | None) -> None:
        assert number_and_kind(written, beside=[written]) == (number, kind)

    def test_whole_numbers_that_make_a_hundred_are_percentages(self) -> None:
        assert number_and_kind("40", beside=["40", "60"]) == ("40", "per-exa")
        assert number_and_kind("40", beside=["40", "50"]) == ("40", "dec-exa")
        assert number_and_kind("40", beside=["40", "60 %"]) == ("40", "dec-exa")

    def test_a_weight_that_is_no_number_is_kept_as_text(self) -> None:
        criterion = _first_lot(changed(">40<", ">zie de leidraad<", name=TED_CALL)).award_criteria[0]
        assert (criterion.number, criterion.number_kind, criterion.description) == (None, None, "zie de leidraad")

    def test_a_criterion_can_be_a_paragraph(self) -> None:
        text = "De kwaliteit van het plan. " * 100
        data = changed(">Circulair ontwerp<", f">{text}<", name=TED_CALL)
        assert read_notice(data).tender.lots[1].award_criteria[0].name == text.strip()

    def test_a_criterion_of_a_concession_has_no_kind(self) -> None:
        text = sample(TED_CALL).decode()
        start, end = text.index("<AC>"), text.index("</AC>")
        text = text[:start] + "<AC><AC_CRITERION>Naam: Betaalbaarheid</AC_CRITERION>" + text[end:]
        (criterion,) = _first_lot(text.encode()).award_criteria
        assert (criterion.kind, criterion.name, criterion.number) == (None, "Naam: Betaalbaarheid", None)
