import { describe, expect, it } from 'vitest';
import { ecrirePage, enScript } from '#admin/bundle/page.ts';

const ACTIFS = {
  script: 'gestion-A1.js',
  style: 'style-B2.css',
  icone: 'icone-C3.svg',
  modules: ['module-D4.js'],
};

const ecrire = (etat: object) =>
  ecrirePage({ nonce: 'abc"123', titre: 'A & <B>', racine: '/gestion', actifs: ACTIFS, etat });
const etatDe = (html: string): unknown =>
  JSON.parse(/<script[^>]* id="etat">(.*)<\/script>/.exec(html)?.[1] ?? '');

describe('the page of the back-office', () => {
  it('keeps any text of its state inside the script', () => {
    const etat = { session: { nom: '</script><script>pris()</script>', autre: '\u2028' } };
    const html = ecrire(etat);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).not.toContain('pris()</script>');
    expect(etatDe(html)).toEqual(etat);
  });

  it('takes a state with dollar signs and replacement patterns as it is', () => {
    expect(etatDe(ecrire({ a: '$& $1 $$ $`' }))).toEqual({ a: '$& $1 $$ $`' });
  });

  it('gives every script the nonce and holds no style of its own', () => {
    const html = ecrire({});
    expect(
      [...html.matchAll(/<(?:script|style)[^>]*>/g)].map(([balise]) =>
        balise.includes('nonce="abc&#34;123"'),
      ),
    ).toEqual([true, true]);
    expect(html).not.toMatch(/<style|style="/);
  });

  it('asks nothing of anybody else, says its language and its title', () => {
    const html = ecrire({});
    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, adresse]) => adresse)).toEqual([
      '/gestion/actifs/icone-C3.svg',
      '/gestion/actifs/style-B2.css',
      '/gestion/actifs/module-D4.js',
      '/gestion/actifs/gestion-A1.js',
    ]);
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('<title>A &#38; &#60;B&#62;</title>');
  });

  it('escapes what would end a script or a line', () => {
    expect(enScript({ a: '<!--', b: '\u2029' })).toBe('{"a":"\\u003c!--","b":"\\u2029"}');
  });
});
