"""The door of ``reporting``."""

from securit.stages.reporting.contracts import CallMoney, IndicatorRow, Measured, Said
from securit.stages.reporting.selectors import indicator_rows, measured_by_call, money_by_call, showcase

__all__ = [
    "CallMoney",
    "IndicatorRow",
    "Measured",
    "Said",
    "indicator_rows",
    "measured_by_call",
    "money_by_call",
    "showcase",
]
