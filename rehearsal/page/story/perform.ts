import { SCENARIOS } from '../../scenarios/all.ts';
import { NotThere } from '../not-there.ts';
import type { Director } from './director.ts';
import type { StoryRequest } from './requests.ts';

/** Answers once the story's stage can be used. Throws `NotThere` for a story that nobody wrote. */
export async function performStory(director: Director, request: StoryRequest): Promise<unknown> {
  if (request.what === 'story.end') {
    await director.end();
    return null;
  }
  const scenario = SCENARIOS.find(({ name }) => name === request.name);
  if (scenario === undefined) throw new NotThere(`I know no story called ${request.name}.`);
  await director.begin(scenario, request.what === 'story.show' ? 'watched' : 'practised');
  return null;
}
