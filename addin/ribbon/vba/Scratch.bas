Attribute VB_Name = "Scratch"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' The temporary folder of one press: the copy of the workbook, the request and the answer. It is removed at the end.

Private Const TEMPORARY_FOLDER As Long = 2 ' of FileSystemObject.GetSpecialFolder
Private Const UNICODE_TEXT As Boolean = True ' names of people and workbooks hold more than the letters of one code page

Public Function NewFolder() As String
    Dim path As String
    Randomize
    path = Root & "quarterly-" & Format$(Now, "yyyymmddhhnnss") & "-" & Hex$(Int(Rnd * &H1000000))
    #If Mac Then
        MkDir path
    #Else
        Files.CreateFolder path
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
        HasAnswer = Files.FileExists(AnswerPath(folder))
    #End If
End Function

Public Function AnswerOf(ByVal folder As String) As String
    If Not HasAnswer(folder) Then Exit Function
    #If Mac Then
        ' VBA on the Mac reads files in an old code page; the script reads them as UTF-8.
        AnswerOf = AppleScriptTask("quarterly.applescript", "readAnswer", AnswerPath(folder))
    #Else
        AnswerOf = TextOfFile(AnswerPath(folder))
    #End If
End Function

Public Sub Remove(ByVal folder As String)
    #If Mac Then
        Kill folder & "/*"
        RmDir folder
    #Else
        Files.DeleteFolder folder, True
    #End If
End Sub

#If Not Mac Then
Public Function TextOfFile(ByVal path As String) As String
    Const FOR_READING As Long = 1
    Dim stream As Object
    Set stream = Files.OpenTextFile(path, FOR_READING, False, UNICODE_TEXT)
    If Not stream.AtEndOfStream Then TextOfFile = stream.ReadAll
    stream.Close
End Function

Public Sub WriteText(ByVal path As String, ByVal text As String)
    Dim stream As Object
    Set stream = Files.CreateTextFile(path, True, UNICODE_TEXT)
    stream.Write text
    stream.Close
End Sub

Public Function Files() As Object
    ' VBA's own Open and Dir know one code page only; this reads and writes every name.
    Set Files = CreateObject("Scripting.FileSystemObject")
End Function
#End If

Private Function Root() As String
    #If Mac Then
        ' The one folder that Excel may write to without asking, and that a program outside its sandbox can read.
        Dim home As String
        home = Environ("HOME")
        If InStr(home, "/Library/Containers/") > 0 Then home = Left$(home, InStr(home, "/Library/Containers/") - 1)
        Root = home & "/Library/Group Containers/UBF8T346G9.Office/"
    #Else
        Root = Files.GetSpecialFolder(TEMPORARY_FOLDER).Path & Application.PathSeparator
    #End If
End Function
