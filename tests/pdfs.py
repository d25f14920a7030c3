"""A minimal PDF writer: text lines at places, with the predefined Chinese character map, so that no font is needed."""

SIZE = 16
LEFT, RIGHT, TOP, BOTTOM = 80, 512, 760, 60
PER_LINE = (RIGHT - LEFT) // SIZE


def page(paragraphs: list[str], number: int) -> list[tuple[int, int, str]]:
    """The paragraphs wrapped by force, each first line standing in by two characters; the page number at the foot."""
    lines, y = [], TOP
    for paragraph in paragraphs:
        first, rest = paragraph[: PER_LINE - 2], paragraph[PER_LINE - 2 :]
        lines.append((LEFT + 2 * SIZE, y, first))
        while rest:
            y -= 2 * SIZE
            lines.append((LEFT, y, rest[:PER_LINE]))
            rest = rest[PER_LINE:]
        y -= 2 * SIZE
    return [*lines, (290, BOTTOM, f"— {number} —")]


PICTURE = "q 300 0 0 300 100 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID A EI Q"


def document(pages: list[list[tuple[int, int, str]]], pictures: tuple[int, ...] = ()) -> bytes:
    """The bytes of a PDF file with these pages; those that `pictures` numbers hold one."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong /DW 1000 /FontDescriptor 5 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(
            f"BT /F1 {SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in lines
        )
        shown += f"\n{PICTURE}" if number + 1 in pictures else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
    return _file(objects)


def _file(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n"
    )
    return out + f"{tail}%%EOF\n".encode()
