"""What the layout needs on every page, beside the page itself."""

import msgspec


class Frame(msgspec.Struct, frozen=True):
    """The council, the worker and the assets: `frame` in every template.

    Without a `worker_name` the page is one of those before signing in (or an error page, which
    must not need a session): no navigation, no search, no sign-out. `csrf` is the session's token,
    "" without one. `active` is one of "families", "supervision", "team" or "".
    """

    council: str
    service: str
    title: str
    worker_name: str | None = None
    csrf: str = ""
    assets: str = "/static/none"
    active: str = ""
    manages: bool = False
