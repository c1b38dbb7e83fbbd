/** What somebody wants to touch is not there: closed, drawn anew, or never offered. */
export class NotOnScreen extends Error {}
