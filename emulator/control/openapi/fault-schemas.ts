import { z } from 'zod';
import { faultSchema } from '../../faults/fault.js';
import type { AddedFault } from '../../faults/faults.js';
import { exactly } from '../../options/exactly.js';

export const faultToAdd = faultSchema().describe(
  'Whom a fault concerns (all who fit what is named), what becomes of their calls, presence or streams, and how often.',
);

const { match, fault, times } = faultToAdd.shape;

export const addedFault = exactly<AddedFault>()(
  z
    .strictObject({
      id: z.string(),
      match: match.unwrap(),
      fault,
      times: z.exactOptional(times.unwrap()).describe('how many it still concerns; none: all'),
    })
    .describe('A fault that there is.'),
);
