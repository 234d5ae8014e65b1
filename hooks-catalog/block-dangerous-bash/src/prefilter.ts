import { LONGEST_COMMAND } from '../../../src/runtime/src/kit/bash/limits.ts'
import { MORE_WORDS } from './prefilter-words.ts'

// Programs, words and names without which no rule can match. `git` is missing on purpose: `git status` and
// `git commit` are the most frequent commands there are, so a word of a rule must be there as well. Each
// has a space on both sides.
const WORDS = ` rm rmdir grm srm unlink shred gshred rimraf trash del-cli trash-cli fd fdfind xargs parallel rsync truncate gtruncate mv gmv del rd \
dd gdd dcfldd mkfs mke2fs mkswap newfs mkdosfs mkntfs fdisk sfdisk cfdisk gdisk sgdisk parted wipefs wipe blkdiscard badblocks diskutil ddrescue pv \
format hdparm nvme cryptsetup zpool zfs btrfs mdadm lvm lvremove vgremove pvremove lvreduce vgreduce losetup flashrom \
chmod gchmod chown gchown chgrp chattr chflags chcon setfacl icacls takeown \
curl wget fetch aria2c httpie http https xh nc ncat netcat socat telnet scp sftp ftp tftp grpcurl websocat lynx links w3m \
eval source exec execdir okdir trap alias coproc command_not_found_handle enable hash script watch tmux screen expect at batch entr \
sh bash dash zsh ksh mksh ash csh tcsh fish rbash pwsh powershell elvish nu yash posh osh xonsh busybox toybox cmd \
python pypy ipython node nodejs deno bun tsx ts-node perl ruby jruby irb php lua luajit osascript awk gawk nawk mawk rscript julia tclsh elixir iex groovy scala kotlin jshell emacs guile racket sbcl clojure vim nvim ex ed gdb sqlite3 make cmake \
sudo doas run0 su runuser pkexec gosu su-exec chroot nsenter unshare ssh docker podman nerdctl kubectl oc systemd-run hyperfine flock \
reset clean push send-pack checkout restore switch stash branch reflog gc prune filter-branch filter-repo worktree config \
update-ref symbolic-ref read-tree checkout-index submodule bisect add cat-file \
kill pkill killall killall5 skill shutdown reboot poweroff halt init telinit systemctl service loginctl launchctl \
crontab history histfile passwd userdel usermod useradd adduser groupdel deluser chpasswd visudo vipw \
base64 base32 xxd rev uudecode openssl gpg env printenv declare typeset export compgen security \
ssh-copy-id altool trash-put gio unzip unshadow john hashcat pidof pg_dump tcpdump mysqldump dscl dseditgroup sysadminctl efibootmgr grub-install kexec dmsetup resize2fs gpasswd groupmod timedatectl hwclock hg chg svn \
histsize histfilesize sysctl rmmod modprobe ifdown ifconfig fuser mount umount rustup conda flatpak brew nmcli networkctl ip http-server live-server apt apt-get aptitude dpkg yum dnf microdnf rpm pacman yay apk zypper \
tee ln link install cp gcp tar gtar zip sed gsed mail mailx sendmail gsutil aws rclone mc fork mapfile readarray `

// Parts of paths that rules are about; some only count where nothing goes on behind them.
const PATHS =
  '.env .claude/ .claude.json .tfstate .ssh .aws .gnupg .kube .docker .netrc .npmrc .pypirc .pgpass .azure .config .gem .cargo .m2 .gradle .vault .password .my.cnf .bash .zsh .profile .login .pem .key .p12 .pfx .jks .keystore .kdbx .ppk credential secret _history htpasswd .mozilla token.json /proc/ /sys/ /etc/ /boot hookspath'
const MORE_PATHS = /\.git(?![\w-])|id_[rde]|service.?account|\/dev\/(?!null(?!\w)|std|tty(?!\w))|>\s*[/~]/

// Hooks that are passed over, and verbs of package managers, which are called too often to count themselves.
const PASSED_OVER =
  /--no-v|--config-env|\b(?:ld_preload|ld_audit|dyld_insert_libraries|bash_env|skip|husky|lefthook|overcommit|prek|pre_commit|git_config)\w*=|\bam\s+-\w*n/
const PACKAGES =
  /publish|\b(?:npm|pnpm|bun|yarn|cargo|gem)\s+(?:-\S+\s+)*(?:pub|unp|dep|owner|author|access|token|org|team|dist-tags?|tag|(?:smart-)?release|ws|workspaces?)/
// Addresses and settings of package managers, and packages that much else needs.
const SOURCES =
  /\bhttp:\/\/|\b(?:npx|bunx|pnpx|dlx|exec|x)\s[^;&|\n]{0,80}https:\/\/|\b(?:npm|pnpm|yarn)\s+(?:-\S+\s+)*(?:c|config|set)\s[^;&|\n]{0,80}(?:ssl|scripts)|\b(?:uninstall|un|remove|rm|r)\s[^;&|\n]{0,40}\b(?:npm|pip)\b|\bserve\s+[^;&|\n]{0,40}[/~]|\bsslverify\b/
// A loop without an end, which may start something in the background.
const ENDLESS = /\b(?:while\s+(?:true|:)|until\s+false|for\s*\(\(\s*;)/
// `find` only looks unless it is told what to do with what it finds.
const FINDS = /\bg?find\b/
const FIND_ACTION = /(?:^|\s)-(?:delete|exec|ok|fprint|fls)/
const COMMIT_OPTION = /\s-[a-z]{0,20}n/

// A name can also be put together at run time: from variables, substitutions, escapes, braces or globs.
const ASSEMBLED =
  /\$[\w{('"@*#?!-]|`|(?:^|[;&|(){}\n!])[ \t]*[^\s;&|(){}!?*[]*[?*[{]|[<>]\(|\.\w*[?*[]|\(\s*\)/

// A pattern for a program behind a word of the shell, or with a whole path wherever it stands.
const PATTERN =
  /\b(?:then|do|else|elif|if|while|until|time|command|builtin|nohup|nice|setsid|timeout|stdbuf)\s[^;&|\n]{0,80}[?*[]|(?:^|\s)\/[^\s;&|]{0,200}[?*[]/

/** Whether a command has anything that a rule could match; false means that it need not be read at all. */
export function mayMatter(command: string): boolean {
  if (command.length > LONGEST_COMMAND || ASSEMBLED.test(command) || PATTERN.test(command)) return true
  const bare = /['"\\]/.test(command) ? command.replace(/\\\r?\n|['"\\]/g, '') : command
  const text = bare.toLowerCase()
  if (hasWord(text) || MORE_PATHS.test(text) || PATHS.split(' ').some((path) => text.includes(path)))
    return true
  if (PASSED_OVER.test(text) || PACKAGES.test(text) || SOURCES.test(text) || ENDLESS.test(text)) return true
  if (FINDS.test(text) && FIND_ACTION.test(text)) return true
  return text.includes('commit') && COMMIT_OPTION.test(text)
}

// Cmdlets are named by what they do, and classes have functions that delete.
const CMDLET =
  /(?:remove|clear|stop|restart|format|disable|reset|uninstall|unregister|set|add|initialize)-\w|::\w+\(/i

/** The same for a command of PowerShell, on top of what matters in any shell. */
export function mayMatterInPowerShell(command: string): boolean {
  return CMDLET.test(command)
}

const LONGEST_NAME = 40

function hasWord(text: string): boolean {
  // `mkfs.ext4` counts by its first part, `python3.11` without its digits, `./bin/rm` by its last part. A text that
  // ends without a letter counts as well: code ends in brackets, and not every program that runs code is listed above.
  for (const word of new Set(text.split(/[^\w.-]+/))) {
    if (word.length > LONGEST_NAME) continue
    const stem = word.replace(/^[-.]+|[.\d-]+$|\..*$/g, '')
    if (word === '' || (/^[a-z\d]/.test(word) && isName(word))) return true
    if (stem !== word && /[a-z]/.test(stem) && isName(stem)) return true
  }
  return false
}

// Looked up in the text: to make a set of it first would cost more than all words of a usual command.
function isName(word: string): boolean {
  return isListed(word, WORDS) || isListed(word, MORE_WORDS)
}

// Letters are rarer than the spaces in front of them, so they are found faster.
function isListed(word: string, list: string): boolean {
  const entry = `${word} `
  let at = list.indexOf(entry)
  while (at >= 0 && list[at - 1] !== ' ') at = list.indexOf(entry, at + 1)
  return at >= 0
}

/** Whether a program of this name, which may be a pattern, can be in a command. */
export function mayStart(program: string, command: string): boolean {
  return (
    /[?*[]/.test(program) ||
    command
      .replace(/\\\r?\n|['"\\]/g, '')
      .toLowerCase()
      .includes(program.toLowerCase())
  )
}
