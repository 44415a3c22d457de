"""The pages of an editable table: list, new, edit, delete. An app mounts them with ``table_urls``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import tables
from accounts.forms import say_what_empty_means
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import READ, WRITE
from accounts.tables import Table
from accounts.views.gates import internal


def table_urls(namespace: str, found: Iterable[Table]) -> list[URLPattern]:
    """``table-CODE``, ``table-CODE-new``, ``-edit`` and ``-delete`` (POST) for each table, under /settings/tables/."""
    urls: list[URLPattern] = []
    for table in found:
        base, pages = f"settings/tables/{table.code}/", TablePages(namespace, table)
        urls.append(path(base, internal(pages.listing), name=f"table-{table.code}"))
        if table.may_grow:
            urls.append(path(f"{base}new/", internal(pages.new), name=f"table-{table.code}-new"))
        urls.append(path(f"{base}<int:pk>/", internal(pages.edit), name=f"table-{table.code}-edit"))
        if table.is_owned:
            delete = require_POST(internal(pages.delete))
            urls.append(path(f"{base}<int:pk>/delete/", delete, name=f"table-{table.code}-delete"))
    return urls


class TablePages:
    """The views of one table."""

    def __init__(self, namespace: str, table: Table) -> None:
        self.table, self.name = table, f"{namespace}:table-{table.code}"

    def listing(self, request: MemberRequest) -> HttpResponse:
        check_right(request.user, request.organisation, "settings", READ)
        rows = list(self.table.rows(request.organisation))
        may_own = self.table.may_add(request.user, request.organisation)
        shared = self.table.may_change(request.user, request.organisation, _SHARED)
        shown = [
            {
                "pk": row.pk,
                "cells": [column.value(row) for column in self.table.columns],
                "is_own": self.table.is_own(row),
                "may_change": may_own if self.table.is_own(row) else shared,
            }
            for row in rows
        ]
        context = {
            "table": self.table,
            "rows": shown,
            "may_add": may_own and self.table.may_grow,
            "name": self.name,
            "going_on": self.table.going_on(),
        }
        return render(request, "accounts/table.html", context)

    def new(self, request: MemberRequest) -> HttpResponse:
        if not self.table.may_add(request.user, request.organisation):
            check_right(request.user, request.organisation, "settings", WRITE)
            raise PermissionDenied(_("Only a beheerder of every organisation changes what holds for all of them."))
        return self._form(request, None)

    def edit(self, request: MemberRequest, pk: int) -> HttpResponse:
        check_right(request.user, request.organisation, "settings", READ)
        row = get_object_or_404(self.table.rows(request.organisation), pk=pk)
        if not self.table.may_change(request.user, request.organisation, row):
            check_right(request.user, request.organisation, "settings", WRITE)
            raise PermissionDenied(_("Only a beheerder of every organisation changes what holds for all of them."))
        return self._form(request, row)

    def delete(self, request: MemberRequest, pk: int) -> HttpResponseBase:
        check_right(request.user, request.organisation, "settings", READ)
        row = get_object_or_404(self.table.rows(request.organisation), pk=pk)
        try:
            tables.delete(table=self.table, row=row, organisation=request.organisation, by=request.user, at=request.now)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The row has been deleted."))
        return redirect(self.name)

    def _form(self, request: MemberRequest, row: Any) -> HttpResponse:
        form = self.table.form(request.POST or None, instance=row or self.table.blank(request.organisation))
        say_what_empty_means(form)
        if request.method == "POST" and form.is_valid():
            try:
                tables.save(
                    table=self.table,
                    row=form.save(commit=False),
                    organisation=request.organisation,
                    by=request.user,
                    at=request.now,
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Saved."))
                return redirect(self.name)
        return render(request, "accounts/table_row.html", self._context(request, form, row))

    def _context(self, request: HttpRequest, form: Any, row: Any) -> dict[str, Any]:
        may_delete = row is not None and self.table.is_own(row)
        return {"table": self.table, "form": form, "row": row, "name": self.name, "may_delete": may_delete}


class _Shared:
    """Stands for any row that belongs to everybody."""

    organisation_id = None


_SHARED = _Shared()
