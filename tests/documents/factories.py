"""Documents for tests: `DocumentFactory(organisation=o)`; traits are the confidentialities and the kinds."""

from __future__ import annotations

from typing import Any

import factory

from accounts.models import Organisation
from documents.actions import uploads
from documents.formats.kinds import CSV, of_name
from documents.models import Document
from tests.accounts.factories import AT, OrganisationFactory, system_user
from tests.documents import samples


class DocumentFactory(factory.django.DjangoModelFactory):
    """A kept document, by default a small CSV of the own organisation. With `content`, exactly that."""

    class Meta:
        model = Document

    class Params:
        pdf = factory.Trait(name="risicoanalyse.pdf", content=samples.pdf(pages=2, text="Pagina"))
        picture = factory.Trait(name="foto.png", content=samples.picture())
        public = factory.Trait(confidentiality="public")
        buyers = factory.Trait(confidentiality="buyers")

    name = "leveranciers.csv"
    content = samples.CSV
    confidentiality = "organisation"
    organisation = factory.SubFactory(OrganisationFactory)
    by = factory.LazyFunction(system_user)
    at = AT

    @classmethod
    def _create(cls, model_class: type[Document], *args: Any, **kwargs: Any) -> Document:
        organisation: Organisation = kwargs.pop("organisation")
        kind = of_name(kwargs["name"]) or CSV
        return uploads.store_own(organisation=organisation, kind=kind, **kwargs)
