import type { Tool } from './table.ts'

const BACKUP = 'deletes backups'

const snapshots: Tool = {
  programs: 'restic borg borgmatic kopia duplicity rustic timeshift',
  options:
    'r: repo= repository= p: password-file= o: c: config= keep-last= keep-daily= keep-weekly= keep-monthly= keep-within= host= tag= path= a: P: glob-archives= prefix= snapshot=',
  dry: 'n',
  rows: [
    ['deny', 'forget --prune', BACKUP],
    ['deny', 'remove-all-but-n-full|remove-older-than|remove-all-inc-of-but-n-full|cleanup --force', BACKUP],
    ['deny', 'delete|purge|--delete-all', BACKUP],
    ['deny', '--delete|--delete-all', BACKUP],
    ['deny', 'snapshot|repository|policy|blob|content delete|remove|expire|rm', BACKUP],
    ['ask', 'forget|prune|recreate|rewrite|expire|gc', BACKUP],
    ['ask', 'key|keys remove|rm|delete', 'takes the key of a backup away'],
  ],
}

const databases: Tool = {
  programs: 'wal-g wal-e pgbackrest barman pg_probackup tarsnap duply',
  options: 'stanza= config= c: f: keyfile=',
  dash: true,
  rows: [
    ['deny', 'delete everything|retain|before|target --confirm', BACKUP],
    ['deny', 'delete|stanza-delete|purge', BACKUP],
    ['ask', 'expire|del-instance', BACKUP],
    ['deny', '--nuke', BACKUP],
    ['deny', '-d -f', BACKUP],
  ],
}

const timeMachine: Tool = {
  programs: 'tmutil',
  rows: [
    ['deny', 'delete|deletelocalsnapshots|thinlocalsnapshots|deleteinprogress', BACKUP],
    ['ask', 'disable|disablelocal|removedestination', 'ends the backups of this machine'],
  ],
}

/** Programs that keep backups. */
export const backupTools: readonly Tool[] = [snapshots, databases, timeMachine]
