import { NOMS, NOMS_DE_RAM, PRENOMS } from '#src/cli/demonstration/donnees.ts';
import type { FormeJuridique } from '#src/domain/contractualisation/organisme/organisme.ts';
import { repertoire, type Commune } from '#src/domain/territoire/commune/repertoire.ts';

/** Invented family names: each syllable with each other, so that a search finds few people. */
const DEBUTS = 'Bar Cour Del Fon Gar Hau Lam Mar Nor Pel Quin Ros Sau Tour Val Ver'.split(' ');
const MILIEUX = 'ba ce di go lai man ne pin ra ri sse te va vi'.split(' ');
const FINS = 'blanc chet dieu gnac lier mont nard pierre quet rand ssac tel vière zac'.split(' ');

/** Partners of a commune, as the demonstration names them. */
const MODELES: readonly { readonly forme: FormeJuridique; readonly nom: (commune: string) => string }[] = [
  { forme: 'commune', nom: (commune) => `Mairie – ${commune}` },
  { forme: 'epci', nom: (commune) => `Communauté de communes du secteur de ${commune}` },
  { forme: 'association', nom: (commune) => `Association Enfance et Familles – ${commune}` },
  ...NOMS_DE_RAM.map((nom) => ({
    forme: 'association' as const,
    nom: (commune: string) => `Association ${nom} – ${commune}`,
  })),
];

const FUSEAUX: Readonly<Record<string, string>> = {
  '971': 'America/Guadeloupe',
  '972': 'America/Martinique',
  '973': 'America/Cayenne',
  '974': 'Indian/Reunion',
  '976': 'Indian/Mayotte',
};

/** A Caf of the load: one for each département, its code made from the département's. */
export interface CafNationale {
  readonly id: string;
  readonly nom: string;
  readonly fuseau: string;
  readonly departement: string;
}

/** The first Caf of the list, in the order of their codes, those of the demonstration always among them. */
export function cafsNationales(nombre: number, presentes: readonly string[]): CafNationale[] {
  const toutes = [...repertoire().departements]
    .filter(([code]) => code.length === 2 || code in FUSEAUX)
    .map(([departement, nom]) => ({
      id: departement.length === 3 ? departement : `${departement}1`,
      nom: `Caf – ${nom} (démonstration)`,
      fuseau: FUSEAUX[departement] ?? 'Europe/Paris',
      departement,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const [deja, autres] = [true, false].map((presente) =>
    toutes.filter(({ id }) => presentes.includes(id) === presente),
  );
  return [...(deja ?? []), ...(autres ?? [])].slice(0, nombre);
}

/** Communes of each département, in the order of their codes. */
export function communesParDepartement(): ReadonlyMap<string, readonly Commune[]> {
  const communes = new Map<string, Commune[]>();
  for (const { commune, par } of repertoire().parCode.values())
    if (par === null) {
      const deja = communes.get(commune.departement);
      if (deja) deja.push(commune);
      else communes.set(commune.departement, [commune]);
    }
  return communes;
}

/** The partner of that rank in a département: forms and communes are gone through in turn. */
export function partenaireDuRang(
  rang: number,
  communes: readonly Commune[],
): { readonly nom: string; readonly forme: FormeJuridique; readonly commune: Commune } {
  const commune = communes[(rang * 17) % communes.length];
  const modele = MODELES[(rang + Math.floor(rang / communes.length)) % MODELES.length];
  if (!commune || !modele) throw new Error('a département without communes');
  return { nom: modele.nom(commune.nom), forme: modele.forme, commune };
}

/** The person of that rank. */
export function personneDuRang(rang: number): { readonly nom: string; readonly prenom: string } {
  const melange = Math.imul(rang + 1, 0x9e3779b1) >>> 0;
  const nom = `${parmi(DEBUTS, melange)}${parmi(MILIEUX, melange >>> 5)}${parmi(FINS, melange >>> 11)}`;
  return { nom: rang % 7 === 0 ? parmi(NOMS, melange >>> 3) : nom, prenom: parmi(PRENOMS, melange >>> 16) };
}

/** Names of the equipments of one partner: different for each rank below sixteen. */
export const nomDEquipement = (type: string, partenaire: number, rang: number, commune: string): string =>
  `${type} ${parmi(NOMS_DE_RAM, partenaire + rang * 5)} – ${commune}`;

const parmi = (valeurs: readonly string[], rang: number): string => valeurs[rang % valeurs.length] ?? '';
