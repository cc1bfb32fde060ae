import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { FichierInvalide, texteCanonique, type TrouverPartage } from '#src/engine/index.ts';
import type {
  RuleFolder,
  FichierTexte,
  ReferenceDeFichier,
} from '#src/domain/politique/livraison/fichiers.ts';
import type { VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import type { VersionLue } from '#src/domain/politique/versions/version.ts';

/**
 * Canonical text of the closed file: shared parameters inlined, editor's `$schema` left out. Of a form, only
 * the JSON is looked at.
 * @param trouver where shared parameters come from; the folder when not given
 * @throws FichierInvalide
 */
export async function canoniser(
  dossier: RuleFolder,
  fichier: FichierTexte,
  trouver?: TrouverPartage,
): Promise<string> {
  if (fichier.genre === 'regles') return texteCanonique((await dossier.fermer(fichier, trouver)).clos);
  const { $schema: _editeur, ...contenu } = (await contenuDe(dossier, fichier)) as { $schema?: string };
  return canonicalize(contenu) ?? '';
}

function contenuDe(dossier: RuleFolder, fichier: FichierTexte): Promise<object> | object {
  if (fichier.genre === 'parametres') return dossier.parametres(fichier);
  return fichier.genre === 'referentiel' ? dossier.referentiel(fichier) : (fichier.lu.valeur as object);
}

/** A file of `rules/`, closed and hashed. @throws FichierInvalide */
export async function preparerVersion(
  dossier: RuleFolder,
  reference: ReferenceDeFichier,
): Promise<VersionAPublier> {
  const fichier = await dossier.lire(reference);
  const texte = await canoniser(dossier, fichier);
  return {
    empreinte: createHash('sha256').update(texte, 'utf8').digest('hex'),
    genre: reference.genre,
    jeu: reference.id,
    numero: reference.version,
    canonique: texte,
    texte: fichier.texte,
  };
}

/** Every file of `rules/`, prepared. @throws FichierInvalide */
export async function preparerLivraison(dossier: RuleFolder): Promise<VersionAPublier[]> {
  return Promise.all((await dossier.tous()).map((reference) => preparerVersion(dossier, reference)));
}

/** A file of `rules/` that cannot be prepared, and why. */
export interface FichierIllisible {
  readonly reference: ReferenceDeFichier;
  readonly erreur: FichierInvalide;
}

/** Every file of `rules/`, the wrong ones apart: a draft under way must stop nobody. */
export async function lireLivraison(
  dossier: RuleFolder,
): Promise<{ versions: VersionAPublier[]; illisibles: FichierIllisible[] }> {
  const versions: VersionAPublier[] = [];
  const illisibles: FichierIllisible[] = [];
  for (const reference of await dossier.tous()) {
    try {
      versions.push(await preparerVersion(dossier, reference));
    } catch (erreur) {
      if (!(erreur instanceof FichierInvalide)) throw erreur;
      illisibles.push({ reference, erreur });
    }
  }
  return { versions, illisibles };
}

/** A published file was changed on disk: what is in force is no longer what `rules/` says. */
export class FichierPublieModifie extends Error {
  override readonly name = 'FichierPublieModifie';
  constructor(fichiers: readonly string[]) {
    super(
      `Le contenu de ${fichiers.join(', ')} a changé depuis sa publication. Une version publiée ne change plus : remettez le fichier dans son état d’origine et enregistrez votre changement sous un nouveau numéro de version.`,
    );
  }
}

/** What makes two files the same version of the same thing. */
const cle = ({
  genre,
  jeu,
  numero,
}: {
  readonly genre: string;
  readonly jeu: string;
  readonly numero: string;
}): string => `${genre}/${jeu}/${numero}`;

/**
 * Compares `rules/` with what is published.
 * @returns the versions that lie in `rules/` and are not published: drafts, never in force by themselves
 * @throws FichierPublieModifie
 */
export function comparerLivraison(
  livrees: readonly VersionAPublier[],
  publiees: readonly VersionLue[],
  illisibles: readonly FichierIllisible[] = [],
): VersionAPublier[] {
  const connues = new Map(publiees.map((version) => [cle(version), version.empreinte]));
  const modifiees = [
    ...livrees
      .filter((version) => connues.has(cle(version)) && connues.get(cle(version)) !== version.empreinte)
      .map(({ jeu, numero }) => `« ${jeu} » ${numero}`),
    // Published, hence once right: it was changed too.
    ...illisibles
      .filter(({ reference }) =>
        connues.has(cle({ genre: reference.genre, jeu: reference.id, numero: reference.version })),
      )
      .map(({ reference }) => `« ${reference.id} » ${reference.version}`),
  ];
  if (modifiees.length > 0) throw new FichierPublieModifie(modifiees);
  return livrees.filter((version) => !connues.has(cle(version)));
}
