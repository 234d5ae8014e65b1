import type { Row, Tool } from './table.ts'

// Kinds of objects that hold data, or everything else.
const KINDS =
  'all ns namespace namespaces pv pvs persistentvolume persistentvolumes pvc pvcs persistentvolumeclaim persistentvolumeclaims sts statefulset statefulsets crd crds customresourcedefinition customresourcedefinitions no node nodes secret secrets sc storageclass storageclasses volumesnapshot volumesnapshots project projects clusterrole clusterroles cluster clusters machine machines machinedeployment machinedeployments'.split(
    ' ',
  )
const GRAVE = KINDS.flatMap((kind) => [kind, `${kind}.*`, `${kind},*`, `*,${kind}`, `*,${kind},*`]).join('|')
const NAMED = KINDS.map((kind) => `${kind}/*|${kind}.*/*`).join('|')

const DELETES = 'deletes objects of a cluster'
const DATA = 'deletes objects of a cluster that hold data or hold everything else'
const STOPS = 'takes something out of service'
const RELEASE = 'removes a release with all its objects'

const ROWS: readonly Row[] = [
  ['deny', 'delete --all|-A|--all-namespaces', 'deletes every object of a kind'],
  ['deny', `delete ${GRAVE}`, DATA],
  ['deny', `delete @${NAMED}`, DATA],
  ['deny', 'delete -k|--kustomize', DATA],
  ['ask', 'delete', DELETES],
  ['ask', 'drain|cordon', STOPS],
  ['ask', 'rollout undo', 'takes what runs back to an older version'],
  ['ask', 'adm drain|cordon', STOPS],
  ['deny', 'adm prune --confirm', DELETES],
  ['deny', 'adm|certs|registry|policy|groups delete|remove-*|purge', DELETES],
  ['ask', 'scale --replicas=0', STOPS],
  ['ask', 'replace --force', 'deletes objects before it makes them again'],
  ['ask', 'apply --prune|--force', 'deletes objects that the files do not name, or makes them anew'],
  ['ask', 'patch -p=*finalizers*null*|-p=*finalizers*[]*', DELETES],
  ['ask', 'patch --patch=*finalizers*null*|--patch=*finalizers*[]*', DELETES],
  ['ask', 'taint @*:noexecute', STOPS],
  ['ask', 'config delete-*|unset', 'forgets a cluster and its login'],
  ['ask', 'create clusterrolebinding --clusterrole=cluster-admin', 'gives all rights in the cluster away'],
  [
    'ask',
    'get secret|secrets|secret/*|secrets/* -o=yaml|-o=json*|-o=go-template*|--output=yaml|--output=json*|--output=go-template*',
    'prints secrets of the cluster',
  ],
]

const kubectl: Tool = {
  programs: 'kubectl oc k kubecolor',
  options:
    'o: output= clusterrole= n: namespace= context= cluster= user= kubeconfig= s: server= token= as: as= as-group= as-uid= request-timeout= v: cache-dir= certificate-authority= client-certificate= client-key= tls-server-name= password= username= profile-output= log-flush-frequency= l: selector= f: filename= k: kustomize= field-selector= grace-period= timeout= o: output= replicas= current-replicas= p: patch= type= c: container= to-revision= template= field-manager= sort-by=',
  rows: ROWS,
}

const helm: Tool = {
  programs: 'helm helm3',
  options:
    'n: namespace= kube-context= kubeconfig= kube-apiserver= kube-token= kube-as-user= kube-as-group= kube-ca-file= registry-config= repository-cache= repository-config= burst-limit= qps= timeout= description= cascade= f: values= set= version=',
  rows: [
    ['deny', 'uninstall|delete|del|un', RELEASE],
    ['ask', 'upgrade --force|--force-replace', 'deletes objects before it makes them again'],
    ['ask', 'rollback', 'takes a release back to an older version'],
    ['deny', 'secrets|tiller delete|stop'],
  ],
}

const operators: Tool = {
  programs:
    'helmfile velero argocd argo flux istioctl cilium okteto werf kubeadm talosctl rke rke2 k0s k0sctl microk8s clusterctl rancher tkn kn operator-sdk devspace ceph rbd radosgw-admin gluster virtctl karmadactl tctl tanzu',
  options:
    'n: namespace= context= kubeconfig= kube-context= f: file= e: environment= l: selector= output= o: server= nodes= endpoints= talosconfig= state= name= p: pool= c: cluster= id= region=',
  rows: [
    ['pass', 'logout|login|completion|context'],
    ['deny', 'reset|destroy|purge|dismiss|nuke', 'takes a whole cluster or everything in it away'],
    ['deny', 'uninstall|delete|remove|deinit', 'removes what a cluster runs, or the cluster'],
    ['ask', 'app|proj|cluster|repo|appset|account actions|terminate-op|rollback|unset|delete-token', STOPS],
    ['ask', 'suspend|stop|terminate', STOPS],
    ['deny', '** delete|destroy|rm|remove|purge|wipe|delete-*|prune|zap|reset', DATA],
  ],
}

const kops: Tool = {
  programs: 'kops',
  options: 'name= state= config= f: filename=',
  rows: [
    ['pass', 'delete !--yes|-y'],
    ['deny', 'delete', 'takes a whole cluster or everything in it away'],
  ],
}

const nomad: Tool = {
  programs: 'nomad',
  dash: true,
  options: 'address= region= namespace= token= ca-cert= client-cert=',
  rows: [
    ['deny', 'job stop --purge', RELEASE],
    ['deny', 'stop --purge', RELEASE],
    ['ask', 'stop|drain', STOPS],
    ['ask', 'job|node|alloc stop|drain|revert|eligibility', STOPS],
    ['deny', 'job|node|namespace|quota|volume|var|acl ** delete|purge|deregister|destroy', DATA],
    ['ask', 'system gc', DELETES],
  ],
}

const alone: Tool = {
  programs: 'k3s-uninstall.sh k3s-agent-uninstall.sh rke2-uninstall.sh k3s-killall.sh',
  rows: [['deny', '**', 'takes a whole cluster or everything in it away']],
}

const contexts: Tool = {
  programs: 'kubectx kubens',
  rows: [['ask', '-d', 'forgets a cluster']],
}

/** Programs for clusters. */
export const clusterTools: readonly Tool[] = [kubectl, helm, operators, kops, nomad, alone, contexts]
