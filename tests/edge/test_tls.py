"""TLS as it is spoken: sessions are resumed when a server has closed the connection."""

import asyncio
import shutil
import ssl
import subprocess

import pytest

from aggregator.edge.clock import SystemClock
from aggregator.edge.http import Http
from aggregator.records import Request, Response
from tests.farm import Document, Farm, rss


def authority(folder):
    """A certificate for loopback made by an authority of our own; the context of a server that shows it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("makes its certificate with the openssl program, which is not here")

    def run(*arguments):
        subprocess.run([openssl, *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    run("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Autorite")
    run("req", "-new", *key, "-keyout", "key.pem", "-out", "key.csr", "-subj", "/CN=127.0.0.1")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names", "-days", "2")
    run("x509", "-req", "-in", "key.csr", *signed, "-out", "cert.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_server_that_closes_its_connections_is_spoken_to_in_the_same_session(tmp_path, version):
    context = authority(tmp_path)
    context.maximum_version = version
    document = Document(rss("un"))

    async def once(asked, pen):
        await document(asked, pen)
        pen.hang_up()

    async def go():
        trusted = str(tmp_path / "ca.pem")
        async with (
            Farm(tls=context) as farm,
            Http(SystemClock(), allow_networks=["127.0.0.0/8"], cafile=trusted) as http,
        ):
            farm.at("/feed", once)
            replies = [await http.send(Request(url=farm.url("/feed"))) for _ in range(8)]
            return replies, farm.connections

    replies, connections = asyncio.run(go())

    assert all(isinstance(reply, Response) and reply.status == 200 for reply in replies)
    assert connections == 8
    assert context.session_stats()["hits"] >= 7
