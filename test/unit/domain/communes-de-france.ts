/** Every commune of the national list, and the ways people write it. */
import { createRequire } from 'node:module';
import type { CommuneLue } from '#src/domain/territoire/commune/lire-commune.ts';

export interface DuFichier {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  readonly departement: string;
  readonly codesPostaux?: readonly string[];
  readonly chefLieu?: string;
  readonly commune?: string;
  readonly anciensCodes?: readonly string[];
}
const exiger = createRequire(import.meta.url);
// The official list itself, not our reading of it.
export const TOUTES = exiger('@etalab/decoupage-administratif/data/communes.json') as readonly DuFichier[];
export const DEPARTEMENTS = new Map(
  (
    exiger('@etalab/decoupage-administratif/data/departements.json') as readonly {
      code: string;
      nom: string;
    }[]
  ).map(({ code, nom }) => [code, nom]),
);
export const ACTUELLES = TOUTES.filter(({ type }) => type === 'commune-actuelle');
export const ACTUELLES_PAR_NOM = new Map<string, string[]>();
for (const { code, nom } of ACTUELLES)
  ACTUELLES_PAR_NOM.set(nom, [...(ACTUELLES_PAR_NOM.get(nom) ?? []), code]);
export const ABSORBEES = TOUTES.filter(({ chefLieu }) => chefLieu !== undefined);

export const proposees = (lue: CommuneLue): readonly string[] => {
  switch (lue.etat) {
    case 'comprise':
      return [lue.designation.commune.code];
    case 'ambigue':
      return lue.candidates.map(({ commune }) => commune.code);
    case 'desaccord':
      return [...lue.selonNom, ...lue.selonIndices].map(({ commune }) => commune.code);
    case 'inconnue':
      return lue.propositions.map(({ commune }) => commune.code);
  }
};
export const sansAccent = (texte: string): string => texte.normalize('NFD').replace(/\p{M}/gu, '');
export const abreger = (nom: string): string => nom.replace(/\bSainte\b/g, 'Ste').replace(/\bSaint\b/g, 'St');
/** « LE MANS » as the post writes it: capitals, no accent, no hyphen, no apostrophe, « ST ». */
export const postal = (nom: string): string => abreger(sansAccent(nom)).replace(/[-'’]/g, ' ').toUpperCase();
export const articleALaFin = (nom: string): string =>
  nom.replace(/^(Le|La|Les) (.+)$/, '$2 ($1)').replace(/^L['’](.+)$/, '$1 (L’)');
const CODES_POSTAUX = new Set(TOUTES.flatMap(({ codesPostaux = [] }) => codesPostaux));
/** A code of the same office that no commune has. */
export const cedex = (codePostal: string): string =>
  Array.from(
    { length: 100 },
    (_, rang) => `${codePostal.slice(0, 3)}${String(99 - rang).padStart(2, '0')}`,
  ).find((code) => !CODES_POSTAUX.has(code)) ?? codePostal;
