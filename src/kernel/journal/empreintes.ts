import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/kernel/tables.ts';
import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { SaisieInvalide } from '#src/kernel/refus.ts';

/**
 * The end of a chain at a moment: kept elsewhere, it says later whether the chain still holds what it held.
 */
export interface EmpreinteDeChaine {
  readonly chaine: string;
  readonly rang: number;
  readonly empreinte: string;
}

/** A file of hashes that was changed, or is not one. */
export class EmpreinteIllisible extends SaisieInvalide {
  constructor(pourquoi: string) {
    super(
      `Ce fichier n’est pas une empreinte du journal utilisable : ${pourquoi} Reprenez celui que « npm run journal -- empreinte » a écrit.`,
    );
  }
}

const TITRE = 'Mon Compte Partenaire, empreinte du journal';
const FORMAT = 'mcp.empreinte-journal/1';
const LIGNE = /^chaine (\S+) rang (\d+) empreinte ([0-9a-f]{64})$/;

export const empreintesDesChaines = (em: EntityManager): Promise<EmpreinteDeChaine[]> =>
  lireLignes(em, tables.selectFrom('journal_tete').select(['chaine', 'rang', 'empreinte']).orderBy('chaine'));

const sha256 = (texte: string): string => createHash('sha256').update(texte).digest('hex');

/** The file to keep elsewhere: plain text, its own SHA-256 on the last line. */
export function ecrireEmpreintes(empreintes: readonly EmpreinteDeChaine[], le: Date): string {
  const corps = [
    TITRE,
    `format ${FORMAT}`,
    `le ${le.toISOString()}`,
    ...empreintes.map(
      ({ chaine, rang, empreinte }) => `chaine ${chaine} rang ${rang} empreinte ${empreinte}`,
    ),
  ].join('\n');
  return `${corps}\nsha256 ${sha256(`${corps}\n`)}\n`;
}

/** @throws EmpreinteIllisible */
export function lireEmpreintes(texte: string): {
  readonly le: string;
  readonly empreintes: readonly EmpreinteDeChaine[];
} {
  const lignes = texte.replaceAll('\r\n', '\n').trimEnd().split('\n');
  const controle = lignes.pop();
  if (lignes[0] !== TITRE || lignes[1] !== `format ${FORMAT}`)
    throw new EmpreinteIllisible('il ne commence pas comme une empreinte du journal.');
  if (controle !== `sha256 ${sha256(`${lignes.join('\n')}\n`)}`)
    throw new EmpreinteIllisible(
      'son contenu ne correspond pas à sa dernière ligne (il a été modifié ou coupé).',
    );
  const empreintes = lignes.slice(3).map((ligne) => {
    const [, chaine = '', rang = '', empreinte = ''] = LIGNE.exec(ligne) ?? [];
    if (chaine === '') throw new EmpreinteIllisible(`la ligne « ${ligne} » n’est pas comprise.`);
    return { chaine, rang: Number(rang), empreinte };
  });
  return { le: (lignes[2] ?? '').replace(/^le /, ''), empreintes };
}
