"""What leaves: whole files, and mail by the book."""

import smtplib
import socketserver
import threading
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from aggregator.edge import outbox
from aggregator.records import MailSpec

AT = datetime(2026, 3, 11, 6, tzinfo=UTC)


class _Server(socketserver.TCPServer):
    """What a mail server took; `refuses` recipients when told so."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Smtp)
        self.took: list[bytes] = []
        self.refuses = False


class _Smtp(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as one message needs."""

    server: _Server

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                body = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    body += part
                self.server.took.append(body)
            refused = verb == b"RCPT" and self.server.refuses
            self.wfile.write(b"550 nobody\r\n" if refused else b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")


@pytest.fixture
def server():
    with _Server() as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def send(port, **changed):
    spec = MailSpec(host="127.0.0.1", port=port, sender="Nouvelles <news@example.org>", tls=False, **changed)
    return outbox.send_mail(spec, ["a@example.org"], "Le jour · été", key="matin.1", at=AT, text="été", html="<p>été")


def test_a_message_says_when_it_was_made_and_which_it_is(server):
    problem = send(server.server_address[1])

    message = message_from_bytes(server.took[0], policy=default)
    assert problem is None
    assert message["Message-ID"] == "<matin.1@example.org>"
    assert message["Date"] == "Wed, 11 Mar 2026 06:00:00 +0000"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in message.iter_parts()] == ["été", "<p>été"]


def test_what_the_server_says_against_it_is_a_value(server):
    server.refuses = True

    problem = send(server.server_address[1])

    assert problem is not None
    assert "nobody" in problem.message


def test_nobody_there_is_a_value_too():
    assert send(9) is not None


def test_a_password_that_is_not_set_is_named(monkeypatch):
    monkeypatch.delenv("NO_SUCH_PASSWORD", raising=False)

    problem = send(9, user="me", password_env="NO_SUCH_PASSWORD")

    assert problem is not None
    assert "NO_SUCH_PASSWORD" in problem.message


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_password(server, monkeypatch):
    seen = []
    monkeypatch.setattr(smtplib.SMTP, "starttls", lambda self, **given: seen.append(given["context"]))

    spec = MailSpec(host="127.0.0.1", port=server.server_address[1], sender="a@b.example", tls=True)
    outbox.send_mail(spec, ["a@example.org"], "x", key="k", at=AT, text="x", html="x")

    assert seen[0].check_hostname


def test_files_are_written_whole_or_not_at_all(tmp_path):
    (tmp_path / "2026.html").mkdir()

    with pytest.raises(OSError, match="2026"):
        outbox.write_files(tmp_path, "2026", {"md": "# été", "html": "<p>"})

    assert (tmp_path / "2026.md").read_text(encoding="utf-8") == "# été"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026.html", "2026.md"]
