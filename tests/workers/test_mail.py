"""Mail handed to a real server: what it answers is the proof, and its faults are told apart from ours."""

from email.message import EmailMessage

import pytest

from tests.copies import settings_for
from tests.mail_server import Mailbox, free_port, mail_server
from workers.mail import Refusal, ServerAway, gateway


def mail(to: str = "ana@example.org") -> EmailMessage:
    """A notice in Spanish."""
    message = EmailMessage()
    message["From"] = "avisos@example.org"
    message["To"] = to
    message["Subject"] = "Tienes un aviso"
    message["Message-ID"] = "<0190@example.org>"
    message.set_content("Mañana vence el plazo.\n.\nUn punto solo no termina el mensaje.\n")
    return message


@pytest.fixture
def settings(tmp_path):
    """Settings with a mail server's address."""
    return lambda address: settings_for(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path, smtp_url=address)


def test_the_answer_of_the_server_is_the_proof(settings) -> None:
    box = Mailbox()
    with mail_server(box) as address, gateway(settings(address)) as way:
        assert [way.send(mail()), way.send(mail("luis@example.org"))] == ["250 queued as 1", "250 queued as 2"]
    first = box.mails[0]
    assert first["Message-ID"] == "<0190@example.org>"
    assert first.get_content() == "Mañana vence el plazo.\n.\nUn punto solo no termina el mensaje.\n"


def test_a_refused_address_does_not_end_the_conversation(settings) -> None:
    box = Mailbox(refused={"nobody@example.org": "550 no such mailbox"})
    with mail_server(box) as address, gateway(settings(address)) as way:
        with pytest.raises(Refusal, match="550 no such mailbox"):
            way.send(mail("nobody@example.org"))
        assert way.send(mail()) == "250 queued as 1"


def test_a_refused_content_is_a_refusal(settings) -> None:
    box = Mailbox(after_data="554 looks like spam")
    with mail_server(box) as address, gateway(settings(address)) as way, pytest.raises(Refusal, match="554"):
        way.send(mail())


def test_a_server_that_closes_is_away(settings) -> None:
    box = Mailbox(refused={"ana@example.org": "421 shutting down"})
    with mail_server(box) as address, gateway(settings(address)) as way, pytest.raises(ServerAway, match="421"):
        way.send(mail())


def test_a_server_that_vanishes_in_mid_batch_is_away(settings) -> None:
    with mail_server(Mailbox()) as address:
        batch = gateway(settings(address))
        way = batch.__enter__()
        way.send(mail())
    with pytest.raises(ServerAway):
        way.send(mail())
    batch.__exit__(None, None, None)


def test_a_server_that_is_not_there_is_away(settings) -> None:
    with pytest.raises(ServerAway), gateway(settings(f"smtp://127.0.0.1:{free_port()}")):
        pass


def test_the_console_hides_the_address_and_says_nothing_of_the_content(settings, capsys) -> None:
    with gateway(settings("")) as way:
        assert way.send(mail()) == "console"
    printed = capsys.readouterr().out
    assert printed == "notice <0190@example.org> for a***@example.org\n"
