from __future__ import annotations

import ast
import configparser
import re
from importlib.metadata import entry_points, packages_distributions
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from tests.architecture.conftest import Checkout

GROUP = "updago.plugins"
# Needed without an import of ours: pyramid imports pkg_resources, zoneinfo reads tzdata.
SILENT = {"setuptools", "tzdata"}
EXPLAINED = re.compile(r"^\| `([^`]+)`", re.MULTILINE)
PINNED = re.compile(r"^\S+==[^\\]+", re.MULTILINE)
LOCKED = re.compile(r"^([a-z0-9._-]+)==\S+", re.MULTILINE)


def read(checkout: Checkout, name: str) -> configparser.ConfigParser:
    """An INI file of the checkout, its keys as they are written."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read(checkout.root / name, encoding="utf-8")
    return parser


def requirements(text: str) -> set[str]:
    """The canonical names in a list of requirements."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return {canonicalize_name(Requirement(line).name) for line in lines}


def bundled(checkout: Checkout) -> dict[str, str]:
    """The plugins of the entry points file: name → object."""
    return dict(read(checkout, "entry_points.ini")[GROUP])


def test_every_plugin_folder_is_an_entry_point(checkout: Checkout) -> None:
    folders = {path.parent.name for path in (checkout.root / "plugins").glob("*/plugin.py")}
    expected = {name: f"plugins.{name}.plugin:plugin" for name in folders}
    assert bundled(checkout) == expected


def test_the_installed_metadata_is_that_of_the_checkout(checkout: Checkout) -> None:
    installed = {
        point.name: point.value
        for point in entry_points(group=GROUP)
        if point.dist and point.dist.name == "updago"
    }
    assert installed == bundled(checkout), "install the checkout again"


def test_every_dependency_is_imported(checkout: Checkout) -> None:
    settings = read(checkout, "setup.cfg")
    declared = requirements(settings["options"]["install_requires"]) - SILENT
    providers = packages_distributions()
    imported = {
        canonicalize_name(distribution)
        for tree in checkout.product.values()
        for module in imported_packages(tree)
        for distribution in providers.get(module, [])
    }
    # A Pyramid add-on is switched on by its name.
    strings = strings_of(checkout)
    named = {name for name in declared if name.replace("-", "_") in strings}
    assert not declared - imported - named


def imported_packages(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def strings_of(checkout: Checkout) -> set[str]:
    """Every string of the product."""
    return {
        node.value
        for tree in checkout.product.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_dependency_has_its_reason(checkout: Checkout) -> None:
    settings = read(checkout, "setup.cfg")
    declared = requirements(settings["options"]["install_requires"])
    for group in settings["options.extras_require"].values():
        declared |= requirements(group)
    page = (checkout.root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {canonicalize_name(name) for name in EXPLAINED.findall(page)}
    assert declared == explained


def test_the_locks_hold_every_dependency_with_hashes(checkout: Checkout) -> None:
    settings = read(checkout, "setup.cfg")
    run = (checkout.root / "requirements" / "run.lock").read_text()
    test = (checkout.root / "requirements" / "test.lock").read_text()
    assert requirements(settings["options"]["install_requires"]) <= set(LOCKED.findall(run))
    for group in settings["options.extras_require"].values():
        assert requirements(group) <= set(LOCKED.findall(test))
    for lock in (run, test):
        entries = re.split(r"\n(?=[a-z0-9])", lock.strip())
        assert all("--hash=sha256:" in entry for entry in entries)


def test_the_site_and_the_tests_run_on_the_same_versions(checkout: Checkout) -> None:
    run, test = (
        set(PINNED.findall((checkout.root / "requirements" / name).read_text()))
        for name in ("run.lock", "test.lock")
    )
    assert run <= test


def test_the_locks_hold_no_address(checkout: Checkout) -> None:
    locks = [*checkout.files(".lock", "requirements"), checkout.root / "frontend/package-lock.json"]
    assert not [checkout.name(path) for path in locks if "://" in path.read_text()]
