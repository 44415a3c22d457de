"""Who hears of a plan: who may adopt it when it is submitted, who submitted it when it is decided."""

from __future__ import annotations

import pytest

from accounts.models import OutgoingMessage
from procurement.actions import category_plans, plans
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.plans import category_plan

pytestmark = pytest.mark.usefixtures("shipped")


def mails() -> list[tuple[str, str]]:
    """To whom and what, in the order of sending; those of before are forgotten."""
    found = [(mail.to_address, mail.subject) for mail in OutgoingMessage.objects.order_by("pk")]
    OutgoingMessage.objects.all().delete()
    return found


def test_a_submitted_plan_is_told_to_who_may_adopt_it(cast: Cast) -> None:
    plan = category_plan(cast, state="submitted")
    assert mails() == [(cast.management.email, f"Vast te stellen: het plan {plan}")]


def test_who_submits_it_himself_gets_no_mail(cast: Cast) -> None:
    both = cast.with_roles("management", "category_manager")
    plan = category_plan(cast, state="draft")

    category_plans.submit(plan=plan, by=both, at=AT)
    assert both.email not in [to for to, _subject in mails()]


def test_the_decision_is_told_to_who_submitted_it(cast: Cast) -> None:
    plan = category_plan(cast, state="submitted")
    mails()

    plans.send_back(plan=plan, reason="Noem een KPI.", by=cast.management, at=AT)

    told = OutgoingMessage.objects.get()
    assert (told.to_address, told.subject) == (cast.category_manager.email, f"Teruggestuurd: het plan {plan}")
    assert "Noem een KPI." in told.body_text
    assert f"/plans/{plan.pk}/" in told.body_text


def test_an_adopted_plan_is_told_with_its_period(cast: Cast) -> None:
    plan = category_plan(cast)
    assert mails()[-1] == (cast.category_manager.email, f"Vastgesteld: het plan {plan}")


def test_who_takes_his_own_plan_back_knows(cast: Cast) -> None:
    plan = category_plan(cast, state="submitted")
    mails()
    plans.send_back(plan=plan, reason="Nog iets bedacht.", by=cast.category_manager, at=AT)
    assert mails() == []
