import type { ShownTheatre } from '../shown.ts';
import type { TheatreRequest } from './requests.ts';

/** Answers once the new stage can be used. */
export async function performTheatre(theatre: ShownTheatre, request: TheatreRequest): Promise<unknown> {
  switch (request.what) {
    case 'theatre.reset':
      await theatre.renew({ rate: 1, mortal: false });
      return null;
  }
}
