"""The JSON Schema that editors use."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from msgspec import structs

from aggregator import config
from aggregator.config import rules, shape
from aggregator.config.reference import reference
from aggregator.records import DigestSpec, FeedSpec, MailSpec, WebSpec


def test_the_schema_knows_every_key_that_is_read_and_describes_it():
    schema = json.loads(json.dumps(config.json_schema()))

    assert schema["properties"].keys() == shape.TOP.keys()
    assert schema["$defs"]["feed"]["properties"].keys() == shape.FEED.keys()
    assert schema["$defs"]["topic"]["properties"].keys() == rules.TOPIC.keys()
    assert schema["$defs"]["feed"]["required"] == ["url"]
    for part in (schema, *schema["$defs"].values()):
        for name, key in part.get("properties", {}).items():
            assert key["description"], name
    assert schema["additionalProperties"] is False


def test_every_reference_in_the_schema_leads_somewhere():
    schema = config.json_schema()
    text = json.dumps(schema)
    defined = schema["$defs"]

    assert isinstance(defined, dict)
    assert {name for name in defined if f'"#/$defs/{name}"' in text} == set(defined)


def test_importing_the_package_brings_in_no_parser():
    code = "import sys, aggregator.config; print(*[m for m in ('yaml','lxml','pydantic','babel','ruamel') if m in sys.modules])"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])

    assert run.stderr == ""
    assert run.stdout.strip() == ""


def test_the_reference_page_is_the_one_made_from_the_tables():
    page = Path(__file__).parents[2] / "docs" / "reference" / "feeds-yaml.md"

    assert page.read_text() == reference()


def test_every_default_in_the_schema_is_the_default_of_the_record():
    for keys, record in (
        (shape.FEED, FeedSpec),
        (shape.WEB, WebSpec),
        (shape.MAIL, MailSpec),
        (shape.DIGEST, DigestSpec),
    ):
        defaults = {field.name: field.default for field in structs.fields(record)}
        for name, key in keys.items():
            assert name in defaults
            if "default" in key.schema:
                assert key.schema["default"] == defaults[name], name


def accepts(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """Whether `value` fits `schema`, for the words of JSON Schema that ours uses."""
    if "$ref" in schema:
        return accepts(root["$defs"][schema["$ref"].rpartition("/")[2]], value, root)
    if "oneOf" in schema and sum(accepts(one, value, root) for one in schema["oneOf"]) != 1:
        return False
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    types = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None)}
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kinds and not any(number if kind in ("number", "integer") else isinstance(value, types[kind]) for kind in kinds):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        return re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, list):
        return all(accepts(schema.get("items", {}), item, root) for item in value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        return set(schema.get("required", ())) <= value.keys() and all(
            accepts(known[key], inner, root)
            if key in known
            else others is True or (others and accepts(others, inner, root))
            for key, inner in value.items()
        )
    return True


def as_an_editor_reads(text: str) -> Any:
    """YAML 1.2 for an editor: only plain true, false, null and numbers are not text."""
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML declares it

    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
    Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[0-9]+$"), list("0123456789"))
    return yaml.load(text, Loader=Loader)


def test_an_editor_accepts_the_shipped_file_and_marks_mistakes():
    schema = json.loads(json.dumps(config.json_schema()))
    shipped = as_an_editor_reads((Path(__file__).parents[2] / "feeds.yaml").read_text())

    assert accepts(schema, shipped, schema)
    mistakes: tuple[dict[str, Any], ...] = (
        {"feed": []},
        {"feeds": [{"name": "a"}]},
        {"feeds": [{"url": "https://a.org", "every": "5"}]},
        {"feeds": ["ftp://a.org"]},
        {"topics": {"a": {"any": [{"regexp": "x"}]}}},
        {"digests": {"a": {"period": "month"}}},
    )
    for mistake in mistakes:
        assert not accepts(schema, mistake, schema), mistake
