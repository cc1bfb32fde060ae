import { describe, expect, it } from 'vitest';
import { communeDe } from '#src/domain/territoire/commune/communes.ts';
import {
  ecrireCommune,
  decrireCommune,
  lisibleCommune,
  proposerCommune,
} from '#src/domain/territoire/commune/dire.ts';
import { lireCommune } from '#src/domain/territoire/commune/lire-commune.ts';
import type { DuFichier } from './communes-de-france.ts';
import {
  DEPARTEMENTS,
  ACTUELLES,
  ABSORBEES,
  proposees,
  sansAccent,
  abreger,
  postal,
  articleALaFin,
  cedex,
} from './communes-de-france.ts';

/**
 * The ways people, letters and spreadsheets write a commune. `cle`: nothing but what tells this commune
 * apart.
 */
const GRAPHIES: readonly {
  readonly nom: string;
  readonly complete: boolean;
  readonly ecrire: (commune: DuFichier, codePostal: string) => string | null;
}[] = [
  { nom: 'nom', complete: false, ecrire: ({ nom }) => nom },
  {
    nom: 'nom sans accent en minuscules',
    complete: false,
    ecrire: ({ nom }) => sansAccent(nom).toLowerCase(),
  },
  {
    nom: 'nom abrégé, espaces',
    complete: false,
    ecrire: ({ nom }) => `  ${abreger(nom).replaceAll('-', '  ')} ,`,
  },
  { nom: 'nom sans apostrophe', complete: false, ecrire: ({ nom }) => nom.replace(/['’]/g, '') },
  { nom: 'code Insee', complete: false, ecrire: ({ code }) => code },
  { nom: 'code postal', complete: false, ecrire: (_commune, codePostal) => codePostal },
  { nom: 'nom (code Insee)', complete: true, ecrire: ({ nom, code }) => `${nom} (${code})` },
  { nom: 'nom (code postal)', complete: true, ecrire: ({ nom }, codePostal) => `${nom} (${codePostal})` },
  { nom: 'code postal NOM', complete: true, ecrire: ({ nom }, codePostal) => `${codePostal} ${postal(nom)}` },
  {
    nom: 'nom code postal, décomposé',
    complete: true,
    ecrire: ({ nom }, codePostal) => `${nom} ${codePostal}`.normalize('NFD'),
  },
  {
    nom: 'code postal sans zéro',
    complete: true,
    ecrire: ({ nom }, codePostal) => (codePostal.startsWith('0') ? `${codePostal.slice(1)} ${nom}` : null),
  },
  {
    nom: 'F-code postal espacé',
    complete: true,
    ecrire: ({ nom }, codePostal) =>
      `F-${codePostal.slice(0, 2)}\u00a0${codePostal.slice(2)} ${nom.replaceAll("'", '’')}`,
  },
  { nom: 'nom (département)', complete: true, ecrire: ({ nom, departement }) => `${nom} (${departement})` },
  { nom: 'département nom', complete: true, ecrire: ({ nom, departement }) => `${departement} - ${nom}` },
  {
    nom: 'nom, nom du département',
    complete: true,
    ecrire: ({ nom, departement }) => `${nom}, ${DEPARTEMENTS.get(departement)}`,
  },
  {
    nom: 'nom, article à la fin (département)',
    complete: true,
    ecrire: ({ nom, departement }) => `${articleALaFin(nom)} (${departement})`,
  },
  {
    nom: 'code postal NOM CEDEX 2',
    complete: true,
    ecrire: ({ nom, codesPostaux }, codePostal) =>
      codesPostaux ? `${codePostal} ${postal(nom)} CEDEX 2` : null,
  },
  {
    nom: 'Cedex inconnu',
    complete: true,
    ecrire: ({ nom, codesPostaux }, codePostal) =>
      codesPostaux ? `${cedex(codePostal)} ${postal(nom)} CEDEX` : null,
  },
  {
    nom: 'nom, code Insee, code postal',
    complete: true,
    ecrire: ({ nom, code }, codePostal) => `${nom}, code Insee ${code}, ${codePostal}`,
  },
];

interface Releve {
  lus: number;
  readonly autres: string[];
  readonly sansProposition: string[];
  readonly incompris: string[];
}

describe(`each of the ${ACTUELLES.length} communes, written in every usual way`, () => {
  it.each(GRAPHIES)(
    '« $nom » is never another commune, and never refused without the right one being proposed',
    ({ ecrire, complete }) => {
      const releve: Releve = { lus: 0, autres: [], sansProposition: [], incompris: [] };
      for (const commune of ACTUELLES) {
        // Five lands of the South have no postal code: for them each way of writing has the official code in
        // its place.
        const texte = ecrire(commune, commune.codesPostaux?.[0] ?? commune.code);
        if (texte === null) continue;
        releve.lus += 1;
        const lue = lireCommune(texte);
        if (lue.etat === 'comprise' && lue.code !== commune.code)
          releve.autres.push(`${texte} → ${lue.code}`);
        if (!proposees(lue).includes(commune.code)) releve.sansProposition.push(texte);
        if (complete && lue.etat !== 'comprise') releve.incompris.push(texte);
      }
      expect(releve.lus).toBeGreaterThan(3000);
      expect(releve.autres).toEqual([]);
      expect(releve.sansProposition).toEqual([]);
      expect(releve.incompris).toEqual([]);
    },
  );
  it.each([
    ['the field', ecrireCommune],
    ['the hint', (code: string) => decrireCommune({ commune: communeDe(code) ?? expect.fail(), par: null })],
    [
      'a refusal',
      (code: string) => proposerCommune({ commune: communeDe(code) ?? expect.fail(), par: null }),
    ],
    ['a page', lisibleCommune],
  ])('as %s writes it, is read back', (_ou, ecrire) => {
    expect(
      ACTUELLES.filter(({ code }) => {
        const lue = lireCommune(ecrire(code));
        return lue.etat !== 'comprise' || lue.code !== code;
      }).map(({ nom }) => nom),
    ).toEqual([]);
  });
});

describe(`each of the ${ABSORBEES.length} communes that became part of another`, () => {
  const fautives = (ecrire: (commune: DuFichier) => string, exacte: boolean): string[] =>
    ABSORBEES.filter((commune) => {
      const lue = lireCommune(ecrire(commune));
      return lue.etat === 'comprise'
        ? lue.code !== commune.chefLieu
        : exacte || !proposees(lue).includes(commune.chefLieu ?? '');
    }).map(ecrire);

  it('leads by its name to the commune of today, or to candidates with it among them', () => {
    expect(fautives(({ nom }) => nom, false)).toEqual([]);
    expect(fautives(({ nom }) => postal(nom), false)).toEqual([]);
  });
  it('leads by its code, alone or beside its name, to the commune of today', () => {
    expect(fautives(({ nom, code }) => `${nom} (${code})`, true)).toEqual([]);
    expect(fautives(({ code }) => code, false)).toEqual([]);
  });
  it('is told apart from a namesake by its department or by the postal code of the commune of today', () => {
    const avecDepartement = ({ nom, code }: DuFichier): string => `${nom} (${communeDe(code)?.departement})`;
    // Two have a namesake in their own department that is gone since: both are proposed.
    expect(fautives(avecDepartement, true)).toEqual(['Saint-Jean-du-Corail (50)', 'Lahitte (65)']);
    expect(fautives(avecDepartement, false)).toEqual([]);
    expect(fautives(({ nom, code }) => `${communeDe(code)?.codesPostaux[0]} ${nom}`, true)).toEqual([]);
  });
  it('leads by the way a refusal proposes it to that commune', () => {
    expect(
      fautives(
        ({ code, nom }) =>
          proposerCommune({
            commune: communeDe(code) ?? expect.fail(),
            par: { code, nom, nature: 'ancienne' },
          }),
        true,
      ),
    ).toEqual([]);
  });
});
