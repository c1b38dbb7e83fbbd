/** A date, a time of day, an instant. The browser's own pickers do this best; everybody in the story lives in UTC. */
import './text-input.css';
import './date-and-time.css';
import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import { useId } from 'react';
import { type FieldValue, writtenOf, zoneOf } from '../../../../slack/field-values.ts';
import { ariaOf, type Naming } from './naming.ts';

interface DateAndTimeProps {
  readonly element: Datepicker | DateTimepicker | Timepicker;
  readonly value: FieldValue | undefined;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
}

/** `latest` keeps a year at four digits. */
const KINDS = {
  datepicker: { type: 'date', words: 'Date', latest: '9999-12-31' },
  timepicker: { type: 'time', words: 'Time', latest: undefined },
  datetimepicker: { type: 'datetime-local', words: 'Date and time', latest: '2286-11-20T17:46' },
} as const;

export function DateAndTime({ element, value, naming, onChange }: DateAndTimeProps) {
  const zoneId = useId();
  const zone = zoneShown(element);
  const { type, words, latest } = KINDS[element.type];
  const described = [naming.describedBy, zone === null ? null : zoneId].filter((id) => id !== null).join(' ');
  const own = element.type === 'datetimepicker' ? undefined : element.placeholder?.text;
  const shared = {
    ...ariaOf({ ...naming, describedBy: described === '' ? null : described }, own ?? words),
    autoFocus: element.focus_on_load === true,
    max: latest,
  };
  return (
    <span className="date-and-time">
      <input
        {...shared}
        id={naming.id}
        type={type}
        className="text-input"
        aria-invalid={naming.invalid}
        aria-required={naming.required}
        value={inPicker(value)}
        onChange={({ target }) => onChange(fromPicker(element, target.value))}
      />
      {zone === null ? null : (
        <span className="date-zone" id={zoneId}>
          {zone}
        </span>
      )}
    </span>
  );
}

function zoneShown(element: DateAndTimeProps['element']): string | null {
  if (element.type === 'datetimepicker') return 'UTC';
  return element.type === 'timepicker' ? (element.timezone ?? null) : null;
}

function inPicker(value: FieldValue | undefined): string {
  const [written = ''] = value === undefined ? [] : writtenOf(value);
  if (value?.type !== 'datetimepicker' || written === '') return written;
  return new Date(Number(written) * 1000).toISOString().slice(0, 16);
}

/** Empty while only a part of it is there. */
function fromPicker(element: DateAndTimeProps['element'], picked: string): FieldValue {
  const { type } = element;
  const there = picked === '' ? null : picked;
  switch (type) {
    case 'datepicker':
      return { type, selected_date: there };
    case 'timepicker':
      return { type, selected_time: there?.slice(0, 5) ?? null, ...zoneOf(element) };
    case 'datetimepicker':
      return { type, selected_date_time: there === null ? null : secondsOf(`${there.slice(0, 16)}Z`) };
  }
}

/** Null for a year that is only half typed. */
function secondsOf(instant: string): number | null {
  const seconds = Date.parse(instant) / 1000;
  return seconds >= 1_000_000_000 ? seconds : null;
}
