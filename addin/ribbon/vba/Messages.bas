Attribute VB_Name = "Messages"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' What is said to the person: a sentence, and for IT the place where more is written. Never a traceback.

Private Const TITLE As String = "Quarterly"

Public Sub Tell(ByVal sentence As String)
    MsgBox sentence, vbInformation, TITLE
End Sub

Public Sub TellAnswer(ByVal answer As String, ByVal reason As String)
    ' What Python answered counts for more than what Excel made of its silence. No sentence, no message: all went well.
    Dim sentence As String, details As String
    sentence = Files.ValueIn(answer, "sentence")
    details = Files.ValueIn(answer, "details")
    If sentence = "" Then sentence = reason
    If sentence = "" Then Exit Sub
    If details <> "" Then sentence = sentence & vbNewLine & vbNewLine & "Details for IT: " & details
    MsgBox sentence, vbExclamation, TITLE
End Sub
