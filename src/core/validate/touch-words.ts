import type { Language } from './code.ts'

/** What a pack may touch, as far as code shows it; the names are those of `permissions` in hooks.json. */
export type Kind = 'network' | 'runs' | 'writes' | 'env'

type Patterns = Readonly<Record<Exclude<Kind, 'env'>, RegExp>>

/** A module by name where it is loaded; with `node:` before it, wherever its name stands. */
const module = (names: string): string =>
  `["'\`]node:(?:${names})(?:/promises)?["'\`]|(?:\\brequire\\s*\\(|\\bfrom|\\bimport\\s*\\(?|\\bgetBuiltinModule\\s*\\()\\s*["'\`](?:${names})(?:/promises)?["'\`]`

const FS_SURE =
  'writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|writeSync|copyFile|copyFileSync|cpSync|mkdirSync|mkdtempSync|mkdtemp|rmSync|rmdirSync|unlinkSync|renameSync|truncateSync|symlinkSync|linkSync|chmodSync|chownSync|utimesSync|outputFile|outputFileSync'
/** Names that many things have: only as a method of something that is called like the module. */
const FS_MAYBE = 'mkdir|rm|rmdir|unlink|rename|truncate|symlink|link|chmod|chown|cp|write'

const SHELL_START =
  '(?:^|[|;&(`]|\\$\\(|\\b(?:if|elif|while|until|then|do|else|exec|sudo|time|nohup|xargs|env|command)[ \\t])[ \\t]*(?:![ \\t]+)?'
const shellCommand = (names: string): RegExp => new RegExp(`${SHELL_START}((?:${names})(?![\\w./=-]))`, 'gm')

/** By language, the words that show what code touches; in the first group that has any. */
export const WORDS: Readonly<Record<Language, Patterns>> = {
  js: {
    network: new RegExp(
      `(${module('https?|http2|net|tls|dgram|dns|undici|axios|got|ws|node-fetch')}|(?<![.\\w$])fetch(?=\\s*\\()|\\bnew (?:WebSocket|EventSource|XMLHttpRequest)\\b)`,
      'g',
    ),
    runs: new RegExp(`(${module('child_process|execa|cross-spawn|zx|shelljs')})`, 'g'),
    writes: new RegExp(
      `(?<![\\w$])((?:${FS_SURE})(?=\\s*\\)?\\s*\\()|(?:fs\\w*|fsp|import_\\w*fs\\w*|promises)\\.(?:${FS_MAYBE})(?=\\s*\\)?\\s*\\())`,
      'g',
    ),
  },
  python: {
    network:
      /(?<![\w.])((?:import|from)\s+(?:urllib|urllib3|http\.client|http|socket|ssl|requests|httpx|aiohttp|ftplib|smtplib|websockets?|paramiko)\b)/g,
    runs: /(?<![\w.])((?:import|from)\s+(?:subprocess|pexpect|sh|pty)\b|os\.(?:system|popen|exec\w+|spawn\w+|posix_spawn)(?=\s*\()|asyncio\.create_subprocess_\w+)/g,
    writes:
      /(\bopen\s*\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*,\s*(?:mode\s*=\s*)?["'][rb+]*[wax+][wxabt+]*["']|\.write_(?:text|bytes)(?=\s*\()|\bos\.(?:remove|unlink|rename|replace|mkdir|makedirs|rmdir|removedirs|truncate|symlink|link|chmod|chown)(?=\s*\()|\bshutil\.(?:copy\w*|move|rmtree|make_archive|chown)(?=\s*\())/g,
  },
  shell: {
    network: shellCommand(
      'curl|wget|nc|ncat|netcat|telnet|ssh|scp|sftp|rsync|ftp|dig|nslookup|ping|socat|httpie',
    ),
    runs: shellCommand(
      'git|gh|npm|npx|pnpm|yarn|bun|bunx|deno|node|python3?|pip3?|uvx?|ruby|perl|php|java|go|cargo|make|cmake|docker|podman|kubectl|terraform|osascript|notify-send|xdg-open|powershell|pwsh|psql|mysql|sqlite3|aws|gcloud|az|eslint|prettier|biome|ruff|black|mypy|tsc|jest|vitest|pytest|bash|sh|kill|pkill|killall|systemctl|crontab',
    ),
    writes: new RegExp(
      `(?<![<>&\\d=-])(?:\\d|&)?(>>?\\|?\\s*(?!&|\\s*["']?/dev/(?:null|stdout|stderr|tty)\\b|\\()["'\\w$./~{-][^\\s;|&)]*)|${SHELL_START}((?:rm|mv|cp|mkdir|rmdir|touch|tee|truncate|dd|install|ln|chmod|chown|patch|sed\\s+-i\\S*)(?![\\w./=-]))`,
      'gm',
    ),
  },
  ruby: {
    network: /(\brequire\s+["'](?:net\/\w+|socket|open-uri|httparty|faraday)["']|\bURI\.open\b)/g,
    runs: /((?<![\w.])(?:system|exec|spawn)(?=\s*[("'])|\bOpen3\b|\bIO\.popen\b|%x[{([]|`[^`\n]+`)/g,
    writes:
      /(\bFile\.(?:write|delete|rename|unlink|chmod)\b|\bFile\.open\s*\([^)\n]*,\s*["'][wa]|\bFileUtils\.\w+)/g,
  },
  perl: {
    network: /(\buse\s+(?:LWP|HTTP|IO::Socket|Net|WWW)\b)/g,
    runs: /((?<![\w>])(?:system|exec)(?=\s*[("'])|\bqx[{(/]|`[^`\n]+`)/g,
    writes: /(\bopen\s*\(?[^;\n]*,\s*["']\+?>>?|\b(?:unlink|rename|mkdir|rmdir)(?=\s*[("'$]))/g,
  },
  powershell: {
    network:
      /(\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm|curl|wget)\b|\bNet\.(?:WebClient|Http\w*|Sockets)\b)/gi,
    runs: /(\bStart-Process\b|\bInvoke-Expression\b|\biex\b|\b(?:git|npm|node|python)\b(?=\s))/gi,
    writes:
      /(\b(?:Set-Content|Add-Content|Out-File|New-Item|Remove-Item|Move-Item|Copy-Item|Rename-Item)\b)/gi,
  },
}

/** By language, how a variable of the environment is read. */
export const VARIABLES: Readonly<Record<Language, RegExp>> = {
  js: /\benv(?:\?)?(?:\.|\[\s*["'`])([A-Za-z_]\w*)/g,
  python: /\b(?:environ(?:\.get\s*\(|\s*\[)|getenv\s*\()\s*["']([A-Za-z_]\w*)/g,
  shell: /\$\{?!?([A-Za-z_]\w*)/g,
  ruby: /\bENV(?:\.fetch\s*\(|\s*\[)\s*["']([A-Za-z_]\w*)/g,
  perl: /\$ENV\{\s*["']?([A-Za-z_]\w*)/g,
  powershell: /\$\{?env:([A-Za-z_]\w*)/gi,
}
