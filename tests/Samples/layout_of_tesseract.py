"""Writes what Tesseract sees on pages as an analysis of Document Intelligence (2024-11-30): python3 layout_of_tesseract.py EMPTY.pdf ANGLE DPI PAGE.png… > layout.json

Stands in for the service where it cannot be asked: real recognition with its real mistakes, in the service's own form. Tesseract sees no boxes to
tick: the circles of the empty form are looked at for ink.
"""
import csv
import io
import json
import math
import pathlib
import subprocess
import sys

import gi
from PIL import Image

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402


def words_of(path):
    tsv = subprocess.run(["tesseract", path, "-", "-l", "fra", "--psm", "6", "tsv"], check=True, capture_output=True, text=True).stdout
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and row["text"].strip() and float(row["conf"]) >= 0:
            yield row["text"].strip(), int(row["left"]), int(row["top"]), int(row["width"]), int(row["height"]), float(row["conf"]) / 100


def polygon(left, top, width, height):
    return [left, top, left + width, top, left + width, top + height, left, top + height]


def marks_of(image, boxes):
    """The circles stand where the empty form has its buttons; one is on when there is ink in its middle."""
    pixels = image.convert("L").load()
    turn = math.radians(angle)
    for left, top, width, height in boxes:
        x, y = left + width / 2 - image.width / 2, top + height / 2 - image.height / 2
        x, y = round(image.width / 2 + x * math.cos(turn) - y * math.sin(turn)), round(image.height / 2 + x * math.sin(turn) + y * math.cos(turn))
        middle = [pixels[x + i, y + j] for i in (-1, 0, 1) for j in (-1, 0, 1)]
        yield [x - width / 2, y - height / 2, width, height, sum(middle) / len(middle) < 140]


def boxes_of(form, number, dpi):
    page = form.get_page(number - 1)
    height = page.get_size().height
    for mapping in page.get_form_field_mapping():
        if mapping.field.get_field_type() == Poppler.FormFieldType.BUTTON:
            area = mapping.area
            yield [value * dpi / 72 for value in (area.x1, height - area.y2, area.x2 - area.x1, area.y2 - area.y1)]


angle, dpi, files = float(sys.argv[2]), float(sys.argv[3]), sys.argv[4:]
form = Poppler.Document.new_from_file(pathlib.Path(sys.argv[1]).resolve().as_uri(), None)
pages, text = [], []
for number, path in enumerate(files, 1):
    image = Image.open(path)
    marks = list(marks_of(image, boxes_of(form, number, dpi)))
    # Tesseract takes the circles for letters.
    words = [word for word in words_of(path) if not any(
        left - 3 <= word[1] + word[3] / 2 <= left + width + 3 and top - 3 <= word[2] + word[4] / 2 <= top + height + 3 for left, top, width, height, _ in marks)]
    text.append(" ".join(word[0] for word in words))
    pages.append({
        "pageNumber": number, "angle": angle, "width": image.width, "height": image.height, "unit": "pixel",
        "words": [{"content": w, "polygon": polygon(*box), "confidence": round(conf, 3), "span": {"offset": 0, "length": len(w)}} for w, *box, conf in words],
        "lines": [],
        "selectionMarks": [{"state": "selected" if on else "unselected", "polygon": [round(value, 1) for value in polygon(*box)], "confidence": 0.9, "span": {"offset": 0, "length": 1}} for *box, on in marks],
        "spans": [],
    })
json.dump({
    "status": "succeeded", "createdDateTime": "2026-11-26T09:00:00Z", "lastUpdatedDateTime": "2026-11-26T09:00:03Z",
    "analyzeResult": {"apiVersion": "2024-11-30", "modelId": "prebuilt-layout", "stringIndexType": "utf16CodeUnit", "contentFormat": "text", "content": "\n".join(text), "pages": pages, "keyValuePairs": []},
}, sys.stdout, ensure_ascii=False, separators=(",", ":"))
