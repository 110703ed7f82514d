Attribute VB_Name = "Request"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' What Python is told of a press: a line for each thing, "name=value". It goes into a file, never onto a command line,
' so that nothing in the name of a workbook can be taken for a command.

Public Function TextOf(ByVal tag As String, ByVal folder As String) As String
    Dim copyPath As String, bookName As String
    If Guards.NeedsWorkbook(tag) And Not ActiveWorkbook Is Nothing Then
        bookName = ActiveWorkbook.Name
        copyPath = Scratch.CopyOf(ActiveWorkbook, folder)
    End If
    TextOf = Pair("tag", tag) & _
        Pair("copy", copyPath) & _
        Pair("book", bookName) & _
        Pair("addin", Release.ADDIN_VERSION) & _
        Pair("excel", Application.Version) & _
        Pair("window", WindowHandle) & _
        Pair("answer", Scratch.AnswerPath(folder))
End Function

Private Function WindowHandle() As String
    ' Tells Python which Excel it was, should two be running.
    #If Mac Then
        WindowHandle = ""
    #Else
        WindowHandle = CStr(Application.Hwnd)
    #End If
End Function

Private Function Pair(ByVal key As String, ByVal value As String) As String
    Pair = key & "=" & Replace(Replace(value, vbCr, " "), vbLf, " ") & vbLf
End Function
