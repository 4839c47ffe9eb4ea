"""The import contracts that follow from the manifests: ``python -m tools.contracts [--check]``.

A plugin uses ``updago.api``, and of another plugin nothing but the ``api`` of those it needs. The
manifests are read as text, so that a plugin that does not start cannot hide its imports.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = ROOT / ".importlinter"
MARK = "# Below this line tools/contracts.py writes"


def generate(root: Path = ROOT) -> str:
    """The generated part of ``.importlinter``, for the plugins that lie in ``root/plugins``.

    :raises ValueError: when the needs of a manifest are not written as a literal.
    """
    needs = {name: read_needs(root / "plugins" / name) for name in plugin_names(root)}
    parts = [updago_contract(root)] if needs else []
    parts += [island_contract(root, name, needs) for name in needs]
    return "".join(f"\n{part}" for part in parts)


def plugin_names(root: Path) -> list[str]:
    """The folders of ``plugins`` that are packages, sorted."""
    return sorted(path.parent.name for path in (root / "plugins").glob("*/__init__.py"))


def read_needs(folder: Path) -> tuple[str, ...]:
    """What the manifest in ``plugin.py`` says it needs; nothing when there is none yet."""
    source = folder / "plugin.py"
    if not source.is_file():
        return ()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and called_name(node) == "Manifest":
            for keyword in node.keywords:
                if keyword.arg == "needs":
                    return tuple(ast.literal_eval(keyword.value))
    return ()


def called_name(call: ast.Call) -> str:
    """The last part of the name that is called."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def updago_contract(root: Path) -> str:
    """Plugins use the api of updago, nothing below or beside it."""
    forbidden = [f"updago.{name}" for name in modules_of(root / "updago") if name != "api"]
    return contract("plugins", "Plugins import updago.api only", "plugins.*", forbidden)


def island_contract(root: Path, name: str, needs: dict[str, tuple[str, ...]]) -> str:
    """A plugin uses no other one, but for the api of what it needs."""
    title = f"The plugin {name} is an island"
    if not needs[name]:
        return contract(f"plugin-{name}", title, f"plugins.{name}", ["plugins.*"])
    forbidden = [f"plugins.{other}" for other in needs if other not in {name, *needs[name]}]
    for other in sorted(needs[name]):
        modules = modules_of(root / "plugins" / other)
        forbidden += [f"plugins.{other}.{module}" for module in modules if module != "api"]
    title += f", but for the api of {', '.join(sorted(needs[name]))}"
    return contract(f"plugin-{name}", title, f"plugins.{name}", forbidden)


def modules_of(package: Path) -> list[str]:
    """The names of the modules and packages directly in a package, sorted."""
    modules = {path.stem for path in package.glob("*.py") if path.stem != "__init__"}
    return sorted(modules | {path.parent.name for path in package.glob("*/__init__.py")})


def contract(key: str, title: str, source: str, forbidden: list[str]) -> str:
    """One contract in the form of ``.importlinter``; an import at second hand is no import."""
    lines = [f"[importlinter:contract:{key}]", f"name = {title}", "type = forbidden"]
    lines += [f"source_modules = {source}"]
    lines += ["forbidden_modules =", *(f"    {name}" for name in forbidden)]
    return "\n".join([*lines, "allow_indirect_imports = True"]) + "\n"


def main(arguments: list[str]) -> int:
    """Write the contracts, or with ``--check`` say whether they are up to date."""
    text = CONTRACTS.read_text(encoding="utf-8")
    head, mark, rest = text.partition(MARK)
    first_line = rest.partition("\n")[0]
    fresh = f"{head}{mark}{first_line}\n{generate()}"
    if fresh == text:
        return 0
    if "--check" in arguments:
        print("The import contracts are not those of the manifests: run make contracts.")
        return 1
    CONTRACTS.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
