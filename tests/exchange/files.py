"""Spreadsheets to test with."""

from __future__ import annotations

import csv
import io
import re

from openpyxl import Workbook, load_workbook
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ekc.db import db
from ekc.exchange import service
from ekc.exchange.models import Upload
from ekc.referrals import bringing_in
from ekc.referrals.bringing_in import Running
from ekc.referrals.lifecycle import State
from ekc.referrals.models import Referral


def csv_of(*rows, separator: str = ";") -> bytes:
    """A CSV of these rows."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


def xlsx_of(*rows) -> bytes:
    """An XLSX of these rows."""
    made, out = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def rows_of(content: bytes, sheet: int = 0) -> list[list]:
    """The rows of a sheet of an XLSX, of which no cell is a formula."""
    rows = list(load_workbook(io.BytesIO(content)).worksheets[sheet].iter_rows())
    assert "f" not in {cell.data_type for row in rows for cell in row}
    return [[cell.value for cell in row] for row in rows]


def bring(who, content: bytes, kind: str = "pool", name: str = "lijst.csv") -> Upload:
    """A file that waits, committed."""
    upload = service.bring(kind, name, content, by=who.actor)
    db.commit()
    return upload


def take(who, content: bytes, kind: str = "pool"):
    """Bring a file and take it over as it was looked at, committed."""
    upload = bring(who, content, kind)
    plan = service.plan_of(upload, by=who.actor)
    assert plan.problems == ()
    service.take(upload, plan.digest, by=who.actor)
    db.commit()
    return plan


def problems(who, content: bytes, kind: str = "pool") -> list[tuple[str, str]]:
    """(where, sentence) of everything wrong in a file."""
    upload = bring(who, content, kind)
    return [(one.where, one.sentence) for one in service.plan_of(upload, by=who.actor).problems]


def make_brought(world, own: str = "2026-1", state: State = State.ASSENT_ASKED, lead=None) -> Referral:
    """A traject from a list, committed."""
    told = Running(own, world.team.id, state)
    made = bringing_in.bring_in(told, lead.coordinator if lead else None, by=world.petra.actor)
    db.commit()
    return made


def send(client, content: bytes, kind: str = "pool", name: str = "lijst.xlsx"):
    """Send a file as a browser does."""
    file = FileStorage(io.BytesIO(content), filename=name, name="file")
    boundary, body = encode_multipart({"kind": kind, "file": file})
    return client.post("/in-en-uit", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def digest_on(page: str) -> str:
    """What the button of a preview sends along."""
    found = re.search(r'name="digest" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]
