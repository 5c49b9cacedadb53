"""Digests out: as files, by mail."""

import os
import smtplib
import ssl
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path

from aggregator.records import MailSpec, Problem

TIMEOUT = 30  # seconds for a mail server


def write_files(folder: Path, stem: str, forms: Mapping[str, str]) -> tuple[Path, ...]:
    """Write `stem.EXTENSION` for each form into `folder`; a reader never sees half a file."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(folder / f"{stem}.{extension}", text) for extension, text in forms.items())


def _write(path: Path, text: str) -> Path:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def send_mail(
    spec: MailSpec, to: Sequence[str], subject: str, *, key: str, at: datetime, text: str, html: str
) -> Problem | None:
    """Send one message; None when the server took it, else why it did not leave. Blocks for up to a minute.

    Args:
        key: names the message: one that is sent again has the same Message-ID, and mail programs show it once.
        at: its date.
    """
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = spec.sender
    message["To"] = ", ".join(to)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{key}@{parseaddr(spec.sender)[1].rpartition('@')[2] or 'localhost'}>"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    password = "" if spec.password_env is None else os.environ.get(spec.password_env)
    if password is None:
        return Problem(
            code="mail",
            message=f"the environment variable {spec.password_env} is not set",
            hint="it holds the password of the mail account",
        )
    try:
        with smtplib.SMTP(spec.host, spec.port, timeout=TIMEOUT) as server:
            if spec.tls:
                server.starttls(context=ssl.create_default_context())  # without one, no certificate is looked at
            if spec.user is not None:
                server.login(spec.user, password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        return Problem(
            code="mail", message=f"{spec.host} did not take the digest: {error}", hint="see `mail:` in feeds.yaml"
        )
    return None
