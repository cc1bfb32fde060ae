import { describe, expect, it } from 'vitest';
import { enScript, habillerPage } from '#admin/bundle/page.ts';

const STOCK = (etat: object) => `
    <!DOCTYPE html>
    <html lang=fr>
    <head>
      <script>
        window.REDUX_STATE = ${JSON.stringify(etat)};
        window.THEME = ${JSON.stringify({ font: '</style>' })};
      </script>
      <title>Company</title>
      <link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto:300,400,500,700" type="text/css">
      <script src="/gestion/frontend/assets/app.bundle.js"></script>
      <style>body { margin: 0 }</style>
    </head>
    <body><div id="app" /></body></html>`;

const habiller = (etat: object, remplacer = (lu: Record<string, unknown>) => lu) =>
  habillerPage(STOCK(etat), {
    nonce: 'abc"123',
    titre: 'A & <B>',
    version: 'v1',
    racine: '/gestion',
    etat: remplacer,
  });

describe('the page of the back-office', () => {
  it('keeps any text of its state inside the script', () => {
    const html = habiller({ session: { nom: '</script><script>pris()</script>', autre: '\u2028' } });
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(html).not.toContain('pris()</script>');
    const lu = /window\.REDUX_STATE = ([^\n]*);\n/.exec(html)?.[1] ?? '';
    expect(JSON.parse(lu)).toEqual({ session: { nom: '</script><script>pris()</script>', autre: '\u2028' } });
  });

  it('takes a state with dollar signs and replacement patterns as it is', () => {
    const html = habiller({ a: '$& $1 $$ $`' });
    expect(JSON.parse(/window\.REDUX_STATE = ([^\n]*);\n/.exec(html)?.[1] ?? '')).toEqual({
      a: '$& $1 $$ $`',
    });
  });

  it('gives every script and style the nonce, and styled-components too', () => {
    const html = habiller({});
    expect(
      [...html.matchAll(/<(?:script|style)[^>]*>/g)].map(([balise]) =>
        balise.includes('nonce="abc&#34;123"'),
      ),
    ).toEqual([true, true, true, true]);
    expect(html).toContain('window.__webpack_nonce__ = "abc\\"123"');
  });

  it('asks no font of Google, says its language and its title', () => {
    const html = habiller({});
    expect(html).not.toContain('googleapis');
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('<title>A &#38; &#60;B&#62;</title>');
  });

  it('names its version in the address of each script, so that a browser keeps it', () => {
    expect(habiller({})).toContain('src="/gestion/frontend/assets/app.bundle.js?v=v1"');
  });

  it('carries the state as completed, not as AdminJS made it', () => {
    expect(habiller({ resources: ['tout'] }, (etat) => ({ ...etat, resources: [] }))).toContain(
      '"resources":[]',
    );
  });

  it('escapes what would end a script or a line', () => {
    expect(enScript({ a: '<!--', b: '\u2029' })).toBe('{"a":"\\u003c!--","b":"\\u2029"}');
  });
});
