"""Word documents written part by part, as Word itself would write what python-docx has no words for."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str, *, numbered: tuple[int, int] | None = None, style: str = "", inside: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        named += f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{named}</w:pPr>{run(text)}{inside}</w:p>"


def level(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    facts = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{facts}</w:lvl>'


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def document(body: str, numbering: str = "", styles: str = "", **parts: str) -> bytes:
    """The bytes of a document; `parts` are further members such as `header1`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, root, inner in (
            ("document", "document", f"<w:body>{body}</w:body>"),
            ("numbering", "numbering", numbering),
            ("styles", "styles", styles),
            *((name, "hdr", inner) for name, inner in parts.items()),
        ):
            archive.writestr(f"word/{name}.xml", f'<w:{root} xmlns:w="{W}" xmlns:mc="{MC}">{inner}</w:{root}>')
    return stream.getvalue()
