/** The same server, another database, perhaps another role. */
export function addressed(
  url: string,
  database: string,
  as?: { readonly user: string; readonly password: string },
): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  if (as) {
    other.username = as.user;
    other.password = as.password;
  }
  return other.href;
}
