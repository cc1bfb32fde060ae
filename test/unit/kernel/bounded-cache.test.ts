import { describe, expect, it } from 'vitest';
import { BoundedCache } from '#src/kernel/bounded-cache.ts';

describe('what a process keeps', () => {
  it('is bounded in number, the least recently used forgotten first', () => {
    const kept = new BoundedCache<number>({ entries: 2, bytes: 100 });
    kept.set('a', 1, 1);
    kept.set('b', 2, 1);
    kept.get('a');
    kept.set('c', 3, 1);
    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
  });

  it('is bounded in bytes, one too heavy for the whole not kept at all', () => {
    const kept = new BoundedCache<number>({ entries: 10, bytes: 100 });
    kept.set('a', 1, 60);
    kept.set('b', 2, 60);
    expect([kept.get('a'), kept.get('b')]).toEqual([undefined, 2]);
    kept.set('b', 3, 90);
    kept.set('c', 4, 10);
    expect([kept.get('b'), kept.get('c')]).toEqual([3, 4]);
    kept.set('d', 5, 101);
    expect(kept.get('d')).toBeUndefined();
  });
});
