"""Fills a Word form with LibreOffice: python3 fill_with_libreoffice.py EMPTY.docx ANSWERS.json FILLED.docx|FILLED.odt [PASSWORD]

Needs a LibreOffice that listens:
soffice --headless --accept="socket,host=127.0.0.1,port=2002;urp;"
"""
import json
import pathlib
import sys

import uno
from com.sun.star.beans import NamedValue, PropertyValue


def prop(name, value):
    result = PropertyValue()
    result.Name, result.Value = name, value
    return result


def named(name, value):
    result = NamedValue()
    result.Name, result.Value = name, value
    return result


def fill(portion, answer):
    """LibreOffice opens text controls as input fields and lists as content controls."""
    if portion.TextPortionType == "TextField":
        portion.TextField.Content = answer
        return
    control = portion.ContentControl
    items = [{entry.Name: entry.Value for entry in item} for item in control.ListItems]
    control.ShowingPlaceHolder = False
    runs = []
    portions = control.createEnumeration()
    while portions.hasMoreElements():
        runs.append(portions.nextElement())
    runs = [run for run in runs if run.TextPortionType == "Text"]
    control.setString(next((item["DisplayText"] for item in items if item["Value"] == answer), answer))
    for run in runs:
        run.setString("")


source, answer_file, target = (pathlib.Path(arg).resolve() for arg in sys.argv[1:4])
answers = json.loads(answer_file.read_text(encoding="utf-8"))
resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
office = resolver.resolve("uno:socket,host=127.0.0.1,port=2002;urp;StarOffice.ComponentContext")
desktop = office.ServiceManager.createInstance("com.sun.star.frame.Desktop")
document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (prop("Hidden", True),))

# Each control stands behind the bookmark that names its question.
places, question = [], None
paragraphs = document.Text.createEnumeration()
while paragraphs.hasMoreElements():
    portions = paragraphs.nextElement().createEnumeration()
    while portions.hasMoreElements():
        portion = portions.nextElement()
        if portion.TextPortionType == "Bookmark" and portion.IsStart:
            question = portion.Bookmark.Name.removeprefix("reponse_").replace("_", "-")
        elif portion.TextPortionType in ("TextField", "ContentControl") and question:
            places.append((question, portion))
            question = None

for question, portion in places:
    if question in answers:
        fill(portion, answers[question])
options = [prop("FilterName", "writer8" if target.suffix == ".odt" else "MS Word 2007 XML")]
if len(sys.argv) > 4:
    secrets = tuple(named(*pair) for pair in (("CryptoType", "StrongEncryptionDataSpace"), ("OOXPassword", sys.argv[4])))
    options.append(prop("EncryptionData", uno.Any("[]com.sun.star.beans.NamedValue", secrets)))
document.storeToURL(target.as_uri(), tuple(options))
document.close(True)
