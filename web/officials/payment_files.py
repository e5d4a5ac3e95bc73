"""Payment files: bring one in, follow its import, see the fate of every row, and what needs a person."""

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from enrolment.money.bank_files import BankFile, BankFileRefused
from enrolment.money.payment_exceptions import AGES, ORDERS, Wanted, waiting_by_fate
from enrolment.money.payment_exceptions import worklist as listed
from enrolment.money.payment_fates import FOR_A_PERSON, Fate
from enrolment.money.payment_models import PaymentRow
from enrolment.money.payment_rows import PAGE, case_of_row, file_as_csv, find_row, rows_of_file
from enrolment.money.payments import sums_by_fate
from enrolment.people.concerned import is_too_close
from regime.sentences import Sentence
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import language, t
from web.edge.transactions import close_reading, database, reading
from web.forms.fields import FileInput, PageForm
from web.officials import payment_uploads
from web.officials.payment_uploads import Progress

blueprint = Blueprint("payments", __name__, url_prefix="/payments")

INVALID = 422
FILES_SHOWN = 20
MOST_NUMBER = 2**31 - 1


class UploadForm(PageForm):
    """The file of the bank."""

    bank_file = FileInput("payments.file", description="payments.file_hint")


@blueprint.get("")
def show_files() -> ResponseReturnValue:
    """The files imported so far, and the form for another one."""
    return _files_page(UploadForm(formdata=None))


@blueprint.post("")
def upload() -> ResponseReturnValue:
    """Bring in a file. The same content a second time is told and changes nothing."""
    form = UploadForm()
    form.validate()
    sent = request.files.get("bank_file")
    if sent is None or not sent.filename:
        form.bank_file.errors = ["payments.file_missing"]
        return _files_page(form, INVALID)
    try:
        bank_file = payment_uploads.keep(database(), sent)
    except BankFileRefused as refused:
        form.bank_file.errors = [refused.sentence]
        return _files_page(form, INVALID)
    known = payment_uploads.file_of(reading(), bank_file)
    if known is not None and known.finished_at is not None:
        flash(t("payments.known", day=known.imported_at), "message")
        return redirect(url_for(".show_file", file_id=known.id), 303)
    return _read_on(bank_file)


@blueprint.get("/<uuid:file_id>")
def show_file(file_id: UUID) -> ResponseReturnValue:
    """What became of a file: counts by fate, its rows, and how far its import is."""
    state = _progress(file_id)
    fate, after = _fate(), request.args.get("after", 0, type=_row_number)
    rows = rows_of_file(reading(), file_id, fate=fate, after=after, limit=PAGE + 1)
    return render_template(
        "payments/file.html",
        state=state,
        sums=sums_by_fate(reading(), file_id),
        fate=fate,
        rows=rows[:PAGE],
        more=rows[PAGE - 1].row.number if len(rows) > PAGE else None,
        for_a_person=FOR_A_PERSON,
    )


@blueprint.post("/<uuid:file_id>/continue")
def go_on(file_id: UUID) -> ResponseReturnValue:
    """Read a further stretch of a file whose import is not complete."""
    bank_file = payment_uploads.kept(database(), _progress(file_id).file)
    if bank_file is None:
        flash(t("payments.upload_again"), "warn")
        return redirect(url_for(".show_files"), 303)
    return _read_on(bank_file)


@blueprint.get("/<uuid:file_id>/rows.csv")
def download(file_id: UUID) -> ResponseReturnValue:
    """Every row with its fate, as a file for a spreadsheet."""
    state = _progress(file_id)
    note_read("payment_file", state.file.id, Sentence("access.payment_rows"))
    lines = file_as_csv(database(), state.file.id, language())
    response = Response(stream_with_context(lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{t("payments.file_name")}-{file_id.hex[-8:]}.csv"'
    return response


@blueprint.get("/worklist")
def worklist() -> ResponseReturnValue:
    """Payments that settle nothing by themselves, as cases: filtered, the oldest or the largest first."""
    try:
        wanted = Wanted.from_address(request.args)
    except ValueError:
        abort(404)
    rows, last = listed(reading(), wanted, actor().login_id, now())
    page = {"wanted": wanted, "rows": rows, "at": now(), "me": actor().login_id}
    return render_template(
        "payments/worklist.html",
        **page,
        sums=waiting_by_fate(reading()),
        fates=sorted(FOR_A_PERSON),
        ages=AGES,
        orders=ORDERS,
        next_page=wanted.behind(last) if last else None,
    )


@blueprint.get("/rows/<uuid:row_id>")
def show_row(row_id: UUID) -> ResponseReturnValue:
    """One row as the bank wrote it, and the case in which somebody deals with it."""
    found = find_row(reading(), row_id) or abort(404)
    if is_too_close(reading(), actor(), PaymentRow, found.row):
        note_read("payment_row", row_id, Sentence("access.kept_out"))
        abort(404)
    case = case_of_row(reading(), row_id)
    note_read("payment_row", row_id, Sentence("access.payment_rows"))
    return render_template("payments/row.html", shown=found, case=case)


def _read_on(bank_file: BankFile) -> ResponseReturnValue:
    who, at = actor(), now()
    close_reading()
    complete = payment_uploads.read_on(database(), bank_file, at, who)
    known = payment_uploads.file_of(reading(), bank_file) or abort(404)
    flash(t("payments.complete" if complete else "payments.in_progress"), "good" if complete else "message")
    return redirect(url_for(".show_file", file_id=known.id), 303)


def _progress(file_id: UUID) -> Progress:
    return payment_uploads.progress(reading(), file_id) or abort(404)


def _row_number(text: str) -> int:
    """The number of a row; what the column could not hold is none."""
    number = int(text)
    if not 0 <= number <= MOST_NUMBER:
        raise ValueError(text)
    return number


def _fate() -> Fate | None:
    asked = request.args.get("fate")
    return Fate(asked) if asked in set(Fate) else None


def _files_page(form: UploadForm, status: int = 200) -> ResponseReturnValue:
    try:
        after = UUID(request.args["after"]) if "after" in request.args else None
    except ValueError:
        abort(404)
    found = payment_uploads.files(reading(), after, FILES_SHOWN + 1)
    more = found[FILES_SHOWN - 1].id if len(found) > FILES_SHOWN else None
    return render_template("payments/files.html", form=form, files=found[:FILES_SHOWN], more=more), status
