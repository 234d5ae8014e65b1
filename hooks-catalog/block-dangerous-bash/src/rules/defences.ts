import type { Rule } from './rule.ts'
import { type Tool, tableRules } from './table.ts'

const SERVICES =
  'firewalld*|ufw*|nftables*|iptables*|apparmor*|auditd*|fail2ban*|sshd*|ssh|ssh.*|selinux*|clamav*|crowdsec*'

const NETWORK = 'networkmanager*|systemd-networkd*|systemd-resolved*|wpa_supplicant*|dhcpcd*|dbus*'
const OFFLINE = 'cuts this machine off from the network'
const DRIVER = 'takes a driver away from the running system'
const BOOT = 'changes what this machine starts from'
const CLOCK = 'sets the clock, which certificates and schedules go by'
const TRACES = 'throws away what the system has written down'
const ALL = 'stops every program that is watched over'
const LOCKS =
  'kernel.randomize_va_space=0|kernel.*ptrace_scope=0|kernel.kptr_restrict=0|kernel.dmesg_restrict=0|kernel.perf_event_paranoid=-1|kernel.unprivileged_bpf_disabled=0|kernel.yama.*=0|fs.protected_*=0|fs.suid_dumpable=1|fs.suid_dumpable=2|net.ipv4.conf.*.rp_filter=0|net.ipv4.tcp_syncookies=0|kernel.core_pattern=*'

const tools: readonly Tool[] = [
  {
    programs: 'ufw',
    rows: [
      ['ask', 'disable|reset'],
      ['ask', '--force disable|reset'],
    ],
  },
  {
    programs: 'iptables ip6tables',
    options: 't: A: D: I: p: s: d: j: i: o: m: w: P: dport= sport= state=',
    rows: [
      ['ask', '-F|--flush|-X|--delete-chain'],
      ['ask', '-P=input|-P=forward accept'],
      ['ask', '-P=input|-P=output drop', OFFLINE],
    ],
  },
  {
    programs: 'nft',
    options: 'f: I:',
    rows: [
      ['ask', 'flush ruleset|table|chain'],
      ['ask', 'delete|destroy table|chain'],
    ],
  },
  {
    programs: 'firewall-cmd',
    options: 'zone= remove-service= remove-port= set-default-zone=',
    rows: [['ask', '--panic-on|--remove-service|--remove-port|--set-default-zone=trusted']],
  },
  { programs: 'pfctl', options: 'f: a: t: s:', rows: [['ask', '-d|-F']] },
  { programs: 'aa-teardown', rows: [['ask', '**']] },
  { programs: 'aa-disable aa-complain', rows: [['ask', '*']] },
  { programs: 'rc-service', rows: [['ask', `${SERVICES} stop`]] },
  { programs: 'setenforce', rows: [['ask', '0|permissive']] },
  { programs: 'csrutil', rows: [['ask', 'disable|clear|authenticated-root']] },
  { programs: 'spctl', rows: [['ask', '--master-disable|--global-disable|--disable']] },
  {
    programs: 'auditctl',
    options: 'e:',
    rows: [
      ['ask', '-e=0'],
      ['ask', '-D'],
    ],
  },
  { programs: 'fdesetup', rows: [['ask', 'disable']] },
  {
    programs: 'systemctl',
    rows: [
      ['ask', `stop|disable|mask|kill @${SERVICES}`],
      ['ask', `stop|disable|mask|kill @${NETWORK}`, OFFLINE],
    ],
  },
  { programs: 'service', rows: [['ask', `${SERVICES} stop`]] },
  { programs: 'insmod', rows: [['ask', '*', 'loads code into the kernel']] },
  { programs: 'rmmod', rows: [['ask', '*', DRIVER]] },
  { programs: 'modprobe', options: 'C: d: S:', dry: 'n', rows: [['ask', '-r|--remove', DRIVER]] },
  {
    programs: 'sysctl',
    options: 'p: f: r: load= pattern=',
    rows: [['ask', `@${LOCKS}`]],
  },
  {
    programs: 'ip',
    options: 'n: f: netns= family=',
    rows: [
      ['ask', 'route|r|ro|rou|addr|address|a|ad|neigh|rule flush', OFFLINE],
      ['ask', 'route|r|ro del|delete @default', OFFLINE],
      ['pass', 'link|l set @lo|docker*|veth*|br-*|virbr*|wg*|dummy*|tun*|tap*|vcan*|can*'],
      ['ask', 'link|l set @down', OFFLINE],
      ['ask', 'link|l del|delete @eth*|en*|wl*', OFFLINE],
    ],
  },
  {
    programs: 'ifconfig',
    rows: [
      ['pass', 'lo|docker*|veth*|br-*'],
      ['ask', '* down', OFFLINE],
    ],
  },
  {
    programs: 'ifdown',
    rows: [
      ['ask', '*', OFFLINE],
      ['ask', '-a|--all', OFFLINE],
    ],
  },
  {
    programs: 'nmcli',
    rows: [
      ['ask', 'networking|n|radio|r @off', OFFLINE],
      ['ask', 'device|dev|d disconnect|delete', OFFLINE],
      ['ask', 'connection|con|c down|delete', OFFLINE],
    ],
  },
  {
    programs: 'launchctl',
    rows: [
      [
        'ask',
        'unload|bootout|disable|remove|kill @/system/*|/library/*|system/*|com.apple.*',
        'stops a service of the system',
      ],
      ['ask', 'bootstrap|load|submit', 'starts a program with every login from now on'],
    ],
  },
  {
    programs: 'systemd-run',
    options: 'p: u: M: H: E: unit= property= setenv= working-directory= on-calendar=',
    rows: [
      [
        'ask',
        '--on-calendar|--on-active|--on-boot|--on-startup|--on-unit-active|--on-unit-inactive|--timer-property',
        'starts a program again and again from now on',
      ],
    ],
  },
  {
    programs: 'journalctl',
    options: 'u: n: S: U: vacuum-time= vacuum-size= vacuum-files= since= until= unit=',
    rows: [
      [
        'ask',
        '--vacuum-time=*s|--vacuum-time=*sec|--vacuum-time=*m|--vacuum-time=*min|--vacuum-time=*h',
        TRACES,
      ],
      ['ask', '--vacuum-size=1|--vacuum-size=*k|--vacuum-size=1m|--vacuum-size=10m|--vacuum-files=1', TRACES],
    ],
  },
  {
    programs: 'pm2',
    rows: [
      ['ask', 'delete|del all', ALL],
      ['ask', 'kill', ALL],
    ],
  },
  { programs: 'supervisorctl', options: 'c: s: u: p:', rows: [['ask', 'stop|remove all', ALL]] },
  {
    programs: 'getent',
    rows: [
      [
        'ask',
        'shadow|gshadow',
        'reads what passwords are compared with',
        'ask for the one account in passwd',
      ],
    ],
  },
  {
    programs: 'efibootmgr',
    options: 'b: o: n: L: l: d: p: c',
    rows: [
      ['deny', '-B|--delete-bootnum', BOOT],
      ['ask', '-o|--bootorder', BOOT],
    ],
  },
  { programs: 'grub-install', options: 'boot-directory= target= efi-directory=', rows: [['ask', '*', BOOT]] },
  {
    programs: 'kexec',
    options: 'l: initrd=',
    rows: [['deny', '-e|--exec', 'starts another kernel at once']],
  },
  {
    programs: 'dmsetup',
    rows: [['ask', 'remove_all|wipe_table', 'takes disks away from the running system']],
  },
  {
    programs: 'resize2fs',
    options: 'd: z:',
    rows: [['ask', '* *', 'changes the size of a file system, and what does not fit is lost']],
  },
  { programs: 'timedatectl', rows: [['ask', 'set-time', CLOCK]] },
  { programs: 'hwclock', rows: [['ask', '--set|--hctosys', CLOCK]] },
  { programs: 'networkctl', rows: [['ask', 'down', OFFLINE]] },
]

/** Firewalls, locks and records of the machine that are switched off. */
export const defences: readonly Rule[] = tableRules({
  group: 'system',
  harm: 'switches off what protects this machine',
  safer: 'let a person change what protects the machine',
  tools,
})
