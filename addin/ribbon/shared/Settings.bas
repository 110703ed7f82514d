Attribute VB_Name = "Settings"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' What "quarterly addin install" wrote down for this person (Windows). Nothing else is asked which Python to start: a
' workbook, or a file beside it, has no say.

#If Not Mac Then
Public Function AreThere() As Boolean
    AreThere = Files.System.FileExists(Path)
End Function

Public Function InterpreterPath() As String
    InterpreterPath = Files.ValueIn(Files.TextOf(Path), "interpreter")
End Function

Private Function Path() As String
    Path = CreateObject("WScript.Shell").ExpandEnvironmentStrings("%APPDATA%") & "\Quarterly\addin.txt"
End Function
#End If
