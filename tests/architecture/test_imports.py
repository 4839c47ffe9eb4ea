from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.contracts import MARK, generate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.architecture.conftest import Checkout


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules that a file imports, ``from a import b`` as ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def plugin_imports(checkout: Checkout) -> Iterator[tuple[str, str, str]]:
    """(file, plugin, imported module) of every import in the plugins, tests included."""
    for name, tree in checkout.modules.items():
        parts = Path(name).parts
        if parts[0] == "plugins" and len(parts) > 2:
            for module in imported(tree):
                yield name, parts[1], module


def is_within(module: str, package: str) -> bool:
    """Whether a module is a package or lies in it."""
    return module == package or module.startswith(f"{package}.")


def test_every_import_contract_is_kept(checkout: Checkout) -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"], cwd=checkout.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_contracts_are_those_of_the_manifests(checkout: Checkout) -> None:
    text = (checkout.root / ".importlinter").read_text(encoding="utf-8")
    written = text.partition(MARK)[2].partition("\n")[2]
    assert written == generate(checkout.root), "run make contracts"


def test_no_contract_is_relaxed(checkout: Checkout) -> None:
    assert "ignore_imports" not in (checkout.root / ".importlinter").read_text(encoding="utf-8")


def test_a_plugin_sees_only_the_api_of_updago(checkout: Checkout) -> None:
    wrong = []
    for name, _, module in plugin_imports(checkout):
        allowed = ["updago.api"]
        if "/tests/" in name:
            allowed.append("updago.testing")
        if is_within(module, "updago") and not any(is_within(module, it) for it in allowed):
            wrong.append(f"{name}: {module}")
    assert not wrong


def test_a_plugin_imports_nothing_by_a_name_made_at_run_time(checkout: Checkout) -> None:
    wrong = [f"{n}: {module}" for n, _, module in plugin_imports(checkout) if is_loader(module)]
    calls = [
        f"{name}:{node.lineno}"
        for name, tree in checkout.modules.items()
        if name.startswith("plugins/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "__import__"
    ]
    assert not wrong + calls


def is_loader(module: str) -> bool:
    """Whether a module can import others by name."""
    return any(is_within(module, loader) for loader in ("importlib", "pkgutil", "runpy"))


def test_the_kernel_names_no_plugin(checkout: Checkout) -> None:
    wrong = [
        f"{name}: {module}"
        for name, tree in checkout.modules.items()
        if name.startswith("updago/")
        for module in imported(tree)
        if is_within(module, "plugins")
    ]
    assert not wrong


def plugin(root: Path, name: str, needs: str = "()", *modules: str) -> None:
    """Write a plugin's folder with a manifest."""
    folder = root / "plugins" / name
    folder.mkdir(parents=True)
    (folder / "plugin.py").write_text(f"x = api.Manifest(name={name!r}, needs={needs})\n")
    for module in ("__init__", *modules):
        (folder / f"{module}.py").write_text("")


def test_a_plugin_with_needs_may_use_their_api_alone(tmp_path: Path) -> None:
    plugin(tmp_path, "bank", "()", "api", "models")
    plugin(tmp_path, "quiz", '("bank",)')
    plugin(tmp_path, "wiki")
    contract = generate(tmp_path).partition("[importlinter:contract:plugin-quiz]")[2]
    forbidden = contract.partition("forbidden_modules =")[2].partition("allow_")[0].split()
    assert forbidden == ["plugins.wiki", "plugins.bank.models", "plugins.bank.plugin"]


def test_needs_that_are_computed_are_refused(tmp_path: Path) -> None:
    plugin(tmp_path, "quiz", "everything()")
    with pytest.raises(ValueError, match="malformed node"):
        generate(tmp_path)
