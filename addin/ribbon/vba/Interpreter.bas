Attribute VB_Name = "Interpreter"
Option Explicit
Option Private Module ' or else any workbook's formula could call what is here

' The Python that "quarterly addin install" wrote down, and how it is started: directly, without a command window, and
' with nothing from the workbook on its command line.

Private Const PYTHON_MODULE As String = "quarterly.excel.startup"
Private Const WINDOW_HIDDEN As Long = 0
Private Const PERMISSION_DENIED As Long = 70
Private Const ACCESS_DENIED As Long = -2147024891 ' 0x80070005
Private Const USAGE_ERROR As Long = 2 ' what Python ends with when it does not know an option: before 3.11, -P

' On Windows Excel waits for Python, so that nobody types into a sheet while it is written. On the Mac it cannot wait:
' Excel answers no other program while a script that it started is running.
#If Mac Then
    Public Const WAITS As Boolean = False
#Else
    Public Const WAITS As Boolean = True
#End If

Public Function ReasonMissing() As String
    #If Mac Then
        ReasonMissing = "" ' the script knows its Python, and says so when it is gone
    #Else
        If Not Settings.AreThere Then
            ReasonMissing = "The buttons are here, but Quarterly itself is not set up for you on this computer. " & _
                "Ask IT to run ""quarterly addin install"" under your name."
        ElseIf Not Files.System.FileExists(Settings.InterpreterPath) Then
            ReasonMissing = "The Python that Quarterly works with has been moved or removed (" & _
                Settings.InterpreterPath & "). Ask IT to run ""quarterly addin install"" again."
        End If
    #End If
End Function

Public Function Start(ByVal folder As String, ByVal requestText As String) As String
    ' Gives the reason in one sentence when Python could not be started.
    #If Mac Then
        Start = StartOnMac(requestText)
    #Else
        Files.WriteText Scratch.RequestPath(folder), requestText
        Start = StartOnWindows(folder)
    #End If
End Function

#If Mac Then
Private Function StartOnMac(ByVal requestText As String) As String
    Dim said As String
    On Error Resume Next
    said = AppleScriptTask("quarterly.applescript", "startPress", requestText)
    If Err.Number <> 0 Then
        StartOnMac = "The buttons are here, but Quarterly itself is not set up for you on this Mac. " & _
            "Run ""quarterly addin install"" in a terminal once, then press the button again."
    ElseIf said <> "started" Then
        StartOnMac = "The Python that Quarterly works with has been moved or removed. " & _
            "Run ""quarterly addin install"" in a terminal again."
    End If
End Function
#Else
Private Function StartOnWindows(ByVal folder As String) As String
    Dim ended As Long, failure As Long
    On Error Resume Next
    ended = ScriptHost.Run(Quoted(Settings.InterpreterPath) & " -P -m " & PYTHON_MODULE & " " & _
        Quoted(Scratch.RequestPath(folder)), WINDOW_HIDDEN, WAITS)
    failure = Err.Number
    On Error GoTo 0
    If failure = PERMISSION_DENIED Or failure = ACCESS_DENIED Then
        StartOnWindows = "A security rule of this computer keeps Excel from starting Quarterly. " & _
            "Ask IT to allow it; their page on Quarterly names the rule."
    ElseIf failure <> 0 Then
        StartOnWindows = "Quarterly's Python could not be started (" & Settings.InterpreterPath & "). " & _
            "Ask IT to run ""quarterly addin install"" again."
    ElseIf Not Scratch.HasAnswer(folder) Then
        StartOnWindows = ReasonWithoutAnswer(ended)
    End If
End Function

Private Function ReasonWithoutAnswer(ByVal ended As Long) As String
    If ended = USAGE_ERROR Then
        ReasonWithoutAnswer = "The Python that Quarterly works with is too old: 3.11 or later is needed. " & _
            "Ask IT to install one and to run ""quarterly addin install"" with it."
    Else
        ReasonWithoutAnswer = "Quarterly ended without saying anything (code " & ended & "). It may have been removed " & _
            "from its Python (" & Settings.InterpreterPath & "). Ask IT to run ""quarterly addin status""."
    End If
End Function

Private Function ScriptHost() As Object
    Set ScriptHost = CreateObject("WScript.Shell")
End Function

Private Function Quoted(ByVal path As String) As String
    Quoted = """" & path & """"
End Function
#End If
