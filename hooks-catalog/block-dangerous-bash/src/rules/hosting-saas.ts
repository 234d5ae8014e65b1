import type { Tool } from './table.ts'

const GONE = 'deletes something of a service for good'
const OPENS = 'takes rights, settings or links away'
const QUEUE = 'deletes a queue or a topic with its messages'

const nounVerb: Tool = {
  programs:
    'stripe op doppler fastly ldcli circleci algolia newrelic datadog-ci pd splunk deck kong flipt unleash split square auth0 okta twilio shopify contentful sanity mux eas convex ngrok snyk sentry-cli apigeecli bw lpass pass gopass infisical jira acli tailscale buildkite-agent buildkite bk travis appcenter expo sfdx sf',
  options:
    'api-key= p: project= c: config= o: org= t: token= e: env= profile= vault= account= service-id= s: environment= store= space-id= environment-id= dataset= format= output= host= u: username= url= name= target-org= address=',
  rows: [
    [
      'pass',
      'login|logout|completion|help|config|plugins|run|exec|listen|dev|serve|whoami|get|list|read|read-only',
    ],
    ['pass', '** list|get|view|search'],
    ['deny', 'import --replace-all --prod', 'replaces everything in the production database'],
    ['ask', 'import --replace|--replace-all', 'replaces what is in the database'],
    ['deny', 'reset|purge|destroy', GONE],
    ['deny', '** delete|destroy|purge|delete-*|clear|erase|wipe', GONE],
    ['deny', '*:delete|*:destroy|*:purge|*:remove', GONE],
    ['deny', 'clean eventdata|all|userdata|globaldata', GONE],
    ['ask', '** remove|rm|revoke|disable|archive|unset|roll|deactivate|suspend|remove-*|logout-all', OPENS],
    ['ask', 'sync|gateway @sync', 'deletes what the file does not name'],
  ],
}

const queues: readonly Tool[] = [
  {
    programs:
      'kafka-topics kafka-topics.sh kafka-consumer-groups kafka-consumer-groups.sh kafka-acls kafka-acls.sh kafka-configs kafka-configs.sh kafka-delete-records kafka-delete-records.sh kafka-streams-application-reset kafka-storage',
    options:
      'bootstrap-server= topic= group= zookeeper= command-config= offset-json-file= entity-type= entity-name= delete-config=',
    rows: [
      ['deny', '--delete', QUEUE],
      ['deny', '--remove', OPENS],
      ['deny', '--offset-json-file', QUEUE],
      ['ask', '--reset-offsets --execute', 'moves consumers to another place in the topic'],
      ['ask', '--delete-config|--application-id', OPENS],
    ],
  },
  {
    programs: 'rabbitmqctl rabbitmqadmin rabbitmq-queues nats pulsar-admin rpk kcat',
    options:
      'n: node= p: vhost= s: server= H: host= u: user= P: port= V: creds= context= admin-url= X: brokers=',
    rows: [
      ['deny', 'reset|force_reset|forget_cluster_node|delete_vhost|delete_queue|purge_queue|delete_*', QUEUE],
      ['ask', 'stop_app|stop|shutdown|clear_permissions|clear_*|close_all_connections', OPENS],
      ['deny', 'delete|purge', QUEUE],
      ['deny', '** delete|rm|purge|del|delete-*|terminate|trim-prefix|clear-backlog|remove', QUEUE],
    ],
  },
]

const zones: readonly Tool[] = [
  {
    programs: 'rndc',
    options: 's: k: c: p:',
    rows: [
      ['deny', 'delzone', GONE],
      ['ask', 'stop|halt', OPENS],
    ],
  },
  { programs: 'pdnsutil', rows: [['deny', 'delete-zone|delete-rrset|zone delete', GONE]] },
  {
    programs: 'certbot',
    options: 'cert-name= d:',
    rows: [
      ['deny', 'revoke', GONE],
      ['ask', 'delete', GONE],
    ],
  },
]

const tunnels: Tool = {
  programs: 'ngrok',
  options: 'region= remote-addr= config= authtoken= log=',
  rows: [['ask', 'tcp 22|3389|*:22|*:3389', 'lets the network log in to this machine']],
}

/** Clients of services: payment, secrets, flags, queues. */
export const saas: readonly Tool[] = [nounVerb, tunnels, ...queues, ...zones]
