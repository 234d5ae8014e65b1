import type { Row, Tool } from './table.ts'

const DESTROY = 'destroys real infrastructure'
const PLAN = 'look at the plan first and let a person carry it out'
const APPLY = 'changes real infrastructure without a question'
const STATE = 'makes the state forget or replace what really exists'

const TERRAFORM: readonly Row[] = [
  ['pass', 'plan|validate|fmt|show|output|graph|providers'],
  ['deny', 'destroy', DESTROY, PLAN],
  ['deny', 'apply --destroy', DESTROY, PLAN],
  ['ask', 'apply --auto-approve', APPLY, PLAN],
  ['deny', 'state push --force', STATE],
  ['ask', 'state rm|push|mv|replace-provider', STATE],
  ['deny', 'workspace delete --force', STATE],
  ['ask', 'workspace delete', STATE],
  ['ask', 'taint|force-unlock', STATE],
]

const terraform: Tool = {
  programs: 'terraform tofu opentofu',
  dash: true,
  options:
    'var= var-file= target= replace= state= state-out= backup= lock-timeout= parallelism= generate-config-out=',
  rows: TERRAFORM,
}

const terragrunt: Tool = {
  programs: 'terragrunt terramate atmos',
  dash: true,
  options:
    'var= var-file= target= terragrunt-working-dir= working-dir= terragrunt-config= config= terragrunt-log-level= log-level= terragrunt-include-dir= terragrunt-exclude-dir= queue-include-dir= queue-exclude-dir= terragrunt-source= source= C: chdir= tags= s: stack=',
  rows: [
    ['deny', 'destroy-all', DESTROY, PLAN],
    ['deny', 'run-all|run|stack|exec|terraform|script @destroy', DESTROY, PLAN],
    ['deny', 'run-all|run|stack|exec|terraform @apply --destroy', DESTROY, PLAN],
    ['ask', 'apply-all', APPLY, PLAN],
    ['ask', 'run-all|stack @apply', APPLY, PLAN],
    ['ask', 'run @apply --all|-a|--auto-approve', APPLY, PLAN],
    ['ask', 'run-all|run @state @rm|push', STATE],
    ...TERRAFORM,
  ],
}

const pulumi: Tool = {
  programs: 'pulumi',
  options: 's: stack= C: cwd= t: target= color= m: message= p: parallel= config= config-file=',
  dry: 'preview-only',
  rows: [
    ['deny', 'destroy|down|dn', DESTROY, PLAN],
    ['ask', 'up|update|refresh -y|--yes|-f|--skip-preview', APPLY, PLAN],
    ['deny', 'stack rm', 'deletes a stack with its history', PLAN],
    ['ask', 'state|org|policy|env ** delete|rm|remove', STATE],
    ['ask', 'stack import', STATE],
    ['ask', 'cancel', 'breaks off an update that is running'],
  ],
}

const cdk: Tool = {
  programs: 'cdk cdktf sst serverless sls sam chalice zappa arc claudia amplify alchemy',
  options:
    'a: app= s: stage= profile= region= r: c: context= config= o: output= stack-name= p: plugin= require-approval= env=',
  rows: [
    ['deny', 'destroy|remove|delete|undeploy|undeploy-all', DESTROY, PLAN],
    ['ask', 'deploy --require-approval=never', APPLY, PLAN],
    ['ask', 'deploy --auto-approve', APPLY, PLAN],
    ['ask', 'gc', 'deletes assets that no stack uses'],
    ['deny', 'stack|env|app|service|state delete|remove|destroy', DESTROY, PLAN],
    ['ask', 'rollback', 'takes a stack back to what it was'],
  ],
}

const vagrant: Tool = {
  programs: 'vagrant',
  rows: [
    ['deny', 'destroy', 'deletes virtual machines with everything in them'],
    ['deny', 'box|snapshot|cloud ** delete|remove', 'deletes boxes or saved states'],
  ],
}

const fleets: Tool = {
  programs: 'juju bosh knife puppet puppetserver boundary waypoint consul vault bao spacectl',
  options:
    'm: model= c: config= e: environment= d: deployment= address= namespace= token= format= mount= path= ca-cert= http-addr= datacenter= partition=',
  dash: true,
  rows: [
    ['deny', 'kv delete --recurse|--prefix', 'deletes keys with everything below them'],
    ['ask', 'kv delete|undelete|rollback', 'deletes a key'],
    ['deny', 'kv destroy', 'destroys secrets for good'],
    ['deny', 'kv metadata delete', 'destroys secrets for good'],
    ['deny', 'secrets|auth|audit disable', 'deletes everything behind a path'],
    ['deny', 'operator seal|rekey|raft|migrate|step-down', 'takes the vault out of service'],
    [
      'ask',
      'policy|lease|token|plugin|acl|config|intention|snapshot delete|revoke|deregister|restore',
      'takes rights away',
    ],
    ['ask', 'delete', 'deletes a path'],
    [
      'deny',
      'destroy-model|destroy-controller|kill-controller|delete-deployment|deld|delete-*|remove-*|destroy',
      DESTROY,
      PLAN,
    ],
    ['ask', 'leave|force-leave|clean-up|cleanup|recreate|stop', 'takes machines out of service'],
    ['deny', '** delete|destroy|purge|remove', DESTROY, PLAN],
    ['ask', 'node|ca|cert ** clean|deactivate', 'deletes keys of machines'],
  ],
}

const saltKeys: Tool = {
  programs: 'salt-key',
  options: 'c: config-dir=',
  rows: [
    ['deny', '-D|--delete-all', 'deletes keys of machines'],
    ['ask', '-d|--delete', 'deletes keys of machines'],
  ],
}

/** Programs that build and tear down infrastructure. */
export const infrastructureTools: readonly Tool[] = [
  terraform,
  terragrunt,
  pulumi,
  cdk,
  vagrant,
  fleets,
  saltKeys,
]
