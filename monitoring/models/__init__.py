from monitoring.models.jobs import Job
from monitoring.models.reminders import Reminder, ReminderOffset, SweepRun
from monitoring.models.reports import AnnualReport, ReportBuild

__all__ = ["AnnualReport", "Job", "Reminder", "ReminderOffset", "ReportBuild", "SweepRun"]
