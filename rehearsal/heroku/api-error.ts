/** Heroku's error bodies: `{id, message}`, sometimes with `url`, `resource` or `app`. */

export class ApiError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    id: string,
    message: string,
    extra: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.body = { id, message, ...extra };
    this.headers = headers;
  }
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'bad_request', message);
}

export function unauthorized(): ApiError {
  return new ApiError(401, 'unauthorized', 'Invalid credentials provided.');
}

export function insufficientScope(needed: readonly string[]): ApiError {
  return new ApiError(
    403,
    'forbidden',
    `The scope of this OAuth authorization is insufficient. It must have one of: ${needed.join(', ')}.`,
  );
}

export function noAccess(app: string): ApiError {
  return new ApiError(403, 'forbidden', `You do not have access to the app ${app}.`, { app: { name: app } });
}

export function notFound(resource: string): ApiError {
  return new ApiError(404, 'not_found', `Couldn't find that ${resource}.`, { resource });
}

export function notAcceptable(): ApiError {
  return new ApiError(
    406,
    'not_acceptable',
    "The Accept header must name a version, e.g. 'application/vnd.heroku+json; version=3'.",
  );
}

export function preconditionFailed(): ApiError {
  return new ApiError(412, 'precondition_failed', 'The If-Match header did not match the current resource.');
}

export function rangeNotSatisfiable(message: string): ApiError {
  return new ApiError(416, 'requested_range_not_satisfiable', message);
}

export function invalidParams(message: string): ApiError {
  return new ApiError(422, 'invalid_params', message);
}

/** Heroku documents no `Retry-After`; the switch is for servers in front of it. */
export function rateLimited(retryAfterSeconds: number | null): ApiError {
  const headers = retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return new ApiError(
    429,
    'rate_limit',
    'Your account reached the API rate limit\nPlease wait a few minutes before making new requests',
    { url: 'https://devcenter.heroku.com/articles/platform-api-reference#rate-limits' },
    headers,
  );
}

/** A no that a fault asks for. */
export function refusal(status: 404 | 409 | 410 | 422, message: string | undefined): ApiError {
  const [id, usual] = REFUSALS[status];
  return new ApiError(status, id, message ?? usual);
}

const REFUSALS = {
  404: ['not_found', "Couldn't find that release."],
  409: ['conflict', 'Another change is in progress.'],
  410: ['gone', 'The release is gone.'],
  422: ['invalid_params', 'Cannot roll back to that release.'],
} as const;
