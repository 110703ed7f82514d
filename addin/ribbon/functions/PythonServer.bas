Attribute VB_Name = "PythonServer"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' Asks Python for the answer of a function in a cell, through xlwings' library, which keeps one Python running for it.
'
' The two declarations and the way the library is loaded and called are taken from xlwings (xlwings.bas, version
' XLWINGS_RELEASE), Copyright (C) 2014-present, Zoomer Analytics LLC, BSD 3-clause licence: see LICENSES.md. Left out is what
' asks the open workbook, or a file beside it, which program to start: opening a workbook must never decide that.

#If Win64 Then
    Private Const LIBRARY As String = "xlwings64-XLWINGS_RELEASE.dll"
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-XLWINGS_RELEASE.dll" (ByRef Result As Variant, _
        Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
#Else
    Private Const LIBRARY As String = "xlwings32-XLWINGS_RELEASE.dll"
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-XLWINGS_RELEASE.dll" (ByRef Result As Variant, _
        Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
#End If
Private Declare PtrSafe Function LoadLibrary Lib "KERNEL32" Alias "LoadLibraryA" (ByVal Path As String) As LongPtr

Private Const PYTHON_MODULE As String = "quarterly.excel.udfs"
Private Const NOT_REACHED As String = "Quarterly cannot be reached: press About on the tab Progress report."

Private mCommand As String ' how Python is started; empty until it is made ready. Thousands of cells may ask.

Public Function Answer(ByVal functionName As String, ByVal arguments As Variant) As Variant
    ' Whatever fails is said in the cell; what the function itself cannot understand, it says itself.
    Dim server As Variant
    On Error GoTo failed
    If mCommand = "" Then MakeReady
    If XLPyDLLActivateAuto(server, mCommand, 1) <> 0 Then GoTo failed
    Answer = server.CallUDF(PYTHON_MODULE, functionName, arguments, Nothing, Application.Caller)
    Exit Function
failed:
    mCommand = ""
    Answer = NOT_REACHED
End Function

Private Sub MakeReady()
    ' The declaration finds the library by its name once it is loaded from where the interpreter has it: beside itself,
    ' or one folder up in an environment of its own.
    Dim folder As String
    folder = Parent(Settings.InterpreterPath)
    If LoadLibrary(folder & "\" & LIBRARY) = 0 Then LoadLibrary Parent(folder) & "\" & LIBRARY
    mCommand = CommandLine
End Sub

Private Function CommandLine() As String
    ' The library puts its own number in place of $(CLSID). The functions are imported first: they take back what
    ' xlwings alone would do to other Excels when this Python ends.
    CommandLine = """" & Settings.InterpreterPath & """ -B -P -c ""import quarterly.excel.udfs, xlwings; xlwings.serve('$(CLSID)')"""
End Function

Private Function Parent(ByVal path As String) As String
    Parent = Left$(path, InStrRev(path, "\") - 1)
End Function
