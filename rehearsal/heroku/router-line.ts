/** Lines of Heroku's router, with the parts that real ones have. */
import { namedId } from './ids.ts';

interface Request {
  readonly app: string;
  readonly method: string;
  readonly path: string;
  /** Makes the request id; the same gives the same. */
  readonly n: number | string;
}

/** The app answered, whatever it answered. */
export function passedOn({ app, method, path, n }: Request, status: number): string {
  return `at=info method=${method} path="${path}" ${about(app, n)} dyno=web.1 connect=0ms service=23ms status=${status} bytes=512 protocol=https`;
}

/** The router answered in the app's place. */
export function refused({ app, method, path, n }: Request, code: string, description: string): string {
  const timing = code === 'H12' ? 'dyno=web.1 connect=0ms service=30001ms' : 'dyno= connect= service=';
  return `at=error code=${code} desc="${description}" method=${method} path="${path}" ${about(app, n)} ${timing} status=503 bytes= protocol=https`;
}

function about(app: string, n: number | string): string {
  return `host=${app}.herokuapp.com request_id=${namedId(`request/${app}/${n}`)} fwd="203.0.113.9"`;
}
