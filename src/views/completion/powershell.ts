/** For Windows PowerShell 5.1 and PowerShell 7. */
export const POWERSHELL = `# Completion of hooks for PowerShell. In $PROFILE: hooks completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName hooks, hookpack -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    ForEach-Object { $_.ToString() })
  $rest = @($words | Select-Object -Skip 1)
  & $words[0] __complete "--current=$wordToComplete" -- @rest 2> $null | ForEach-Object {
    $value, $summary = $_ -split [char]9, 2
    # PowerShell completes names of files itself where nothing is given.
    if ($value -and -not $value.StartsWith(':')) {
      $tip = if ($summary) { $summary } else { $value }
      [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $tip)
    }
  }
}`
