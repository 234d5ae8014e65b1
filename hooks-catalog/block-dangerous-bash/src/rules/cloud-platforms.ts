import type { Tool } from './table.ts'

const APP = 'deletes an application with what belongs to it'
const DATA = 'deletes data that the platform holds'
const OPENS = 'takes rights, settings or links away'
const STOPS = 'stops or takes out something that is running'

const heroku: Tool = {
  programs: 'heroku',
  options: 'a: app= r: remote= c: confirm= t: team= p: pipeline= k: s: space=',
  rows: [
    ['deny', 'apps:destroy|apps:delete|destroy|spaces:destroy|pipelines:destroy|dashboard:destroy', APP],
    ['deny', 'pg:reset|pg:push|pg:pull|pg:copy|pg:restore|pg:backups:restore|pg:backups:delete', DATA],
    ['deny', 'pg:backups restore|delete', DATA],
    ['deny', 'addons:destroy|redis:reset|kafka:topics:destroy|repo:reset|data:*:destroy|pg:*:destroy', DATA],
    [
      'ask',
      'kafka:fail|kafka:topics:remove|pg:promote|pg:killall|pg:kill|pg:unfollow|pg:detach|releases:rollback',
      STOPS,
    ],
    [
      'ask',
      'config:unset|config:remove|domains:remove|domains:clear|certs:remove|keys:remove|keys:clear',
      OPENS,
    ],
    ['ask', 'domains|certs|keys|config remove|clear|unset', OPENS],
    [
      'ask',
      'access:remove|members:remove|addons:detach|drains:remove|webhooks:remove|labs:disable|buildpacks:clear|buildpacks:remove',
      OPENS,
    ],
    ['ask', 'ps:scale|scale|dyno:scale @*=0', STOPS],
    [
      'ask',
      'ps:stop|ps:kill|dyno:kill|dyno:stop|reviewapps:disable|pipelines:remove|apps:leave|apps:transfer',
      STOPS,
    ],
  ],
}

const fly: Tool = {
  programs: 'fly flyctl',
  options: 'a: app= c: config= t: access-token= o: org= r: region=',
  rows: [
    ['pass', 'auth|wireguard|settings|agent'],
    ['ask', 'secrets|certs|ips|tokens unset|remove|release|revoke', OPENS],
    ['ask', '** stop|suspend|pause|detach|restart|kill', STOPS],
    ['ask', 'scale count|vm @0|*=0', STOPS],
    ['deny', '** destroy|delete|rm|remove|wipe', APP],
  ],
}

const vercel: Tool = {
  programs: 'vercel vc now',
  options: 'A: local-config= Q: global-config= t: token= S: scope= T: team= cwd=',
  rows: [
    ['ask', 'env|alias|aliases|certs|cert|secrets|secret rm|remove', OPENS],
    ['deny', 'remove|rm', APP],
    ['deny', 'project|projects|domain|domains|dns|blob|integration|teams|bisect rm|remove|delete|del', DATA],
    ['deny', 'integration-resource|ir|blob|edge-config ** remove|rm|delete|del|delete-store', DATA],
    ['ask', 'rollback|promote|redeploy', 'changes what visitors see'],
  ],
}

const netlify: Tool = {
  programs: 'netlify ntl',
  options: 'auth= filter= site= s: context=',
  rows: [
    ['deny', 'sites:delete|site:delete|*:delete|blobs:delete|blob:delete', APP],
    ['ask', 'env:unset|env:clone|unlink|*:disable|functions:*:remove', OPENS],
    ['deny', 'api @delete*', APP],
    ['deny', 'sites|blobs|db delete|drop|reset', APP],
  ],
}

const wrangler: Tool = {
  programs: 'wrangler wrangler2',
  options: 'c: config= e: env= name= cwd= namespace-id= binding= account-id= command= file=',
  rows: [
    ['ask', 'versions|deployments rollback', 'changes what visitors see'],
    ['ask', 'rollback', 'changes what visitors see'],
    ['ask', 'secret|secret:* delete|remove', OPENS],
    ['ask', 'secret:delete|route:delete|kv:key|kv:bulk delete', OPENS],
    ['ask', 'kv key delete', DATA],
    ['deny', 'delete', APP],
    [
      'deny',
      'kv:namespace|kv:bulk|d1|r2|queues|vectorize|hyperdrive|pages|workflows|pipelines|dispatch-namespace|containers|vpc|mtls-certificate|cert ** delete|delete-*|purge|remove|destroy',
      DATA,
    ],
    ['deny', 'kv|secrets-store|triggers|ai ** delete|remove|purge', DATA],
    ['ask', 'd1 time-travel restore', 'takes the database back in time'],
  ],
}

const railway: Tool = {
  programs: 'railway',
  options: 's: service= e: environment= p: project=',
  rows: [
    ['deny', 'down|delete', APP],
    ['deny', 'environment|env|volume|project|service|function|functions delete|remove|rm|d', DATA],
    ['ask', 'variables|variable|domain --remove|--delete', OPENS],
  ],
}

const firebase: Tool = {
  programs: 'firebase firebase-tools',
  options: 'P: project= account= token= c: config= only= except= instance= database=',
  rows: [
    [
      'deny',
      'firestore:delete|database:remove|functions:delete|*:databases:delete|*:backups:delete|storage:delete',
      DATA,
    ],
    [
      'deny',
      'hosting:sites:delete|apphosting:backends:delete|*:backends:delete|appdistribution:*:remove|*:destroy',
      APP,
    ],
    [
      'ask',
      'hosting:disable|hosting:channel:delete|ext:uninstall|functions:config:unset|remoteconfig:rollback',
      OPENS,
    ],
    ['ask', 'target:clear|target:remove|*:remove|*:disable|*:unset', OPENS],
    ['ask', 'deploy -f|--force', 'deletes functions and indexes that the sources no longer name'],
    ['deny', '*:delete', DATA],
  ],
}

const supabase: Tool = {
  programs: 'supabase',
  options: 'project-ref= workdir= profile= db-url= p: password= experimental= output= o: version=',
  rows: [
    ['deny', 'db reset --linked|--db-url', DATA],
    ['ask', 'db reset', 'empties the local database'],
    ['deny', 'projects|orgs|storage|branches|functions|snippets delete|rm|disable', DATA],
    ['deny', 'stop --no-backup', DATA],
    [
      'ask',
      'secrets|sso|domains|vanity-subdomains|network-bans|postgres-config|encryption unset|remove|delete',
      OPENS,
    ],
    ['ask', 'migration|migrations repair|squash|down', 'changes the record of migrations'],
    ['ask', 'db push --include-all', 'changes the remote database'],
  ],
}

const cloudFoundry: Tool = {
  programs: 'cf cf7 cf8',
  options: 'o: s: p: u:',
  rows: [
    [
      'deny',
      'delete|d|delete-org|delete-space|delete-service|ds|delete-domain|delete-orphaned-routes|delete-*|purge-*',
      APP,
    ],
    ['ask', 'stop|sp|unbind-*|us|unmap-route|unset-*|remove-*|disable-*|unshare-*', OPENS],
  ],
}

const serverside: Tool = {
  programs:
    'dokku gigalixir platform upsun terminus deployctl copilot eb kamal surge cloudflared zeabur clever scalingo caprover coolify balena aptible convox flynn',
  options: 'a: app= p: project= e: environment= t: token= org= n: name= r: profile= region= s: site=',
  rows: [
    ['pass', 'ssh-key:list'],
    [
      'ask',
      'domains:remove|domains:clear|config:unset|*:unset|*:detach|*:unlink|*:disable|*:deactivate|ps:stop',
      OPENS,
    ],
    ['deny', '*:destroy|*:delete|*:wipe|*:purge|*:remove|*:rm|*:drop|*:terminate', APP],
    ['deny', 'teardown|terminate|destroy|remove|delete|rm', APP],
    ['deny', '** destroy|delete|rm|remove|terminate|purge|cleanup', APP],
  ],
}

/** Clients of platforms that run applications. */
export const platforms: readonly Tool[] = [
  heroku,
  fly,
  vercel,
  netlify,
  wrangler,
  railway,
  firebase,
  supabase,
  cloudFoundry,
  serverside,
]
