"""The functions for cells as the add-in offers them: every one of the catalogue, with its help, by a free name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from building import script
from fake_excel import Excel, loaded
from openpyxl.utils import FORMULAE
from pyopenvba.interpreter import MISSING, HostBridge, Interpreter, VBAObject, method
from pyopenvba.interpreter._runtime import UNRESOLVED

from quarterly.excel.function_catalogue import FUNCTIONS

build = script("build")
macros = script("function_macros")

# Later than openpyxl's list: Excel 2010 to Microsoft 365.
NEWER = """
ACOT ACOTH AGGREGATE ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV
BITAND BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CALL CEILING.MATH CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT
CHISQ.INV CHISQ.INV.RT CHISQ.TEST CHOOSECOLS CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COPILOT COT COTH
COVARIANCE.P COVARIANCE.S CSC CSCH DAYS DECIMAL DETECTLANGUAGE DROP ENCODEURL ERF.PRECISE ERFC.PRECISE EUROCONVERT
EXPAND EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FIELDVALUE FILTER FILTERXML FLOOR.MATH FLOOR.PRECISE
FORECAST.ETS FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT GAMMA
GAMMA.DIST GAMMA.INV GAMMALN.PRECISE GAUSS GROUPBY HSTACK HYPGEOM.DIST IFNA IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH
IMPORTCSV IMPORTTEXT IMSEC IMSECH IMSINH IMTAN ISFORMULA ISOMITTED ISOWEEKNUM LAMBDA LET LOGNORM.DIST LOGNORM.INV
MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT NEGBINOM.DIST NETWORKDAYS.INTL NORM.DIST NORM.INV NORM.S.DIST
NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC PERCENTOF PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA
PHI PIVOTBY POISSON.DIST PY QUARTILE.EXC QUARTILE.INC RANDARRAY RANK.AVG RANK.EQ REDUCE REGEXEXTRACT REGEXREPLACE
REGEXTEST REGISTER.ID RRI SCAN SEC SECH SEQUENCE SHEET SHEETS SINGLE SKEW.P SORT SORTBY STDEV.P STDEV.S STOCKHISTORY
SWITCH T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW
TRANSLATE TRIMRANGE UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S VSTACK WEBSERVICE WEIBULL.DIST WRAPCOLS WRAPROWS
XLOOKUP XMATCH XOR Z.TEST
"""


def test_no_function_hides_one_of_excels_own() -> None:
    assert {function.name for function in FUNCTIONS} & (set(FORMULAE) | set(NEWER.split())) == set()


def test_no_function_reads_as_a_cell() -> None:
    cell = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*|R|C")
    assert [function.name for function in FUNCTIONS if cell.fullmatch(function.name)] == []


class Server(VBAObject):
    """What stands in for Python: notes what is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[object]]] = []

    @method(name="Answer")
    def answer_(self, functionName: object, arguments: object) -> str:  # noqa: N803  # as in PythonServer.bas
        self.asked.append((str(functionName), list(arguments.items)))
        return "Green"


class Host(HostBridge):
    def __init__(self, server: Server) -> None:
        self.server = server

    def global_object(self, name: str) -> object:
        return self.server if name == "pythonserver" else UNRESOLVED


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_asks_python_with_what_it_is_given(function) -> None:
    server = Server()
    vba = Interpreter(Host(server))
    vba.add_module(build.function_modules()["Functions"], name="Functions")
    needed = [argument for argument in function.arguments if argument.required]
    answer = vba.run(function.name, [float(place) for place, _argument in enumerate(needed)])
    left_out = [MISSING] * (len(function.arguments) - len(needed))
    given: Sequence[object] = [*(float(place) for place, _argument in enumerate(needed)), *left_out]
    assert (answer, server.asked) == ("Green", [(function.name, list(given))])


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_and_argument_is_explained_to_the_function_wizard(function) -> None:
    described = build.function_modules()["FunctionHelp"]
    start = described.index(f"'quarterly_functions.xlam'!{function.name}\"")
    end = described.find("Application.MacroOptions", start)
    entry = described[start : end if end > 0 else None]
    assert [macros.literal(argument.help) in entry for argument in function.arguments] == [True] * len(
        function.arguments
    )
    assert f"Description:={macros.literal(function.help)}" in entry
    assert all(len(text) <= 255 for text in (function.help, *(argument.help for argument in function.arguments)))


def test_the_server_of_the_functions_is_started_by_the_users_own_settings(tmp_path: Path) -> None:
    excel = Excel(tmp_path, lambda _command: 0)
    excel.record("C:\\Zoë\\Scripts\\python.exe", "1")
    vba = loaded(excel, "1", instead=build.function_modules())
    command = (
        '"C:\\Zoë\\Scripts\\python.exe" -B -P -c "import quarterly.excel.udfs, xlwings; xlwings.serve(\'$(CLSID)\')"'
    )
    assert vba.run("PythonServer.CommandLine") == command


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        ('say "this"', '"say ""this"""'),
        ("▲ up", 'ChrW(9650) & " up"'),
        ("up ▲", '"up " & ChrW(9650)'),
        ("``as_at``", '"as_at"'),
    ],
)
def test_texts_are_written_as_vba_reads_them(text: str, written: str) -> None:
    assert macros.literal(text) == written


def test_help_that_is_too_long_ends_after_a_sentence() -> None:
    assert macros.shortened("One sentence. " * 30).endswith("One sentence.")
    assert len(macros.shortened("x" * 400)) <= 255
