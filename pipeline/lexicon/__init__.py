"""lexicons/ -> Lexicon: parsed, validated row by row, compiled, frozen. (filled below)"""
