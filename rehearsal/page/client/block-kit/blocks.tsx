/** Blocks of a message or a view. */
import './blocks.css';
import type {
  ActionsBlock,
  ContextBlock,
  HeaderBlock,
  ImageBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types';
import { type ComponentType, useId } from 'react';
import type { OfferedBlock } from '../../../slack/block-kit/offered.ts';
import type { FieldValue } from '../../../slack/field-values.ts';
import { Acting, type ActingElement } from './acting.tsx';
import type { At } from './at.ts';
import { blockKeys } from './block-keys.ts';
import { UNLABELLED } from './controls/naming.ts';
import { Words } from './controls/words.tsx';
import { Picture } from './picture.tsx';

interface Around {
  readonly at: At;
  readonly chosen: Readonly<Record<string, FieldValue>>;
}

interface BlocksProps extends Around {
  readonly blocks: readonly KnownBlock[];
}

/** Input blocks are drawn by the form they are in. */
export function Blocks({ blocks, at, chosen }: BlocksProps) {
  const keys = blockKeys(blocks);
  return blocks.map((block, place) => {
    // Only what the workspace offers has come this far.
    const Drawn = DRAWN[block.type as keyof typeof DRAWN] as ComponentType<Around & { block: KnownBlock }>;
    return <Drawn key={keys[place]} block={block} at={at} chosen={chosen} />;
  });
}

/** A block more that the workspace takes is a line more here: it does not compile without. */
const DRAWN = {
  actions: Actions,
  context: Context,
  divider: () => <hr className="block-divider" />,
  header: Header,
  image: Image,
  section: Section,
} satisfies { readonly [T in Exclude<OfferedBlock, 'input'>]: ComponentType<Around & BlockProps<T>> };

interface BlockProps<T extends KnownBlock['type']> {
  readonly block: Extract<KnownBlock, { type: T }>;
}

type Props<B> = Around & { readonly block: B };

function Section({ block, at, chosen }: Props<SectionBlock>) {
  const id = useId();
  const { text, fields, accessory } = block;
  return (
    <div className="block-section">
      <div className="block-section-words" id={id}>
        {text === undefined ? null : (
          <div>
            <Words text={text} />
          </div>
        )}
        {fields === undefined ? null : (
          <div className="block-fields">
            {fields.map((field, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a field is known by its place alone.
              <div key={place}>
                <Words text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory === undefined ? null : (
        <div className="block-accessory">
          {accessory.type === 'image' ? (
            <Picture image={accessory} small />
          ) : (
            <Acting
              element={accessory as ActingElement}
              blockId={block.block_id ?? ''}
              at={at}
              chosen={chosen}
              naming={{ ...UNLABELLED, labelledBy: accessory.type === 'button' ? null : id }}
            />
          )}
        </div>
      )}
    </div>
  );
}

function Actions({ block, at, chosen }: Props<ActionsBlock>) {
  return (
    <div className="block-actions">
      {block.elements.map((element) => (
        <Acting
          key={element.action_id}
          element={element as ActingElement}
          blockId={block.block_id ?? ''}
          at={at}
          chosen={chosen}
        />
      ))}
    </div>
  );
}

function Context({ block }: Props<ContextBlock>) {
  return (
    <div className="block-context">
      {block.elements.map((element, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an element is known by its place alone.
        <div key={place}>
          {element.type === 'image' ? <Picture image={element} small /> : <Words text={element} />}
        </div>
      ))}
    </div>
  );
}

function Header({ block }: Props<HeaderBlock>) {
  return <h3 className="block-header">{block.text.text}</h3>;
}

function Image({ block }: Props<ImageBlock>) {
  return (
    <figure className="block-image">
      {block.title === undefined ? null : <figcaption>{block.title.text}</figcaption>}
      <Picture image={block} small={false} />
    </figure>
  );
}
