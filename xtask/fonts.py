"""Makes the files of public/fonts from Inter as it is published: what style/base.css asks for, and no more.

How it is called, and with which versions, stands in CONTRIBUTING.md, "A character that no text had before".
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
# What `--features`, `--features-verbatim` and `tabular-nums` of the style sheet want, kerning, and letters of languages.
FEATURES = ["calt", "kern", "locl", "ss02", "ss03", "tnum"]
LIGATURE = 4


def faces():
    """The name of each file, and its characters."""
    sheet = (ROOT / "style/base.css").read_text()
    for face in re.findall(r"@font-face \{(.*?)\n\}", sheet, re.DOTALL):
        name = re.search(r'url\("/fonts/(.*?)"\)', face)[1]
        ranges = re.findall(r"U\+(\w+)(?:-(\w+))?", face)
        yield name, {c for first, last in ranges for c in range(int(first, 16), int(last or first, 16) + 1)}


def leave_out_arrows(font):
    """`calt` also makes arrows of `->`. A name is shown as it was typed, and nobody waits for the shapes."""
    table = font["GSUB"].table
    lookups = table.LookupList.Lookup

    def joins(index):
        kind, parts = lookups[index].LookupType, lookups[index].SubTable
        parts = [getattr(part, "ExtSubTable", part) for part in parts]
        leads = {record.LookupListIndex for part in parts for record in getattr(part, "SubstLookupRecord", [])}
        return kind == LIGATURE or parts[0].LookupType == LIGATURE or any(joins(lead) for lead in leads)

    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "calt":
            record.Feature.LookupListIndex = [index for index in record.Feature.LookupListIndex if not joins(index)]


def main(source):
    limited = BytesIO()
    instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": (400, 600)}).save(limited)
    for name, characters in faces():
        font = TTFont(limited, recalcTimestamp=False)
        leave_out_arrows(font)
        subsetter = Subsetter(Options(layout_features=FEATURES))
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        font.flavor = "woff2"
        file = ROOT / "public/fonts" / name
        font.save(file)
        print(f"{name}: {len(font.getBestCmap())} characters, {file.stat().st_size:,} bytes")


main(sys.argv[1])
