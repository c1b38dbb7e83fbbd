/** files.*: an address to upload to, and sharing what was uploaded. */
import { isRecord } from '../block-kit/rules.ts';
import { asJson } from '../json.ts';
import { post } from '../messages.ts';
import { nextId, type SlackState, type StoredFile } from '../state.ts';
import { type Answer, argument, fail, ok, type Request, structure } from './answer.ts';
import { parentOf, writableChannel } from './channels.ts';
import { describeFile } from './describe.ts';

export function getUploadUrl({ state, args, host }: Request): Answer {
  const [name, length] = [argument(args, 'filename'), Number(argument(args, 'length'))];
  if (name === '' || !Number.isInteger(length) || length <= 0) return fail('invalid_arguments');
  const id = nextId(state, 'F');
  state.files.set(id, { id, name, title: name, length, content: null, shared: false });
  return ok({ upload_url: `http://${host}/upload/v1/${id}`, file_id: id });
}

/** What arrives at the address: as long as announced, and once. False: refused. */
export function upload(state: SlackState, id: string, content: string): boolean {
  const file = state.files.get(id);
  if (file === undefined || file.content !== null || Buffer.byteLength(content) !== file.length) return false;
  state.files.set(id, { ...file, content });
  return true;
}

/** Each file once; the comment and all of the files are one message. */
export function completeUpload({ state, args }: Request): Answer {
  const files = wanted(state, structure(args, 'files'));
  if (files === null) return fail('file_not_found');
  const channelId = argument(args, 'channel_id');
  if (channelId !== '') {
    const channel = writableChannel(state, channelId);
    if (!channel.ok) return channel.failure;
    const parent = parentOf(state, channel.value, argument(args, 'thread_ts'));
    if (!parent.ok) return parent.failure;
    post(state, {
      channel: channel.value.id,
      text: argument(args, 'initial_comment'),
      blocks: [],
      threadTs: parent.value?.ts ?? null,
      files: files.map(({ id }) => id),
    });
  }
  for (const file of files) state.files.set(file.id, { ...file, shared: true });
  return ok({ files: files.map((file) => asJson(describeFile(file))) });
}

function wanted(state: SlackState, asked: unknown): readonly StoredFile[] | null {
  const known = (Array.isArray(asked) ? asked : []).flatMap((each: unknown) => {
    const file = isRecord(each) ? state.files.get(String(each['id'])) : undefined;
    if (file === undefined || file.content === null || file.shared) return [];
    return [{ ...file, title: isRecord(each) ? String(each['title'] ?? file.title) : file.title }];
  });
  return known.length > 0 && Array.isArray(asked) && known.length === asked.length ? known : null;
}
