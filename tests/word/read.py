"""What a Word document holds, as python-docx reads it, as JSON.

read.py FILE...   for each: title, language, author, headings with level, cells of tables, paragraphs that are captions
"""

import json
import sys

from docx import Document


def cells(table):
    """The texts of a table's cells, of one that is merged once."""
    seen, texts = set(), []
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                texts.append(cell.text)
    return texts


def read(file):
    document = Document(file)
    core = document.core_properties
    paragraphs = document.paragraphs
    return {
        "title": core.title,
        "language": core.language,
        "author": core.author,
        "headings": [
            [int(p.style.name.split()[-1]), p.text] for p in paragraphs if p.style.name.lower().startswith("heading ")
        ],
        "captions": [p.text for p in paragraphs if p.style.name.lower() == "caption"],
        "tables": [cells(table) for table in document.tables],
        "styles": sorted(style.name for style in document.styles),
    }


print(json.dumps([read(file) for file in sys.argv[1:]]))
