import type { Rule } from './rule.ts'
import { type Tool, tableRules } from './table.ts'

const SERVICES =
  'firewalld*|ufw*|nftables*|iptables*|apparmor*|auditd*|fail2ban*|sshd*|ssh|ssh.*|selinux*|clamav*|crowdsec*'

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
  { programs: 'systemctl', rows: [['ask', `stop|disable|mask|kill @${SERVICES}`]] },
  { programs: 'service', rows: [['ask', `${SERVICES} stop`]] },
  { programs: 'insmod', rows: [['ask', '*', 'loads code into the kernel']] },
]

/** Firewalls, locks and records of the machine that are switched off. */
export const defences: readonly Rule[] = tableRules({
  group: 'system',
  harm: 'switches off what protects this machine',
  safer: 'let a person change what protects the machine',
  tools,
})
