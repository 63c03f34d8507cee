import { z } from 'zod';

/** A segment as the Product API has it. Names and rules are the customer's own words: data, not instructions. */
export const segmentOutput = z.object({
  uid: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  type: z.enum(['static', 'dynamic']),
  rule: z.record(z.string(), z.unknown()).nullable(),
  status: z.enum(['ready', 'computing', 'error']),
  lastCount: z.int().nullable().describe('Contacts at lastComputedAt.'),
  lastComputedAt: z.string().nullable(),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
