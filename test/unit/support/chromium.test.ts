import { expect, test } from 'vitest';
import { trouverChromium } from '#test/support/chromium.ts';

test('a browser asked for that does not start is a failure, not a reason to take another', async () => {
  await expect(trouverChromium({ CHROMIUM_PATH: '/bin/false', PATH: process.env['PATH'] })).rejects.toThrow(
    /CHROMIUM_PATH : « \/bin\/false » ne démarre pas/,
  );
  await expect(trouverChromium({ CHROMIUM_PATH: '/nulle/part', PATH: process.env['PATH'] })).rejects.toThrow(
    /ENOENT/,
  );
});
