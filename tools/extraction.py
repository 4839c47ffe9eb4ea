"""What is to be translated in Python: an extractor for Babel, named in ``babel.cfg``.

Three things are messages: the argument of ``_``, the sentence of a refusal that is raised, and
the plural forms of ``ngettext``. Babel's own extractor knows neither the ``context=`` of ``_`` nor
refusals.
"""

from __future__ import annotations

import ast
import builtins
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

# How Babel reads the messages of a call: positions, "c" for the context.
KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "plural": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
CONTEXT_POSITION = 2

Found = tuple[int, str, str | tuple[str, ...], list[str]]


def extract_python(
    stream: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[Found]:
    """Yield (line, function, messages, comments) of a module, as Babel asks for it."""
    del keywords, comment_tags, options
    for node in ast.walk(ast.parse(stream.read())):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from refusal(node.exc)
        elif isinstance(node, ast.Call):
            yield from marked(node)


def marked(call: ast.Call) -> Iterator[Found]:
    """The messages of a call that marks them."""
    name = called(call)
    texts = tuple(text for text in map(constant, call.args) if text is not None)
    if name == "_" and call.args and constant(call.args[0]) is not None:
        context = context_of(call)
        if context is None:
            yield call.lineno, "_", texts[0], []
        else:
            yield call.lineno, "pgettext", (context, texts[0]), []
    elif name in KEYWORDS and name != "_" and texts:
        yield call.lineno, name, texts if len(texts) > 1 else texts[0], []


def refusal(call: ast.Call) -> Iterator[Found]:
    """The sentence of a refusal: of any exception but those of Python itself."""
    name = called(call)
    sentence = constant(call.args[0]) if call.args else None
    if sentence and " " in sentence and not hasattr(builtins, name):
        yield call.lineno, "_", sentence, []


def context_of(call: ast.Call) -> str | None:
    """The context given to ``_``, by name or by position."""
    for keyword in call.keywords:
        if keyword.arg == "context":
            return constant(keyword.value)
    return constant(call.args[CONTEXT_POSITION]) if len(call.args) > CONTEXT_POSITION else None


def called(call: ast.Call) -> str:
    """The last part of the name that is called."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def constant(node: ast.expr) -> str | None:
    """The text of a string that is written out, else None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
