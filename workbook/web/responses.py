"""The answers that handlers give: a page, the same page with what was wrong, another address."""

from jinja2 import Environment
from litestar import Response
from litestar.enums import MediaType
from litestar.response import Redirect
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_303_SEE_OTHER,
)


def page(
    environment: Environment, template: str, *, status: int = HTTP_200_OK, **context: object
) -> Response[str]:
    """Render a page in the handler's own thread.

    Litestar's `Template` renders on the event loop, where one long page makes everybody wait.
    """
    html = environment.get_template(template).render(**context)
    return Response(html, status_code=status, media_type=MediaType.HTML)


def see_other(path: str) -> Redirect:
    """Send the browser on after something was saved, so that reloading saves nothing twice.

    Raises:
        ValueError: the path leads to another site.
    """
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError("a redirect stays on this site")
    return Redirect(path, status_code=HTTP_303_SEE_OTHER)
