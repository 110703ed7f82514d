-- Starts Quarterly's Python for the buttons in Excel. Excel may run scripts from this folder only.
-- "quarterly addin install" writes the interpreter below; what Excel passes in is quoted, never run.

on startPress(requestText)
	set interpreter to "INTERPRETER"
	try
		do shell script "test -x " & quoted form of interpreter
	on error
		return "missing"
	end try
	-- In the background: Excel answers no other program while a script that it started is running.
	do shell script quoted form of interpreter & " -P -m quarterly.excel.startup --text " & quoted form of requestText & " > /dev/null 2>&1 &"
	return "started"
end startPress

on readAnswer(answerPath)
	return do shell script "cat " & quoted form of answerPath
end readAnswer

-- Only the folder of a press, which Excel made.
on removeFolder(folderPath)
	if folderPath contains "/UBF8T346G9.Office/quarterly-" and folderPath does not contain ".." then
		do shell script "rm -r " & quoted form of folderPath
	end if
	return ""
end removeFolder
