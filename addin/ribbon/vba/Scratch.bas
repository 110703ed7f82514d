Attribute VB_Name = "Scratch"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' The temporary folder of one press: the copy of the workbook, the request and the answer. It is removed at the end.

Private Const TEMPORARY_FOLDER As Long = 2 ' of FileSystemObject.GetSpecialFolder

Public Function NewFolder() As String
    Dim path As String
    Randomize
    ' Short, because Excel opens nothing whose path is longer than 218 letters. Python clears away what a crash left, and
    ' knows it by this form of name.
    path = Root & "quarterly-" & Right$("00000" & Hex$(Int(Rnd * &H1000000)), 6)
    #If Mac Then
        MkDir path
    #Else
        Files.System.CreateFolder path
    #End If
    NewFolder = path
End Function

Public Function CopyOf(ByVal book As Object, ByVal folder As String) As String
    ' SaveCopyAs takes the workbook as it is on the screen: unsaved edits, and files that are on SharePoint, too.
    ' The copy keeps the workbook's name, because the report says which workbook it was made from.
    Dim bookName As String, copyPath As String
    bookName = book.Name
    If book.Path = "" Then bookName = bookName & ".xlsx" ' never saved: Excel calls it "Book1"
    copyPath = folder & Application.PathSeparator & bookName
    book.SaveCopyAs copyPath
    CopyOf = copyPath
End Function

Public Function AnswerPath(ByVal folder As String) As String
    AnswerPath = folder & Application.PathSeparator & "quarterly-answer.txt"
End Function

Public Function RequestPath(ByVal folder As String) As String
    RequestPath = folder & Application.PathSeparator & "quarterly-request.txt"
End Function

Public Function HasAnswer(ByVal folder As String) As Boolean
    #If Mac Then
        HasAnswer = (Dir(AnswerPath(folder)) <> "")
    #Else
        HasAnswer = Files.System.FileExists(AnswerPath(folder))
    #End If
End Function

Public Function AnswerOf(ByVal folder As String) As String
    If Not HasAnswer(folder) Then Exit Function
    #If Mac Then
        ' VBA on the Mac reads files in an old code page; the script reads them as UTF-8.
        AnswerOf = AppleScriptTask("quarterly.applescript", "readAnswer", AnswerPath(folder))
    #Else
        AnswerOf = Files.TextOf(AnswerPath(folder))
    #End If
End Function

Public Sub Remove(ByVal folder As String)
    #If Mac Then
        AppleScriptTask "quarterly.applescript", "removeFolder", folder ' Kill knows no wildcards there
    #Else
        Files.System.DeleteFolder folder, True
    #End If
End Sub

Private Function Root() As String
    #If Mac Then
        ' The one folder that Excel may write to without asking, and that a program outside its sandbox can read.
        Dim home As String
        home = Environ("HOME")
        If InStr(home, "/Library/Containers/") > 0 Then home = Left$(home, InStr(home, "/Library/Containers/") - 1)
        Root = home & "/Library/Group Containers/UBF8T346G9.Office/"
    #Else
        Root = Files.System.GetSpecialFolder(TEMPORARY_FOLDER).Path & Application.PathSeparator
    #End If
End Function
