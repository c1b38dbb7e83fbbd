/** The slash commands that begin as typed, above the line; the keys stay with the line. */
import './command-list.css';
import type { CommandShown } from '../../shape.ts';

interface CommandListProps {
  readonly id: string;
  readonly commands: readonly CommandShown[];
  readonly current: number;
  onPick(command: CommandShown): void;
}

export function CommandList({ id, commands, current, onPick }: CommandListProps) {
  return (
    <div className="commands" id={id} role="listbox" aria-label="Commands">
      {commands.map((each, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the line it belongs to.
        // biome-ignore lint/a11y/useFocusableInteractive: likewise.
        <div
          key={each.command}
          id={optionId(id, at)}
          className="command"
          role="option"
          aria-selected={at === current}
          // The line keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(each)}
        >
          <div>
            <strong>{each.command}</strong> <span className="command-usage">{each.usageHint}</span>
          </div>
          <div className="command-description">{each.description}</div>
        </div>
      ))}
    </div>
  );
}

export function optionId(listId: string, at: number): string {
  return `${listId}-${at}`;
}
