"""What rich text may hold: elements, attributes, classes and style properties.

Dropped on purpose: scripts and styles with their content; the marks of forms, SVG, landmarks
(``main``, ``nav``, ``header``, ``footer``, ``aside``) and of every element not listed, whose text
is kept; event handlers and ``data-*``; tab order and shortcuts; classes outside the vocabulary;
style properties that take a box out of the flow of its text, load something or overlap others;
pictures inside ``data:`` addresses. A plug-in object becomes a link to what it showed.
"""

from __future__ import annotations

import re
from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(text.split())


_BLOCKS: Final = words(
    "address article blockquote center dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li ol p pre section summary ul"
)
_PHRASES: Final = words(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i ins kbd mark q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr"
)
_TABLES: Final = words("caption col colgroup table tbody td tfoot th thead tr")
_MEDIA: Final = words("area audio iframe img map picture source track video")
MATHML: Final = words(
    "annotation maction math menclose merror mfenced mfrac mi mlabeledtr mmultiscripts mn mo mover "
    "mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd "
    "mtext mtr munder munderover none semantics"
)
TAGS: Final = _BLOCKS | _PHRASES | _TABLES | _MEDIA | MATHML

REMOVED_WITH_CONTENT: Final = frozenset({"script", "style"})

_CELL: Final = words("abbr align bgcolor colspan headers height nowrap rowspan scope valign width")
_ROWS: Final = frozenset({"align", "bgcolor", "height", "valign"})
_COLUMN: Final = frozenset({"align", "span", "valign", "width"})
_PLAYER: Final = words("controls height loop muted poster preload src width")

ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "*": words(
        "aria-describedby aria-hidden aria-label aria-labelledby class dir id lang role style title"
    ),
    "a": frozenset({"download", "href", "hreflang", "name", "target", "type"}),
    "area": frozenset({"alt", "coords", "href", "shape", "target"}),
    "audio": _PLAYER,
    "blockquote": frozenset({"cite"}),
    "caption": frozenset({"align"}),
    "col": _COLUMN,
    "colgroup": _COLUMN,
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"open"}),
    "div": frozenset({"align"}),
    "font": frozenset({"color", "face", "size"}),
    **{f"h{level}": frozenset({"align"}) for level in range(1, 7)},
    "hr": frozenset({"align", "noshade", "size", "width"}),
    "iframe": frozenset({"allowfullscreen", "frameborder", "height", "scrolling", "src", "width"}),
    "img": words(
        "align alt border height hspace loading longdesc sizes src srcset usemap vspace width"
    ),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"type", "value"}),
    "map": frozenset({"name"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "p": frozenset({"align"}),
    "pre": frozenset({"width"}),
    "q": frozenset({"cite"}),
    "source": words("height media sizes src srcset type width"),
    "table": words(
        "align bgcolor border bordercolor cellpadding cellspacing frame height rules summary width"
    ),
    "tbody": _ROWS,
    "td": _CELL,
    "tfoot": _ROWS,
    "th": _CELL,
    "thead": _ROWS,
    "time": frozenset({"datetime"}),
    "tr": _ROWS,
    "track": frozenset({"default", "kind", "label", "src", "srclang"}),
    "ul": frozenset({"type"}),
    "video": _PLAYER,
    **{
        tag: words(
            "accent accentunder columnalign columnlines columnspacing columnspan depth display "
            "displaystyle encoding fence form height largeop linethickness lspace mathbackground "
            "mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowalign "
            "rowlines rowspacing rowspan rspace scriptlevel separator separators stretchy "
            "symmetric voffset width xmlns close open"
        )
        for tag in MATHML
    },
}

ROLES: Final = frozenset({"img", "math", "none", "note", "presentation"})

CLASSES: Final = re.compile(
    r"align-(?:baseline|bottom|middle|top)"
    r"|atto_image_button_(?:bottom|left|middle|right|text-bottom|text-top|top)"
    r"|(?:col|row)(?:-(?:auto|sm|md|lg|xl))?(?:-(?:auto|1[0-2]|[1-9]))?"
    r"|correct|display|float-(?:end|left|none|right|start)|fst-italic|fw-(?:bold|normal)"
    r"|img-(?:fluid|responsive)|incorrect|inline|language-[a-z0-9+#-]{1,20}|lead|math|no-overflow"
    r"|noindent|nolink|partially|proof(?:-[a-z0-9-]{1,20})?|table(?:-[a-z]{1,12})?"
    r"|text-(?:center|end|justify|left|muted|nowrap|right|start)"
    r"|(?:list|mb|me|ms|mt|mx|my|pb|pe|ps|pt|px|py)-(?:auto|unstyled|[0-5])"
)

_LENGTHS: Final = words(
    "border-radius border-spacing border-width column-gap gap height line-height margin "
    "margin-bottom margin-inline margin-inline-end margin-inline-start margin-left margin-right "
    "margin-top max-height max-width min-height min-width padding padding-bottom padding-inline "
    "padding-inline-end padding-inline-start padding-left padding-right padding-top row-gap "
    "text-indent width"
)
_WORDS: Final = words(
    "align-items border-collapse border-style break-inside caption-side clear column-count "
    "direction display empty-cells flex-direction flex-wrap float font font-family font-size "
    "font-style font-variant font-weight hyphens justify-content letter-spacing list-style "
    "list-style-position list-style-type object-fit overflow overflow-wrap overflow-x "
    "quotes tab-size table-layout text-align text-decoration text-decoration-line "
    "text-decoration-style text-transform unicode-bidi vertical-align white-space word-break "
    "word-spacing word-wrap writing-mode"
)
_COLOURS: Final = words(
    "background background-color border border-bottom border-bottom-color border-bottom-style "
    "border-bottom-width border-color border-inline-start border-left border-left-color "
    "border-left-style border-left-width border-right border-right-color border-right-style "
    "border-right-width border-top border-top-color border-top-style border-top-width color "
    "text-decoration-color"
)
STYLE_PROPERTIES: Final = _LENGTHS | _WORDS | _COLOURS
