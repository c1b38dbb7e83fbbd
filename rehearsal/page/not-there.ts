/** What was asked for is not on the screen any more; the message is for whoever asked. */
export class NotThere extends Error {}
