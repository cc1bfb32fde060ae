import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { locales } from 'adminjs';
import { describe, expect, it } from 'vitest';
import { fr } from '#admin/shell/fr.ts';

type Feuilles = ReadonlyMap<string, string>;

function feuilles(valeur: unknown, prefixe = ''): Feuilles {
  if (typeof valeur === 'string') return new Map([[prefixe, valeur]]);
  return new Map(
    Object.entries(valeur as object).flatMap(([cle, enfant]) => [
      ...feuilles(enfant, prefixe ? `${prefixe}.${cle}` : cle),
    ]),
  );
}

const francais = feuilles(fr);
const anglais = feuilles(locales['en']);
const lacunes = (texte: string) => [...texte.matchAll(/\{\{\w+\}\}/g)].map(([lacune]) => lacune).sort();

/** Keys called in the sources of AdminJS, such as `translateButton('ok')`. */
function clesAppelees(): Set<string> {
  const familles: Record<string, string> = {
    Message: 'messages',
    Button: 'buttons',
    Label: 'labels',
    Property: 'properties',
    Component: 'components',
    m: 'messages',
    b: 'buttons',
    l: 'labels',
    p: 'properties',
    c: 'components',
  };
  const racine = path.resolve('node_modules/adminjs/src/frontend');
  const cles = new Set<string>();
  for (const nom of readdirSync(racine, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(nom) || nom.includes('.spec.')) continue;
    const source = readFileSync(path.join(racine, nom), 'utf8');
    for (const [, famille, cle] of source.matchAll(
      /\b(?:translate|t)(Message|Button|Label|Property|Component|m|b|l|p|c)\('([\w.]+)'/g,
    )) {
      if (famille && cle) cles.add(`${familles[famille]}.${cle}`);
    }
  }
  return cles;
}

describe('the French texts of the AdminJS shell', () => {
  it('have every key of the English ones', () => {
    expect([...anglais.keys()].filter((cle) => !francais.has(cle))).toEqual([]);
  });

  it('have the keys that AdminJS uses without declaring them', () => {
    const appelees = clesAppelees();
    expect(appelees.size).toBeGreaterThan(30);
    expect([...appelees].filter((cle) => !francais.has(cle))).toEqual([]);
    expect(francais.has('messages.tooManyRequests')).toBe(true);
  });

  it('leave no text in English', () => {
    const identiquesPermis = new Set(['components.Login.properties.email']);
    const identiques = [...anglais].filter(
      ([cle, texte]) => francais.get(cle) === texte && !identiquesPermis.has(cle),
    );
    expect(identiques).toEqual([]);
  });

  it('name the same values as the English ones', () => {
    const ignorees = /forbiddenError$/;
    const differences = [...anglais]
      .filter(
        ([cle, texte]) =>
          !ignorees.test(cle) && lacunes(texte).join() !== lacunes(francais.get(cle) ?? '').join(),
      )
      .map(([cle]) => cle);
    expect(differences).toEqual([]);
  });

  it('have a plural beside each singular AdminJS counts with', () => {
    const comptes = [...francais.keys()].filter((cle) => `${cle}_plural` in Object.fromEntries(francais));
    expect(comptes).toEqual([
      'buttons.confirmRemovalMany',
      'messages.successfullyBulkDeleted',
      'messages.theseRecordsWillBeRemoved',
    ]);
  });

  it('follow French typography: no straight apostrophe and a no-break space before double signs', () => {
    const fautes = [...francais].filter(
      ([, texte]) =>
        /'/.test(texte) || /\S[!?;»]|[^\s\d]:(?!\/)|«\S/.test(texte) || / [!?;:»]|« /.test(texte),
    );
    expect(fautes).toEqual([]);
  });
});
