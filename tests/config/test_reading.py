"""feeds.yaml: what a person may write, and what is said when it cannot be used."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator import config
from aggregator.errors import ConfigError
from aggregator.records import Config, FeedSpec, Limits, MailSpec, Publisher, Rule

SHIPPED = Path(__file__).parents[2] / "feeds.yaml"


def read(text: str) -> Config:
    made, errors = config.parse(text, "feeds.yaml")
    assert not errors, errors
    return made


def trouble(text: str) -> tuple[str, str | None]:
    """The first error of `text`: message with its place, and hint."""
    errors = config.parse(text, "feeds.yaml")[1]
    assert errors, "nothing was refused"
    return str(errors[0]), errors[0].hint


def test_the_shipped_file_is_accepted_and_follows_many_publishers_in_many_languages():
    found = config.load(SHIPPED)

    assert len(found.feeds) >= 25
    assert {"fr", "en", "de", "es", "ko", "ja", "ar", "zh", "no"} <= {feed.language for feed in found.feeds}
    assert len({feed.publisher for feed in found.feeds if feed.publisher}) >= 6
    assert found.topics
    assert found.digests


def test_an_empty_file_follows_nothing_and_is_no_error():
    assert read("").feeds == ()
    assert read("# nothing yet\n").feeds == ()
    assert read("feeds:\n").feeds == ()


def test_a_feed_can_be_its_address_alone():
    found = read("feeds:\n  - https://www.lemonde.fr/rss/une.xml\n")

    assert found.feeds == (FeedSpec(url="https://www.lemonde.fr/rss/une.xml", name="lemonde.fr-une"),)


def test_every_key_of_a_feed_is_read():
    found = read(
        """
publishers: {example: {title: Exemple, home: https://example.org/, language: fr}}
feeds:
  - url: https://example.org/feed.xml
    name: exemple
    title: L'Exemple
    publisher: example
    language: fr-CA
    topics: [une]
    every: 1h30m
    weight: 2.5
    full_text: true
    paused: yes
    timezone: America/Montreal
    archive_pages: 0
    limits: {max_bytes: 20MB, max_wire_bytes: 512KiB, deadline: 30s}
"""
    )

    assert found.publishers == (Publisher(name="example", title="Exemple", home="https://example.org/", language="fr"),)
    assert found.feeds == (
        FeedSpec(
            url="https://example.org/feed.xml",
            name="exemple",
            title="L'Exemple",
            publisher="example",
            language="fr",
            topics=("une",),
            every=timedelta(minutes=90),
            weight=2.5,
            full_text=True,
            paused=True,
            timezone="America/Montreal",
            archive_pages=0,
            limits=Limits(max_bytes=20_000_000, max_wire_bytes=524_288, deadline=timedelta(seconds=30)),
        ),
    )


def test_everything_beside_the_feeds_is_read():
    found = read(
        """
contact: redaction@example.org
timezone: Europe/Paris
languages: [fr, ko]
budget: 30/min
allow_networks: ["127.0.0.0/8:8401", "[::1/128]:80", "fd00::/8", 10.0.0.1]
web: {host: 0.0.0.0, port: 0, base_url: https://news.example.org/, token: secret}
mail: {host: smtp.example.org, sender: "Nouvelles <n@example.org>", port: 25, tls: false, password_env: PASS}
digests: {matin: {period: week, at: 7:05, stories: 3, mail_to: a@example.org}}
"""
    )

    assert found.contact == "redaction@example.org"
    assert found.budget == 1800
    assert found.languages == ("fr", "ko")
    assert found.allow_networks == ("127.0.0.0/8:8401", "[::1/128]:80", "fd00::/8", "10.0.0.1")
    assert (found.web.host, found.web.port, found.web.token) == ("0.0.0.0", 0, "secret")
    assert found.mail == MailSpec(
        host="smtp.example.org", sender="Nouvelles <n@example.org>", port=25, tls=False, password_env="PASS"
    )
    assert (found.digests[0].period, found.digests[0].at, found.digests[0].mail_to) == (
        "week",
        "07:05",
        ("a@example.org",),
    )


def test_publishers_can_be_a_list():
    found = read(
        "publishers: [{name: a, title: A, language: fr}, {name: b}]\nfeeds: [{url: https://a.org, publisher: a}]"
    )

    assert found.publishers == (Publisher(name="a", title="A", language="fr"), Publisher(name="b", title="b"))
    assert found.feeds[0].language == "fr"
    assert trouble("publishers: [{name: a}, {name: a}]")[0].endswith("publisher `a` stands twice")
    assert "lacks `name`" in trouble("publishers: [{title: A}]")[0]


def test_a_publisher_that_nobody_declared_is_made_from_its_name():
    found = read(
        "publishers: {p1: P}\n"
        "feeds: [{url: https://a.org, publisher: p2}, {url: https://b.org, publisher: dwelle}, "
        "{url: https://c.org, publisher: dwelles}]\n"
    )

    assert [publisher.name for publisher in found.publishers] == ["p1", "p2", "dwelle", "dwelles"]


def test_a_file_that_follows_nothing_is_accepted_and_told(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text("feeds: []\n")

    (told,) = config.check(path)

    assert config.load(path).feeds == ()
    assert "no feed is followed yet" in str(told)
    assert told.hint
    assert "aggregator add" in told.hint


def test_norwegian_is_a_language_and_a_time_of_day_is_not_a_number():
    found = read("feeds: [{url: https://nrk.no/x, language: no}]\ndigests: {a: {at: 12:30}}\n")

    assert found.feeds[0].language == "no"
    assert found.digests[0].at == "12:30"


def test_a_feed_takes_the_language_of_its_publisher_unless_it_has_its_own():
    found = read(
        "publishers: {p: {title: P, language: fr}}\n"
        "feeds: [{url: https://p.org/a, publisher: p}, {url: https://p.org/b, publisher: p, language: en}]\n"
    )

    assert [feed.language for feed in found.feeds] == ["fr", "en"]


def test_anchors_and_merge_keys_save_repetition():
    found = read(
        """
x-slow: &slow {every: 1d, weight: 0.5, language: fr}
feeds:
  - {<<: *slow, url: https://a.org/x}
  - {<<: *slow, url: https://b.org/x, language: ko}
"""
    )

    assert [(feed.every, feed.weight) for feed in found.feeds] == [(timedelta(days=1), 0.5)] * 2
    assert [feed.language for feed in found.feeds] == ["fr", "ko"]


def test_a_topic_named_by_feeds_holds_all_of_their_entries():
    found = read(
        "topics: {une: {label: À la une}}\n"
        "feeds: [{url: https://a.org/x, name: a, topics: [une, sport]}, {url: https://b.org/x, name: b, topics: une}]\n"
    )

    by_slug = {topic.slug: topic for topic in found.topics}
    assert by_slug["une"].rule == Rule(any=(Rule(feed="a"), Rule(feed="b")))
    assert by_slug["une"].kind == "rule"
    assert by_slug["sport"].rule == Rule(any=(Rule(feed="a"),))
    assert by_slug["sport"].kind == "feed"


def test_the_rules_of_a_topic_nest():
    found = read(
        """
topics:
  ia:
    label: {fr: IA, en: AI}
    any: [apprentissage, {all: [{language: fr}, =IA, intelligence]}, {regex: 'GPT-?\\d'}]
    none: [insémination artificielle]
  court: [grève, "arrêt de travail"]
  fils: {any: {words: [a, =B], category: monde}, parent: court, label: Le fils}
"""
    )

    first, second, third = found.topics
    assert third.rule == Rule(any=(Rule(words=("a", "=B"), category="monde"),))
    assert (third.parent, third.labels) == ("court", {"fr": "Le fils", "en": "Le fils"})
    assert first.labels == {"fr": "IA", "en": "AI"}
    assert first.rule == Rule(
        any=(
            Rule(words=("apprentissage",)),
            Rule(all=(Rule(words=("=IA",)), Rule(words=("intelligence",)), Rule(language="fr"))),
            Rule(regex="GPT-?\\d"),
        ),
        none=(Rule(words=("insémination artificielle",)),),
    )
    assert second.rule == Rule(any=(Rule(words=("grève", "arrêt de travail")),))


FEED = "feeds:\n  - url: https://a.org/x\n"


@pytest.mark.parametrize(
    ("text", "says", "hints"),
    [
        (FEED + "    every: 5\n", "feeds.yaml:3:12: `5` has no unit", "`5m`"),
        (FEED + "    every: soon\n", "feeds.yaml:3:12: `soon` is not a duration", "5m"),
        (FEED + "    every: 0m\n", "outside 1 s", None),
        (FEED + "    every: 99999999w\n", "outside 1 s", None),
        (FEED + "    evry: 5m\n", "feeds.yaml:3:5: a feed has no key `evry`", "did you mean `every`?"),
        (FEED + "    zzz: 5m\n", "a feed has no key `zzz`", "known keys: url"),
        (FEED + "    language: jp\n", "is not a language code", "did you mean `ja`?"),
        (FEED + "    language: klingon\n", "is not a language code", "ISO 639"),
        (FEED + "    timezone: Paris\n", "feeds.yaml:3:15: `Paris` is not a time zone", "`Europe/Paris`"),
        (FEED + "    timezone: Europe/Pariis\n", "is not a time zone", "`Europe/Paris`"),
        (FEED + "    timezone: ../../etc/passwd\n", "is not a time zone", None),
        (FEED + "    weight: heavy\n", "is not a number", None),
        (FEED + "    weight: 1000\n", "outside 0.1 to 100", None),
        (FEED + "    full_text: maybe\n", "neither true nor false", None),
        (FEED + "    limits: {max_bytes: 20 miles}\n", "is not a size", "20MB"),
        (FEED + "    limits: {deadline: 10}\n", "has no unit", "`10m`"),
        (FEED + "    limits: [1]\n", "not as a list", None),
        (FEED + "    name: a b\n", "cannot be a name", "`a-b`"),
        (FEED + "    name: a\n    name: b\n", "feeds.yaml:4:5: `name` stands twice; the first is on line 3", "keep one"),
        (FEED + "  - https://A.org:443/x#top\n", "stands twice; the first is on line 2", "keep one"),
        (FEED + "    name: n\n  - {url: https://b.org, name: n}\n", "two feeds are named `n`", "another name"),
        ("feeds:\n  - name: n\n", "feeds.yaml:2:5: a feed lacks `url`", "https://"),
        ("feeds:\n  - ftp://a.org/x\n", "is not an http or https address", "https://a.org/x"),
        ("feeds:\n  - feed://a.org/x\n", "`feed:` is not an address", "`https://a.org/x`"),
        ("feeds:\n  - https:///x\n", "names no host", None),
        ("feeds:\n  - https://a.org:port/\n", "is not an address", None),
        ("feeds:\n  - https://a.org/a b\n", "cannot contain spaces", "%20"),
        ("feeds: {a: b}\n", "a list is expected here, not a mapping", None),
        ("feed: []\n", "feeds.yaml:1:1: feeds.yaml has no key `feed`", "did you mean `feeds`?"),
        ("- https://a.org\n", "feeds.yaml is written as `key: value` lines", None),
        ("publishers: {le-monde: M}\nfeeds: [{url: https://a.org, publisher: lemonde}]", "no publisher `lemonde`", "le-monde"),
        ("topics: {a: {regex: '('}}", "not a regular expression", "single quotes"),
        ("topics: {a: {regex: '(a+)+b'}}", "can take hours", "bound them"),
        ("topics: {a: {regex: '(?x) a'}}", "verbose flag", "without"),
        ("topics: {a: {}}", "topic `a` has no rule", "any:"),
        ("topics: {a: []}", "an empty list matches nothing", None),
        ("topics: {a: {any: ['*']}}", "holds no letter", None),
        ("topics: {a: {any: [a*]}}", "nearly everything", None),
        ("topics: {a: {any: [a*b]}}", "at the end only", "regex"),
        ("topics: {a: {words: []}}", "an empty list matches nothing", None),
        ("topics: {a: {words: ['!']}}", "holds no letter", None),
        ("topics: {a: {any: {}}}", "an empty condition matches nothing", "any:"),
        ("topics: {a: {any: [x], label: {frr1: y}}}", "is not a language code", None),
        ("publishers: {a b: x}", "cannot be a name", "`a-b`"),
        (FEED + "    title: ''\n", "nothing stands here", "remove the key"),
        (FEED + "    ? [a]\n    : b\n", "a single value is expected here, not a list", None),
        (FEED + "    topics: {a: b}\n", "a list is expected here, not a mapping", None),
        (FEED + "    weight: 0.01\n", "outside 0.1 to 100", None),
        (FEED + "    limits: {max_bytes: 0}\n", "outside 1 byte", None),
        ("web: {host: 'a b'}", "is not a host", None),
        ("topics: {A b: [x]}", "cannot be the name of a topic", "`a-b`"),
        ("topics: {a: {any: [x], parent: b}}", "there is no topic `b`", None),
        ("topics: {a: {any: [x], parent: b}, b: {any: [y], parent: a}}", "its own ancestor", None),
        ("topics: {a: {feed: lemond}}\nfeeds: [{url: https://a.org, name: lemonde}]", "no feed is called", "`lemonde`"),
        ("digests: {a: {topics: [ab]}}\ntopics: {abc: [x]}", "`ab`, which is no topic", "`abc`"),
        ("digests: {a: {topics: ['place:QQ']}}", "which is no topic", None),
        ("digests: {a: {period: dayly}}", "is not a period", "`day`"),
        ("digests: {a: {at: 25:00}}", "is not a time of day", "07:00"),
        ("digests: {a: {mail_to: [x@example.org]}}", "`mail` says nothing", "mail:"),
        ("allow_networks: [10.0.0.1/8]", "is not a network", "`10.0.0.0/8`"),
        ("allow_networks: ['[::1]:70000']", "70000 is not a port", None),
        ("allow_networks: [localhost]", "is not a network", "10.0.0.0/8"),
        ("budget: 2000", "is not a budget", "2000/h"),
        ("budget: 1/d", "outside 1/h", None),
        ("web: {port: 70000}", "70000 is outside 0 to 65535", None),
        ("web: {port: x}", "is not a whole number", None),
        ("web: []\n", "not as a list", None),
        ("mail: {host: a.org}", "lacks `sender`", "news@example.org"),
        ("mail: {host: a.org, sender: b@c.d, password: x}", "has no key `password`", "`password_env`"),
        ("mail: {host: a.org, sender: b}", "is not a mail address", None),
        ("mail: {host: a.org, sender: b@c.d, password_env: 'p w'}", "not the name of an environment variable", None),
        ("contact: me", "is not an http or https address", None),
        ("timezone:\n  - Europe/Paris\n", "a single value is expected here, not a list", None),
        ("feeds:\n\t- x\n", "feeds.yaml:2:1: not valid YAML", "tabs"),
        ("contact: a: b\n", "not valid YAML", "quotes"),
        ("feeds: [\n", "not valid YAML", None),
        ("feeds: *all\n", "undefined alias", "quotes"),
        ("contact: a\x00b\n", "U+0000 is not allowed", "remove it"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_with_its_place_and_a_way_out(text, says, hints):
    message, hint = trouble_or_yaml(text)

    assert says in message
    assert message.startswith("feeds.yaml:")
    if hints:
        assert hint is not None
        assert hints in hint


def trouble_or_yaml(text: str) -> tuple[str, str | None]:
    try:
        return trouble(text)
    except ConfigError as error:
        return str(error), error.hint


def test_all_errors_are_told_at_once_in_the_order_of_the_file(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text("budget: x\nfeeds:\n  - url: https://a.org\n    every: 5\n  - b.org\nweb: {port: -1}\n")

    errors = config.check(path)

    assert [error.where.rsplit(":", 2)[1] for error in errors if error.where] == ["1", "4", "5", "6"]
    with pytest.raises(ConfigError, match="is not a budget"):
        config.load(path)


def test_aliases_that_expand_without_end_are_refused():
    layers = ["x-a: &a0 [https://a.org]"] + [f"x-{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    text = "\n".join([*layers, "feeds: [{url: https://b.org, topics: *a8}]"])

    message, _ = trouble_or_yaml(text)

    assert "a single value is expected" in message or "aliases expand" in message


def test_rules_nested_beyond_all_sense_are_refused_and_do_not_crash():
    deep = "topics: {a: " + "{any: [" * 400 + "x" + "]}" * 400 + "}"

    try:
        _, errors = config.parse(deep, "feeds.yaml")
    except ConfigError as error:
        errors = (error,)

    assert all(isinstance(error, ConfigError) for error in errors)


@pytest.mark.parametrize(
    ("raw", "says"),
    [(b"contact: caf\xe9@example.org\n", "feeds.yaml:1:13: byte 0xE9 is not UTF-8"), (None, "there is no such file")],
)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, raw, says):
    path = tmp_path / "feeds.yaml"
    if raw is not None:
        path.write_bytes(raw)

    (error,) = config.check(path)

    assert says in str(error)
    assert error.hint


def test_a_byte_order_mark_and_windows_line_ends_are_ordinary(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_bytes("\ufefffeeds:\r\n  - https://a.org/é\r\n".encode())

    assert config.load(path).feeds[0].url == "https://a.org/é"


def test_find_takes_the_file_the_folder_or_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="no such file"):
        config.find()
    (tmp_path / "feeds.yaml").write_text("")

    assert config.find() == Path("feeds.yaml")
    assert config.find(tmp_path) == tmp_path / "feeds.yaml"
    assert config.find(tmp_path / "feeds.yaml") == tmp_path / "feeds.yaml"


keys = st.sampled_from(
    [
        "feeds",
        "publishers",
        "topics",
        "digests",
        "web",
        "mail",
        "url",
        "name",
        "every",
        "any",
        "all",
        "none",
        "regex",
        "language",
        "limits",
        "label",
        "<<",
    ]
)
scalars = st.sampled_from(["5m", "no", "~", "", "12:30", "=x", "a*", "(", "https://a.org", "place:KP", "1e9", "² m"])
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: "[" + ", ".join(parts) + "]")
        | st.lists(st.tuples(keys, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=8,
)


@given(tree=trees, noise=st.text("{}[]:,-*&!|>'\"%@`#\t\n x", max_size=12))
@example(tree="{topics: {a: {any: {any: ~}}}}", noise="")
@example(tree="{feeds: [{url: , name: ~}]}", noise="")
@example(tree="{feeds: [https://a.org, {<<: [x]}]}", noise="")
@settings(max_examples=150, deadline=None)
def test_nothing_a_person_can_write_raises_anything_but_a_config_error(tree, noise):
    try:
        made, errors = config.parse(tree + noise, "feeds.yaml")
    except ConfigError:
        return

    assert isinstance(made, Config)
    assert all(error.where for error in errors)
