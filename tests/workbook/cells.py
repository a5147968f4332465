"""What a workbook holds, as other programs read it.

cells.py show FILE...         every cell of the files, as JSON: file, sheet, row, column, stored value, formula, locked
cells.py bare FROM TO [EDITS] the workbook without stored values, so that whoever opens it has to compute them;
                              EDITS is JSON: [[sheet, row, column, number], ...]
"""

import json
import sys

from openpyxl import load_workbook


def show(files):
    cells = []
    for file in files:
        values, formulas = load_workbook(file, data_only=True), load_workbook(file)
        for sheet in formulas.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    value = values[sheet.title].cell(cell.row, cell.column).value
                    formula = cell.value if cell.data_type == "f" else None
                    if value is None and formula is None:
                        continue
                    number = isinstance(value, (int, float)) and not isinstance(value, bool)
                    cells.append({
                        "file": file,
                        "sheet": sheet.title,
                        "row": cell.row,
                        "column": cell.column,
                        "number": repr(value) if number else None,
                        "text": None if value is None or number else str(value),
                        "formula": formula,
                        "locked": cell.protection.locked,
                    })
    json.dump(cells, sys.stdout)


def bare(source, target, edits):
    workbook = load_workbook(source)
    for sheet, row, column, number in edits:
        workbook[sheet].cell(row, column).value = float(number)
    workbook.save(target)


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "show":
        show(rest)
    else:
        bare(rest[0], rest[1], json.loads(rest[2]) if len(rest) > 2 else [])
