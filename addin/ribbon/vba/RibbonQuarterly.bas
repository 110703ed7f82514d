Attribute VB_Name = "RibbonQuarterly"
Option Explicit

' What the ribbon calls. One dispatcher serves every button; the button's tag says which one was pressed.
' Everything that a button does is decided in Python: VBA only hands over the workbook and shows what comes back.

Public Sub PressButton(control As IRibbonControl)
    Dim reason As String
    On Error GoTo failed
    reason = Guards.ReasonNotToRun(control.Tag)
    If reason <> "" Then
        Messages.Tell reason
    Else
        PressRun.Begin control.Tag
    End If
    Exit Sub
failed:
    ' For one, a computer that lets macros make no objects.
    Messages.Tell "The buttons could not begin (" & Err.Description & "). " & _
        "Ask IT: their page on Quarterly says what the buttons need of this computer."
End Sub
