/** Slack edits messages up to 4,000 characters; posting takes more, but this is for what must get through. */
const LONGEST = 3_900;

/** A message's text when its blocks, or its length, were refused. */
export function plainText(text: string): string {
  const points = [...text];
  return points.length <= LONGEST ? text : `${points.slice(0, LONGEST).join('')}…`;
}
