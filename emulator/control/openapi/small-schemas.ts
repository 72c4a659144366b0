import { z } from 'zod';
import type { Domain } from '../../library/domain.js';
import { exactly } from '../../options/exactly.js';
import { releaseNames } from '../../release.js';
import type { ControlledEmulator } from '../controlled-emulator.js';

export const health = exactly<{ status: 'up' } & Pick<ControlledEmulator, 'release' | 'version'>>()(
  z.strictObject({ status: z.literal('up'), release: z.enum(releaseNames), version: z.string() }),
);

export const newId = exactly<ReturnType<ControlledEmulator['faults']['add']>>()(
  z.strictObject({ id: z.string() }),
);

export const newDomain = exactly<Pick<Domain, 'name' | 'apiKey'>>()(
  z.strictObject({ name: z.string(), apiKey: z.string().describe('opens this domain alone') }),
);

export const problem = z
  .strictObject({
    title: z.string().describe('what was wrong'),
    status: z.int(),
    detail: z.string().describe('where, and what to do'),
    instance: z.string().describe('the call'),
  })
  .describe('A problem document (RFC 9457).');
