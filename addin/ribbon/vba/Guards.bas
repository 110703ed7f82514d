Attribute VB_Name = "Guards"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' Why a button cannot be served just now: one sentence, or nothing. Python sees none of these, because each of them
' would keep it from reading the workbook at all.

Public Function ReasonNotToRun(ByVal tag As String) As String
    If PressRun.IsRunning Then
        ReasonNotToRun = "Quarterly is still busy with the button that you pressed before. " & _
            "Wait until the status bar at the foot of Excel's window no longer says so."
    ElseIf IsEditing Then
        ReasonNotToRun = "A cell is being edited, or a window of Excel is waiting for an answer. " & _
            "Finish that first (Enter keeps what you typed, Esc does not), then press the button again."
    ElseIf NeedsWorkbook(tag) Then
        ReasonNotToRun = ReasonOfWorkbook
    End If
    If ReasonNotToRun = "" Then ReasonNotToRun = Interpreter.ReasonMissing
End Function

Private Function IsEditing() As Boolean
    ' Excel refuses every call from outside while it is like this, so Python would fail half-way.
    IsEditing = Not (Application.Ready And Application.Interactive)
End Function

Public Function NeedsWorkbook(ByVal tag As String) As Boolean
    NeedsWorkbook = (tag <> "settings" And tag <> "help" And tag <> "about")
End Function

Private Function ReasonOfWorkbook() As String
    ' Protected View is asked first: a workbook shown there does not count as open.
    If IsProtectedView Then
        ReasonOfWorkbook = "This workbook is open in Protected View, where it can be looked at only. " & _
            "Press Enable Editing in the yellow bar, then press the button again."
    ElseIf ActiveWorkbook Is Nothing Then
        ReasonOfWorkbook = "No workbook is open. Open your improvement workbook, then press the button again."
    ElseIf ActiveWorkbook.FullName = ThisWorkbook.FullName Then
        ReasonOfWorkbook = "This is the workbook of the add-in itself. " & _
            "Go to your improvement workbook, then press the button again."
    End If
End Function

Private Function IsProtectedView() As Boolean
    #If Mac Then
        ' Excel for Mac has no Protected View, and does not know the word.
        IsProtectedView = False
    #Else
        IsProtectedView = Not (Application.ActiveProtectedViewWindow Is Nothing)
    #End If
End Function
