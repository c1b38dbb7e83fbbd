import { z } from 'zod';

const name = z.string().min(1).max(60);

export const storyRequests = [
  /** On a fresh stage, for the people at the windows. */
  z.object({ what: z.literal('story.begin'), name }),
  /** On a fresh stage, played for whoever watches. */
  z.object({ what: z.literal('story.show'), name }),
  /** Before its goal is reached; the stage stays as it is. */
  z.object({ what: z.literal('story.end') }),
] as const;

export type StoryRequest = z.infer<(typeof storyRequests)[number]>;
