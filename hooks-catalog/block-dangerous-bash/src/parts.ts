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
const REMOVAL =
  ' rm grm srm rimraf del-cli trash-cli trash trash-put gio gvfs-trash unlink shred gshred wipe '
const TREES =
  ' dd gdd tar gtar bsdtar zip unzip find gfind rsync mv gmv cp install gcp truncate gtruncate chmod gchmod chown chgrp gchown setcap setfacl chattr chflags chcon '
const MACHINE =
  ' sudo doas pkexec run0 su sysctl rmmod modprobe ip ifdown ifconfig fuser mount umount nmcli networkctl dd gdd dcfldd mkfs mke2fs mkswap newfs mkdosfs mkntfs fdisk sfdisk cfdisk gdisk sgdisk parted wipefs badblocks diskutil zpool zfs btrfs cryptsetup nvme mdadm hdparm lvremove vgremove pvremove lvreduce vgreduce lvm cp tee pv ddrescue blkdiscard telnet openssl nc ncat netcat nc.traditional nc.openbsd socat cat tac nl less more most bat batcat head tail cut sort uniq fold fmt pr od hexdump xxd strings base64 base32 rev paste join column diff cmp vim vi view nano emacs ed code open xclip pbcopy rsync tar zip gzip bzip2 xz zstd 7z gpg date wc split csplit shuf iconv expand unexpand look comm sftp csvcut mlr unshadow john hashcat sqlite3 ssh-copy-id dscl dseditgroup sysadminctl launchctl efibootmgr grub-install kexec dmsetup resize2fs gpasswd groupmod timedatectl hwclock jq yq install ln link grep egrep fgrep rg ag ack zgrep ugrep sed gsed awk gawk mawk nawk perl curl wget http https xh httpie mail mailx sendmail ftp tftp aws gsutil rclone mc ssh dig nslookup host ping gh scp printenv security shutdown reboot poweroff halt init telinit systemctl loginctl kill pkill killall killall5 skill mv gcp truncate userdel useradd usermod groupdel deluser adduser passwd chpasswd visudo vipw crontab history ufw iptables ip6tables nft setenforce csrutil spctl auditctl fdesetup service insmod firewall-cmd pfctl aa-teardown aa-disable aa-complain rc-service gpg2 docker podman nerdctl gcloud az azcopy s3cmd s5cmd b2 '
const STARTERS =
  ' sudo doas pkexec gosu su-exec su runuser nice ionice chrt taskset numactl prlimit nohup setsid timeout gtimeout time gtime stdbuf unbuffer builtin busybox toybox strace ltrace watch flock unshare nsenter chroot caffeinate systemd-run systemd-inhibit dbus-run-session xvfb-run setpriv firejail proxychains proxychains4 torsocks faketime eatmydata hyperfine entr script dotenv cross-env env-cmd npx bunx pnpx pnpm npm yarn uv uvx poetry pdm pipenv hatch rye pixi conda bundle bun mise asdf direnv rtx doppler op infisical dotenvx nix nix-shell rtk tmux screen expect arch xcrun setarch linux32 linux64 fakeroot catchsegv cpulimit valgrind perf start-stop-daemon tini dumb-init catatonit ssh-agent dbus-launch capsh shx sshpass autossh rlwrap proot bwrap systemd-nspawn lerna nx devbox distrobox toolbox flatpak-spawn tox watchexec reflex nodemon onchange chokidar-cli chokidar xterm konsole alacritty kitty gnome-terminal xe chpst softlimit cgexec aws-vault chamber teller gum envchain envdir setlock lockf setuidgid s6-setuidgid viddy sops netlify sem chronic nq tsp retry volta fnm nvm pyenv rbenv nodenv mamba micromamba foreman honcho pipx run0 sg concurrently sh bash dash zsh ksh mksh ash fish csh tcsh rbash pwsh powershell elvish nu yash posh osh xonsh at batch command env ssh vagrant multipass lxc incus lxc-attach adb ansible pdsh clush pssh parallel-ssh mosh limactl lima colima minikube heroku fly flyctl gcloud machinectl nomad wsl docker-compose rush make gmake crontab invoke-expression docker podman nerdctl kubectl oc xargs parallel find gfind fd fdfind '
const INTERPRETERS =
  ' python pypy uwsgi ipython sage python2 python3 pypy3 pythonw py node nodejs tsx ts-node deno bun perl ruby jruby irb php lua luajit osascript rscript r julia elixir iex erl groovy scala kotlin jshell emacs guile racket sbcl clojure clj bb octave octave-cli gnuplot matlab tclsh wish go manage.py ./manage.py django-admin awk gawk nawk mawk '
const OUTPUTS =
  ' dig host nslookup gh aws gsutil mc rclone iwr irm invoke-webrequest invoke-restmethod curl wget fetch aria2c http https xh lynx links w3m nc ncat netcat socat telnet grpcurl websocat ftp tftp sftp cp mv install ln link scp rsync tar zip gzip bzip2 xz zstd 7z cd ssh-agent direnv brew pyenv rbenv nodenv fnm nvm starship zoxide dircolors opam conda mise asdf keychain luarocks thefuck atuin fzf register-python-argcomplete resize tset docker-machine minikube echo printf cat tac dd yes fold fmt column strings iconv expand unexpand dos2unix unix2dos shuf m4 envsubst rg tee base64 base32 xxd rev tr openssl gunzip zcat gpg head tail sort uniq grep egrep fgrep pv nl less more sponge cut paste uudecode sed gsed pwd printenv whoami id date seq nproc ps pgrep pidof lsof tree pip pip3 pg_dump pg_dumpall mysqldump mariadb-dump mongodump tcpdump mkfifo mknod mktemp basename dirname realpath readlink which '
const CLOUD =
  ' aws gcloud az azcopy doctl oci ibmcloud linode-cli linode hcloud scw exo vultr-cli civo aliyun tccli yc openstack nova neutron cinder glance swift ovhcloud upctl cloudscale ionosctl eksctl ecs-cli databricks astro confluent ccloud avn aiven upstash koyeb northflank render cloudflared flarectl stackit nhost appwrite neonctl neon pscale turso planetscale xata cloudamqp ecctl atlascli snow porter qovery aws-nuke cloud-nuke az-nuke gcp-nuke leapp-nuke gsutil mc s3cmd s5cmd b2 b2v3 b2v4 ossutil ossutil64 coscmd coscli obsutil bmc uplink rclone heroku fly flyctl vercel vc now netlify ntl wrangler wrangler2 railway firebase firebase-tools supabase cf cf7 cf8 dokku gigalixir platform upsun terminus deployctl copilot eb kamal surge zeabur clever scalingo caprover coolify balena aptible convox flynn '
const CONTAINERS =
  ' docker podman nerdctl finch docker-compose podman-compose colima limactl lima minikube kind k3d multipass lxc lxd incus virsh vboxmanage prlctl tart qm pct vcluster ctlptl crc docker-machine orb orbctl rdctl tilt skaffold ddev lando ctr crictl buildah skopeo crane regctl oras cosign kubectl oc k kubecolor helm helm3 helmfile velero argocd argo flux istioctl cilium okteto werf kubeadm talosctl rke rke2 k0s k0sctl microk8s clusterctl rancher tkn kn operator-sdk devspace ceph rbd radosgw-admin gluster virtctl karmadactl tctl tanzu kops nomad k3s-uninstall.sh k3s-agent-uninstall.sh rke2-uninstall.sh k3s-killall.sh kubectx kubens k3s '
const INFRASTRUCTURE =
  ' terraform tofu opentofu terragrunt terramate atmos pulumi cdk cdktf sst serverless sls sam chalice zappa arc claudia amplify alchemy vagrant juju bosh knife puppet puppetserver boundary waypoint consul vault bao spacectl salt-key restic borg borgmatic kopia duplicity rustic timeshift wal-g wal-e pgbackrest barman pg_probackup tarsnap duply tmutil ansible ansible-playbook salt salt-ssh salt-call '
const DATABASE =
  ' psql pgcli usql vsql gsql ysqlsh mysql mariadb mycli mysqlsh sqlite3 sqlite litecli sqlcipher libsql duckdb sqlcmd mssql-cli osql tsql bsqldb clickhouse-client clickhouse-local clickhouse cockroach trino presto hive beeline impala-shell spark-sql snowsql snow cqlsh ksql isql fbsql db2 sqlplus sqlline nzsql influx ydb dolt athenacli hdbsql redis-cli valkey-cli keydb-cli dragonfly-cli iredis mongosh mongo bq cypher-shell wrangler turso dropdb pg_dropcluster pg_resetwal pg_resetxlog dropuser mysqladmin mariadb-admin pg_restore mongorestore etcdctl nodetool prisma prisma2 zenstack blitz typeorm typeorm-ts-node-commonjs typeorm-ts-node-esm typeorm-extension sequelize sequelize-cli knex drizzle-kit mikro-orm mikro-orm-esm ace payload meteor encore node-pg-migrate db-migrate migrate-mongo artisan console doctrine doctrine-migrations symfony wp drush drupal phinx cake rails rake hanami sequel manage.py ./manage.py django-admin django alembic flask aerich airflow mix dotnet-ef dotnet mvn mvnd mvnw ./mvnw gradle gradlew ./gradlew flyway liquibase goose migrate dbmate sqitch sqlx diesel sea-orm-cli atlas hasura '
const PUBLISH =
  ' npm pnpm bun yarn lerna changeset semantic-release release-it np nx rush auto jsr deno cargo twine poetry uv hatch pdm flit maturin rye pixi setup.py ./setup.py gem rake mvn mvnd ./mvnw mvnw gradle ./gradlew gradlew sbt lein clojure dotnet nuget nuget.exe pod dart flutter mix rebar3 cabal stack luarocks anaconda conan opam swift vsce ovsx snapcraft charmcraft altool fastlane eas web-ext goreleaser jreleaser docker podman nerdctl buildah img finch docker-compose podman-compose helm helm3 crane oras regctl ansible-galaxy puppet '
const HOSTING =
  ' gh hub glab tea berg bb stripe op doppler fastly ldcli circleci algolia newrelic datadog-ci pd splunk deck kong flipt unleash split square auth0 okta twilio shopify contentful sanity mux eas convex ngrok snyk sentry-cli apigeecli bw lpass pass gopass infisical jira acli tailscale buildkite-agent buildkite bk travis appcenter expo sfdx sf kafka-topics kafka-topics.sh kafka-consumer-groups kafka-consumer-groups.sh kafka-acls kafka-acls.sh kafka-configs kafka-configs.sh kafka-delete-records kafka-delete-records.sh kafka-streams-application-reset kafka-storage rabbitmqctl rabbitmqadmin rabbitmq-queues nats pulsar-admin rpk kcat rndc pdnsutil certbot '
const PACKAGES =
  ' npm pnpm yarn bun npx bunx pnpx pip pip3 uv pipx apt apt-get aptitude dpkg yum dnf microdnf rpm pacman yay apk zypper brew rustup conda mamba micromamba flatpak '
const SERVERS = ' python python2 python3 py php ruby serve http-server live-server ngrok '
const REQUESTS = ' curl wget http https xh httpie '
const HOOKS =
  ' chmod mv rm unlink ln truncate sed gsed perl pre-commit prek lefthook husky overcommit gt sl git-cz cz czg '
const LAUNCHERS = ' python python2 python3 py php node ruby symfony sail yarn pnpm bun '
const WINDOWS =
  ' remove-item ri rd rmdir del erase format-volume clear-disk initialize-disk remove-partition reset-physicaldisk remove-virtualdisk remove-storagepool set-partition resize-partition stop-computer restart-computer remove-localuser disable-localuser remove-localgroup remove-localgroupmember remove-aduser remove-adobject remove-adgroup remove-adcomputer remove-adorganizationalunit add-localgroupmember clear-eventlog remove-eventlog limit-eventlog remove-service disable-computerrestore remove-vm remove-vmharddiskdrive remove-vmsnapshot remove-vhd clear-tpm disable-bitlocker clear-recyclebin stop-service suspend-service uninstall-windowsfeature remove-windowsfeature disable-windowsoptionalfeature remove-windowspackage remove-appxpackage remove-appxprovisionedpackage unregister-scheduledtask disable-scheduledtask remove-smbshare remove-netfirewallrule remove-netipaddress remove-netroute disable-netadapter reset-netadapteradvancedproperty drop-database remove-sqldatabase set-executionpolicy set-mppreference add-mppreference set-netfirewallprofile clear-content clear-item remove-itemproperty clear-itemproperty set-itemproperty new-itemproperty stop-process spps move-item set-content add-content out-file format format.com diskpart reg cipher takeown icacls cacls robocopy psshutdown mshta regsvr32 rundll32 msiexec certutil bitsadmin vssadmin wbadmin wmic bcdedit bootrec bootsect mbr2gpt wevtutil fsutil schtasks sc net net1 netsh auditpol manage-bde wsl taskkill winget choco scoop dism tpmtool systemreset logoff powershell pwsh cmd forfiles runas '

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
    names: ' hg chg svn ',
    load: () => {
      const { part } = require('./rules/vcs.ts') as typeof import('./rules/vcs.ts')
      return part
    },
  },
  {
    names: ' git bfg git-filter-repo ',
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
    names: CLOUD,
    load: () => {
      const { part } = require('./rules/cloud.ts') as typeof import('./rules/cloud.ts')
      return part
    },
  },
  {
    names: CONTAINERS,
    load: () => {
      const { part } = require('./rules/containers.ts') as typeof import('./rules/containers.ts')
      return part
    },
  },
  {
    names: INFRASTRUCTURE,
    load: () => {
      const { part } = require('./rules/infrastructure.ts') as typeof import('./rules/infrastructure.ts')
      return part
    },
  },
  {
    names: DATABASE,
    load: () => {
      const { part } = require('./rules/database.ts') as typeof import('./rules/database.ts')
      return part
    },
  },
  {
    names: PUBLISH,
    load: () => {
      const { part } = require('./rules/publish.ts') as typeof import('./rules/publish.ts')
      return part
    },
  },
  {
    names: HOSTING,
    load: () => {
      const { part } = require('./rules/hosting.ts') as typeof import('./rules/hosting.ts')
      return part
    },
  },
  {
    names: REQUESTS,
    load: () => {
      const { part } = require('./rules/requests.ts') as typeof import('./rules/requests.ts')
      return part
    },
  },
  {
    names: PACKAGES,
    load: () => {
      const { part } = require('./rules/packages.ts') as typeof import('./rules/packages.ts')
      return part
    },
  },
  {
    names: SERVERS,
    load: () => {
      const { part } = require('./rules/servers.ts') as typeof import('./rules/servers.ts')
      return part
    },
  },
  {
    names: HOOKS,
    load: () => {
      const { part } = require('./rules/hooks.ts') as typeof import('./rules/hooks.ts')
      return part
    },
  },
  {
    names: LAUNCHERS,
    load: () => {
      const { part } = require('./programs/launchers.ts') as typeof import('./programs/launchers.ts')
      return part
    },
  },
  {
    names: WINDOWS,
    load: () => {
      const { part } = require('./rules/windows.ts') as typeof import('./rules/windows.ts')
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

/** What all parts together know about one program. */
interface Knowledge {
  readonly rules: readonly Rule[]
  readonly starter: Handler | undefined
  readonly printer: Handler | undefined
}

// To look a name up takes longer than most rules, and a long command has the same names again and again.
const looked = new Map<string, Knowledge>()
const MOST_NAMES = 500

function knowledgeOf(name: string): Knowledge {
  const before = looked.get(name)
  if (before) return before
  const exact = rulesNamed(name)
  const found = {
    rules: exact.length > 0 ? exact : rulesNamed(versionless(name)),
    starter: starterNamed(name) ?? starterNamed(versionless(name)),
    printer: printerNamed(name),
  }
  if (looked.size >= MOST_NAMES) looked.clear()
  looked.set(name, found)
  return found
}

/** The rules about a program. */
export function rulesOf(name: string): readonly Rule[] {
  return knowledgeOf(name).rules
}

function rulesNamed(name: string): readonly Rule[] {
  return partsOf(name).flatMap(({ rules = [] }) =>
    rules.filter(({ programs }) => programs.split(' ').includes(name)),
  )
}

/** What runs the commands that a program starts, if it is one that starts others. */
export function starterOf(name: string): Handler | undefined {
  return knowledgeOf(name).starter
}

function starterNamed(name: string): Handler | undefined {
  return partsOf(name)
    .find(({ starts }) => starts?.has(name))
    ?.starts?.get(name)
}

/** What gives the text that a program prints, if that is known. */
export function printerOf(name: string): Handler | undefined {
  return knowledgeOf(name).printer
}

function printerNamed(name: string): Handler | undefined {
  return partsOf(name)
    .find(({ prints }) => prints?.has(name))
    ?.prints?.get(name)
}

// python3.11, mkfs.ext4 and the like share the rules of the plain name.
function versionless(name: string): string {
  return name.replace(/(?:-?\d[\d.]*)$/, '').replace(/^(mkfs|fsck)\..*$/, '$1')
}
