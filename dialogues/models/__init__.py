from dialogues.models.agreements import Agreement
from dialogues.models.meetings import Confirmation, DiscussionPoint, Meeting

__all__ = ["Agreement", "Confirmation", "DiscussionPoint", "Meeting"]
