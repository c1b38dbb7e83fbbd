/** Where blocks stand: taps are reported from there. */
export type At =
  | { readonly channel: string; readonly ts: string }
  | { readonly viewId: string }
  | { readonly home: true };
