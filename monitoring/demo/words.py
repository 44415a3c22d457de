"""The words the demonstration is made of. All fictional."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "welkom-bij-gepast"  # noqa: S105

PEOPLE = {
    "buyer": ("inkoper", "Ilse van den Berg"),
    "commissioning_owner": ("opdrachtgever", "Otto Hendriks"),
    "mvi_adviser": ("mvi-adviseur", "Mira Yıldız"),
    "budget_holder": ("budgethouder", "Bas Veenstra"),
    "tenderboard": ("tenderboard", "Tess Mulder"),
    "contract_manager": ("contractmanager", "Cas de Wit"),
    "category_manager": ("categoriemanager", "Cato Smits"),
    "management": ("management", "Dirk Aalbers"),
    "auditor": ("auditor", "Anna Kok"),
    "administrator": ("beheerder", "Bea Dijkstra"),
}
SECOND_CONTRACT_MANAGER = ("contractmanager2", "Carla Osei")


@dataclass(frozen=True)
class Subject:
    """What can be bought: title, category code, nature, CPV, the themes that matter, and the products in its chain."""

    title: str
    category: str
    nature: str
    cpv: str
    themes: tuple[str, ...]
    weight: int
    products: str


SUBJECTS = (
    Subject(
        "Bedrijfskleding voor handhavers",
        "workwear",
        "supplies",
        "18110000",
        ("supply_chain", "circular"),
        6,
        "katoen, polyester en leer",
    ),
    Subject(
        "Veiligheidsschoenen en persoonlijke bescherming",
        "workwear",
        "supplies",
        "18830000",
        ("supply_chain",),
        3,
        "leer, rubber en staal",
    ),
    Subject(
        "Representatieve kleding chauffeurs",
        "workwear",
        "supplies",
        "18100000",
        ("supply_chain", "diversity"),
        2,
        "wol en katoen",
    ),
    Subject(
        "Bedrijfsrestaurants en banqueting",
        "consumer_services",
        "services",
        "55500000",
        ("climate", "supply_chain", "social_return"),
        4,
        "koffie, cacao, soja en vis",
    ),
    Subject(
        "Warmedrankenautomaten met ingrediënten",
        "consumer_services",
        "supplies",
        "42933000",
        ("supply_chain", "climate", "circular"),
        3,
        "koffie, cacao en suiker",
    ),
    Subject(
        "Inzameling en verwerking van afval",
        "consumer_services",
        "services",
        "90500000",
        ("circular", "climate"),
        3,
        "elektronica-afval en textiel",
    ),
    Subject(
        "Levering van elektriciteit",
        "energy",
        "supplies",
        "09310000",
        ("climate", "supply_chain"),
        3,
        "zonnepanelen en biomassa",
    ),
    Subject(
        "Zonnepanelen op rijksgebouwen",
        "energy",
        "works",
        "45261215",
        ("climate", "supply_chain", "circular"),
        3,
        "polysilicium, zilver en aluminium",
    ),
    Subject(
        "Kantoormeubilair, gebruikt en nieuw",
        "workplace",
        "supplies",
        "39130000",
        ("circular", "supply_chain"),
        4,
        "hout, staal en textiel",
    ),
    Subject(
        "Kantoorartikelen en papier",
        "workplace",
        "supplies",
        "30190000",
        ("circular", "environment"),
        3,
        "papier, inkt en kunststof",
    ),
    Subject(
        "Reiniging en verbruik van laboratoria",
        "laboratory",
        "supplies",
        "38000000",
        ("environment", "supply_chain"),
        3,
        "latex handschoenen en glas",
    ),
    Subject(
        "Laptops en werkstations",
        "ict_workplace",
        "supplies",
        "30213100",
        ("supply_chain", "circular", "climate"),
        6,
        "kobalt, tin, tantaal en wolfraam",
    ),
    Subject(
        "Smartphones en abonnementen",
        "ict_workplace",
        "supplies",
        "32250000",
        ("supply_chain", "circular"),
        4,
        "kobalt, goud en lithium",
    ),
    Subject(
        "Servers en opslag voor datacenters",
        "data_centres",
        "supplies",
        "48820000",
        ("climate", "supply_chain"),
        3,
        "tantaal en zeldzame aardmetalen",
    ),
    Subject(
        "Beheer van datacenters", "data_centres", "services", "72514000", ("climate",), 2, "koelinstallaties en accu's"
    ),
    Subject(
        "Glasvezel en dataverbindingen",
        "connectivity",
        "services",
        "64200000",
        ("climate", "supply_chain"),
        3,
        "glasvezel en koper",
    ),
    Subject(
        "Schoonmaak van kantoren",
        "other",
        "services",
        "90910000",
        ("social_return", "environment", "diversity"),
        6,
        "schoonmaakmiddelen",
    ),
    Subject("Beveiliging en receptie", "other", "services", "79710000", ("social_return", "diversity"), 5, "personeel"),
    Subject(
        "Groenvoorziening en terreinbeheer",
        "other",
        "services",
        "77300000",
        ("environment", "social_return"),
        4,
        "machines en plantgoed",
    ),
    Subject(
        "Onderhoud van gebouwen",
        "other",
        "works",
        "50700000",
        ("circular", "climate", "social_return"),
        5,
        "hout, isolatie en verf",
    ),
    Subject("Juridische dienstverlening", "other", "services", "79100000", ("diversity",), 4, "personeel"),
    Subject(
        "Inhuur van ICT-deskundigen", "other", "services", "72000000", ("diversity", "social_return"), 6, "personeel"
    ),
    Subject(
        "Vervoer van medewerkers en taxivervoer",
        "other",
        "services",
        "60120000",
        ("climate",),
        3,
        "elektrische voertuigen",
    ),
    Subject(
        "Drukwerk en publicaties", "other", "services", "79800000", ("circular", "environment"), 3, "papier en inkt"
    ),
    Subject("Verhuizingen en opslag", "other", "services", "98392000", ("climate", "circular"), 2, "voertuigen"),
)

PLACES = (
    "locatie Haagweg",
    "regio Noord",
    "regio Zuid",
    "hoofdkantoor",
    "regio Oost",
    "gezamenlijke locaties",
    "rijkskantoor De Brug",
    "regio West",
    "laboratorium Wageningseweg",
    "opleidingscentrum",
)

SUPPLIERS = (
    ("Noorderlicht Textiel B.V.", "NL", "workwear"),
    ("Fadenwerk Beispiel GmbH", "DE", "workwear"),
    ("Kanika Garments Ltd.", "BD", "workwear"),
    ("Passo Sicuro S.p.A.", "IT", "workwear"),
    ("De Gedekte Tafel B.V.", "NL", "consumer_services"),
    ("Koffiebranderij De Haven B.V.", "NL", "consumer_services"),
    ("Kringloop Midden B.V.", "NL", "consumer_services"),
    ("Vent du Nord SA", "BE", "energy"),
    ("Solara Panels Co., Ltd.", "CN", "energy"),
    ("Zonnedak Installaties B.V.", "NL", "energy"),
    ("Tweede Leven Meubelen B.V.", "NL", "workplace"),
    ("Papier & Co B.V.", "NL", "workplace"),
    ("Labora Supplies B.V.", "NL", "laboratory"),
    ("Lateks Nusantara PT", "ID", "laboratory"),
    ("Helder Computers B.V.", "NL", "ict_workplace"),
    ("Tamar Devices Ltd.", "IL", "ict_workplace"),
    ("Mobiel Direct B.V.", "NL", "ict_workplace"),
    ("Northern Rack AB", "SE", "data_centres"),
    ("Koelhuis Datacenters B.V.", "NL", "data_centres"),
    ("Lichtlijn Netwerken B.V.", "NL", "connectivity"),
    ("Fibra Atlântica Lda.", "PT", "connectivity"),
    ("Fris & Co Schoonmaak B.V.", "NL", "other"),
    ("Waakzaam Beveiliging B.V.", "NL", "other"),
    ("De Groene Gids B.V.", "NL", "other"),
    ("Bouwgroep Meander B.V.", "NL", "other"),
    ("Meesters in Recht N.V.", "NL", "other"),
    ("Code & Context B.V.", "NL", "other"),
    ("Chauffeur Collectief U.A.", "NL", "other"),
    ("Drukkerij Letterlust B.V.", "NL", "other"),
    ("Verhuisbedrijf Van A tot Z B.V.", "NL", "other"),
    ("Bharat Uniforms Pvt. Ltd.", "IN", "workwear"),
    ("Örnek Taşımacılık A.Ş.", "TR", "other"),
    ("Vietnam Footwear JSC", "VN", "workwear"),
    ("Polska Odzież Sp. z o.o.", "PL", "workwear"),
)
SPECIALISTS = {
    "Schoonmaak": "Fris & Co Schoonmaak B.V.",
    "Beveiliging": "Waakzaam Beveiliging B.V.",
    "Groenvoorziening": "De Groene Gids B.V.",
    "Onderhoud": "Bouwgroep Meander B.V.",
    "Juridische": "Meesters in Recht N.V.",
    "Inhuur": "Code & Context B.V.",
    "Vervoer": "Chauffeur Collectief U.A.",
    "Drukwerk": "Drukkerij Letterlust B.V.",
    "Verhuizingen": "Verhuisbedrijf Van A tot Z B.V.",
}
"""Who supplies what outside the risk categories, by the first word of the subject."""

CONTACT_NAMES = (
    "Jasper Kuipers",
    "Sofie Lambert",
    "Rahim Chowdhury",
    "Giulia Ferri",
    "Nora el Idrissi",
    "Pieter Bos",
    "Lin Wei",
    "Elin Svensson",
    "Dewi Hartono",
    "Miguel Sousa",
    "Aisha Khan",
    "Tomasz Nowak",
    "Thu Trang Nguyen",
    "Eva Jansen",
)
ENGLISH_SPEAKING = frozenset({"BD", "CN", "ID", "IL", "SE", "IN", "TR", "VN", "PL", "IT", "PT", "DE"})

LEVEL_REASONS = {
    1: "De basiseisen passen bij deze markt en deze omvang.",
    2: "Relevante productgroep met een waarde boven de drempel; de markt kan meer dan de basiseisen.",
    3: "Kansrijke categorie met grote invloed op de keten; wij vragen de markt om nieuwe oplossingen.",
    0: "Voor deze opdracht is er geen product in de keten waarop wij invloed hebben.",
}
BELOW_PROPOSAL = "Lager dan voorgesteld: de markt is klein en de vorige aanbesteding leverde geen inschrijving op."
LEFT_OUT = "Niet van toepassing op deze opdracht: er is geen product of dienst waarop dit thema invloed heeft."
ISV_DEVIATION = "De looptijd is korter dan zes maanden; de keten is in de vorige overeenkomst al onderzocht."

RETURN_REASONS = (
    "Graag de onderbouwing bij klimaat aanvullen met cijfers over het verbruik.",
    "Het niveau voor ketenverantwoordelijkheid past niet bij het voorstel; leg uit waarom.",
)
REMARKS = (
    "Noem in de volgende versie per schakel de landen van productie.",
    "De prioritering is helder. Voeg de geraadpleegde vakbonden toe als bron.",
    "Maak de maatregelen meetbaar, met een eigenaar en een datum per maatregel.",
)
EXTENSION_REASONS = (
    "De gegevens van onze toeleveranciers in de tweede schakel komen twee weken later.",
    "De audit van de naaiateliers is verplaatst naar volgende maand.",
)
MEETING_PURPOSES = (
    "Zicht krijgen op de productielocaties in de tweede schakel en afspreken hoe die openbaar worden.",
    "Voortgang van het verbeterplan bespreken: leefbaar loon en werktijden.",
    "Bespreken hoe klachten van werknemers in de keten bij de leverancier terechtkomen.",
    "Samen met twee andere inkopende diensten de herkomst van grondstoffen bespreken.",
)
POINTS = (
    "Productielocaties: namen, adressen en schakel",
    "Leefbaar loon in de eerste schakel",
    "Klachtenmechanisme voor werknemers",
    "Herkomst van kobalt en tin",
    "Rol van de vakbonden bij de risicoanalyse",
    "Voortgang van de maatregelen uit het verbeterplan",
    "Openbaarmaking van de jaarrapportage",
)
SAID = (
    "De leverancier heeft een lijst van 14 locaties en deelt die voor het einde van het kwartaal.",
    "Er is een meting gedaan bij drie ateliers; twee betalen onder het leefbaar loon.",
    "Het mechanisme bestaat, maar is alleen in het Engels. De leverancier laat het vertalen.",
)
AGREEMENTS = (
    "De lijst van productielocaties met adres en schakel wordt gedeeld.",
    "Het klachtenmechanisme is beschikbaar in de talen van de werknemers.",
    "De uitkomst van de audit wordt besproken, met de reactie van de vakbond.",
    "Wij sturen de vragenlijst die twee andere diensten ook gebruiken.",
    "Een plan voor leefbaar loon, met stappen per atelier.",
)
FINDINGS = (
    (
        "forced_labour",
        5,
        "worker_monitoring",
        "Werknemers van een spinnerij betalen om te mogen werken en staan hun paspoort af.",
    ),
    ("wages", 3, "audit", "Lonen in twee ateliers liggen onder het wettelijk minimum, overuren worden niet betaald."),
    ("child_labour", 5, "media", "Berichtgeving over kinderen van twaalf jaar in de cacaopluk bij een toeleverancier."),
    ("health_safety", 4, "grievance", "Geblokkeerde nooduitgangen in een schoenenfabriek, gemeld door werknemers."),
    ("association", 3, "worker_monitoring", "Vakbondsleden worden na een staking niet opnieuw aangenomen."),
    ("water", 3, "audit", "Ongezuiverd afvalwater van een leerlooierij stroomt in de rivier."),
    ("discrimination", 2, "grievance", "Zwangere vrouwen krijgen geen verlenging van hun contract."),
)

OUTCOMES = (
    ("delivered", ("Gezien bij het bezoek in november; de leverancier liet de administratie zien.",
                   "Blijkt uit het openbare jaarverslag, bladzijde 14, en uit twee steekproeven.")),
    ("delivered", ("De keurmerken zijn gecontroleerd voor alle producten in de bestellijst.",)),
    ("partially", ("Voor de helft van de bestellingen; de rest volgt na de overstap naar de nieuwe fabriek.",
                   "Gemeten over drie kwartalen: iets onder het doel, met een stijgende lijn.")),
    ("not_delivered", ("De leverancier kan de herkomst in de tweede schakel nog niet aantonen.",)),
)  # fmt: skip
"""What came of a commitment, and how it was seen."""

STEPS = {
    "requested": "Formeel verzoek gestuurd: wat is er gebeurd, wie is geraakt en wat doet u nu?",
    "in_remedy": "De leverancier heeft met zijn toeleverancier een herstelplan gemaakt; de werknemers denken mee.",
    "verified": "Ter plaatse bekeken door een onafhankelijke partij; het verslag zit in het dossier.",
    "closed_confirmed": "De werknemersvertegenwoordiging bevestigt schriftelijk dat het is hersteld.",
    "closed_unconfirmed": "De fabriek is dicht en de werknemers zijn onbereikbaar; het herstel is wel gecontroleerd.",
}
"""What is written at each step of a finding."""

LEARNED = (
    "Dit jaar spraken wij voor het eerst leveranciers samen met twee andere diensten. Dat scheelde hun dubbele vragen, "
    "en ons leverde het betere antwoorden op over de tweede schakel.\n\nTe vaak kwam de aanpak pas na publicatie rond. "
    "Volgend jaar vragen wij het tenderboard eerder om een besluit.",
    "De meeste risicoanalyses noemen nu landen per schakel. Verbeterplannen bleven achter: maatregelen zonder eigenaar "
    "of datum gaven wij terug.\n\nEen gesprek voor de uiterste datum helpt meer dan een herinnering erna.",
    "Het eerste jaar waarin wij alle contracten met ISV op één plek volgden. Van een deel van de aanbestedingen "
    "ontbraken gegevens; die tellen wij als onbekend.",
)
"""What was done and learned: last year's first."""

NORMAL_REASON = "Het gewone ritme past bij de afspraken in de raamovereenkomst."
INTENSIVE_REASON = "De keten loopt door landen met grote risico’s; we spreken de leverancier elk jaar."
