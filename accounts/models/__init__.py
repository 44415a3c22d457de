from accounts.models.audit import AuditEvent
from accounts.models.links import AccessLink
from accounts.models.messages import OutgoingMessage
from accounts.models.organisations import Membership, Organisation
from accounts.models.users import User

__all__ = ["AccessLink", "AuditEvent", "Membership", "Organisation", "OutgoingMessage", "User"]
