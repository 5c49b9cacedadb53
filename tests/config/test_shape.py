"""The JSON Schema that editors use."""

import json
import subprocess
import sys
from pathlib import Path

from aggregator import config
from aggregator.config import rules, shape


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
