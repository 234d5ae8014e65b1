import { type Files, SETTINGS } from './examples.ts'

/** Settings as guides and READMEs have them, retold; what the doctor says, and what `--fix` makes of them. */
export interface Wild {
  /** What the reader of such a page wanted. */
  readonly wanted: string
  readonly files: Files
  /** `line:column rule`, in order. */
  readonly finds: readonly string[]
  /** Those that are left after `--fix`. */
  readonly left: readonly string[]
}

export const WILD: readonly Wild[] = [
  {
    wanted: 'a guard for searches, from a page on a "new format" of hooks',
    files: {
      [SETTINGS]: `{
  "permissions": { "deny": ["Read(.env)"] },
  "hooks": {
    "PreToolUse": [
      {
        "matcher": { "tools": ["Grep"] },
        "hooks": [{ "type": "command", "command": "~/search-hook.sh" }]
      }
    ]
  }
}
`,
      'home/search-hook.sh': '#!/bin/sh\ncat > /dev/null\n',
    },
    finds: ['6:9 object-matcher', '7:40 script-not-executable'],
    // A project makes no file of the home folder executable.
    left: ['7:40 script-not-executable'],
  },
  {
    wanted: 'formatting after edits, from a skill that explains hooks',
    files: {
      [SETTINGS]: `{
  "hooks": {
    "PostToolUse": [
      {
        "matcher": "Edit",
        "command": "npx prettier --write \\"$CLAUDE_FILE_PATH\\"",
        "description": "format after edits"
      }
    ],
    "Stop": [{ "command": "echo 'session ended'" }]
  }
}
`,
    },
    finds: ['4:7 wrong-shape', '10:14 wrong-shape'],
    left: ['9:13 unknown-variable', '10:13 unknown-field'],
  },
  {
    wanted: 'a task list that keeps itself, from the README of a tool',
    files: {
      [SETTINGS]: `{
  "hooks": [
    {
      "event": "PostToolUse",
      "matcher": { "tool": "TodoWrite" },
      "command": "bash ~/.claude/hooks/task-done.sh"
    }
  ]
}
`,
    },
    finds: ['2:3 file-dropped'],
    left: ['2:3 file-dropped'],
  },
  {
    wanted: 'no dangerous command ever, from an article on guardrails',
    files: {
      [SETTINGS]: `{
  "hooks": {
    "PreToolUse": [
      {
        "matcher": "bash",
        "hooks": [
          {
            "type": "command",
            "command": "case \\"$CLAUDE_TOOL_INPUT\\" in *'rm -rf'*) exit 1 ;; esac",
            "timeout": 5000
          }
        ]
      }
    ]
  }
}
`,
    },
    finds: [
      '5:9 matcher-matches-nothing',
      '9:13 unknown-variable',
      '9:13 exit-one',
      '10:13 timeout-milliseconds',
    ],
    left: ['9:13 unknown-variable', '9:13 exit-one'],
  },
  {
    wanted: 'tests before the agent may stop, from a collection of recipes',
    files: {
      [SETTINGS]: `{
  "hooks": {
    // keep working until the tests pass
    "Stop": [
      { "hooks": [{ "type": "command", "command": "./scripts/check-tests.sh" }] }
    ],
  }
}
`,
      '.claude/settings.local.json': `{
  "hooks": {
    "stop": [
      { "hooks": [{ "type": "command", "command": "./scripts/check-tests.sh", "timeout": 60000 }] }
    ],
  }
}
`,
      'scripts/check-tests.sh': '#!/bin/bash\nnpm test || { echo "tests fail"; exit 2; }\n',
    },
    finds: ['3:5 file-has-comment', '5:6 trailing-comma'],
    left: ['3:5 file-has-comment', '2:34 stop-without-guard', '2:34 reason-on-stdout'],
  },
]
