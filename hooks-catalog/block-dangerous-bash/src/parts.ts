import type { Rule } from './rules/rule.ts'
import type { Handler } from './shell/call.ts'

/** What one part of the guard knows about programs; each part is a file that is only loaded for its programs. */
export interface Part {
  readonly rules?: readonly Rule[]
  /** Programs that run other programs or code. */
  readonly starts?: ReadonlyMap<string, Handler>
  /** What programs print, as far as commands are made from it. */
  readonly prints?: ReadonlyMap<string, Handler>
}

// Names as they are looked up: with a space on both sides. A test compares them with what the parts hold.
const REMOVAL = ' rm grm srm rimraf del-cli trash-cli unlink shred gshred wipe '
const TREES =
  ' find gfind rsync mv gmv cp install gcp truncate gtruncate chmod gchmod chown chgrp gchown setfacl chattr chflags chcon '
const MACHINE =
  ' dd gdd dcfldd mkfs mke2fs mkswap newfs mkdosfs mkntfs fdisk sfdisk cfdisk gdisk sgdisk parted wipefs badblocks diskutil zpool zfs btrfs cryptsetup nvme mdadm hdparm lvremove vgremove pvremove lvreduce vgreduce lvm cp tee pv ddrescue blkdiscard telnet openssl nc ncat netcat nc.traditional nc.openbsd socat cat tac nl less more most bat batcat head tail cut sort uniq fold fmt pr od hexdump xxd strings base64 base32 rev paste join column diff cmp vim vi view nano emacs ed code open xclip pbcopy rsync tar zip gzip bzip2 xz zstd 7z gpg date wc split csplit shuf iconv expand unexpand look comm sftp csvcut mlr jq yq install ln link grep egrep fgrep rg ag ack zgrep ugrep sed gsed awk gawk mawk nawk perl curl wget http https xh httpie mail mailx sendmail ftp tftp aws gsutil rclone mc ssh dig nslookup host ping gh scp printenv security shutdown reboot poweroff halt init telinit systemctl loginctl kill pkill killall killall5 mv gcp truncate userdel useradd usermod groupdel deluser adduser passwd chpasswd visudo vipw crontab history '
const STARTERS =
  ' sudo doas pkexec gosu su-exec su runuser nice ionice chrt taskset numactl prlimit nohup setsid timeout gtimeout time gtime stdbuf unbuffer builtin busybox toybox strace ltrace watch flock unshare nsenter chroot caffeinate systemd-run systemd-inhibit dbus-run-session xvfb-run setpriv firejail proxychains proxychains4 torsocks faketime eatmydata hyperfine entr script dotenv cross-env env-cmd npx bunx pnpx pnpm npm yarn uv uvx poetry pdm pipenv hatch rye pixi conda bundle bun mise asdf direnv rtx doppler op infisical dotenvx nix nix-shell rtk tmux screen expect sh bash dash zsh ksh mksh ash fish csh tcsh rbash pwsh powershell elvish nu yash posh osh xonsh at batch command env ssh docker podman nerdctl kubectl oc xargs parallel find gfind fd fdfind '
const INTERPRETERS =
  ' python pypy uwsgi ipython sage python2 python3 pypy3 pythonw py node nodejs tsx ts-node deno bun perl ruby jruby irb php lua luajit osascript awk gawk nawk mawk '
const OUTPUTS =
  ' curl wget fetch aria2c http https xh lynx links w3m nc ncat netcat socat telnet grpcurl websocat ftp tftp sftp cp mv install ln link scp rsync tar zip gzip bzip2 xz zstd 7z cd ssh-agent direnv brew pyenv rbenv nodenv fnm nvm starship zoxide dircolors opam conda mise asdf keychain luarocks thefuck atuin fzf register-python-argcomplete resize tset docker-machine minikube echo printf cat tac tee base64 base32 xxd rev tr openssl gunzip zcat gpg head tail sort uniq grep egrep fgrep pv nl less more sponge cut paste uudecode sed pwd printenv whoami id date seq nproc mktemp basename dirname realpath readlink which '

interface Row {
  readonly names: string
  readonly load: () => Part
}

// In the order in which findings are weighed.
const ROWS: readonly Row[] = [
  {
    names: REMOVAL,
    load: () => {
      const { part } = require('./rules/removal.ts') as typeof import('./rules/removal.ts')
      return part
    },
  },
  {
    names: TREES,
    load: () => {
      const { part } = require('./rules/trees.ts') as typeof import('./rules/trees.ts')
      return part
    },
  },
  {
    names: ' git ',
    load: () => {
      const { part } = require('./rules/git.ts') as typeof import('./rules/git.ts')
      return part
    },
  },
  {
    names: MACHINE,
    load: () => {
      const { part } = require('./rules/machine.ts') as typeof import('./rules/machine.ts')
      return part
    },
  },
  {
    names: INTERPRETERS,
    load: () => {
      const { part } = require('./programs/interpreters.ts') as typeof import('./programs/interpreters.ts')
      return part
    },
  },
  {
    names: STARTERS,
    load: () => {
      const { part } = require('./programs/starters.ts') as typeof import('./programs/starters.ts')
      return part
    },
  },
  {
    names: OUTPUTS,
    load: () => {
      const { part } = require('./programs/outputs.ts') as typeof import('./programs/outputs.ts')
      return part
    },
  },
]

/** The parts by the names of their programs, loaded. */
export function allParts(): { readonly names: readonly string[]; readonly part: Part }[] {
  return ROWS.map(({ names, load }) => ({ names: names.trim().split(' '), part: load() }))
}

/** The parts that know a program of this name. */
function partsOf(name: string): Part[] {
  return name.includes(' ')
    ? []
    : ROWS.filter(({ names }) => names.includes(` ${name} `)).map(({ load }) => load())
}

/** The rules about a program. */
export function rulesOf(name: string): readonly Rule[] {
  const exact = rulesNamed(name)
  return exact.length > 0 ? exact : rulesNamed(versionless(name))
}

function rulesNamed(name: string): readonly Rule[] {
  return partsOf(name).flatMap(({ rules = [] }) =>
    rules.filter(({ programs }) => programs.split(' ').includes(name)),
  )
}

/** What runs the commands that a program starts, if it is one that starts others. */
export function starterOf(name: string): Handler | undefined {
  return starterNamed(name) ?? starterNamed(versionless(name))
}

function starterNamed(name: string): Handler | undefined {
  return partsOf(name)
    .find(({ starts }) => starts?.has(name))
    ?.starts?.get(name)
}

/** What gives the text that a program prints, if that is known. */
export function printerOf(name: string): Handler | undefined {
  return partsOf(name)
    .find(({ prints }) => prints?.has(name))
    ?.prints?.get(name)
}

// python3.11, mkfs.ext4 and the like share the rules of the plain name.
function versionless(name: string): string {
  return name.replace(/(?:-?\d[\d.]*)$/, '').replace(/^(mkfs|fsck)\..*$/, '$1')
}
