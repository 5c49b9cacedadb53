"""The package as others install it: everything it needs comes along."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IMPORT_ALL = """
import importlib, importlib.metadata, re, sys
names = {"lxml-html-clean": "lxml_html_clean", "pystemmer": "Stemmer", "pyyaml": "yaml"}
for line in importlib.metadata.requires("aggregator"):
    if "extra ==" in line:
        continue
    name = re.match(r"[A-Za-z0-9_.-]+", line)[0].lower().replace("_", "-")
    importlib.import_module(names.get(name, name.replace("-", "_")))
    print(name)
import aggregator.web.app, aggregator.web.explore, aggregator.daemon, aggregator.demo.play, aggregator.stages.extract
"""


@pytest.mark.skipif(
    not os.environ.get("AGGREGATOR_TEST_INSTALL"),
    reason="installs from the package index; AGGREGATOR_TEST_INSTALL=1 runs it",
)
def test_a_fresh_installation_has_everything_it_needs(tmp_path):
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    # A copy, so that the build leaves nothing behind in the checkout.
    source = tmp_path / "source"
    subprocess.run(["git", "clone", "--quiet", ROOT, source], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", source], check=True)
    home = tmp_path / "home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}

    imported = subprocess.run(
        [python, "-W", "ignore", "-c", IMPORT_ALL],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    week = subprocess.run(
        [tmp_path / "env" / "bin" / "aggregator", "demo", "--exit", "--archive", home / "week"],
        cwd=home, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "lxml-html-clean" in imported
    assert len(imported) >= 20
    assert week.returncode == 0, week.stderr
    assert "entries: 123" in week.stdout
