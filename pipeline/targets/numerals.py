"""What a numeral is worth: Arabic, Chinese, mixed (1.2亿, 两千三百, 三分之二), or two neighbours (三五个)."""

import re

ONES = dict(zip("零〇一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
PIECE = re.compile(r"\d+(?:[.．]\d+)?|.")
NEIGHBOURS = re.compile("([一二两三四五六七八])([二两三四五六七八九])")
MAX_LENGTH = 24  # no number of a speech is longer; what is longer is hostile
APPROXIMATE = str.maketrans("", "", "余多几来个, ")


def value(token: str) -> float | None:
    """The value of one numeral, None where it is none (一四, 三点, 2023年).

    >>> value("1.2亿"), value("两千三百"), value("三分之二"), value("五百六")
    (120000000.0, 2300.0, 0.6667, 560.0)
    """
    token = token.translate(APPROXIMATE)
    if not token or len(token) > MAX_LENGTH:
        return None
    if token.isdecimal():
        return float(token)
    for sign in ("分之", "/"):
        if sign in token:
            low, high = (value(part) for part in token.split(sign, 1))
            lower, upper = (high, low) if sign == "/" else (low, high)
            return round(upper / lower, 4) if lower and upper is not None else None
    whole, dot, decimals = token.partition("点")
    if dot:
        base, digits = value(whole), "".join(str(ONES.get(char, "")) for char in decimals)
        return round(base + float(f"0.{digits}"), 6) if base is not None and len(digits) == len(decimals) else None
    return _sum(token)


def _sum(token: str) -> float | None:
    """Digits and multipliers added up: 3千2百万, 一亿二千万, 一百零五, 三百五."""
    total = section = 0.0
    pending: float | None = None
    last = 1
    for piece in PIECE.findall(token):
        if piece in SMALL:
            section += (1 if pending is None else pending) * SMALL[piece]
            pending, last = None, SMALL[piece]
        elif piece in LARGE:
            total, section = _raised(total, section + (pending or 0), LARGE[piece]), 0.0
            pending, last = None, LARGE[piece]
        elif pending or (pending := _digit(piece)) is None:
            return None
        elif pending == 0 or piece[0].isdecimal():
            last = 1
    return _clean(total + section + (pending or 0) * (last // 10 or 1))


def _raised(total: float, section: float, scale: int) -> float:
    """亿 multiplies all before it, 万 what came since 亿."""
    if scale == LARGE["亿"]:
        return ((total + section) or 1) * scale
    return total + (section or 1) * scale


def _clean(number: float) -> float:
    """Without the dust of binary fractions: 82.6亿 is 8260000000."""
    return float(f"{number:.12g}")


def _digit(piece: str) -> float | None:
    if piece in ONES:
        return float(ONES[piece])
    return float(piece.replace("．", ".")) if piece[0].isdecimal() else None


def neighbours(token: str) -> tuple[str, str] | None:
    """The two numerals of an estimate by neighbouring digits: 三五 → 三, 五; 二三十 → 二十, 三十; 一四 is none."""
    found = NEIGHBOURS.search(token)
    if not found or len(token) > MAX_LENGTH:
        return None
    low, high = ONES[found[1]], ONES[found[2]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    before, after = token[: found.start()], token[found.end() :]
    return before + found[1] + after, before + found[2] + after
