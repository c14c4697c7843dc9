// @vitest-environment node
import { expect, it } from 'vitest';
import panels from 'virtual:stored-panels';
import type { VegaRuntime } from '../contract/declaration';
import { stubModel } from '../contract/stub';
import { foreignPart } from '../safety/stored';
import { admitted } from './admitted';
import { declare, store } from './testing';

const vega = { foreignPart } as unknown as VegaRuntime;
const loaded = Promise.resolve(vega);

it.each(panels.slice(0, 20))('lets our own panel pass while it is live: %s', async (_, stored) => {
  expect(await admitted(stubModel(stored), loaded)).toBe(vega);
});

it('draws nothing of a live panel that climbs, and says what it is', async () => {
  const outputs = [{ ...declare().outputs[0], expr: 'item.mark.group' }];
  const model = stubModel(store({ declaration: declare({ outputs }) }));
  await expect(admitted(model, loaded)).rejects.toThrow(/^This panel holds the (name item|member)/);
});

it('does without where the Vega on the page is of a version that cannot read', async () => {
  const older = Promise.resolve({} as VegaRuntime);
  await expect(admitted(stubModel(store()), older)).resolves.toEqual({});
});
