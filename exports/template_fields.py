"""Compare what a Word template asks for with what its report offers."""

import typing
from collections.abc import Iterator

import msgspec
from jinja2 import nodes

from exports.compiled import new_environment, template_sources


def fields_used(template: bytes) -> frozenset[str]:
    """Return the fields a template names as dotted paths: `lives[].sections[].heading`.

    Only reads the template: nothing in it is run.
    """
    found: set[str] = set()
    for source in template_sources(template).values():
        _walk(new_environment({}).parse(source), scope={}, found=found)
    return frozenset(found)


def fields_offered(report: type[msgspec.Struct], leaves: frozenset[str]) -> frozenset[str]:
    """Return the paths a report's template may print, one for each value in words.

    `leaves` names fields that templates hand whole to a filter, so that paths end there.
    """
    return frozenset(_offered(report, leaves))


def _offered(report: type[msgspec.Struct], leaves: frozenset[str]) -> Iterator[str]:
    for name, kind in typing.get_type_hints(report).items():
        inner = [
            argument
            for argument in typing.get_args(kind)
            if isinstance(argument, type) and issubclass(argument, msgspec.Struct)
        ]
        if inner and name not in leaves:
            yield from (f"{name}[].{path}" for path in _offered(inner[0], leaves))
        else:
            yield name


def _walk(node: nodes.Node, *, scope: dict[str, str], found: set[str]) -> None:
    """Collect the paths below one node; `scope` knows what each loop's name stands for."""
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        listed = _path(node.iter, scope)
        inner = {**scope, node.target.name: f"{listed}[]"}
        for child in node.body:
            _walk(child, scope=inner, found=found)
        return
    path = _path(node, scope)
    if path:
        found.add(path)
        return
    for child in node.iter_child_nodes():
        _walk(child, scope=scope, found=found)


def _path(node: nodes.Node, scope: dict[str, str]) -> str:
    match node:
        case nodes.Name():
            return scope.get(node.name, node.name)
        case nodes.Getattr():
            return f"{_path(node.node, scope)}.{node.attr}"
        case _:
            return ""
