import { otherFrameworks } from './database-migrations.ts'
import type { Row, Tool } from './table.ts'

const DROPS = 'drops the database with everything in it'
const EMPTIES = 'empties the database and builds it anew'
const BACK = 'takes migrations back, with the data in what they made'

const PRISMA: readonly Row[] = [
  ['deny', 'migrate reset', EMPTIES],
  ['deny', 'db push --force-reset|--accept-data-loss', EMPTIES],
]

const javascript: readonly Tool[] = [
  { programs: 'prisma prisma2 zenstack blitz', options: 'schema= config= url= file=', rows: PRISMA },
  {
    programs: 'typeorm typeorm-ts-node-commonjs typeorm-ts-node-esm typeorm-extension',
    options: 'd: dataSource= f: c: config= connection=',
    rows: [
      ['deny', 'schema:drop|db:drop', DROPS],
      ['ask', 'schema:sync', 'changes tables without a migration'],
    ],
  },
  {
    programs: 'sequelize sequelize-cli',
    options: 'env= url= config= migrations-path= to= name=',
    rows: [
      ['deny', 'db:drop', DROPS],
      ['deny', 'db:migrate:undo:all', BACK],
      ['ask', 'db:seed:undo:all|db:seed:undo', BACK],
    ],
  },
  {
    programs: 'knex',
    options: 'knexfile= env= cwd= client= connection=',
    rows: [['deny', 'migrate:rollback --all|-a', BACK]],
  },
  {
    programs: 'drizzle-kit',
    options: 'config= dialect= schema= out= url=',
    rows: [
      ['ask', 'push|push:* --force', 'changes tables without a question'],
      ['ask', 'drop', 'removes migrations'],
    ],
  },
  {
    programs: 'mikro-orm mikro-orm-esm',
    options: 'config=',
    dry: 'dump d',
    rows: [
      ['deny', 'schema:drop -r|--run|--drop-db', DROPS],
      ['deny', 'schema:fresh|migration:fresh', EMPTIES],
    ],
  },
  {
    programs: 'ace',
    options: 'connection=',
    rows: [['deny', 'migration:fresh|migration:reset|migration:refresh|db:wipe|db:truncate', EMPTIES]],
  },
  {
    programs: 'payload',
    rows: [['deny', 'migrate:fresh|migrate:reset|migrate:refresh', EMPTIES]],
  },
  { programs: 'meteor', rows: [['deny', 'reset', EMPTIES]] },
  { programs: 'encore', rows: [['deny', 'db reset|drop', EMPTIES]] },
  {
    programs: 'node-pg-migrate db-migrate',
    options: 'e: config= m:',
    rows: [['deny', 'reset|redo:all|db:drop', BACK]],
  },
  {
    programs: 'migrate-mongo',
    options: 'f: file=',
    rows: [['ask', 'down --block', BACK]],
  },
]

const php: readonly Tool[] = [
  {
    programs: 'artisan',
    options: 'database= path= env= step= execute=',
    dry: 'pretend',
    rows: [
      ['deny', 'migrate:fresh|migrate:reset|migrate:refresh|db:wipe', EMPTIES],
      [
        'deny',
        'tinker --execute=*truncate(*|--execute=*->delete(*|--execute=*drop*',
        'deletes rows of the database',
      ],
      ['ask', 'queue:flush|queue:clear|horizon:clear', 'throws jobs away'],
    ],
  },
  {
    programs: 'console doctrine doctrine-migrations symfony',
    options: 'env= e: connection= em= c:',
    dry: 'dump-sql',
    rows: [
      [
        'deny',
        '@doctrine:database:drop|doctrine:schema:drop|orm:schema-tool:drop|d:d:d|d:s:d --force|-f|--full-database',
        DROPS,
      ],
      ['deny', '@doctrine:mongodb:schema:drop|doctrine:phpcr:*:drop', DROPS],
      ['deny', '@doctrine:migrations:migrate|migrations:migrate|migrate @first|0', BACK],
      [
        'ask',
        '@doctrine:schema:update|orm:schema-tool:update --force|-f',
        'changes tables without a migration',
      ],
      ['ask', '@doctrine:fixtures:load|doctrine:mongodb:fixtures:load !--append', EMPTIES],
    ],
  },
  {
    programs: 'wp',
    options: 'path= url= ssh= http= user= exec= require=',
    rows: [
      ['deny', 'db drop|reset|clean', DROPS],
      ['deny', 'site empty|delete', 'deletes a site with its content'],
      ['deny', 'post|user|comment|term|media|attachment delete $', 'deletes content that nobody has named'],
      [
        'ask',
        'post|user|comment|term|media|option|plugin|theme|role|menu|super-admin delete|uninstall|reset|remove',
        'deletes content',
      ],
    ],
  },
  {
    programs: 'drush drupal',
    options: 'l: uri= r: root= db-url= target=',
    dry: 'simulate s',
    rows: [
      ['deny', '@sql-drop|sql:drop|database:drop', DROPS],
      ['ask', '@site-install|si|site:install|sql-sync|sql:sync', EMPTIES],
      ['ask', '@entity:delete|edel|pm-uninstall|pmu|pm:uninstall|user:cancel|user-cancel', 'deletes content'],
    ],
  },
  {
    programs: 'phinx cake',
    options: 'e: environment= c: configuration= t: target= d: date=',
    rows: [
      ['deny', 'rollback|migrations -t=0|--target=0', BACK],
      ['ask', 'migrations reset', BACK],
    ],
  },
]

/** Programs of frameworks that build the tables of a database and drop them. */
export const frameworks: readonly Tool[] = [...javascript, ...php, ...otherFrameworks]
