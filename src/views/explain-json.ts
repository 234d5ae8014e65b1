import type { Explained } from '../core/seen/explain.ts'
import type { Explanation } from '../ops/explain.ts'
import type { RanHooks } from '../ops/explain-run.ts'

/** An explanation, and what a run has shown, for `--json`. */
export function explainJson({ hooks, ...rest }: Explanation, ran: RanHooks | undefined): object {
  return {
    ...rest,
    hooks: hooks.map((one) => {
      const found = ran?.hooks.find(({ hook }) => hook === one)
      return {
        ...hookJson(one),
        ...(found?.run ? { run: { ...found.run, outcome: found.outcome, verdicts: found.verdicts } } : {}),
        ...(found?.held ? { notRun: 'project-not-approved' } : {}),
      }
    }),
    ...(ran ? { decision: ran.decision } : {}),
  }
}

function hookJson({ hook, fires, matcher, rule, twin }: Explained): object {
  const { source, handler: _, timeout, matcher: text, if: condition, ...rest } = hook
  return {
    place: source.kind,
    file: source.file,
    ...(source.name === undefined ? {} : { name: source.name }),
    ...rest,
    ...(text === undefined ? {} : { matcher: text }),
    ...(condition === undefined ? {} : { if: condition }),
    timeout: timeout.seconds,
    fires,
    matcherWas: matcher,
    ...(rule ? { ifWas: rule } : {}),
    ...(twin ? { runsInstead: { file: twin.source.file, path: twin.path } } : {}),
  }
}
