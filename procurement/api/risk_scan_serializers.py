"""The risk scan of a tender as JSON, and what a program may change of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import DayField
from procurement.actions.risk_scan import mark_of
from procurement.api.serializers import RiskThemeSerializer
from procurement.api.signal_serializers import CountryField, SignalSerializer
from procurement.formats.cpv import is_cpv, without_check_digit
from procurement.models import RiskTheme, ScanProduct, Tender
from procurement.scan_board import Board, assessed
from procurement.scan_matching import ELSEWHERE, IN_GOODS, IN_RATINGS, STATES, Place, by_theme
from procurement.scan_wording import MISSING, PRIORITIES
from procurement.severity import LEAST, MOST, priority

LOOKED = (IN_GOODS, IN_RATINGS, ELSEWHERE)
SEEN = _("As it was read: 409 when it is another by now. Without one nothing is compared.")
NUMBERS: dict[str, Any] = {"min_value": LEAST, "max_value": MOST}


class PlaceSerializer(serializers.Serializer[Place]):
    """A product in a country; ``country`` empty: none is named.

    ``signals``: their keys; ``looked``: where was looked; ``missing``: why nobody could look elsewhere.
    """

    country = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    signals = serializers.ListField(child=serializers.IntegerField())
    ratings = serializers.ListField(child=serializers.CharField())
    looked = serializers.ListField(child=serializers.ChoiceField(LOOKED))
    missing = serializers.ListField(child=serializers.ChoiceField(list(MISSING)))


class ProductSerializer(serializers.ModelSerializer[ScanProduct]):
    """``goods``: of the lists, that this product is about; ``none_fits``: the team looked and none fits."""

    cpv = serializers.ListField(child=serializers.CharField(), read_only=True)
    countries = serializers.ListField(child=serializers.CharField(), read_only=True)
    goods = serializers.ListField(child=serializers.CharField(), read_only=True)
    places = PlaceSerializer(many=True, read_only=True)
    seen = serializers.CharField(read_only=True, help_text=SEEN)

    class Meta:
        model = ScanProduct
        fields = read_only_fields = [
            "id", "name", "is_main", "cpv", "countries", "goods", "none_fits", "own_check", "own_check_on", "note",
            "seen", "places",
        ]  # fmt: skip


class JudgementSerializer(serializers.Serializer[Any]):
    """Each number from 1 to 5. ``severity``: the highest of scale, scope and irremediability; with ``likelihood`` the
    place in the matrix. ``number``: that of its dot there, the first goes first.
    """

    number = serializers.IntegerField()
    scale = serializers.IntegerField()
    scope = serializers.IntegerField()
    irremediability = serializers.IntegerField()
    likelihood = serializers.IntegerField()
    severity = serializers.IntegerField()
    priority = serializers.ChoiceField(list(PRIORITIES))
    reason = serializers.CharField()
    changed_at = serializers.DateTimeField()


class ThemeFoundSerializer(serializers.Serializer[Any]):
    """One risk theme. ``theme`` null: signals of which the source does not say what they are about."""

    theme = RiskThemeSerializer(allow_null=True)
    signals = SignalSerializer(many=True)
    judgement = JudgementSerializer(allow_null=True)
    seen = serializers.CharField(help_text=SEEN)


class ScanSerializer(serializers.Serializer[Any]):
    """``is_complete``: nothing is left to look at. ``themes``: those with a signal or a judgement, what was judged most
    urgent first.
    """

    is_started = serializers.BooleanField()
    is_complete = serializers.BooleanField()
    headline = serializers.CharField()
    products = ProductSerializer(many=True)
    themes = ThemeFoundSerializer(many=True)


def scan_of(tender: Tender) -> dict[str, Any]:
    """What the answer tells; in the queries of a ``Board``."""
    board = Board(tender)
    places: dict[int, list[dict[str, Any]]] = {}
    for place in board.found.places:
        told = {name: getattr(place, name) for name in ("country", "state", "looked", "missing")}
        told |= {"signals": [row.pk for row in place.signals], "ratings": [row.rating for row in place.ratings]}
        places.setdefault(place.product.pk, []).append(told)
    for product in board.found.products:
        product.places = places.get(product.pk, [])  # type: ignore[attr-defined]
        product.seen = mark_of(product)  # type: ignore[attr-defined]
    return {
        "is_started": board.found.is_started,
        "is_complete": board.found.is_complete,
        "headline": board.headline[1],
        "products": board.found.products,
        "themes": _themes(board),
    }


def _themes(board: Board) -> list[dict[str, Any]]:
    signals = by_theme(board.found)
    found = []
    for row in board.themes:
        code = row.theme.code if row.theme else ""
        once = {signal.pk: signal for _place, signal in signals.get(code, [])}
        judged = None
        if row.judged and row.theme:
            held, numbers = row.judged.row, assessed(row.judged.row)
            names = ("scale", "scope", "irremediability", "likelihood", "reason", "changed_at")
            judged = {name: getattr(held, name) for name in names}
            judged |= {"number": row.judged.number, "severity": numbers.severity}
            judged["priority"] = priority(row.theme.group, numbers.severity, numbers.likelihood, board.bounds)
        seen = mark_of(board.judgements.get(code))
        found.append({"theme": row.theme, "signals": list(once.values()), "judgement": judged, "seen": seen})
    return found


class ProductPatchSerializer(serializers.Serializer[Any]):
    """What changes of a product; what is not named stays."""

    name = serializers.CharField(required=False, max_length=200)
    is_main = serializers.BooleanField(required=False)
    cpv = serializers.ListField(child=serializers.CharField(max_length=10), required=False, max_length=100)
    countries = serializers.ListField(child=CountryField(), required=False, max_length=250)
    goods = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, max_length=200,
        help_text=_("As the lists call them."),
    )  # fmt: skip
    none_fits = serializers.BooleanField(required=False)
    own_check = serializers.CharField(required=False, allow_blank=True, max_length=300)
    own_check_on = DayField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    seen = serializers.CharField(required=False, default="", allow_blank=True, max_length=64, help_text=SEEN)

    def validate_cpv(self, codes: list[str]) -> list[str]:
        if not all(is_cpv(code) for code in codes):
            raise serializers.ValidationError(_("A CPV code has 8 digits, for example 18100000."))
        return list(dict.fromkeys(without_check_digit(code) for code in codes))

    def validate_countries(self, codes: list[str]) -> list[str]:
        return list(dict.fromkeys(codes))

    def validate_goods(self, names: list[str]) -> list[str]:
        return list(dict.fromkeys(names))


class ProductChangeSerializer(ProductPatchSerializer):
    """A new product."""

    name = serializers.CharField(max_length=200)


class JudgementChangeSerializer(serializers.Serializer[Any]):
    """The scales of 1 to 5 are ours; a reason is required."""

    theme = serializers.SlugRelatedField(
        slug_field="code", queryset=RiskTheme.objects.all(), help_text=_("Code of a risk theme.")
    )
    scale = serializers.IntegerField(**NUMBERS)
    scope = serializers.IntegerField(**NUMBERS)
    irremediability = serializers.IntegerField(**NUMBERS)
    likelihood = serializers.IntegerField(**NUMBERS)
    reason = serializers.CharField(max_length=4000)
    seen = serializers.CharField(required=False, allow_null=True, default=None, max_length=64, help_text=SEEN)
