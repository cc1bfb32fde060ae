import { describe, expect, test } from 'vitest';
import { bornesPour, ConnectionLimiter, withRouteKey } from '#src/database/connection-limiter.ts';
import { ServiceSature } from '#src/kernel/pannes.ts';

/** A piece of work that ends when told. */
function travail(): {
  readonly faire: () => Promise<void>;
  readonly finir: () => void;
  readonly commence: () => boolean;
} {
  let finir = (): void => undefined;
  let commence = false;
  const fin = new Promise<void>((resoudre) => (finir = resoudre));
  return {
    faire: () => {
      commence = true;
      return fin;
    },
    finir: () => finir(),
    commence: () => commence,
  };
}
const bientot = (): Promise<void> => new Promise((resoudre) => setImmediate(resoudre));

describe('turns', () => {
  test('an act asked for by many holds no more than its share: another one finds a place at once', async () => {
    const limiter = new ConnectionLimiter({ places: 4, parRoute: 2, parGenre: 4, attenteMs: 60_000 });
    const lents = Array.from({ length: 10 }, travail);
    const fins = lents.map(({ faire }) => limiter.passer('lent', 'ecriture', faire));
    const autre = travail();
    const fin = limiter.passer('autre', 'ecriture', autre.faire);
    expect([lents.filter(({ commence }) => commence()).length, autre.commence()]).toEqual([2, true]);
    for (const { finir } of [...lents, autre]) finir();
    await Promise.all([...fins, fin]);
    expect(lents.every(({ commence }) => commence())).toBe(true);
  });

  test('several acts slow at once leave readings their part, and the other way round', async () => {
    const limiter = new ConnectionLimiter({ places: 4, parRoute: 2, parGenre: 3, attenteMs: 60_000 });
    const lents = Array.from({ length: 6 }, travail);
    const fins = lents.map(({ faire }, rang) => limiter.passer(`acte ${rang % 3}`, 'ecriture', faire));
    const lecture = travail();
    const fin = limiter.passer('page', 'lecture', lecture.faire);
    expect([lents.filter(({ commence }) => commence()).length, lecture.commence()]).toEqual([3, true]);
    for (const { finir } of [...lents, lecture]) finir();
    await Promise.all([...fins, fin]);
  });

  test('who waits gets the place given back, in the order of arrival among those whose act has one left', async () => {
    const limiter = new ConnectionLimiter({ places: 2, parRoute: 1, parGenre: 4, attenteMs: 60_000 });
    const [a, b, encoreA, c] = [travail(), travail(), travail(), travail()];
    const fins = [
      limiter.passer('a', 'ecriture', a.faire),
      limiter.passer('b', 'ecriture', b.faire),
      limiter.passer('a', 'ecriture', encoreA.faire),
      limiter.passer('c', 'ecriture', c.faire),
    ];
    b.finir();
    await bientot();
    expect([encoreA.commence(), c.commence()]).toEqual([false, true]);
    a.finir();
    await bientot();
    expect(encoreA.commence()).toBe(true);
    encoreA.finir();
    c.finir();
    await Promise.all(fins);
  });

  test('who waits too long is refused, takes no place later, and a failure gives its place back', async () => {
    const limiter = new ConnectionLimiter({ places: 1, parRoute: 1, parGenre: 4, attenteMs: 5 });
    const long = travail();
    const fin = limiter.passer('a', 'ecriture', long.faire);
    const refuse = travail();
    await expect(limiter.passer('b', 'ecriture', refuse.faire)).rejects.toThrow(ServiceSature);
    long.finir();
    await fin;
    expect(refuse.commence()).toBe(false);
    await expect(limiter.passer('a', 'ecriture', () => Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
    await expect(limiter.passer('a', 'ecriture', () => Promise.resolve(7))).resolves.toBe(7);
  });

  test('the name given around a request counts, not that of each unit of work', async () => {
    const limiter = new ConnectionLimiter({ places: 4, parRoute: 1, parGenre: 4, attenteMs: 5 });
    const long = travail();
    const fin = withRouteKey('GET /page', () => limiter.passer('lecture', 'lecture', long.faire));
    await expect(
      withRouteKey('GET /page', () => limiter.passer('commande', 'ecriture', () => Promise.resolve())),
    ).rejects.toThrow(ServiceSature);
    await expect(
      withRouteKey('GET /autre', () => limiter.passer('lecture', 'lecture', () => Promise.resolve('lue'))),
    ).resolves.toBe('lue');
    long.finir();
    await fin;
  });

  test('identification and health always find a connection', () => {
    expect(bornesPour({ connexions: 10, connexionMs: 5_000 })).toEqual({
      places: 8,
      parRoute: 4,
      parGenre: 6,
      attenteMs: 5_000,
    });
    expect(bornesPour({ connexions: 4, connexionMs: 1_000 })).toEqual({
      places: 2,
      parRoute: 1,
      parGenre: 1,
      attenteMs: 1_000,
    });
  });
});
