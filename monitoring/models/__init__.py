from monitoring.models.reminders import Reminder, ReminderOffset, SweepRun
from monitoring.models.reports import AnnualReport, ReportBuild

__all__ = ["AnnualReport", "Reminder", "ReminderOffset", "ReportBuild", "SweepRun"]
