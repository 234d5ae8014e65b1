import type { Tool } from './table.ts'

const OBJECTS = 'deletes objects of a bucket'
const MIRROR = 'deletes what is missing at the source from the target'
const BUCKET = 'removes a bucket'
const OPENS = 'takes rights, rules or users away'

const gsutil: Tool = {
  programs: 'gsutil',
  options: 'o: h: u: i: D',
  rows: [
    ['deny', 'rb', BUCKET],
    ['deny', 'rm|del|delete|remove -r|-R|-a', OBJECTS],
    ['deny', 'rm|del|delete|remove -I', OBJECTS],
    ['ask', 'rm|del|delete|remove', OBJECTS],
    ['pass', 'rsync -n'],
    ['deny', 'rsync -d', MIRROR],
    ['ask', 'acl|defacl ch -u=allusers:*|-u=allauthenticatedusers:*|-u=all:*', 'opens a bucket to everybody'],
    ['ask', 'acl|defacl|iam ch|set @allusers:*|public-*', 'opens a bucket to everybody'],
    ['ask', 'retention|versioning|lifecycle clear|set @off', 'ends what protects the objects'],
    ['ask', 'hmac|notification|notifications delete', OPENS],
  ],
}

const minio: Tool = {
  programs: 'mc',
  options: 'C: config-dir= limit-upload= limit-download= older-than= newer-than= encrypt-key= region=',
  dry: 'fake',
  rows: [
    ['deny', 'rb', BUCKET],
    ['deny', 'rm|del -r|--recursive|--bypass|--versions', OBJECTS],
    ['ask', 'rm|del', OBJECTS],
    ['deny', 'mirror --remove', MIRROR],
    ['deny', 'admin bucket|user|group|decommission|tier|replicate|cluster rm|remove|delete|start'],
    ['ask', 'admin user|group disable', OPENS],
    ['ask', 'admin policy|user|idp ** unset|detach|remove|rm|delete|disable', OPENS],
    ['ask', 'admin service|prometheus stop|restart|unfreeze', 'stops the service'],
    [
      'ask',
      'ilm|event|tag|version|policy|anonymous|replicate|retention|legalhold|encrypt ** rm|remove|clear|suspend',
      OPENS,
    ],
    ['pass', 'alias|config'],
    ['ask', 'undo', 'takes the last changes back'],
  ],
}

const s3cmd: Tool = {
  programs: 's3cmd',
  options: 'c: config= access_key= secret_key= region= host= host-bucket= exclude= include=',
  dry: 'n',
  rows: [
    ['deny', 'rb', BUCKET],
    ['deny', 'del|rm -r|--recursive', OBJECTS],
    ['ask', 'del|rm', OBJECTS],
    ['deny', 'sync --delete-removed', MIRROR],
    ['ask', 'delpolicy|dellifecycle|delcors|abortmp', OPENS],
    ['ask', 'setacl --acl-public|-P', 'opens objects to everybody'],
  ],
}

const others: Tool = {
  programs: 's5cmd b2 b2v3 b2v4 ossutil ossutil64 coscmd coscli obsutil bmc uplink',
  options: 'profile= endpoint-url= credentials-file= region= i: k: e: c: t: token= access=',
  rows: [
    ['deny', 'rb|rmbucket|delete-bucket|delete_bucket|deletebucket', BUCKET],
    ['deny', 'bucket delete', BUCKET],
    ['deny', 'sync --delete|--delete-removed|--delete-destination', MIRROR],
    ['deny', 'rm|delete -r|--recursive|--versions', OBJECTS],
    ['ask', 'rm|delete|delete-file-version|delete_file_version|hide-file|delete-key|delete_key', OBJECTS],
    ['ask', 'file|key delete|delete-version', OBJECTS],
  ],
}

const rclone: Tool = {
  programs: 'rclone',
  options:
    'config= transfers= checkers= exclude= include= filter= filter-from= exclude-from= include-from= files-from= min-age= max-age= min-size= max-size= log-file= log-level= bwlimit= retries= backup-dir= suffix= n P v q i',
  dry: 'n interactive i',
  rows: [
    ['deny', 'purge', 'deletes a folder with everything in it'],
    ['deny', 'delete', 'deletes the files of a folder'],
    ['pass', 'sync --backup-dir'],
    ['ask', 'sync|bisync', MIRROR],
    ['ask', 'deletefile|dedupe|cleanup|rmdirs|settier', OBJECTS],
    ['ask', 'config delete', 'forgets a remote and its login'],
  ],
}

/** Programs that keep files in buckets. */
export const storage: readonly Tool[] = [gsutil, minio, s3cmd, others, rclone]
