/** Turns a command into another one. */
export type Rewrite = (command: string) => string

/** A text as one word of the shell. */
const quoted: Rewrite = (text) => `'${text.replaceAll("'", `'\\''`)}'`

const rotated = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
  })
const hex = (text: string) => Buffer.from(text).toString('hex')
const octal = (text: string) =>
  [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
const json = (text: string) => JSON.stringify(text)

// A here-document with a delimiter that is not in the text.
function document(text: string, quote = "'"): readonly [head: string, body: string] {
  const stop = `STOP${text.split('STOP').length}`
  return [`<<${quote}${stop}${quote}`, `${text}\n${stop}`]
}

function withDocument(start: string, text: string, rest = ''): string {
  const [head, body] = document(text)
  return `${start} ${head}${rest}\n${body}`
}

/** Commands that run the given one, whatever it is. */
export const wrappings: readonly Rewrite[] = [
  (command) => `bash -c ${quoted(command)}`,
  (command) => `sh -ec ${quoted(command)} x y`,
  (command) => `/usr/bin/env -i A=1 bash -lc ${quoted(command)}`,
  (command) => `sudo -n sh -c ${quoted(command)}`,
  (command) => `timeout -k 1 9s bash -c ${quoted(command)}`,
  (command) => `nohup nice -n 3 sh -c ${quoted(command)} &`,
  (command) => `eval ${quoted(command)}`,
  (command) => `held_1=${quoted(command)}; eval "$held_1"`,
  (command) => `held_1=(sh -c ${quoted(command)}); "\${held_1[@]}"`,
  (command) => `printf -v held_1 %s ${quoted(command)}; bash -c "$held_1"`,
  (command) => `set -- ${quoted(command)}; eval "$1"`,
  (command) => `${withDocument("read -r -d '' held_1", command)}\neval "$held_1"`,
  (command) =>
    command.includes('\n')
      ? `bash -c ${quoted(command)}`
      : `mapfile -t held_1 < <(echo sh; echo -c; echo ${quoted(command)}); "\${held_1[@]}"`,
  (command) => `declare -n ref_1=held_1; held_1=${quoted(command)}; eval "$ref_1"`,
  (command) => `outer_1=${quoted(`@${command}@`)}; outer_1=\${outer_1#@}; sh -c "\${outer_1%@}"`,
  (command) => `echo "$( ${command}\n)"`,
  (command) => `: "\${outer_1:-$( ${command}\n)}"`,
  (command) => `outer_1=$( ${command}\n)`,
  (command) => `cat <( ${command}\n)`,
  (command) => {
    const [head, body] = document(`$( ${command}\n)`, '')
    return `cat ${head}\n${body}`
  },
  (command) => `{ ${command}\n} > /dev/null 2>&1`,
  (command) => `( ${command}\n)`,
  (command) => `! { ${command}\n}`,
  (command) => `if true; then ${command}\nfi`,
  (command) => `if { ${command}\n}; then :; fi`,
  (command) => `for item_1 in 1 2; do ${command}\ndone`,
  (command) => `until { ${command}\n}; do break; done`,
  (command) => `case x in (x) ${command}\n;; esac`,
  (command) => `run_1() { ${command}\n}; run_1`,
  (command) => `function g { ${command}\n}\nexport -f g; bash -c g`,
  (command) => `ls() ( ${command}\n); ls`,
  (command) => `trap ${quoted(command)} EXIT`,
  (command) => `coproc { ${command}\n}`,
  (command) => `shopt -s expand_aliases\nalias go=${quoted(`eval ${quoted(command)}`)}\ngo`,
  (command) => `echo ${quoted(command)} | sh`,
  (command) => `printf '%s\\n' ${quoted(command)} | sudo bash -s`,
  (command) => `sh <<< ${quoted(command)}`,
  (command) => withDocument('bash', command),
  (command) => `bash <(echo ${quoted(command)})`,
  (command) => `. /dev/stdin <<< ${quoted(command)}`,
  (command) => `exec 3<<< ${quoted(command)}; sh <&3`,
  (command) => `echo ${quoted(command)} > /tmp/x.sh; sh /tmp/x.sh`,
  (command) => `${withDocument('cat > go.sh', command)}\nchmod +x go.sh && ./go.sh`,
  (command) => `echo ${quoted(command)} | tee >(sh)`,
  (command) => `echo ${Buffer.from(command).toString('base64')} | base64 -d | sh`,
  (command) => `eval "$(base64 --decode <<< ${Buffer.from(command).toString('base64')})"`,
  (command) => `echo ${hex(command)} | xxd -r -p | bash`,
  (command) => `printf ${quoted(octal(command))} | sh`,
  (command) => `echo ${quoted(rotated(command))} | tr 'A-Za-z' 'N-ZA-Mn-za-m' | sh`,
  (command) => `xargs -I@@ sh -c ${quoted(command)} <<< x`,
  (command) => `printf '%s\\0' ${quoted(command)} | xargs -0 -n1 bash -c`,
  (command) => `find . -maxdepth 0 -exec sh -c ${quoted(command)} \\;`,
  (command) => `parallel ::: ${quoted(command)}`,
  (command) => `watch -n1 ${quoted(command)}`,
  (command) => `flock /tmp/l -c ${quoted(command)}`,
  (command) => `script -qc ${quoted(command)} /dev/null`,
  (command) => `git -c alias.x=${quoted(`!${command}`)} x`,
  (command) => `python3 -c ${quoted(`import os\nos.system(${json(command)})`)}`,
  (command) => withDocument('python3', `import subprocess\nsubprocess.run(${json(command)}, shell=True)`),
  (command) => `node -e ${quoted(`require('child_process').execSync(${json(command)})`)}`,
  (command) => `perl -e ${quoted(`system(${json(command).replaceAll(/[$@]/g, '\\$&')})`)}`,
  (command) => `ruby -e ${quoted(`system(${json(command)})`)}`,
]

/** Commands with the given one beside something harmless. */
export const companies: readonly Rewrite[] = [
  (command) => `true && ${command}`,
  (command) => `pwd; ${command}\necho done`,
  (command) => `npm test || { ${command}\n}`,
  (command) => `ls | wc -l; ${command}`,
  (command) => `[[ -n x ]] && { ${command}\n}`,
  (command) => `# comment\n${command}`,
  (command) => `git status\n${command}\n`,
  (command) => `echo 'a "quoted" text' && ${command}`,
  (command) => `cat <<'NOTE' > notes.md\nsome text\nNOTE\n${command}`,
  (command) => `(( 1 + 1 )); ${command}`,
  (command) => `sleep 1 & ${command}`,
]

/** Commands in which the given one is only a text. */
export const mentions: readonly Rewrite[] = [
  (command) => `echo ${quoted(command)}`,
  (command) => `printf '%s\\n' ${quoted(command)} > notes.txt`,
  (command) => `grep -rnF ${quoted(command)} src`,
  (command) => `rg -- ${quoted(command)} docs`,
  (command) => `git commit -m ${quoted(command)}`,
  (command) => withDocument('git commit -F -', command),
  (command) => `git commit -m "$(${withDocument('cat', command)}\n)"`,
  (command) => `git log --grep=${quoted(command)} --oneline`,
  (command) => withDocument('cat > notes.md', command),
  (command) => withDocument('tee -a notes.md', command, ' >/dev/null'),
  (command) => `ls # ${command.replaceAll('\n', ' ')}`,
  (command) => `msg=${quoted(command)}; echo "$msg"`,
  (command) => `[ "$x" = ${quoted(command)} ] && echo yes`,
  (command) => `case "$x" in ${quoted(command)}) echo yes ;; esac`,
  (command) => `gh pr create --title x --body ${quoted(command)}`,
  (command) => `wc -c <<< ${quoted(command)}`,
  (command) => `echo ${quoted(command)} | sha256sum`,
  (command) => `npx vitest run -t ${quoted(command)}`,
  (command) => `python3 -c ${quoted(`print(${json(command)})`)}`,
  (command) => `node -e ${quoted(`console.log(${json(command)})`)}`,
]

/** Other spellings of one plain word. */
export const spellings: readonly Rewrite[] = [
  (word) => word,
  quoted,
  (word) => `"${word}"`,
  (word) => [...word].map((letter) => `\\${letter}`).join(''),
  (word) => `${word.slice(0, 1)}''${word.slice(1)}`,
  (word) => `${word.slice(0, 1)}"${word.slice(1)}"`,
  (word) => `$'${[...word].map((letter) => `\\x${hex(letter)}`).join('')}'`,
  (word) => `$'${octal(word)}'`,
  (word) => (word.startsWith('-') ? `$(printf -- ${word})` : `$(echo ${word})`),
  (word) => `\${unset_here:-${word}}`,
  (word) => `$(printf %s ${word})`,
  (word) => `\`printf %s ${word}\``,
  (word) => (word.length > 1 ? `${word.slice(0, 1)}\\\n${word.slice(1)}` : word),
]
