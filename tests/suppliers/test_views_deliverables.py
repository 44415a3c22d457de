"""The pages of deliverables: who reads which file, assessing without script, and what the pages cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.roles import ROLES
from monitoring.models import Reminder
from suppliers.models import Deliverable, ExtensionRequest, SubmissionFile
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContractFactory, DeliverableFactory, ExtensionFactory, hand_in

CONFIDENTIAL = {"mvi_adviser", "contract_manager", "category_manager", "auditor"}
"""Who see confidential documents (domain.md §8), written down a second time."""

Count = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast.contract_manager)
    return client


@pytest.mark.parametrize("confidentiality", ["organisation", "buyers", "public"])
def test_who_reads_which_file(client: Client, cast: Cast, confidentiality: str) -> None:
    DeliverableFactory(submitted=True, organisation=cast.organisation, confidentiality=confidentiality)
    file = SubmissionFile.objects.get()
    found = {}
    for role in ROLES:
        client.force_login(cast.people[role])
        with closing(client.get(reverse("suppliers:submission-file", args=[file.pk]))) as response:
            found[role] = response.status_code

    readers = set(ROLES) if confidentiality == "public" else CONFIDENTIAL
    assert found == {role: 200 if role in readers else 403 for role in ROLES}
    read = AuditEvent.objects.filter(action="document.read").count()
    assert read == (0 if confidentiality == "public" else len(CONFIDENTIAL))


def test_a_file_of_another_organisation_is_out_of_sight(client: Client, cast: Cast) -> None:
    DeliverableFactory(submitted=True, organisation=cast.organisation, confidentiality="public")
    client.force_login(cast.outsider)

    response = client.get(reverse("suppliers:submission-file", args=[SubmissionFile.objects.get().pk]))

    assert response.status_code == 404


def test_who_may_not_read_sees_that_there_is_a_file(client: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(submitted=True, organisation=cast.organisation)
    client.force_login(cast.buyer)

    page = client.get(reverse("monitoring:deliverable-detail", args=[deliverable.pk])).content.decode()

    assert "Een vertrouwelijk document" in page
    assert "risicoanalyse.pdf" not in page


def test_reading_shows_in_the_history(manager: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(submitted=True, organisation=cast.organisation)
    manager.get(reverse("suppliers:submission-file", args=[SubmissionFile.objects.get().pk])).close()

    page = manager.get(reverse("monitoring:deliverable-detail", args=[deliverable.pk])).content.decode()

    assert "Gelezen: risicoanalyse.pdf" in page


def test_a_page_of_the_document_is_a_picture(manager: Client, cast: Cast) -> None:
    DeliverableFactory(submitted=True, organisation=cast.organisation)
    address = reverse("suppliers:submission-page", args=[SubmissionFile.objects.get().pk])

    assert manager.get(address, {"page": "2"})["Content-Type"] == "image/png"
    assert manager.get(address, {"page": "3"}).status_code == 404


def test_assessing_without_script(manager: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(submitted=True, organisation=cast.organisation)
    address = reverse("suppliers:assessment-edit", args=[deliverable.pk])
    assert manager.get(address).status_code == 200
    manager.post(address)
    answers = deliverable.assessments.get().answers.all()
    data = {f"{each.key}-value": "partially" for each in answers} | {f"{each.key}-reason": "p. 2" for each in answers}

    data |= {"step": "decide", "outcome": "revision_requested", "remarks": "Landen."}

    incomplete = manager.post(address, data)

    assert incomplete.status_code == 200
    assert "Landen." in incomplete.content.decode()
    assert not deliverable.assessments.get().answers.filter(value="").exists()

    done = manager.post(
        address,
        {**data, "due_on": "2099-01-01"},
    )

    deliverable.refresh_from_db()
    assert done.headers["Location"] == reverse("monitoring:deliverable-detail", args=[deliverable.pk])
    assert (deliverable.state, deliverable.due_on) == ("revision_requested", date(2099, 1, 1))


def test_an_outcome_that_lacks_everything_hears_it_all_at_once(manager: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(in_assessment=True, organisation=cast.organisation)
    address = reverse("suppliers:assessment-edit", args=[deliverable.pk])

    nothing = manager.post(address, {"step": "decide"}).context["outcome"].errors
    unreadable = (
        manager.post(address, {"step": "decide", "outcome": "revision_requested", "due_on": "morgen"})
        .context["outcome"]
        .errors
    )

    assert len(nothing["outcome"]) == 2
    assert "7 vragen" in nothing["outcome"][1]
    assert {name: len(errors) for name, errors in unreadable.items()} == {"due_on": 1, "outcome": 1, "remarks": 1}


def test_reminders_that_were_passed_over_are_folded_away(manager: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)
    address = reverse("monitoring:deliverable-detail", args=[deliverable.pk])
    assert "overgeslagen" not in manager.get(address).content.decode()
    for days in (-30, -7):
        Reminder.objects.create(
            deliverable=deliverable, due_on=deliverable.due_on, offset_days=days, recipient=cast.contract_manager,
            passed_over="superseded", created_at=AT,
        )  # fmt: skip

    page = manager.get(address).content.decode()

    assert "<summary>2 momenten overgeslagen" in page


def test_an_answer_is_saved_as_one_goes(manager: Client, cast: Cast) -> None:
    assessment = DeliverableFactory(in_assessment=True, organisation=cast.organisation).assessments.get()
    address = reverse("suppliers:answer-save", args=[assessment.pk, "sources_given"])

    response = manager.post(
        address, {"sources_given-value": "fully", "sources_given-reason": "p. 9"}, headers={"HX-Request": "true"}
    )

    kept = assessment.answers.get(key="sources_given")
    assert (kept.value, kept.reason) == ("fully", "p. 9")
    assert "1 van 7" in response.content.decode()


@pytest.mark.parametrize("role", list(ROLES))
def test_who_opens_the_assessment(client: Client, cast: Cast, role: str) -> None:
    deliverable = DeliverableFactory(in_assessment=True, organisation=cast.organisation)
    client.force_login(cast.people[role])

    edit = client.get(reverse("suppliers:assessment-edit", args=[deliverable.pk])).status_code
    read = client.get(reverse("suppliers:assessment-detail", args=[deliverable.assessments.get().pk])).status_code

    works = role in {"contract_manager", "category_manager", "mvi_adviser"}
    reads = works or role in {"management", "auditor", "administrator"}
    assert (edit, read) == (200 if works else 403, 200 if reads else 403)


def test_asking_an_extension_tells_all_that_is_wrong_at_once(manager: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)
    address = reverse("suppliers:extension-request", args=[deliverable.pk])

    form = manager.post(address, {"wanted_on": deliverable.due_on.isoformat(), "reason": ""}).context["form"]

    assert set(form.errors) == {"wanted_on", "reason"}


@pytest.mark.parametrize("decision", ["granted", "refused"])
def test_deciding_on_an_extension(manager: Client, cast: Cast, decision: str) -> None:
    request = ExtensionFactory(deliverable=DeliverableFactory(organisation=cast.organisation))
    address = reverse("suppliers:extension-decide", args=[request.pk])
    assert manager.get(address).status_code == 200

    manager.post(address, {"decision": decision, "reason": "Omdat het kan."})

    assert ExtensionRequest.objects.get().state == decision


def test_waiving_is_for_the_category_manager(client: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)
    address = reverse("suppliers:deliverable-waive", args=[deliverable.pk])
    client.force_login(cast.contract_manager)
    assert client.post(address, {"reason": "Kort contract."}).status_code == 403

    client.force_login(cast.category_manager)
    client.post(address, {"reason": "Kort contract."})

    assert Deliverable.objects.get().state == "waived"


def test_a_step_that_came_too_late_is_a_message(client: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(waived=True, organisation=cast.organisation)
    client.force_login(cast.category_manager)

    response = client.post(
        reverse("suppliers:deliverable-waive", args=[deliverable.pk]), {"reason": "Nog eens."}, follow=True
    )

    assert response.status_code == 200
    assert "Dit kan niet" in response.content.decode()


@pytest.mark.parametrize(
    "status", ["", "overdue", "due_soon", "to_assess", "extension", "late", "accepted", "waived", "all", "x"]
)
def test_the_list_filters(manager: Client, cast: Cast, status: str) -> None:
    contract = ContractFactory(organisation=cast.organisation)
    states = ["expected", "submitted", "accepted", "waived"]
    for number, state in enumerate(states, start=1):
        DeliverableFactory(contract=contract, occurrence=number, state=state, due_on=date(2020, 4, 1))
    hand_in(DeliverableFactory(contract=contract, occurrence=9, due_on=date(2020, 4, 1)), on=date(2020, 5, 1))

    response = manager.get(reverse("suppliers:deliverable-list"), {"status": status, "sort": "-due", "q": "bedrijf"})

    found = {each.state for each in response.context["page"]}
    wanted = {
        "overdue": {"expected"}, "due_soon": set(), "to_assess": {"submitted"}, "extension": set(),
        "late": {"submitted"}, "accepted": {"accepted"}, "waived": {"waived"}, "all": set(states),
    }  # fmt: skip
    assert found == wanted.get(status, {"expected", "submitted"})


@pytest.mark.parametrize(("name", "queries"), [("suppliers:contract-list", 8), ("suppliers:deliverable-list", 8)])
def test_a_list_costs_the_same_for_many_rows(
    manager: Client, cast: Cast, django_assert_num_queries: Count, name: str, queries: int
) -> None:
    for _number in range(4):
        ContractFactory(organisation=cast.organisation, isv=True)

    with django_assert_num_queries(queries):
        manager.get(reverse(name))


def test_what_a_contract_page_costs(manager: Client, cast: Cast, django_assert_num_queries: Count) -> None:
    contract = ContractFactory(organisation=cast.organisation, isv=True)

    with django_assert_num_queries(17):
        manager.get(reverse("monitoring:contract-detail", args=[contract.pk]))


def test_what_the_page_of_a_contract_with_a_yearly_dialogue_costs(
    manager: Client, cast: Cast, django_assert_num_queries: Count
) -> None:
    contract = ContractFactory(
        organisation=cast.organisation, isv=True, follow_up="intensive", follow_up_reason="Signalen in de keten."
    )

    with django_assert_num_queries(18):
        manager.get(reverse("monitoring:contract-detail", args=[contract.pk]))


def test_what_a_deliverable_page_costs(manager: Client, cast: Cast, django_assert_num_queries: Count) -> None:
    deliverable = DeliverableFactory(revision_requested=True, organisation=cast.organisation)
    ExtensionFactory(deliverable=deliverable)
    hand_in(deliverable, on=date(2027, 5, 1))

    with django_assert_num_queries(13):
        manager.get(reverse("monitoring:deliverable-detail", args=[deliverable.pk]))


def test_what_an_assessment_page_costs(manager: Client, cast: Cast, django_assert_num_queries: Count) -> None:
    deliverable = DeliverableFactory(in_assessment=True, organisation=cast.organisation)

    with django_assert_num_queries(12):
        manager.get(reverse("suppliers:assessment-edit", args=[deliverable.pk]))


def test_what_was_said_with_an_outcome_is_for_who_may_read_assessments(client: Client, cast: Cast) -> None:
    deliverable = DeliverableFactory(revision_requested=True, organisation=cast.organisation)
    address = reverse("monitoring:deliverable-detail", args=[deliverable.pk])
    said = "Noem de landen per schakel."

    seen = {}
    for role in ("contract_manager", "management", "buyer", "tenderboard"):
        client.force_login(cast.people[role])
        seen[role] = said in client.get(address).content.decode()

    assert seen == {"contract_manager": True, "management": True, "buyer": False, "tenderboard": False}
