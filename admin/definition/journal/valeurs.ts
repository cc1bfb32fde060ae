import { formaterValeur } from '#admin/definition/affichage.ts';
import { dateFr, instantFr, veille } from '#src/kernel/francais.ts';
import type { champDuJour } from '#admin/definition/definition.ts';

type Champ = ReturnType<typeof champDuJour>;

/** What values are told with: names and titles looked up beforehand, for all of a page. */
export interface Reperes {
  readonly fuseau: string;
  /** Name of an account; undefined when it is not the reader's to know. */
  readonly compte: (id: string) => string | undefined;
  /** Title of a record of the resource a field points to. */
  readonly titre: (ressource: string, id: string) => string | undefined;
}

/** What a field is, as far as telling its values goes. */
export interface NatureDeChamp {
  readonly champ?: Champ;
  /** Resource its values point to. */
  readonly ressource?: string;
  /** Its values are accounts. */
  readonly compte?: boolean;
}

export const VIDE = 'vide';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const EMPREINTE = /^[0-9a-f]{64}$/;
const JOUR = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A value of the journal as one reads it: neither code, identifier nor hash. */
export function direValeur(valeur: unknown, nature: NatureDeChamp, reperes: Reperes): string {
  if (valeur === null || valeur === undefined || valeur === '') return VIDE;
  if (Array.isArray(valeur)) return direListe(valeur, nature, reperes);
  if (typeof valeur === 'object') return `${Object.keys(valeur).length} valeur(s)`;
  const texte = String(valeur);
  const { champ, ressource, compte } = nature;
  if (compte) return reperes.compte(texte) ?? 'une autre personne';
  if (ressource !== undefined)
    return reperes.titre(ressource, texte) ?? 'une fiche retirée, ou hors de votre portée';
  const option = champ?.options?.find((candidate) => candidate.valeur === texte);
  if (option) return option.libelle;
  if (typeof valeur === 'boolean') return valeur ? 'Oui' : 'Non';
  return direTexte(texte, champ, reperes.fuseau);
}

function direListe(valeurs: readonly unknown[], nature: NatureDeChamp, reperes: Reperes): string {
  if (valeurs.length === 0) return 'aucun';
  return valeurs.every((une) => typeof une !== 'object')
    ? valeurs.map((une) => direValeur(une, nature, reperes)).join(', ')
    : `${valeurs.length} élément(s)`;
}

/** By what it looks like first: a field the screens no longer declare still keeps its days and its ids. */
function direTexte(texte: string, champ: Champ | undefined, fuseau: string): string {
  if (UUID.test(texte)) return 'un identifiant interne';
  if (EMPREINTE.test(texte)) return 'une empreinte';
  if (JOUR.test(texte)) return dateFr(champ?.finExclue ? veille(texte) : texte);
  if (INSTANT.test(texte)) return instantFr(texte, fuseau);
  return champ && champ.genre !== 'reference' ? formaterValeur(champ.genre, texte, fuseau) : texte;
}
