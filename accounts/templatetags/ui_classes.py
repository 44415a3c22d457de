"""Which class and icon belong to which tone, state and widget: data only."""

from django.forms import widgets

BADGES = {
    "neutral": "utrecht-status-badge--neutral",
    "info": "badge--info",
    "success": "utrecht-status-badge--success",
    "warning": "utrecht-status-badge--warning",
    "danger": "utrecht-status-badge--danger",
}
STATUS_TONES = {
    **dict.fromkeys(("submitted", "in_assessment", "in_review", "invited", "requested", "published"), "info"),
    **dict.fromkeys(("held", "open", "sending", "verified", "building"), "info"),
    **dict.fromkeys(("awarded", "approved", "accepted", "accepted_with_remarks", "granted", "ready"), "success"),
    **dict.fromkeys(("delivered", "in_force", "adopted", "reached"), "success"),
    "coming": "info",
    "partially": "warning",
    "not_delivered": "danger",
    **dict.fromkeys(("confirmed", "done", "closed_confirmed", "sent", "clean"), "success"),
    **dict.fromkeys(("returned", "revision_requested", "in_remedy", "reported", "due_soon"), "warning"),
    **dict.fromkeys(("closed_unconfirmed", "paused", "late"), "warning"),
    **dict.fromkeys(("overdue", "refused", "reopened", "failed", "bounced", "infected"), "danger"),
}
BUTTONS = {
    "primary": "utrecht-button utrecht-button--primary-action",
    "secondary": "utrecht-button utrecht-button--secondary-action",
    "subtle": "utrecht-button utrecht-button--subtle",
    "danger": "utrecht-button utrecht-button--secondary-action utrecht-button--danger",
    "danger-primary": "utrecht-button utrecht-button--primary-action utrecht-button--danger",
}
ALERTS = {"info": "info", "success": "ok", "warning": "warning", "danger": "error"}
TONE_ICONS = {"info": "info", "success": "check", "warning": "warning", "danger": "error", "neutral": "info"}
CHECKBOX = "utrecht-checkbox utrecht-checkbox--html-input"
RADIO = "utrecht-radio-button utrecht-radio-button--html-input"
CONTROL = "utrecht-textbox utrecht-textbox--html-input"
CONTROLS: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.CheckboxInput, CHECKBOX),
    (widgets.Select, "utrecht-select utrecht-select--html-select"),
    (widgets.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
)
MESSAGE_TONES = {"success": "success", "warning": "warning", "error": "danger"}
