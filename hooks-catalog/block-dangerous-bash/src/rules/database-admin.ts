import type { Tool } from './table.ts'

const DROPS = 'drops a database with everything in it'
const ROWS = 'deletes data of the database'
const NODE = 'takes a node, a user or a member out of the database'

/** Programs that manage database servers. */
export const databaseAdmin: readonly Tool[] = [
  {
    programs: 'dropdb pg_dropcluster pg_resetwal pg_resetxlog',
    options: 'h: p: U: maintenance-db= host= port= username=',
    dry: 'n V version',
    rows: [['deny', '**', DROPS]],
  },
  { programs: 'dropuser', rows: [['ask', '**', NODE]] },
  {
    programs: 'mysqladmin mariadb-admin',
    options: 'h: u: P: S: host= user= port= socket= protocol=',
    rows: [
      ['deny', '@drop', DROPS],
      ['ask', '@shutdown|kill', 'stops the database'],
    ],
  },
  {
    programs: 'pg_restore mongorestore',
    options: 'h: p: U: d: host= port= username= dbname= db= uri= f: j: t: n:',
    dry: 'l list',
    rows: [['ask', '-c|--clean|--drop', 'drops what is there before it puts the backup back']],
  },
  {
    programs: 'etcdctl',
    options: 'endpoints= cacert= cert= key= user= password=',
    rows: [
      ['deny', 'del|rm --prefix|--from-key|--recursive', ROWS],
      ['ask', 'del|rm|rmdir', ROWS],
      ['ask', 'member|user|role|auth remove|delete|disable', NODE],
    ],
  },
  {
    programs: 'influx',
    options: 'host= org= o: t: token= c: n: name= i: id= bucket= b: execute= database= p: predicate=',
    rows: [
      ['deny', 'bucket|org|v1|remote|replication ** delete', DROPS],
      ['deny', 'delete', ROWS],
      ['ask', 'user|auth|task|secret|dashboards delete|inactive', NODE],
    ],
  },
  {
    programs: 'nodetool',
    options: 'h: p: u: host= port=',
    rows: [
      ['deny', 'assassinate|decommission|removenode|clearsnapshot', NODE],
      ['ask', 'drain|stopdaemon', 'stops the database'],
    ],
  },
  {
    programs: 'cockroach',
    options: 'host= certs-dir= url=',
    rows: [['ask', 'node|quit decommission|drain', NODE]],
  },
  {
    programs: 'dolt',
    options: 'e: endpoint= u: p: ns= db=',
    rows: [
      ['deny', 'reset --hard', 'throws away changes that are not committed'],
      ['deny', 'table rm', DROPS],
      ['deny', 'branch -D', 'deletes a branch of the database'],
    ],
  },
]
