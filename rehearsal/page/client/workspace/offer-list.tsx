/** What may follow the slash, above the line; the keys stay with the line. */
import './offer-list.css';
import type { Offer } from './use-completion.ts';

interface OfferListProps {
  readonly id: string;
  readonly offers: readonly Offer[];
  readonly current: number;
  onPick(offer: Offer): void;
}

export function OfferList({ id, offers, current, onPick }: OfferListProps) {
  return (
    <div className="offers" id={id} role="listbox" aria-label="Commands and shortcuts">
      {offers.map((offer, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the line it belongs to.
        // biome-ignore lint/a11y/useFocusableInteractive: likewise.
        <div
          key={offer.kind === 'command' ? offer.command.command : offer.shortcut.callbackId}
          id={optionId(id, at)}
          className="offer"
          role="option"
          aria-selected={at === current}
          // The line keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(offer)}
        >
          <div>
            <strong>{offer.kind === 'command' ? offer.command.command : offer.shortcut.name}</strong>{' '}
            <span className="offer-usage">
              {offer.kind === 'command' ? offer.command.usageHint : 'shortcut'}
            </span>
          </div>
          <div className="offer-description">
            {offer.kind === 'command' ? offer.command.description : offer.shortcut.description}
          </div>
        </div>
      ))}
    </div>
  );
}

export function optionId(listId: string, at: number): string {
  return `${listId}-${at}`;
}
