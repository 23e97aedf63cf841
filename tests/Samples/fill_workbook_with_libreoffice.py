"""Fills the workbook with LibreOffice: python3 fill_workbook_with_libreoffice.py EMPTY.xlsx ANSWERS.json FILLED.xlsx

Needs a LibreOffice that listens, like fill_with_libreoffice.py. Lists take the label, as a person picks it.
"""
import json
import pathlib
import sys

import uno
from com.sun.star.beans import PropertyValue


def prop(name, value):
    result = PropertyValue()
    result.Name, result.Value = name, value
    return result


source, answer_file, target = (pathlib.Path(arg).resolve() for arg in sys.argv[1:4])
answers = json.loads(answer_file.read_text(encoding="utf-8"))
labels = json.loads((pathlib.Path(__file__).parent / "labels.json").read_text(encoding="utf-8"))
resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
office = resolver.resolve("uno:socket,host=127.0.0.1,port=2002;urp;StarOffice.ComponentContext")
desktop = office.ServiceManager.createInstance("com.sun.star.frame.Desktop")
document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (prop("Hidden", True),))
sheet = document.Sheets.getByIndex(0)
for row in range(3, 200):
    question = sheet.getCellByPosition(0, row).String
    if question in answers:
        value = answers[question]
        sheet.getCellByPosition(2, row).String = labels.get(question, {}).get(value, value)
document.storeToURL(target.as_uri(), (prop("FilterName", "Calc MS Excel 2007 XML"),))
document.close(True)
