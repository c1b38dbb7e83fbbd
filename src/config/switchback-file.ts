/** config/switchback.yaml read, checked, and every fault found in it with its line. */
import { contradictions, type Outline, outlineOf } from './outline.ts';
import type { Problem } from './problems.ts';
import { SWITCHBACK, type Switchback } from './switchback-yaml.ts';
import { type Fault, faultsOf } from './yaml-faults.ts';
import { type Place, readYaml } from './yaml-file.ts';

export interface SwitchbackFile {
  /** Null when anything is wrong with the file. */
  readonly value: Switchback | null;
  /** What can be told of it all the same; null when it is no YAML. */
  readonly outline: Outline | null;
  readonly problems: readonly Problem[];
}

/** `text` null: the file cannot be read. */
export function readSwitchbackFile(file: string, text: string | null): SwitchbackFile {
  if (text === null) {
    const remedy = 'Name an existing file in SWITCHBACK_CONFIG';
    return unusable([{ in: 'file', file, line: null, what: 'cannot be read', remedy }]);
  }
  const yaml = readYaml(text);
  if (!yaml.ok) {
    return unusable(yaml.faults.map((fault) => ({ in: 'file', file, ...fault })));
  }
  const parsed = SWITCHBACK.safeParse(yaml.data);
  const outline = outlineOf(yaml.data);
  const placed = [...faultsOf(parsed.error?.issues ?? [], yaml.data), ...contradictions(outline)]
    .map((fault) => ({ ...fault, place: yaml.place(fault.path) }))
    .sort((a, b) => (a.place?.offset ?? 0) - (b.place?.offset ?? 0));
  const problems = onceEach(placed).map(
    ({ place, what, remedy }): Problem => ({ in: 'file', file, line: place?.line ?? null, what, remedy }),
  );
  return { value: problems.length === 0 ? (parsed.data ?? null) : null, outline, problems };
}

function unusable(problems: readonly Problem[]): SwitchbackFile {
  return { value: null, outline: null, problems };
}

/** What stands once in the file and is used by several apps through an alias is one problem. */
function onceEach<Placed extends Fault & { readonly place: Place | null }>(faults: readonly Placed[]) {
  const keys = faults.map(({ place, path, remedy }) => `${place?.offset} ${String(path.at(-1))} ${remedy}`);
  return faults.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
