Attribute VB_Name = "PressRun"
Option Explicit

' One press from beginning to end. There is never more than one: a second would change sheets under the first one's feet.

Private Const LONGEST_MINUTES As Long = 30 ' after this long without an answer the buttons work again
Private Const SECONDS_BETWEEN_LOOKS As Long = 2 ' only on the Mac, where Excel does not wait for Python

Private mFolder As String ' where the files of the run are; empty when there is no run
Private mStarted As Date
Private mAlerts As Boolean, mEvents As Boolean, mScreen As Boolean ' of Excel, as they were before

Public Function IsRunning() As Boolean
    IsRunning = (mFolder <> "" And Now < mStarted + TimeSerial(0, LONGEST_MINUTES, 0))
End Function

Public Sub Begin(ByVal tag As String)
    Dim reason As String
    On Error GoTo failed
    mStarted = Now
    mAlerts = Application.DisplayAlerts
    mEvents = Application.EnableEvents
    mScreen = Application.ScreenUpdating
    mFolder = Scratch.NewFolder
    Application.StatusBar = "Quarterly: reading the workbook..."
    reason = Interpreter.Start(mFolder, Request.TextOf(tag, mFolder))
    If reason <> "" Or Interpreter.WAITS Then
        Finish reason
    Else
        LookAgainSoon
    End If
    Exit Sub
failed:
    Finish "Excel could not put a copy of this workbook into the temporary folder, so nothing was done. " & _
        "Save the workbook, then press the button again. (" & Err.Description & ")"
End Sub

Public Sub LookForAnswer()
    ' Excel calls this by its name (OnTime), so it has to be public.
    If mFolder = "" Then Exit Sub
    If Scratch.HasAnswer(mFolder) Then
        Finish ""
    ElseIf IsRunning Then
        LookAgainSoon
    Else
        Finish "Quarterly did not answer for " & LONGEST_MINUTES & " minutes, so Excel stopped waiting for it."
    End If
End Sub

Private Sub LookAgainSoon()
    Application.OnTime Now + TimeSerial(0, 0, SECONDS_BETWEEN_LOOKS), "'" & ThisWorkbook.Name & "'!PressRun.LookForAnswer"
End Sub

Private Sub Finish(ByVal reason As String)
    Dim answer As String
    ' Whatever happens here, the buttons must work again and the status bar must be Excel's own again.
    On Error Resume Next
    answer = Scratch.AnswerOf(mFolder)
    Scratch.Remove mFolder
    On Error GoTo 0
    mFolder = ""
    RestoreExcel
    Messages.TellAnswer answer, reason
End Sub

Private Sub RestoreExcel()
    ' Python gives all this back itself, unless it was ended in the middle.
    On Error Resume Next
    Application.StatusBar = False
    Application.DisplayAlerts = mAlerts
    Application.EnableEvents = mEvents
    Application.ScreenUpdating = mScreen
End Sub
