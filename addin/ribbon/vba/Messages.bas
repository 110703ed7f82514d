Attribute VB_Name = "Messages"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' What is said to the person: a sentence, and for IT the place where more is written. Never a traceback.

Private Const TITLE As String = "Quarterly"
Private Const LINE_BREAK As Long = 11 ' stands for a new line in what Python says, which is one line of the answer

Public Sub Tell(ByVal sentence As String)
    MsgBox sentence, vbInformation, TITLE
End Sub

Public Sub TellAnswer(ByVal answer As String, ByVal reason As String)
    ' What Python answered counts for more than what Excel made of its silence. No sentence: all went well, and what a
    ' button has to say that needs no workbook is said.
    Dim sentence As String, details As String, said As String
    sentence = Files.ValueIn(answer, "sentence")
    details = Files.ValueIn(answer, "details")
    If sentence = "" Then sentence = reason
    If sentence = "" Then
        said = Replace(Files.ValueIn(answer, "said"), Chr$(LINE_BREAK), vbNewLine)
        If said <> "" Then Tell said
        Exit Sub
    End If
    If details <> "" Then sentence = sentence & vbNewLine & vbNewLine & "Details for IT: " & details
    MsgBox sentence, vbExclamation, TITLE
End Sub
