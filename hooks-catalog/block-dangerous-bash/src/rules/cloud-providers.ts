import type { Tool } from './table.ts'

const GRANTS = 'gives far-reaching rights, or rights to everybody'
const OPENS = 'takes rights, rules or links away'
const STOPS = 'stops or takes out something that is running'
const OBJECTS = 'deletes objects of a bucket'

// Verbs that clients of the form "noun verb" share.
const GONE =
  'delete|destroy|terminate|purge|remove|rm|delete-*|purge-*|destroy-*|erase|wipe|uninstall|bulk-delete|permanent-delete*'

const gcloud: Tool = {
  programs: 'gcloud',
  options:
    'member= role= source-ranges= project= format= filter= account= configuration= billing-project= impersonate-service-account= verbosity= flags-file= zone= region= location= limit= sort-by= page-size= trace-token= access-token-file= num-nodes= size= network= cluster= instance=',
  dry: 'validate-only',
  rows: [
    ['pass', 'config|auth|components|topic|init|info|feedback'],
    ['pass', 'alpha|beta|preview config|auth|components'],
    ['ask', '** add-iam-policy-binding --member=allusers|--member=allauthenticatedusers', GRANTS],
    ['ask', '** add-iam-policy-binding --role=roles/owner|--role=roles/editor|--role=*admin', GRANTS],
    ['ask', 'compute firewall-rules create|update --source-ranges=0.0.0.0/0', GRANTS],
    ['ask', '** service-accounts keys create', 'makes a key that is good until somebody deletes it'],
    ['deny', 'storage rm', OBJECTS],
    ['deny', 'alpha|beta|preview storage rm', OBJECTS],
    ['deny', 'storage rsync --delete-unmatched-destination-objects', OBJECTS],
    ['deny', '** bulk-delete', 'deletes documents of the database'],
    ['deny', '** destroy', 'destroys keys, secrets or resources for good'],
    ['ask', '** delete-access-config|delete-tags|delete-labels|delete-metadata|delete-routes', OPENS],
    ['ask', '** remove-*|revoke|disable|detach-*|detach|unset|unlink|unbind|abandon-instances', OPENS],
    ['ask', '** stop|suspend|reset|cancel|drain|pause|stop-*|clear-*', STOPS],
    ['ask', '** resize --num-nodes=0', STOPS],
    ['ask', '** resize --size=0', STOPS],
    ['deny', `** ${GONE}`],
  ],
}

const az: Tool = {
  programs: 'az',
  options:
    'query: query= o: output= subscription= g: resource-group= n: name= l: location= ids= method= m: uri= u: url= account-name= c: s: p: org= project= t: number-of-instances= defaults= role= public-access=',
  rows: [
    ['pass', 'extension|config|configure|cache|cloud|logout|find|upgrade|alias'],
    ['pass', 'account clear'],
    ['ask', 'storage container set-permission --public-access=blob|--public-access=container', GRANTS],
    ['ask', 'role assignment create --role=owner|--role=contributor|--role=*administrator', GRANTS],
    ['ask', 'ad sp create-for-rbac --role=owner|--role=contributor|--role=*administrator', GRANTS],
    ['deny', 'rest --method=delete', 'deletes a resource of the account'],
    ['deny', 'rest -m=delete', 'deletes a resource of the account'],
    ['ask', 'role|tag|alert ** delete', OPENS],
    ['ask', '** rule|rules|assignment|permission|membership|subscription|diagnostic-settings delete', OPENS],
    ['ask', '** remove|revoke|disable|detach|unassign|remove-*|disassociate|unset|clear', OPENS],
    ['ask', '** stop|deallocate|restart-*|reset|cancel|suspend|power-off', STOPS],
    ['deny', '** sync --delete-destination', OBJECTS],
    ['deny', `** ${GONE}`],
  ],
}

const azcopy: Tool = {
  programs: 'azcopy',
  options: 'delete-destination= log-level= output-type= include-pattern= exclude-pattern=',
  rows: [
    ['deny', 'sync|s --delete-destination', 'deletes what is missing at the source from the target'],
    ['deny', 'sync|s --delete-destination @true', 'deletes what is missing at the source from the target'],
    ['deny', 'remove|rm|r', OBJECTS],
    ['pass', 'jobs **'],
  ],
}

// Clients of clouds whose commands are nouns with a verb behind them.
const nounVerb: Tool = {
  programs:
    'doctl oci ibmcloud linode-cli linode hcloud scw exo vultr-cli civo aliyun tccli yc openstack nova neutron cinder glance swift ovhcloud upctl cloudscale ionosctl eksctl ecs-cli databricks astro confluent ccloud avn aiven upstash koyeb northflank render cloudflared flarectl stackit nhost appwrite neonctl neon pscale turso planetscale xata cloudamqp ecctl atlascli snow porter qovery',
  options:
    'c: context= config= config-file= profile= region= zone= output= o: t: access-token= api-url= u: http-retry-max= token= project= org= p: format= compartment-id= auth= host= query= cloud-id= folder-id= os-cloud= os-project-name= name= n: cluster= org-id= team=',
  rows: [
    ['pass', 'auth|login|logout|plugin|plugins|config|extension|completion|context|contexts|configure'],
    ['ask', '** disable|detach|revoke|unassign|unset|remove-tag|remove-tags|untag|detach-*|remove-*', OPENS],
    [
      'ask',
      '** stop|shutdown|power-off|poweroff|poweron-*|suspend|pause|scale-to-zero|reboot|rebuild',
      STOPS,
    ],
    ['deny', `** ${GONE}|drop|unprovision|deprovision|down|nuke`],
  ],
}

const nukes: Tool = {
  programs: 'aws-nuke cloud-nuke az-nuke gcp-nuke leapp-nuke',
  rows: [
    ['pass', 'version|resource-types|explain-*|inspect-*|completion'],
    ['deny', '-c|--config|--no-dry-run', 'deletes everything in an account'],
    ['deny', 'aws|gcp|azure|nuke|run|defaults-*', 'deletes everything in an account'],
  ],
}

/** The clients of the large clouds and of those with the same way of speaking. */
export const providers: readonly Tool[] = [gcloud, az, azcopy, nounVerb, nukes]
