/** The parts of an RCA that only people can write: what each is asked for with, and what stands there until it is. */
import type { RcaPart } from '../reviews.ts';

type Written = Exclude<RcaPart, 'slug'>;

interface PartWords {
  /** In the form, and where a document says what is missing. */
  readonly name: string;
  readonly question: string;
  /** A list has an item a line. */
  readonly shape: 'line' | 'paragraphs' | 'list';
}

export const PARTS: Readonly<Record<Written, PartWords>> = {
  summary: {
    name: 'Summary',
    question: 'What happened, why, and what fixes it, in one paragraph?',
    shape: 'paragraphs',
  },
  'blast-radius': {
    name: 'Blast radius',
    question: 'Which apps and people did it reach, and which not?',
    shape: 'line',
  },
  'users-affected': {
    name: 'Users affected',
    question: 'How many users, and how do we know?',
    shape: 'line',
  },
  'visible-symptoms': {
    name: 'User-visible symptoms',
    question: 'What did users see?',
    shape: 'line',
  },
  'data-integrity': { name: 'Data integrity', question: 'Was any data lost or wrong?', shape: 'line' },
  revenue: {
    name: 'Revenue / billing',
    question: 'Was anything not sold or charged wrongly?',
    shape: 'line',
  },
  'went-well': { name: 'What went well', question: 'What helped? One thing a line.', shape: 'list' },
  'went-badly': { name: "What didn't go well", question: 'What hindered? One thing a line.', shape: 'list' },
  'root-cause': {
    name: 'Root cause analysis',
    question: 'Which factors contributed? One a line.',
    shape: 'list',
  },
  'alerted-by': { name: 'What alerted us', question: 'Who or what noticed first?', shape: 'line' },
  'detect-faster': {
    name: 'How to detect faster next time',
    question: 'What would have told us sooner?',
    shape: 'line',
  },
};

export const WRITTEN = Object.keys(PARTS) as readonly Written[];

/** In the document, where nobody has written yet. */
export function toBeWritten(part: Written): string {
  return `_To be written: ${PARTS[part].question}_`;
}
