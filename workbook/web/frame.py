"""What the layout needs on every page, beside the page itself."""

import msgspec


class Frame(msgspec.Struct, frozen=True):
    """The council, the worker and the assets: `frame` in every template.

    Without a `worker_name` the page is one of those before signing in (or an error page, which
    must not need a session): no navigation, no search, no sign-out. `csrf` is the session's token,
    "" without one. `links` are the ways round the service (words, address, name) and `active` the
    name of the one that is open. `notice` is what any page about this family must say, and more.
    After `idle_seconds` without use the page hides what it shows.
    `sitting` is the family of which somebody looks at the screen, "" when nobody does.
    """

    council: str
    service: str
    title: str
    worker_name: str | None = None
    csrf: str = ""
    assets: str = "/static/none"
    active: str = ""
    links: tuple[tuple[str, str, str], ...] = ()
    notice: tuple[str, str] = ("", "")
    idle_seconds: int = 0
    sitting: str = ""
