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
    sentence = ValueOf("sentence", answer)
    details = ValueOf("details", answer)
    If sentence = "" Then sentence = reason
    If sentence = "" Then Exit Sub
    If details <> "" Then sentence = sentence & vbNewLine & vbNewLine & "Details for IT: " & details
    MsgBox sentence, vbExclamation, TITLE
End Sub

Public Function ValueOf(ByVal key As String, ByVal text As String) As String
    ' The value on the line "name=value". Windows, Mac and AppleScript end lines in different ways.
    Dim one As Variant
    For Each one In Split(Replace(Replace(text, vbCrLf, vbLf), vbCr, vbLf), vbLf)
        If Left$(one, Len(key) + 1) = key & "=" Then
            ValueOf = Mid$(one, Len(key) + 2)
            Exit Function
        End If
    Next one
End Function
