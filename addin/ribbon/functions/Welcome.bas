Attribute VB_Name = "Welcome"
Option Explicit

' Runs once when Excel opens the add-in, by its old name for that: gives the function wizard its help. Nothing else.

Public Sub Auto_Open()
    ' Help is a kindness: where Excel will not take it, the functions work all the same.
    On Error Resume Next
    FunctionHelp.Describe
End Sub
