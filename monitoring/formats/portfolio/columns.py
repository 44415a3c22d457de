"""The sheets and columns of a portfolio, once: template, import, export and documentation follow from this.

The English names are the interface that other programs rely on; change them only with a version.
"""

from __future__ import annotations

from collections.abc import Sequence

from procurement.formats.tables.columns import Choice, Column, Kind, Sheet, Words, choices

_KVK = Words("8 cijfers.", "8 digits.")
_UNKNOWN = Words("Leeg is onbekend.", "Empty is unknown.")
_ONE_OF = Words("Een van de keuzes.", "One of the choices.")
_SEVERAL = Words("Meer dan één? Zet er een puntkomma tussen.", "More than one? Put a semicolon between them.")


def tenders(themes: Sequence[tuple[str, Words]]) -> Sheet:
    """The sheet of tenders, with a column for the level of each theme of the table."""
    return Sheet(
        "tenders", Words("aanbestedingen", "tenders"),
        Words("Eén regel per aanbesteding.", "One row per tender."), ("reference",),
        (*_TENDER_FACTS, *(_level(code, name) for code, name in themes), *_TENDER_ISV),
    )  # fmt: skip


def _level(code: str, name: Words) -> Column:
    return Column(
        f"level_{code}", Words(f"niveau {name.nl}", f"level {name.en}"),
        Words("0 geen, 1 basis, 2 significant, 3 ambitieus; leeg is onbekend.",
              "0 none, 1 basis, 2 significant, 3 ambitious; empty is unknown."),
        Kind.WHOLE, most=3,
    )  # fmt: skip


_TENDER_FACTS = (
    Column("reference", Words("kenmerk", "reference"),
           Words("Uw eigen nummer. Aan dit nummer herkent Gepast de aanbesteding.",
                 "Your own number, by which the tender is found again."), required=True, longest=120),
    Column("title", Words("titel", "title"), Words("Wat u inkoopt.", "What is bought."), required=True, longest=2000),
    Column("nature", Words("soort opdracht", "nature"), _ONE_OF, Kind.CHOICE, required=True, choices=choices(
        ("supplies", "leveringen", "supplies"), ("services", "diensten", "services"), ("works", "werken", "works"))),
    Column("regime", Words("regime", "regime"), Words("Leeg is standaard.", "Empty is standard."), Kind.CHOICE,
           choices=choices(("standard", "standaard", "standard"),
                           ("social", "sociale en andere specifieke diensten", "social and other specific services"))),
    Column("procedure", Words("procedure", "procedure"), Words("Bijvoorbeeld openbaar.", "For example open."),
           longest=60),
    Column("estimated_value", Words("geraamde waarde", "estimated value"),
           Words("Exclusief btw, over de hele looptijd met verlengingen.",
                 "Without VAT, over the whole duration with options."), Kind.AMOUNT),
    Column("currency", Words("valuta", "currency"), Words("Drie letters, zoals EUR.", "Three letters, such as EUR."),
           Kind.CURRENCY),
    Column("publication_date", Words("publicatiedatum", "publication date"),
           Words("De dag van de aankondiging. Die bepaalt het jaar in het jaarverslag.",
                 "The day of the notice; decides on the year in the annual report."), Kind.DATE, required=True),
    Column("award_date", Words("gunningsdatum", "award date"), _UNKNOWN, Kind.DATE),
    Column("cpv", Words("cpv-codes", "cpv codes"), Words("8 cijfers; spaties tussen meer codes.",
                                                         "8 digits; spaces between several codes."), Kind.CPV),
    Column("category", Words("inkoopcategorie", "category"),
           Words("De naam van een categorie uit de tabel. Bij percelen met andere categorieën: een puntkomma ertussen.",
                 "The name of a category of the table; a semicolon between those of several lots."), Kind.NAMES),
    Column("government_wide", Words("rijksbrede categorie", "government-wide"), _UNKNOWN, Kind.YES_NO),
    Column("relevant_product_group", Words("relevante productgroep", "relevant product group"), _UNKNOWN, Kind.YES_NO),
    Column("product_groups", Words("productgroepen", "product groups"),
           Words("Zoals in de MVI-criteriatool.", "As in the MVI criteria tool."), longest=400),
)  # fmt: skip

_TENDER_ISV = (
    Column("isv_forms", Words("isv-vormen", "isv forms"),
           Words("Spaties tussen meer vormen. Bewust geen ISV: geen. Leeg is onbekend.",
                 "Spaces between several forms. Deliberately none: none. Empty is unknown."), Kind.CODES,
           choices=choices(("contract_condition", "contractvoorwaarde", "contract_condition"),
                           ("minimum_requirement", "minimumeis", "minimum_requirement"),
                           ("selection_criterion", "selectiecriterium", "selection_criterion"),
                           ("award_criterion", "gunningscriterium", "award_criterion"), ("none", "geen", "none"))),
    Column("isv_explanation", Words("toelichting isv", "isv explanation"),
           Words("Waarom ISV niet is toegepast.", "Why ISV was not applied.")),
    Column("impact_weight", Words("weging maatschappelijke impact", "impact weight"),
           Words("Percentage van 0 tot 100.", "Percentage from 0 to 100."), Kind.PERCENTAGE),
)  # fmt: skip

CONTRACTS = Sheet(
    "contracts", Words("contracten", "contracts"), Words("Eén regel per contract.", "One row per contract."),
    ("reference",), (
        Column("tender_reference", Words("kenmerk aanbesteding", "tender reference"),
               Words("Van de aanbesteding waar het contract uit volgt.", "Of the tender it follows from."),
               required=True, longest=120),
        Column("reference", Words("kenmerk", "reference"),
               Words("Het nummer van het contract.", "The number of the contract."), required=True, longest=120),
        Column("supplier_name", Words("leverancier", "supplier name"),
               Words("Wie er nog niet is, wordt gemaakt. Wat van een leverancier bekend is, verandert niet.",
                     "A supplier that is not there is made; what is known of one is never changed."),
               required=True, longest=400),
        Column("supplier_kvk", Words("kvk-nummer", "supplier kvk"), _KVK, Kind.KVK),
        Column("supplier_country", Words("land leverancier", "supplier country"),
               Words("Twee letters, zoals NL.", "Two letters, such as NL."), Kind.COUNTRY),
        Column("start_date", Words("begindatum", "start date"), Words("De eerste dag.", "The first day."), Kind.DATE,
               required=True),
        Column("end_date", Words("einddatum", "end date"),
               Words("De laatste dag. Alleen een contract dat er al zonder einde is, mag leeg blijven.",
                     "The last day; only a contract that is there without an end may keep none."), Kind.DATE,
               required=True),
        Column("value", Words("waarde", "value"),
               Words("Exclusief btw, in euro of in de valuta die ernaast staat.",
                     "Without VAT, in euro or in the currency beside it."), Kind.AMOUNT),
        Column("currency", Words("valuta", "currency"),
               Words("Drie letters, zoals USD. Leeg is EUR bij een nieuw contract; van een contract dat er al is, "
                     "blijft de valuta dan zoals zij is.",
                     "Three letters, such as USD. Empty is EUR for a new contract; one that is there keeps its own."),
               Kind.CURRENCY),
        Column("contract_manager", Words("contractmanager", "contract manager"),
               Words("Het e-mailadres van een collega die contracten beheert.",
                     "The e-mail address of a colleague who manages contracts."), Kind.EMAIL, longest=254),
        Column("isv", Words("isv is contractvoorwaarde", "isv"), _UNKNOWN, Kind.YES_NO),
    ),
)  # fmt: skip

DELIVERABLES = Sheet(
    "deliverables", Words("leverplichten", "deliverables"),
    Words("Eén regel per document dat de leverancier moet leveren of heeft geleverd.",
          "One row per document that a supplier owes or delivered."),
    ("contract_reference", "kind", "about_year", "occurrence"), (
        Column("contract_reference", Words("kenmerk contract", "contract reference"),
               Words("Het nummer van het contract.", "The number of the contract."), required=True, longest=120),
        Column("kind", Words("soort", "kind"), Words("Wat er geleverd wordt.", "What is delivered."), Kind.CHOICE,
               required=True, choices=choices(("risk_analysis", "risicoanalyse", "risk analysis"),
                                              ("improvement_plan", "verbeterplan", "improvement plan"),
                                              ("annual_report", "openbare jaarrapportage", "public annual report"))),
        Column("about_year", Words("over jaar", "about year"),
               Words("Het jaar waarover het gaat, als dat er is.", "The year that it is about, if any."), Kind.WHOLE,
               least=1990, most=2100),
        Column("occurrence", Words("volgnummer", "occurrence"),
               Words("Alleen bij meer documenten van dezelfde soort en hetzelfde jaar; leeg is 1.",
                     "Only with several of the same kind and year; empty is 1."), Kind.WHOLE, least=1),
        Column("due_date", Words("inleverdatum", "due date"), Words("Uiterlijk te leveren op.", "Due on."), Kind.DATE,
               required=True),
        Column("submitted_on", Words("ingeleverd op", "submitted on"),
               Words("De eerste keer.", "For the first time."), Kind.DATE),
        Column("assessed_on", Words("beoordeeld op", "assessed on"), _UNKNOWN, Kind.DATE),
        Column("outcome", Words("oordeel", "outcome"), _UNKNOWN, Kind.CHOICE, choices=choices(
            ("accepted", "geaccepteerd", "accepted"),
            ("accepted_with_remarks", "geaccepteerd met opmerkingen", "accepted with remarks"),
            ("revision_requested", "herziening gevraagd", "revision requested"))),
        Column("published_on", Words("openbaar sinds", "published on"), _UNKNOWN, Kind.DATE),
        Column("public_url", Words("openbaar adres", "public address"),
               Words("Waar iedereen het kan lezen.", "Where everybody can read it."), Kind.URL, longest=500),
    ),
)  # fmt: skip

MEETINGS = Sheet(
    "meetings", Words("gesprekken", "meetings"), Words("Eén regel per gesprek.", "One row per meeting."),
    ("reference",), (
        Column("reference", Words("kenmerk", "reference"), Words("Het nummer van het gesprek.",
                                                                 "The number of the meeting."),
               required=True, longest=120),
        Column("kind", Words("soort", "kind"), _ONE_OF, Kind.CHOICE, required=True, choices=choices(
            ("individual", "leveranciersgesprek", "individual"), ("market", "marktbijeenkomst", "market meeting"),
            ("working_group", "werkgroep", "working group"))),
        Column("date", Words("datum", "date"), Words("De dag.", "The day."), Kind.DATE, required=True),
        Column("suppliers", Words("leveranciers", "suppliers"),
               Words("KvK-nummer of naam. " + _SEVERAL.nl, "KvK number or name. " + _SEVERAL.en), Kind.NAMES),
        Column("contracts", Words("contracten", "contracts"),
               Words("Kenmerken van contracten. " + _SEVERAL.nl, "References of contracts. " + _SEVERAL.en),
               Kind.NAMES),
        Column("purpose", Words("doel", "purpose"), Words("Wat het gesprek moet opleveren.",
                                                          "What it is to bring about.")),
        Column("held", Words("gehouden", "held"), Words("Leeg is nog niet bekend.", "Empty is not known yet."),
               Kind.YES_NO),
    ),
)  # fmt: skip


def findings(themes: Sequence[tuple[str, Words]], states: Sequence[tuple[str, Words]]) -> Sheet:
    """The sheet of findings, with the risk themes of the table and the states of the workflow."""
    return Sheet(
        "findings", Words("bevindingen", "findings"), Words("Eén regel per bevinding.", "One row per finding."),
        ("reference",), (
            Column("reference", Words("kenmerk", "reference"),
                   Words("Het nummer van de bevinding.", "The number of the finding."), required=True, longest=120),
            Column("contract_reference", Words("kenmerk contract", "contract reference"), _UNKNOWN, longest=120),
            Column("supplier_kvk", Words("kvk-nummer", "supplier kvk"), _KVK, Kind.KVK),
            Column("reported_on", Words("gemeld op", "reported on"), Words("De dag.", "The day."), Kind.DATE,
                   required=True),
            Column("source", Words("bron", "source"), _UNKNOWN, Kind.CHOICE, choices=choices(
                ("worker_monitoring", "monitoring door werknemers", "worker-driven monitoring"),
                ("audit", "audit", "audit"), ("media", "media", "media"),
                ("grievance", "klachtenmechanisme", "grievance mechanism"), ("other", "anders", "other"))),
            Column("theme", Words("risicothema", "theme"), _UNKNOWN, Kind.CHOICE,
                   choices=tuple(Choice(code, words) for code, words in themes)),
            Column("severity", Words("ernst", "severity"), Words("1 tot en met 5.", "1 to 5."), Kind.WHOLE, least=1,
                   most=5),
            Column("state", Words("stand", "state"), Words("Leeg is gemeld.", "Empty is reported."), Kind.CHOICE,
                   choices=tuple(Choice(code, words) for code, words in states)),
            Column("closed_on", Words("afgesloten op", "closed on"), _UNKNOWN, Kind.DATE),
            Column("confirmed_by_rightsholders", Words("bevestigd door rechthebbenden", "confirmed by rightsholders"),
                   _UNKNOWN, Kind.YES_NO),
        ),
    )  # fmt: skip


AGREEMENTS = Sheet(
    "agreements", Words("afspraken", "agreements"), Words("Eén regel per afspraak.", "One row per agreement."),
    ("meeting_reference", "reference"), (
        Column("reference", Words("kenmerk", "reference"),
               Words("Het nummer van de afspraak in dit gesprek.", "The number of the agreement in this meeting."),
               required=True, longest=120),
        Column("meeting_reference", Words("kenmerk gesprek", "meeting reference"),
               Words("Het gesprek waarin de afspraak is gemaakt.", "The meeting in which it was made."),
               required=True, longest=120),
        Column("text", Words("afspraak", "text"), Words("Wat er is afgesproken.", "What was agreed."), required=True),
        Column("owner", Words("wie", "owner"), Words("Wie het doet: een naam of e-mailadres.",
                                                     "Who does it: a name or e-mail address."),
               required=True, longest=200),
        Column("owner_side", Words("van welke kant", "owner side"), _ONE_OF, Kind.CHOICE, required=True,
               choices=choices(("buyer", "aanbestedende dienst", "buyer"), ("supplier", "leverancier", "supplier"))),
        Column("due_date", Words("uiterlijk op", "due date"), Words("De dag.", "The day."), Kind.DATE, required=True),
        Column("done_on", Words("gedaan op", "done on"), Words("Leeg is nog open.", "Empty is still open."), Kind.DATE),
    ),
)  # fmt: skip


def all_sheets(
    *,
    themes: Sequence[tuple[str, Words]],
    risk_themes: Sequence[tuple[str, Words]],
    finding_states: Sequence[tuple[str, Words]],
) -> tuple[Sheet, ...]:
    """The six sheets, in the order in which one builds on the other."""
    return (
        tenders(themes), CONTRACTS, DELIVERABLES, MEETINGS, findings(risk_themes, finding_states), AGREEMENTS,
    )  # fmt: skip
