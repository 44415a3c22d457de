"""What the category plans of the demonstration say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Agreed:
    """One theme: its level, whether it is a focus, goal and measure."""

    theme: str
    level: int
    goal: str
    measure: str
    is_focus: bool = True


@dataclass(frozen=True)
class Measured:
    """One KPI with its results, the first of the first year of the plan; fewer where a year was not measured."""

    name: str
    unit: str
    target: int
    results: tuple[int, ...]
    theme: str = ""
    direction: str = "at_least"
    note: str = ""


@dataclass(frozen=True)
class PlanWords:
    """The plan of one category; ``state``: how far it has come."""

    category: str
    scope: str
    isv: str
    agreed: tuple[Agreed, ...]
    measured: tuple[Measured, ...]
    state: str = "adopted"
    forms: tuple[str, ...] = ("contract_condition",)


PLANS = (
    PlanWords(
        "workwear",
        "Werkkleding, schoenen en persoonlijke bescherming voor zo’n 4.000 medewerkers. Drie leveranciers winnen "
        "vrijwel alle opdrachten; het naaiwerk gebeurt in Bangladesh, Pakistan en Turkije, het katoen uit India.",
        "De contractvoorwaarde staat in elke aanbesteding, ook onder de drempel. Leveranciers leveren hun "
        "productielocaties tot en met de tweede schakel. De contractmanager bespreekt elk voorjaar de risicoanalyse.",
        (
            Agreed("supply_chain", 3, "De keten is bekend tot en met de spinnerij.",
                   "Gunningscriterium op bekende locaties; jaarlijks gesprek met de drie grootste leveranciers."),
            Agreed("circular", 3, "De helft van het textiel is gerecycled of hergebruikt.",
                   "Terugname en sortering in elk contract; eis van ten minste 30 % gerecycled materiaal."),
            Agreed("diversity", 1, "Kleding past iedereen.", "Maatreeks en proefdragen in het programma van eisen.",
                   is_focus=False),
        ),
        (
            Measured("Gerecycled of hergebruikt textiel", "% van het gewicht", 50, (31, 38), "circular",
                     note="Opgave van de leveranciers, steekproef door het laboratorium."),
            Measured("Productielocaties bekend tot en met de tweede schakel", "%", 90, (72, 91), "supply_chain"),
        ),
        forms=("contract_condition", "award_criterion"),
    ),
    PlanWords(
        "consumer_services",
        "Bedrijfsrestaurants, automaten en de inzameling van afval op twintig locaties. De markt is groot en "
        "concurreert op prijs; koffie, cacao en soja hebben bekende risico’s in de keten.",
        "Koffie, cacao en thee alleen met een keurmerk dat leefbaar inkomen meeneemt. De contractvoorwaarde staat in "
        "elke aanbesteding vanaf de drempel.",
        (
            Agreed("climate", 2, "Het eten in de restaurants is voor het grootste deel plantaardig.",
                   "Minimumeis van 60 % plantaardig, oplopend in het contract."),
            Agreed("supply_chain", 2, "Boeren van koffie en cacao verdienen een leefbaar inkomen.",
                   "Keurmerk als minimumeis; elk jaar een gesprek over de herkomst."),
            Agreed("social_return", 2, "Vijf procent van de loonsom gaat naar mensen met afstand tot de arbeidsmarkt.",
                   "Contractbepaling, met de sociale werkplaats als partner.", is_focus=False),
        ),
        (
            Measured("Plantaardige gerechten", "%", 60, (41, 52), "climate"),
            Measured("Voedselverspilling per gast", "gram", 40, (61, 48), "circular", "at_most",
                     "Weekmeting in november."),
        ),
    ),
    PlanWords(
        "energy",
        "Elektriciteit voor alle panden en zonnepanelen op daken. Stroom koopt het Rijk gezamenlijk in; panelen komen "
        "vrijwel geheel uit één regio, met een groot risico op dwangarbeid.",
        "Van zonnepanelen wordt de herkomst van het polysilicium gevraagd. Zonder antwoord geen gunning.",
        (
            Agreed("climate", 3, "Alle stroom is van Nederlandse bodem en opgewekt op het moment van gebruik.",
                   "Gunningscriterium op uurprofielen."),
            Agreed("supply_chain", 3, "Van elk paneel is bekend waar het polysilicium vandaan komt.",
                   "Geschiktheidseis en steekproef bij levering."),
        ),
        (Measured("Stroom die op het moment van gebruik is opgewekt", "%", 70, (44, 58), "climate"),),
        forms=("contract_condition", "selection_criterion"),
    ),
    PlanWords(
        "workplace",
        "Meubilair, kantoorartikelen, papier en drukwerk. De aantallen dalen door thuiswerken; er is veel gebruikt "
        "meubilair op de markt.",
        "De contractvoorwaarde staat in elke aanbesteding vanaf de drempel; bij papier is een keurmerk genoeg.",
        (
            Agreed("circular", 3, "Meubilair is eerst gebruikt, dan opgeknapt, en pas dan nieuw.",
                   "Functionele uitvraag met een gunningscriterium op hergebruik."),
            Agreed("environment", 2, "Papier en inkt belasten bos en water zo weinig mogelijk.",
                   "Minimumeisen volgens de laatste criteria.", is_focus=False),
        ),
        (
            Measured("Meubilair dat gebruikt of opgeknapt is", "%", 60, (48, 63), "circular"),
            Measured("Papier per medewerker", "kg", 8, (11, 9), "environment", "at_most"),
        ),
    ),
    PlanWords(
        "laboratory",
        "Apparatuur, glaswerk en handschoenen voor vier laboratoria. Klein volume, weinig invloed alleen: samen met "
        "universiteiten weegt de vraag zwaarder.",
        "Voor latex en nitril handschoenen vragen wij de fabriek en de laatste controle op arbeidsomstandigheden.",
        (Agreed("supply_chain", 2, "Handschoenen komen uit fabrieken zonder gedwongen arbeid.",
                "Samen inkopen met twee universiteiten; één risicoanalyse voor alle drie."),),
        (Measured("Handschoenen uit gecontroleerde fabrieken", "%", 100, (80,), "supply_chain"),),
    ),
    PlanWords(
        "ict_workplace",
        "Laptops, werkstations en telefoons. Een wereldmarkt met enkele grote merken; mineralen uit conflictgebieden "
        "en lange werkweken in de assemblage.",
        "De contractvoorwaarde staat in elke aanbesteding. De leverancier is lid van een onafhankelijk controlerende "
        "organisatie, of doet zelf wat die doet.",
        (
            Agreed("supply_chain", 3, "Bij elk merk is bekend welke smelterijen leveren.",
                   "Gunningscriterium op openheid; de leveranciersdialoog samen met andere overheden."),
            Agreed("circular", 3, "Een laptop gaat zes jaar mee.",
                   "Eis op reparatie en onderdelen; inname met bewijs van hergebruik."),
        ),
        (
            Measured("Gemiddelde gebruiksduur van een laptop", "jaar", 6, (4, 5), "circular"),
            Measured("Smelterijen die zijn gecontroleerd", "%", 95, (88, 96), "supply_chain"),
        ),
    ),
    PlanWords(
        "connectivity",
        "Vaste en mobiele dataverbindingen. Eén raamovereenkomst van het Rijk, met apparatuur uit Azië.",
        "De contractvoorwaarde staat in de raamovereenkomst; nadere overeenkomsten verwijzen daarnaar.",
        (Agreed("climate", 2, "Het netwerk gebruikt per verstuurde gigabyte elk jaar minder stroom.",
                "Rapportage per kwartaal als contractbepaling."),),
        (Measured("Stroom per terabyte", "kWh", 12, (), "climate", "at_most"),),
        state="submitted",
    ),
    PlanWords(
        "data_centres",
        "Twee datacenters van het Rijk. Het huidige contract loopt over twee jaar af; de marktverkenning begint nu.",
        "",
        (Agreed("climate", 3, "De restwarmte verwarmt de wijk.", "Marktconsultatie over levering aan het warmtenet."),),
        (),
        state="draft",
    ),
)  # fmt: skip

PROMISING = {
    "energy": "Groot volume, en een markt die op vraag van het Rijk kan veranderen.",
    "ict_workplace": "Grootste uitgave na huisvesting; samen met andere overheden veel invloed.",
}
SENT_BACK = "Noem per speerpunt wie het doet, en wat het kost."
