import type { Row, Tool } from './table.ts'

const OBJECTS = 'deletes objects of a bucket'
const STOPS = 'stops or takes out something that is running'
const GRANTS = 'gives far-reaching rights to an account'
const OPENS = 'takes rights, rules or links away'

// What holds no data and is made again in a minute.
const LIGHT: readonly Row[] = [
  ['ask', '* delete-*tags|delete-*tag|untag-*|remove-tags*|remove-*tags', 'removes tags'],
  ['ask', '* delete-message|delete-message-batch|delete-item|delete-object|delete-object-tagging'],
  ['ask', '* delete-*alarms|delete-*alarm|delete-*dashboards|delete-metric-filter|delete-*metric*'],
  ['ask', '* delete-*rule|delete-*rules|delete-*route|delete-*association|delete-*alias', OPENS],
  ['ask', '* delete-*permission|delete-*permissions|delete-*attachment|delete-*subscription', OPENS],
  ['ask', '* remove-*|detach-*|disassociate-*|disable-*|revoke-*|unassign-*|unsubscribe*', OPENS],
  ['ask', '* deregister-targets|deregister-task*|deregister-instances*|deregister-container*', STOPS],
  ['ask', '* stop-*|reboot-*|cancel-*|suspend-*|reset-*|deactivate-*|restore-table-*', STOPS],
]

/** The client of AWS: services, each with operations named verb-noun. */
export const aws: Tool = {
  programs: 'aws',
  options:
    'profile= region= output= endpoint-url= query= color= ca-bundle= cli-read-timeout= cli-connect-timeout= cli-binary-format= cli-input-json= cli-input-yaml= desired-count= desired-capacity= min-size= change-batch= acl= cidr= port= policy-arn= policy= ip-permissions= public-access-block-configuration= versioning-configuration= status= skeleton= protocol= port= cidr= policy-arn=',
  dry: 'generate-cli-skeleton',
  rows: [
    ['deny', 's3 rb', 'removes a bucket'],
    ['deny', 's3 rm --recursive', OBJECTS],
    ['pass', 's3 rm'],
    ['deny', 's3 sync --delete', 'deletes what is missing at the source from the target'],
    ['deny', 's3api delete-objects', OBJECTS],
    ['ask', 's3api put-*acl --acl=public-*', 'opens a bucket to everybody'],
    [
      'ask',
      's3api put-bucket-versioning --versioning-configuration=*suspended*',
      'ends the versions of a bucket',
    ],
    ['ask', 's3 * --acl=public-*', 'opens objects to everybody'],
    ['ask', 's3api put-bucket-policy --policy=*"principal":"*', 'opens a bucket to everybody'],
    ['ask', 'ec2 authorize-security-group-ingress --ip-permissions=*0.0.0.0/0*', 'opens ports to everybody'],
    [
      'ask',
      'rds modify-db-instance|create-db-instance --publicly-accessible',
      'opens a database to everybody',
    ],
    ['ask', 'iam attach-*-policy --policy-arn=*administratoraccess|--policy-arn=*fullaccess', GRANTS],
    ['ask', 'iam create-access-key|create-login-profile|add-user-to-group', GRANTS],
    [
      'ask',
      'ec2 authorize-security-group-ingress --cidr=0.0.0.0/0|--cidr=::/0 !--port=80|--port=443',
      'opens a port to everybody',
    ],
    [
      'ask',
      's3api put-public-access-block --public-access-block-configuration=*false*',
      'opens a bucket to everybody',
    ],
    ['pass', 'ssm terminate-session'],
    ['pass', '* stop-query*|stop-db-instance-automated*|cancel-update-stack|stop-live-tail'],
    ['ask', 'batch terminate-job', STOPS],
    ['deny', 'kms schedule-key-deletion', 'deletes a key; what it has encrypted is lost'],
    ['deny', 'organizations leave-organization|close-account|remove-account-*'],
    ['deny', 'cloudtrail stop-logging', 'ends the record of what happens in the account'],
    ['deny', 'ec2 release-address|release-hosts|deregister-image', 'gives up what cannot be had back'],
    ['ask', 'ecs update-service --desired-count=0', STOPS],
    ['ask', 'autoscaling * --desired-capacity=0', STOPS],
    ['ask', 'autoscaling * --min-size=0 --desired-capacity=0', STOPS],
    ['ask', 'route53 change-resource-record-sets --change-batch=*"delete"*', 'deletes records of the domain'],
    ['ask', 'rds modify-* --no-deletion-protection', 'lets the database be deleted'],
    ['ask', '* modify-* --no-deletion-protection-enabled', 'lets it be deleted'],
    ['ask', 'ec2 modify-instance-attribute --no-disable-api-termination', 'lets the machine be deleted'],
    ...LIGHT,
    ['deny', '* delete-*|terminate-*|purge-*|destroy-*|wipe-*|decommission-*|release-*|close-*'],
    ['deny', '* batch-delete-*|bulk-delete-*|force-delete-*|admin-delete-*|deregister-image|forget-*'],
    ['ask', '* batch-disable-*|batch-disassociate-*|batch-detach-*|deregister-*|admin-disable-*', OPENS],
    ['ask', '* delete|remove|terminate|rm|close'],
  ],
}
