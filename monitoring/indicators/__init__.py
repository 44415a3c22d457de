"""Indicators: each defined once as a query (interfaces.md, Annual report); every figure opens the rows behind it."""

from monitoring.indicators.definitions import Indicator, Rows
from monitoring.indicators.figures import Figure, figures, rows
from monitoring.indicators.registry import indicator, indicators
from monitoring.indicators.sources import Scope

__all__ = ["Figure", "Indicator", "Rows", "Scope", "figures", "indicator", "indicators", "rows"]
