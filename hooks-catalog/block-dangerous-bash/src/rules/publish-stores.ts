import type { Tool } from './table.ts'

const UPLOAD = 'publishes a version under its final number for everybody'
const BACK = 'takes a published version away from those who use it'

/** Programs that upload to stores and registries of images. */
export const stores: readonly Tool[] = [
  {
    programs: 'vsce ovsx',
    options: 'p: pat= t: target= i: packagepath=',
    rows: [
      ['deny', 'unpublish', BACK],
      ['ask', 'publish', UPLOAD],
    ],
  },
  {
    programs: 'snapcraft charmcraft',
    rows: [['ask', 'upload|push|release|promote|close', UPLOAD]],
  },
  { programs: 'altool', options: 'f: u: p: t:', rows: [['ask', '--upload-app|--upload-package', UPLOAD]] },
  { programs: 'fastlane', rows: [['ask', '@deliver|pilot|supply|upload_to_*|release', UPLOAD]] },
  {
    programs: 'eas',
    rows: [
      ['ask', 'submit|update', UPLOAD],
      ['deny', 'channel:delete|branch:delete|update:delete|build:delete', BACK],
    ],
  },
  { programs: 'web-ext', rows: [['ask', 'sign', UPLOAD]] },
  {
    programs: 'goreleaser',
    dry: 'snapshot skip-publish',
    options: 'f: config= skip=',
    rows: [
      ['pass', 'release --skip=*publish*'],
      ['ask', 'release|publish', UPLOAD],
    ],
  },
  { programs: 'jreleaser', rows: [['ask', 'release|full-release|deploy|publish|upload', UPLOAD]] },
  {
    programs: 'docker podman nerdctl buildah img finch',
    options:
      'c: context= H: host= l: log-level= config= root= storage-driver= t: tag= f: file= platform= o: output= build-arg=',
    rows: [
      ['ask', 'push', UPLOAD],
      ['ask', 'image|manifest|plugin|compose push', UPLOAD],
      ['ask', 'build|bake --push', UPLOAD],
      ['ask', 'buildx|builder|image build|bake --push', UPLOAD],
    ],
  },
  {
    programs: 'docker-compose podman-compose',
    options: 'f: file= p: project-name=',
    rows: [['ask', 'push', UPLOAD]],
  },
  {
    programs: 'helm helm3',
    options: 'n: namespace= kubeconfig= kube-context=',
    rows: [['ask', 'push|cm-push', UPLOAD]],
  },
  { programs: 'crane oras regctl', rows: [['ask', 'push|append|copy|cp', UPLOAD]] },
  {
    programs: 'ansible-galaxy',
    options: 'token= s: server=',
    rows: [
      ['ask', 'collection publish', UPLOAD],
      ['deny', 'role delete', BACK],
    ],
  },
  { programs: 'puppet', rows: [['ask', 'module publish', UPLOAD]] },
]
