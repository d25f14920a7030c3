"""How Word writes the numbers that it generates: 一 十二 ① Ⅳ AB, by the name of the form (w:numFmt)."""

from collections.abc import Callable

HAN = "〇一二三四五六七八九"
WIDE = "".join(chr(ord("０") + digit) for digit in range(10))
LEGAL = {
    "chineseLegalSimplified": "零壹贰叁肆伍陆柒捌玖拾佰仟",
    "ideographLegalTraditional": "零壹貳參肆伍陸柒捌玖拾佰仟",
}
COUNTED = "零一二三四五六七八九十百千"
LISTS = {  # forms that are a list of signs; beyond its end Word goes on with plain digits
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
SILENT = ("bullet", "none")  # a bullet numbers nothing


def written(number: int, form: str) -> str:
    """The number as the form writes it; plain digits where the form does not go so far, or is not known.

    >>> [written(12, form) for form in ("chineseCounting", "ideographDigital", "upperLetter", "upperRoman")]
    ['十二', '一二', 'L', 'XII']
    """
    if form in LISTS:
        return LISTS[form][number - 1] if 0 < number <= len(LISTS[form]) else str(number)
    write = FORMS.get(form)
    return write(number) if write and 0 < number < 10_000 else str(number)


def counted(number: int, signs: str = COUNTED) -> str:
    """一百零二: with tens, hundreds and thousands; a plain 10 to 19 leaves its 一 out."""
    parts, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            parts += (signs[0] if gap and parts else "") + signs[digit] + (signs[9 + power] if power else "")
        gap = not digit
    short = signs == COUNTED and 10 <= number < 20
    return parts[1:] if short else parts


def _digits(number: int, signs: str = HAN) -> str:
    return "".join(signs[int(digit)] for digit in str(number))


def _counting(number: int) -> str:
    """Up to 99 as one counts, from there digit by digit."""
    return counted(number) if number < 100 else _digits(number, HAN.replace("〇", "○"))


def _roman(number: int) -> str:
    out = ""
    for value, sign in ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def _letters(number: int) -> str:
    """A to Z, then AA, BB, CC, as Word goes on."""
    return chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1)


FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": counted,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: _digits(number, WIDE),
    "decimalFullWidth2": lambda number: _digits(number, WIDE),
    "numberInDash": lambda number: f"- {number} -",
    **{form: lambda number, signs=signs: counted(number, signs) for form, signs in LEGAL.items()},  # type: ignore[misc]
}
