"""Edits a template in LibreOffice as an officer would in Excel. Run by the Python that LibreOffice comes with:

python3 edit_by_office.py TEMPLATE EDITED LOGO PROFILE
"""

import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.awt import Point, Size
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

GREEN = 0x0B6E4F
DEADLINE = 90  # seconds for LibreOffice to start


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + DEADLINE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def edit(document, context, logo):
    sheets = document.Sheets
    styles = sheets.getByName("Styles")
    for row in range(40):
        if styles.getCellByPosition(0, row).String == "Green":
            styles.getCellByPosition(1, row).CellBackColor = GREEN
    forward = sheets.getByName("Forward plan")
    forward.getCellByPosition(0, 0).String = "What comes next, {{quarter.label}}"
    for row in range(10):  # the columns Item and Lead change places, header and all
        item, lead = forward.getCellByPosition(2, row), forward.getCellByPosition(3, row)
        if item.String and lead.String:
            item.String, lead.String = lead.String, item.String
    sheets.removeByName("Risks")
    provider = context.ServiceManager.createInstanceWithContext("com.sun.star.graphic.GraphicProvider", context)
    shape = document.createInstance("com.sun.star.drawing.GraphicObjectShape")
    sheets.getByName("Cover").DrawPage.add(shape)
    shape.Graphic = provider.queryGraphic((prop("URL", logo),))
    shape.setSize(Size(4000, 2000))  # hundredths of a millimetre
    shape.setPosition(Point(20000, 500))
    shape.Description = "Crest of the council"


def main(template, edited, logo, profile):
    pipe = f"quarterly{Path(profile).name}"
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ]
    )
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        document = desktop.loadComponentFromURL(Path(template).as_uri(), "_blank", 0, (prop("Hidden", True),))
        edit(document, context, Path(logo).as_uri())
        document.storeToURL(Path(edited).as_uri(), (prop("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)
        desktop.terminate()
        office.wait(timeout=30)
    finally:
        office.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
