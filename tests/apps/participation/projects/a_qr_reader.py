"""Reads a QR code from its modules, written from ISO/IEC 18004 and from nothing that writes one.

Enough for what posters hold: bytes, versions 1 to 10. Errors are not corrected: a module that is
wrong shows, which is what a test wants.
"""

Matrix = list[list[bool]]

MASKS = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
ALIGNED = {1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38),
           8: (6, 24, 42), 9: (6, 26, 46), 10: (6, 28, 50)}  # fmt: skip
# Level Q: (blocks, data codewords of each) by version, table 9.
BLOCKS_Q = {1: [(1, 13)], 2: [(1, 22)], 3: [(2, 17)], 4: [(2, 24)], 5: [(2, 15), (2, 16)],
            6: [(4, 19)], 7: [(2, 14), (4, 15)], 8: [(4, 18), (2, 19)], 9: [(4, 16), (4, 17)],
            10: [(6, 19), (2, 20)]}  # fmt: skip
LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}


def read_qr(matrix: Matrix, quiet: int) -> tuple[str, str]:
    """The text and the level of correction of a code with its quiet zone."""
    assert not any(any(row) for row in matrix[:quiet]), "the quiet zone is white"
    rows = [row[quiet:-quiet] for row in matrix[quiet:-quiet]]
    side = len(rows)
    version = (side - 17) // 4
    places = (
        [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(7, 8)] + [(y, 8) for y in range(5, -1, -1)]
    )
    form = int("".join(str(int(rows[y][x])) for y, x in places), 2) ^ 0b101010000010010
    level, mask = LEVELS[form >> 13], form >> 10 & 7
    assert level == "Q"
    bits = [rows[y][x] ^ MASKS[mask](y, x) for y, x in _path(version, side)]
    words = [
        int("".join(str(int(b)) for b in bits[n : n + 8]), 2) for n in range(0, len(bits) - 7, 8)
    ]
    return _text(_data(words, version), version), level


def _path(version: int, side: int) -> list[tuple[int, int]]:
    """Data modules in order: pairs of columns from the right, up then down, without column 6."""
    fixed = _fixed(version, side)
    found, up = [], True
    right = side - 1
    while right > 0:
        if right == 6:
            right -= 1
        for y in range(side - 1, -1, -1) if up else range(side):
            found += [(y, x) for x in (right, right - 1) if (y, x) not in fixed]
        right, up = right - 2, not up
    return found


def _fixed(version: int, side: int) -> set[tuple[int, int]]:
    found = {(y, x) for y in range(9) for x in range(9)}
    found |= {(y, x) for y in range(9) for x in range(side - 8, side)}
    found |= {(y, x) for y in range(side - 8, side) for x in range(9)}
    found |= {(6, n) for n in range(side)} | {(n, 6) for n in range(side)}
    marks = ALIGNED[version]
    corners = {(6, 6), (6, marks[-1]), (marks[-1], 6)} if marks else set()
    for y in marks:
        for x in marks:
            if (y, x) not in corners:
                found |= {(y + j, x + i) for j in range(-2, 3) for i in range(-2, 3)}
    if version >= 7:
        found |= {(y, x) for y in range(6) for x in range(side - 11, side - 8)}
        found |= {(y, x) for y in range(side - 11, side - 8) for x in range(6)}
    return found


def _data(words: list[int], version: int) -> list[int]:
    """Interleaved blocks put back one after the other; corrections are left aside."""
    sizes = [size for count, size in BLOCKS_Q[version] for _ in range(count)]
    blocks: list[list[int]] = [[] for _ in sizes]
    rest = iter(words)
    for rank in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if rank < size:
                block.append(next(rest))
    return [word for block in blocks for word in block]


def _text(words: list[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    assert bits[:4] == "0100", "bytes"
    wide = 8 if version < 10 else 16
    length = int(bits[4 : 4 + wide], 2)
    start = 4 + wide
    return bytes(int(bits[n : n + 8], 2) for n in range(start, start + 8 * length, 8)).decode()
