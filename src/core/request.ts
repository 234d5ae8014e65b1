import { applyEdits, modify } from 'jsonc-parser'

/**
 * The text of `hookpack.json` after packs were asked for (a value) or not any more (undefined). Everything else in
 * the file stays as people wrote it; a file that asks for nothing else goes away.
 */
export function editRequest(
  text: string | null,
  packs: readonly (readonly [name: string, value: unknown])[],
): string | null {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' }
  const edited = packs.reduce(
    (current, [name, value]) =>
      applyEdits(current, modify(current, ['packs', name], value, { formattingOptions })),
    text ?? '{\n  "packs": {}\n}\n',
  )
  const { packs: left, ...others } = JSON.parse(edited) as { packs?: object }
  return Object.keys(left ?? {}).length === 0 && Object.keys(others).length === 0 ? null : edited
}
