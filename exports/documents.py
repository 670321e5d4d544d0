"""Fill a Word template with a report and hand back the finished file."""

import msgspec
from markupsafe import escape

from exports.compiled import compile_template
from exports.package import write_parts
from exports.wordtext import printable
from exports.wordxml import mend, parse_part, serialise

_CORE_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject>"
    "<dc:creator>{council}</dc:creator><dc:description>{recipient}</dc:description>"
    "<dc:language>en-GB</dc:language></cp:coreProperties>"
)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What every report carries: its name, and whose copy it is (“Copy for Darren Bell”)."""

    title: str
    subject: str
    council: str
    recipient: str


def fill(template: bytes, report: Report) -> bytes:
    """Return the finished Word file: the same template and report give the same bytes.

    Every field the template names must be in the report (a gap in a report for a conference is
    worse than no report). Data that look like a template's tags stay text; characters XML cannot
    carry are answered as `wordtext.printable` says. File properties are written from the report
    alone, so nothing of the template's makers goes out with it.

    Raises: jinja2.UndefinedError for a field the report has not; TemplateProblemError.
    """
    compiled = compile_template(template)
    # Plain dicts, lists and text: a template must not reach methods of our objects.
    fields = msgspec.to_builtins(report)
    parts = dict(compiled.parts)
    for name, source in compiled.tagged.items():
        # docxtpl takes the declaration for text, so the source has none; UTF-8 is XML's default.
        tree = parse_part(source.render(fields).encode("utf-8"))
        mend(tree)
        parts[name] = serialise(tree)
    parts["docProps/core.xml"] = core_properties(report)
    return write_parts(parts)


def core_properties(report: Report) -> bytes:
    """Write the file’s own properties: no date, no person, nothing of the making."""
    texts = {
        name: escape(printable(value).replace("\n", " "))
        for name, value in msgspec.structs.asdict(report).items()
        if name in Report.__struct_fields__
    }
    return _CORE_PROPERTIES.format(**texts).encode("utf-8")
