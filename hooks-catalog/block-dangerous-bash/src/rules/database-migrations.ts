import type { Row, Tool } from './table.ts'

const DROPS = 'drops the database with everything in it'
const EMPTIES = 'empties the database and builds it anew'
const BACK = 'takes migrations back, with the data in what they made'

const RAILS =
  'db:drop|db:drop:*|db:reset|db:reset:*|db:purge|db:purge:*|db:migrate:reset|db:truncate_all|db:seed:replant|db:wipe|db:nuke|db:rebuild|db:recreate|db:clean'

const ruby: readonly Tool[] = [
  {
    programs: 'rails rake',
    options: 'e: environment= f: rakefile= C: directory= R: I:',
    dry: 'n',
    rows: [
      ['deny', `@${RAILS}`, EMPTIES],
      ['ask', '@db:schema:load|db:schema:load:*|db:structure:load|db:setup', EMPTIES],
      [
        'deny',
        'runner|r @*.delete_all*|*.destroy_all*|*drop_table*|*drop_database*',
        'deletes rows of the database',
      ],
    ],
  },
  { programs: 'hanami', rows: [['deny', 'db drop|reset', DROPS]] },
  { programs: 'sequel', options: 'm: M:', rows: [['deny', '-M=0', BACK]] },
]

const DJANGO: readonly Row[] = [
  ['deny', 'flush|reset_db|reset_schema', EMPTIES],
  ['deny', 'migrate @zero', BACK],
  ['deny', 'shell -c=*.delete()*|--command=*.delete()*', 'deletes rows of the database'],
  [
    'ask',
    'clear_index|rebuild_index|delete_squashed|remove_stale_contenttypes',
    'deletes data that has to be made again',
  ],
]

const python: readonly Tool[] = [
  {
    programs: 'manage.py ./manage.py django-admin django',
    options: 'settings= pythonpath= database= c: command= verbosity= v:',
    dry: 'plan',
    rows: DJANGO,
  },
  {
    programs: 'alembic',
    options: 'c: n: x: name= config= tag=',
    dry: 'sql',
    rows: [
      ['deny', 'downgrade base', BACK],
      ['pass', 'downgrade -1'],
      ['ask', 'downgrade', BACK],
    ],
  },
  {
    programs: 'flask',
    options: 'A: app= e: env-file= d: directory= x: tag=',
    dry: 'sql',
    rows: [
      ['deny', 'db downgrade base|0', BACK],
      ['deny', 'db drop|reset|wipe', EMPTIES],
      ['deny', 'drop-db|reset-db|drop_db|reset_db', EMPTIES],
    ],
  },
  { programs: 'aerich', rows: [['ask', 'downgrade', BACK]] },
  {
    programs: 'airflow',
    rows: [
      ['deny', 'db reset', EMPTIES],
      ['deny', 'resetdb', EMPTIES],
      ['ask', 'dags|connections|users|variables|pools delete|clean', 'deletes what the scheduler knows'],
      ['ask', 'db clean|downgrade', BACK],
    ],
  },
]

const elsewhere: readonly Tool[] = [
  {
    programs: 'mix',
    options: 'r: repo= n: step= to=',
    rows: [
      ['deny', 'ecto.drop|ecto.reset', DROPS],
      ['deny', 'ecto.rollback|ecto.migrate --all|--to=0', BACK],
    ],
  },
  {
    programs: 'dotnet-ef dotnet',
    options: 'p: project= s: startup-project= c: context= connection=',
    rows: [
      ['deny', 'ef database drop', DROPS],
      ['deny', 'ef database update @0', BACK],
      ['deny', 'database drop', DROPS],
      ['deny', 'database update @0', BACK],
    ],
  },
  {
    programs: 'flyway',
    options: 'url= user=',
    dash: true,
    rows: [
      ['deny', '@clean', DROPS],
      ['ask', '@undo', BACK],
    ],
  },
  {
    programs: 'mvn mvnd mvnw ./mvnw gradle gradlew ./gradlew',
    options: 'f: file= pl: P: s: settings= p: b: c:',
    rows: [
      [
        'deny',
        '@flyway:clean|*:flyway-maven-plugin:clean|liquibase:dropall|flywayclean|*:flywayclean|dropall',
        DROPS,
      ],
      ['ask', '@liquibase:rollback|flyway:undo|flywayundo', BACK],
    ],
  },
  {
    programs: 'liquibase',
    options: 'url= username= password= changelog-file= defaultsFile= defaults-file=',
    rows: [
      ['deny', '@dropall|drop-all', DROPS],
      ['ask', '@rollback*|rollback-*|clear-checksums', BACK],
    ],
  },
  {
    programs: 'goose',
    options: 'dir= table=',
    dash: true,
    rows: [
      ['deny', '@reset', BACK],
      ['deny', '@down-to @0', BACK],
    ],
  },
  {
    programs: 'migrate',
    options: 'path= database= source=',
    dash: true,
    rows: [
      ['deny', 'drop', DROPS],
      ['deny', 'down --all', BACK],
      ['pass', 'down @1|2|3'],
      ['ask', 'down|force', BACK],
    ],
  },
  { programs: 'dbmate', options: 'u: url= e: d: env=', rows: [['deny', 'drop', DROPS]] },
  { programs: 'sqitch', options: 'C: t: target=', rows: [['ask', 'revert|rebase', BACK]] },
  {
    programs: 'sqlx diesel sea-orm-cli',
    options: 'D: database-url= source= u: d: migration-dir= config-file=',
    rows: [
      ['deny', 'database|db drop|reset', DROPS],
      ['deny', 'migrate fresh|reset|refresh', EMPTIES],
      ['deny', 'migration revert -a|--all', BACK],
      ['deny', 'migrate revert --target-version=0', BACK],
    ],
  },
  {
    programs: 'atlas',
    options: 'u: url= env= to= dir=',
    rows: [
      ['deny', 'schema clean', DROPS],
      ['ask', 'schema apply --auto-approve', 'changes tables without a question'],
    ],
  },
  {
    programs: 'hasura',
    options: 'endpoint= admin-secret= database-name= project=',
    rows: [
      ['ask', 'metadata clear', 'deletes what the server knows about the database'],
      ['deny', 'migrate delete --all', BACK],
    ],
  },
]

/** Programs of Ruby, Python and other languages that change the tables of a database. */
export const otherFrameworks: readonly Tool[] = [...ruby, ...python, ...elsewhere]
