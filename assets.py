"""Build static/vendor/ from node_modules and static/css: `python3 assets.py`, after `npm ci`.

Standard library only, so that it runs before anything else is installed. What is served is one
style sheet for pages, one for PDFs, two font files per style and one script: of the component
library only the components in COMPONENTS, of the example tokens only those that are used.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MODULES = ROOT / "node_modules"
SOURCES = ROOT / "static" / "css"
TARGET = ROOT / "static" / "vendor"

COMPONENTS = (
    "root",
    "document",
    "link",
    "button",
    "form-field",
    "form-label",
    "form-field-description",
    "form-field-error-message",
    "form-fieldset",
    "textbox",
    "textarea",
    "select",
    "checkbox",
    "radio-button",
    "status-badge",
    "alert",
    "table",
    "pagination",
    "breadcrumb-nav",
    "nav-bar",
    "nav-list",
    "skip-link",
)
PAGE_SHEETS = (
    "theme", "base", "layout", "forms", "tables", "components", "charts", "documents", "tenders", "ambition",
    "approval", "criteria", "risks", "reports", "print",
)  # fmt: skip
PDF_SHEETS = ("theme", "pdf", "charts")

# Variants of the components that no template of ours uses: demonstrations of a state by class
# name, sizes for Dutch addresses and bank accounts, sticky and numeric cells (we have our own).
UNUSED = re.compile(
    r"--(hover|focus|focus-visible|active|pressed|placeholder|read-only|busy|arrows|rtl|ltr"
    r"|html-content|html-p|html-header|html-footer|placeholder-\w+|[\w-]+-size|inline-box|sticky[\w-]*"
    r"|numeric[\w-]*|alternate[\w-]*|oneline|selected|telephone|telephone-number|html-h\d|nested-blocks"
    r"|column-stretch|external|url|password|numeric|box-content|current|html-li)(?![\w-])"
    r"|__(figcaption|footer|fieldset|placeholder)(?![\w-])|utrecht-button--warning"
    r"|utrecht-table__(row|cell|header|body|container|data|header-cell|header-cell-button)(?![a-z])"
    r"|-(ready|hint)(?![\w-])"
)
KEEP = re.compile(r"__page-link--current|link-button")
FONT = "@fontsource-variable/source-sans-3"
SUBSETS = ("latin", "latin-ext")


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """The top-level (prelude, body) pairs of a style sheet without comments."""
    depth = start = opened = 0
    for position, character in enumerate(css):
        if character == "{":
            depth += 1
            if depth == 1:
                opened = position
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : position].strip()
                start = position + 1


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def used_rules(css: str) -> str:
    """The rules of a component of which at least one selector is used here."""
    kept = []
    for prelude, body in blocks(without_comments(css)):
        if prelude.startswith("@media"):
            inner = used_rules(body)
            kept.append(f"{prelude}{{{inner}}}" if inner else "")
            continue
        # A comma inside :not(a, b) separates no selectors.
        parts = re.split(r",(?![^(]*\))", prelude)
        selectors = [part for part in parts if KEEP.search(part) or not UNUSED.search(part)]
        if selectors:
            kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def used_tokens(css: str) -> str:
    """The example tokens that `css` refers to, directly or through another token, on :root."""
    theme = MODULES / "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
    declared = dict(re.findall(r"(--[\w-]+)\s*:\s*([^;]+);", without_comments(theme.read_text())))
    wanted = set(re.findall(r"var\(\s*(--[\w-]+)", css))
    found: dict[str, str] = {}
    while wanted:
        name = wanted.pop()
        if name in declared and name not in found:
            found[name] = declared[name]
            wanted.update(re.findall(r"var\(\s*(--[\w-]+)", declared[name]))
    return ":root{" + ";".join(f"{name}:{found[name]}" for name in sorted(found)) + "}"


def minified(css: str) -> str:
    css = re.sub(r"\s+", " ", without_comments(css))
    return re.sub(r"\s*([{};,>])\s*", r"\1", css).replace(";}", "}").strip()


def fonts(target: Path) -> str:
    """Copy the font files and return their @font-face rules."""
    rules = []
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    for style in ("normal", "italic"):
        sheet = "wght.css" if style == "normal" else "wght-italic.css"
        for prelude, body in blocks(without_comments((MODULES / FONT / sheet).read_text())):
            match = re.search(r"source-sans-3-([a-z-]+)-wght", body)
            if match and match.group(1) in SUBSETS:
                name = f"source-sans-3-{match.group(1)}-wght-{style}.woff2"
                shutil.copyfile(MODULES / FONT / "files" / name, target / "fonts" / name)
                local = re.sub(r"url\([^)]*\)[^;]*;", f'url(fonts/{name}) format("woff2");', body)
                rules.append(f"{prelude}{{{local}}}")
    return "".join(rules)


def own(names: tuple[str, ...]) -> str:
    """Our own style sheets in order; their `../` still points at static/ from static/vendor/."""
    return "\n".join((SOURCES / f"{name}.css").read_text() for name in names)


def build(target: Path = TARGET) -> None:
    """Write all that is served to `target`; what lies there already is overwritten, never taken away."""
    if not MODULES.is_dir():
        sys.exit("node_modules is missing; run: npm ci --ignore-scripts")
    faces = fonts(target)
    components = "".join(
        used_rules((MODULES / f"@utrecht/{name}-css/dist/index.css").read_text()) for name in COMPONENTS
    )
    page, pdf = own(PAGE_SHEETS), own(PDF_SHEETS)
    tokens = used_tokens(components + page)
    layered = f"{faces}@layer vendor{{{tokens}{components}}}{page}"
    (target / "gepast.css").write_text(minified(layered))
    (target / "pdf.css").write_text(minified(faces + used_tokens(pdf) + pdf))
    shutil.copyfile(MODULES / "htmx.org/dist/htmx.min.js", target / "htmx.min.js")
    for name in ("@utrecht/button-css", FONT, "htmx.org"):
        licence = next((MODULES / name).glob("LICENSE*"))
        shutil.copyfile(licence, target / f"LICENSE.{name.split('/')[-1]}.txt")


if __name__ == "__main__":
    build()
