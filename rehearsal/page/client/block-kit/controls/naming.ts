/** How a control is named and described to whoever cannot see it. */
export interface Naming {
  /** For its label to point to. */
  readonly id: string | undefined;
  /** Id of its visible label; null: it names itself. */
  readonly labelledBy: string | null;
  /** Ids of its hint and of what is wrong with it, apart by spaces. */
  readonly describedBy: string | null;
  readonly invalid: boolean;
  readonly required: boolean;
}

/** Where nothing stands around a control, as in a message. */
export const UNLABELLED: Naming = {
  id: undefined,
  labelledBy: null,
  describedBy: null,
  invalid: false,
  required: false,
};

/** As attributes; `words` name it where no label does. */
export function ariaOf({ labelledBy, describedBy }: Naming, words: string) {
  return {
    ...(labelledBy === null ? { 'aria-label': words } : { 'aria-labelledby': labelledBy }),
    ...(describedBy === null ? {} : { 'aria-describedby': describedBy }),
  };
}
