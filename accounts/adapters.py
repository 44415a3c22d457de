"""What we decide differently from django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves: a beheerder adds people to an organisation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always no."""
        return False
