"""A deliverer that fails at any statement: afterwards everybody has their notice, a second copy under the same name."""

import pytest

from tests.faults import every_fault
from tests.mail_server import Mailbox, mail_server
from tests.workers.test_delivery import ReachedBy, deliver_all, end_leases, reached_by, rows, write  # noqa: F401


def test_a_fault_at_any_moment_of_a_delivery_loses_nothing(
    reached_by: ReachedBy,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box = Mailbox()
    with mail_server(box) as server:
        database = reached_by(server)

        def deliver(moment: int) -> None:
            write(database, f"a{moment}@example.org", f"b{moment}@example.org")
            deliver_all(database)

        for moment in every_fault(database, deliver, at_least=12):
            end_leases(database)
            deliver_all(database)
            mine = [mail for mail in box.mails if mail["To"] in (f"a{moment}@example.org", f"b{moment}@example.org")]
            wanted = set(rows(database)) & {f"a{moment}@example.org", f"b{moment}@example.org"}
            assert {mail["To"] for mail in mine} == wanted
            assert len({mail["Message-ID"] for mail in mine}) == len(wanted), "a second copy has the name of the first"
            assert len(mine) <= 2 * len(wanted)
        assert {message.status for message in rows(database).values()} == {"delivered"}
