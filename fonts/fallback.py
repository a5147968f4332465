"""Makes VplanFallback.ttf: an open box for every character that the other fonts lack.

PDF/A forbids the .notdef glyph, so that a character outside the house fonts would stop the build. With this
font last in line it prints as a box and can still be searched, copied and read aloud. Needs fontTools.
"""

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable


def box():
    pen = TTGlyphPen(None)
    for left, bottom, right, top, clockwise in ((60, 0, 540, 660, True), (100, 40, 500, 620, False)):
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        if not clockwise:
            corners.reverse()
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def main():
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "box"])
    font.setupCharacterMap({0x25A1: "box"})
    font.setupGlyf({".notdef": box(), "box": box()})
    font.setupHorizontalMetrics({".notdef": (600, 60), "box": (600, 60)})
    font.setupHorizontalHeader(ascent=984, descent=-273)
    font.setupNameTable({
        "familyName": "Vplan Fallback",
        "styleName": "Regular",
        "psName": "VplanFallback-Regular",
        "licenseDescription": "SIL Open Font License 1.1",
    })
    font.setupOS2(sTypoAscender=984, sTypoDescender=-273, usWinAscent=984, usWinDescent=273, fsType=0)
    font.setupPost()
    every = CmapSubtable.newSubtable(13)
    every.platformID, every.platEncID, every.language = 3, 10, 0
    every.cmap = {code: "box" for code in range(0x20, 0x110000) if not 0xD800 <= code <= 0xDFFF}
    font.font["cmap"].tables.append(every)
    font.font["head"].created = font.font["head"].modified = 3786912000
    font.font.recalcTimestamp = False
    font.save("VplanFallback.ttf")


main()
