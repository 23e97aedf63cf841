"""Fills a PDF form with Poppler, the library of Evince and Okular: python3 fill_with_poppler.py EMPTY.pdf ANSWERS.json FILLED.pdf"""
import json
import pathlib
import sys

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402

source, answer_file, target = (pathlib.Path(arg).resolve() for arg in sys.argv[1:4])
answers = json.loads(answer_file.read_text(encoding="utf-8"))
document = Poppler.Document.new_from_file(source.as_uri(), None)
for index in range(document.get_n_pages()):
    # A kept reference: the fields live no longer than their page.
    page = document.get_page(index)
    mappings = page.get_form_field_mapping()
    for mapping in mappings:
        field = mapping.field
        answer = answers.get(field.get_name())
        if answer is None:
            continue
        if field.get_field_type() == Poppler.FormFieldType.TEXT:
            field.text_set_text(answer)
        elif field.get_field_type() == Poppler.FormFieldType.BUTTON:
            # The accessible name of a button begins with its option.
            label = {"yes": "Oui", "no": "Non", "agents": "Des agents de la Région"}[answer]
            if (field.get_alternate_ui_name() or "").startswith(label + " –"):
                field.button_set_state(True)
document.save(target.as_uri())
