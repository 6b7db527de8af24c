"""The one stylesheet and the scripts: read once at start-up, compressed once, named after their content."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLES = (
    "order",
    "tokens",
    "base",
    "page",
    "alert",
    "button",
    "taps",
    "field",
    "day",
    "status",
    "tel",
    "card",
    "summary_list",
    "phases",
    "beside",
    "table",
    "empty",
    "pagination",
    "bar_chart",
    "year",
    "letter",
    "lock",
    "address",
    "qr",
    "print",
)
FOREVER = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    url: str
    kind: str
    plain: bytes
    packed: bytes


def init_app(app: Flask, folder: Path = STATIC) -> None:
    """Read `folder` and serve it; templates get `stylesheet_url()` and `script_url(name)`."""
    app.extensions["assets"] = read(folder)
    app.register_blueprint(bp)
    app.jinja_env.globals.update(stylesheet_url=stylesheet_url, script_url=script_url)


def stylesheet_url() -> str:
    """Address of the stylesheet, new whenever its content is."""
    return _assets()["stijl.css"].url


def script_url(name: str) -> str:
    """Address of `static/js/<name>.js`, new whenever its content is. KeyError when there is none."""
    return _assets()[f"{name}.js"].url


@bp.get("/stijl.<version>.css")
def stylesheet(version: str) -> Response:
    """The stylesheet. Who asks for an earlier version (a page of before an update) gets today's, not kept."""
    return _send(_assets()["stijl.css"], version)


@bp.get("/script/<name>.<version>.js")
def script(name: str, version: str) -> Response:
    """One module; 404 when there is none of that name."""
    asset = _assets().get(f"{name}.js")
    if asset is None:
        abort(404)
    return _send(asset, version)


# Read by the test of all routes; the door itself belongs to a package above this one.
stylesheet.who_may = script.who_may = "the look is for everybody"  # type: ignore[attr-defined] # -- read by a test


def squeezed(css: str) -> str:
    """The same CSS without comments and needless white space."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def _send(asset: Asset, version: str) -> Response:
    packed = request.accept_encodings["gzip"] > 0
    response = Response(asset.packed if packed else asset.plain, content_type=asset.kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOREVER if f".{version}." in asset.url else "no-cache"
    return response


def read(folder: Path) -> dict[str, Asset]:
    """Every asset of `folder` (with `css` and `js` in it) by its name."""
    css = "".join(squeezed((folder / "css" / f"{name}.css").read_text("utf-8")) for name in STYLES)
    found = {"stijl.css": _asset("/stijl.{}.css", "text/css; charset=utf-8", css)}
    for path in sorted((folder / "js").glob("*.js")):
        pattern = f"/script/{path.stem}.{{}}.js"
        found[path.name] = _asset(pattern, "text/javascript; charset=utf-8", path.read_text("utf-8"))
    return found


def _asset(pattern: str, kind: str, text: str) -> Asset:
    plain = text.encode()
    version = hashlib.sha256(plain).hexdigest()[:12]
    return Asset(pattern.format(version), kind, plain, gzip.compress(plain, 9, mtime=0))


def _assets() -> dict[str, Asset]:
    found: dict[str, Asset] = current_app.extensions["assets"]
    return found
