/** A YAML text as data, with the line of every part of it. */
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

export type Path = readonly PropertyKey[];

export interface Place {
  readonly offset: number;
  /** From 1. */
  readonly line: number;
}

export type YamlFile =
  | {
      readonly ok: true;
      readonly data: unknown;
      /** Where a key or item stands; what encloses it when it is absent; null in an empty file. */
      place(path: Path): Place | null;
    }
  | {
      readonly ok: false;
      readonly faults: readonly {
        readonly line: number | null;
        readonly what: string;
        readonly remedy: string;
      }[];
    };

const SYNTAX = 'Check indentation, colons and quotes';

export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  // Pretty errors would quote the file.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      what: `is not valid YAML here (${error.code.toLowerCase().replaceAll('_', ' ')})`,
      remedy: error.code === 'DUPLICATE_KEY' ? 'This key is there twice: remove one' : SYNTAX,
    }));
    return { ok: false, faults };
  }
  try {
    const data: unknown = document.toJS();
    return { ok: true, data, place: (path) => placeOf(document, path, lines) };
  } catch {
    return {
      ok: false,
      faults: [{ line: null, what: 'uses more aliases than a set-up needs', remedy: SYNTAX }],
    };
  }
}

interface Part {
  readonly start: number | null;
  readonly node: unknown;
}

function placeOf(document: Document, path: Path, lines: LineCounter): Place | null {
  let at: Part = { start: startOf(document.contents), node: document.contents };
  for (const step of path) {
    const next = child(at.node, step, document);
    if (next === null) break;
    at = next;
  }
  return at.start === null ? null : { offset: at.start, line: lines.linePos(at.start).line };
}

function child(node: unknown, step: PropertyKey, document: Document): Part | null {
  if (isAlias(node)) return child(node.resolve(document), step, document);
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? null : { start: startOf(item), node: item };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair === undefined ? null : { start: startOf(pair.key), node: pair.value };
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
