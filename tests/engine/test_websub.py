"""A hub over loopback: asked, confirmed, delivering, renewed; and whoever only says that it is one."""

import asyncio
import hashlib
import hmac
import shutil
import ssl
import subprocess
from datetime import timedelta
from urllib.parse import parse_qs

import httpx
import pytest

from aggregator.web.app import create_app
from tests.engine.desk import NOON, desk_for, feeds_yaml
from tests.farm import Document, Farm, rss

BASE = "https://lecture.example"


class Hub:
    """Remembers what it was asked and answers 202, as a hub does before it asks back."""

    def __init__(self, answer=202):
        self.wishes = []
        self.answer = answer

    async def __call__(self, asked, pen):
        self.wishes.append({name: values[0] for name, values in parse_qs(asked.body.decode()).items()})
        await pen.whole(self.answer, [], b"")


def tls(folder):
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("makes its certificate with the openssl program, which is not here")
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=phare"]
    subprocess.run([*command, "-addext", "subjectAltName=IP:127.0.0.1"], cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def with_hub(folder, story, *, base=BASE, hub=None):
    """What `story(desk, hub, pages, document)` gives: a feed that announces a hub, subscribed to, and our own pages."""
    hub = hub or Hub()

    async def go():
        async with Farm(tls=tls(folder)) as farm:
            head = f"<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='hub' href='{farm.at('/hub', hub)}'/>"
            document = Document(rss("un", head=head), etag='"1"')
            farm.at("/feed", document)
            web = f"web: {{base_url: '{base}'}}" if base else ""
            text = feeds_yaml({"phare": farm.url("/feed")}, more=web)
            async with desk_for(farm, folder, text, cafile=str(folder / "cert.pem")) as desk:
                await desk.poll()
                await desk.engine.hubs.renew()
                app = create_app(folder / "archive", config=lambda: desk.engine.config, push=desk.engine.hubs)
                async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as pages:
                    return await story(desk, hub, pages, document)

    return asyncio.run(go())


def signed(wish, body):
    digest = hmac.new(wish["hub.secret"].encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature": f"sha256={digest}", "Content-Type": "application/rss+xml"}


async def confirm(pages, wish, lease=86_400):
    question = {
        "hub.mode": "subscribe", "hub.topic": wish["hub.topic"], "hub.challenge": "dis-le", "hub.lease_seconds": lease,
    }  # fmt: skip
    return await pages.get(wish["hub.callback"], params=question)


def test_a_hub_is_asked_confirmed_and_what_it_delivers_is_archived_like_a_poll(tmp_path):
    async def story(desk, hub, pages, document):
        (wish,) = hub.wishes
        answer = await confirm(pages, wish)
        news = rss("deux", "un")
        taken = await pages.post(wish["hub.callback"], content=news, headers=signed(wish, news))
        polls = desk.rows("SELECT code, message, new FROM polls ORDER BY id")
        return wish, answer, taken, desk.titles("phare"), polls[-1], desk.value("SELECT etag FROM feeds")

    wish, answer, taken, titles, poll, etag = with_hub(tmp_path, story)

    assert wish["hub.callback"].startswith(BASE + "/websub/")
    assert (answer.status_code, answer.text) == (200, "dis-le")
    assert taken.status_code == 202
    assert titles == {"un", "deux"}
    assert tuple(poll) == ("ok", "delivered by its hub", 1)
    assert etag == '"1"', "a delivery says nothing about the validators of the feed"


def test_a_delivery_that_is_not_signed_with_our_secret_is_thrown_away(tmp_path):
    async def story(desk, hub, pages, document):
        (wish,) = hub.wishes
        await confirm(pages, wish)
        forged, honest = rss("forgé"), rss("deux", "un")
        answers = [
            await pages.post(wish["hub.callback"], content=forged),
            await pages.post(wish["hub.callback"], content=forged, headers=signed(wish, honest)),
            await pages.post(BASE + "/websub/nobody", content=honest, headers=signed(wish, honest)),
        ]
        return [answer.status_code for answer in answers], desk.titles("phare")

    codes, titles = with_hub(tmp_path, story)

    assert codes == [202, 202, 410]
    assert titles == {"un"}


def test_nobody_can_confirm_what_we_did_not_ask(tmp_path):
    async def story(desk, hub, pages, document):
        (wish,) = hub.wishes
        other = await confirm(pages, wish | {"hub.topic": "https://autre.example/feed"})
        unknown = await pages.get(BASE + "/websub/nobody", params={"hub.mode": "subscribe", "hub.challenge": "x"})
        return other.status_code, unknown.status_code, desk.value("SELECT state FROM subscriptions")

    assert with_hub(tmp_path, story) == (404, 404, "asked")


def test_a_lease_is_renewed_at_four_fifths_under_the_same_address(tmp_path):
    async def story(desk, hub, pages, document):
        await confirm(pages, hub.wishes[0], lease=100_000)
        desk.clock.set(NOON + timedelta(seconds=79_000))
        early = await desk.engine.hubs.renew()
        desk.clock.set(NOON + timedelta(seconds=81_000))
        await desk.engine.hubs.renew()
        return early, hub.wishes

    early, wishes = with_hub(tmp_path, story)

    assert early == 0
    assert len(wishes) == 2
    assert wishes[0] == wishes[1]


def test_a_feed_whose_hub_delivers_is_still_polled_only_more_slowly(tmp_path):
    async def story(desk, hub, pages, document):
        announced = document.body[document.body.index(b"<a:link") : document.body.index(b"<item>")].decode()
        for n in range(30):
            document.body = rss(*[f"Titre {m}" for m in range(n, -1, -1)], head=announced)
            document.etag = f'"{n}"'
            desk.clock.advance(timedelta(hours=1))
            await desk.poll("force")
        alone = desk.due("phare") - desk.clock.now()
        (wish,) = hub.wishes
        await confirm(pages, wish)
        news = rss("deux")
        await pages.post(wish["hub.callback"], content=news, headers=signed(wish, news))
        polled = (await desk.poll("force"))["phare"]
        return alone, desk.due("phare") - desk.clock.now(), polled.why

    alone, pushed, why = with_hub(tmp_path, story)

    assert pushed > 2 * alone
    assert pushed <= timedelta(hours=25)
    assert "hub" in why


def test_without_a_public_address_no_hub_is_asked(tmp_path):
    async def story(desk, hub, pages, document):
        return hub.wishes

    assert with_hub(tmp_path, story, base=None) == []


def test_a_hub_that_refuses_is_left_alone_for_a_day(tmp_path):
    async def story(desk, hub, pages, document):
        soon = await desk.engine.hubs.renew()
        desk.clock.advance(timedelta(hours=25))
        later = await desk.engine.hubs.renew()
        return soon, later, desk.value("SELECT reason FROM subscriptions")

    soon, later, reason = with_hub(tmp_path, story, hub=Hub(answer=403))

    assert (soon, later) == (0, 1)
    assert "403" in reason


def test_a_restart_keeps_the_agreement(tmp_path):
    async def story(desk, hub, pages, document):
        (wish,) = hub.wishes
        await confirm(pages, wish)
        return wish, desk.value("SELECT token FROM subscriptions"), desk.value("SELECT renew FROM subscriptions")

    wish, token, renew = with_hub(tmp_path, story)

    assert wish["hub.callback"].endswith(token)
    assert renew == "2026-03-03T07:12:00Z"
