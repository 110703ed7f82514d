Attribute VB_Name = "Files"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' Text files. VBA's own Open and Dir know the letters of one code page only; the system's object knows every name.

Private Const FOR_READING As Long = 1
Private Const UNICODE_TEXT As Boolean = True

#If Not Mac Then
Public Function System() As Object
    Set System = CreateObject("Scripting.FileSystemObject")
End Function

Public Function TextOf(ByVal path As String) As String
    Dim stream As Object
    Set stream = System.OpenTextFile(path, FOR_READING, False, UNICODE_TEXT)
    If Not stream.AtEndOfStream Then TextOf = stream.ReadAll
    stream.Close
End Function

Public Sub WriteText(ByVal path As String, ByVal text As String)
    Dim stream As Object
    Set stream = System.CreateTextFile(path, True, UNICODE_TEXT)
    stream.Write text
    stream.Close
End Sub
#End If

Public Function ValueIn(ByVal text As String, ByVal key As String) As String
    ' The value on the line "key=value". Windows, Mac and AppleScript end lines in different ways.
    Dim one As Variant
    For Each one In Split(Replace(Replace(text, vbCrLf, vbLf), vbCr, vbLf), vbLf)
        If Left$(one, Len(key) + 1) = key & "=" Then
            ValueIn = Mid$(one, Len(key) + 2)
            Exit Function
        End If
    Next one
End Function
