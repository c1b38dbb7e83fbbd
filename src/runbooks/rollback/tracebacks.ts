/** Tracebacks in an app's log, Python's and Node's, and whether they name given files. Pure. */
import type { LogLine } from '../../ports.ts';

export interface Frame {
  /** As the dyno has it, without `/app/`. */
  readonly path: string;
  readonly line: number;
  /** Null when it does not say. */
  readonly inside: string | null;
}

export interface Traceback {
  readonly at: Date;
  /** Frames of the app's own code; those of libraries are left out. */
  readonly frames: readonly Frame[];
  /** Untrusted text: the line that names the error. */
  readonly error: string;
}

const PYTHON_BEGINS = /^\s*Traceback \(most recent call last\):/;
const PYTHON_FRAME = /^\s*File "([^"]{1,300})", line (\d{1,7})(?:, in (.{1,100}))?$/;
const NODE_FRAME = /^\s+at (?:(.{1,100}) \()?(?:file:\/\/)?(\/[^():]{1,300}):(\d{1,7}):\d{1,7}\)?$/;
/** Between two tracebacks of one failure. */
const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause)/;
const LIBRARY =
  /(?:^|\/)(?:site-packages|dist-packages|node_modules|\.heroku|lib\/python\d)|^(?:usr|node:)|^</;
const LONGEST_ERROR = 200;

/** Oldest first. Each process by itself, because their lines come mixed. */
export function tracebacksIn(lines: readonly LogLine[]): readonly Traceback[] {
  const processes = new Map<string, LogLine[]>();
  for (const line of lines) {
    if (line.source !== 'app') continue;
    const known = processes.get(line.process);
    if (known === undefined) processes.set(line.process, [line]);
    else known.push(line);
  }
  return [...processes.values()]
    .flatMap((each) => [...pythonIn(each), ...nodeIn(each)])
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The first frame in one of these files, as a repository names them; the deepest comes last in Python. */
export function frameIn({ frames }: Traceback, paths: readonly string[]): Frame | null {
  return frames.findLast((frame) => paths.some((path) => sameFile(frame.path, path))) ?? null;
}

/** The app may be a folder of its repository; a bare `app.py` is then any folder's. */
function sameFile(onDyno: string, inRepository: string): boolean {
  return onDyno === inRepository || (onDyno.includes('/') && inRepository.endsWith(`/${onDyno}`));
}

function pythonIn(lines: readonly LogLine[]): readonly Traceback[] {
  const found: Traceback[] = [];
  let open: { readonly at: Date; readonly frames: Frame[] } | null = null;
  let chained = false;
  for (const { at, text } of lines) {
    if (PYTHON_BEGINS.test(text)) {
      // The last of a chain tells what reached the top, the frames of all may name the cause.
      const before: Traceback | undefined = chained ? found.pop() : undefined;
      open = { at: before?.at ?? at, frames: [...(before?.frames ?? [])] };
      chained = false;
    } else if (CHAINED.test(text)) chained = true;
    else if (open !== null) {
      const frame = pythonFrame(text);
      if (frame !== null) open.frames.push(frame);
      else if (/^\S/.test(text)) {
        found.push(closed(open.at, open.frames, text));
        open = null;
      }
    }
  }
  // Cut off by the log's end, or still being written.
  if (open !== null) found.push(closed(open.at, open.frames, ''));
  return found;
}

function nodeIn(lines: readonly LogLine[]): readonly Traceback[] {
  const found: Traceback[] = [];
  let open: { readonly at: Date; readonly error: string; readonly frames: Frame[] } | null = null;
  let before: LogLine | null = null;
  for (const line of lines) {
    if (/^\s+at /.test(line.text)) {
      open ??= { at: line.at, error: before?.text ?? '', frames: [] };
      const frame = nodeFrame(line.text);
      // The deepest comes first in Node.
      if (frame !== null) open.frames.unshift(frame);
    } else if (open !== null) {
      found.push(closed(open.at, open.frames, open.error));
      open = null;
    }
    before = line;
  }
  if (open !== null) found.push(closed(open.at, open.frames, open.error));
  return found;
}

function pythonFrame(text: string): Frame | null {
  const [, path = '', line = '', inside = null] = PYTHON_FRAME.exec(text) ?? [];
  return path === '' ? null : { path: path.replace(/^\/app\//, ''), line: Number(line), inside };
}

function nodeFrame(text: string): Frame | null {
  const [, inside = null, path = '', line = ''] = NODE_FRAME.exec(text) ?? [];
  return path === '' ? null : { path: path.replace(/^\/app\//, ''), line: Number(line), inside };
}

function closed(at: Date, frames: readonly Frame[], error: string): Traceback {
  return {
    at,
    frames: frames.filter(({ path }) => !LIBRARY.test(path)),
    error: error.trim().slice(0, LONGEST_ERROR),
  };
}
