import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { texteCanonique } from '#src/engine/index.ts';
import type { GenreDeVersion } from '#src/domain/regle/version-regle.ts';
import type { DossierDeRegles, FichierTexte, ReferenceDeFichier } from '#src/registry/fichiers.ts';
import type { VersionAPublier } from '#src/registry/publication.ts';
import type { VersionLue } from '#src/registry/version.ts';

const GENRES: Readonly<Record<ReferenceDeFichier['genre'], GenreDeVersion>> = { regles: 'regles', parametres: 'parametres', formulaires: 'formulaire' };

/** The kind the registry stores a file under. */
export const genreDe = (reference: ReferenceDeFichier): GenreDeVersion => GENRES[reference.genre];

/** Canonical text of the closed file: shared parameters inlined, editor's `$schema` left out. */
async function canonique(dossier: DossierDeRegles, fichier: FichierTexte): Promise<string> {
  if (fichier.genre === 'regles') return texteCanonique((await dossier.fermer(fichier)).clos);
  const valeur = fichier.genre === 'parametres' ? await dossier.parametres(fichier) : (fichier.lu.valeur as object);
  const { $schema: _editeur, ...contenu } = valeur as { $schema?: string };
  return canonicalize(contenu) ?? '';
}

/** A file of `rules/`, closed and hashed. @throws FichierInvalide */
export async function preparerVersion(dossier: DossierDeRegles, reference: ReferenceDeFichier): Promise<VersionAPublier> {
  const fichier = await dossier.lire(reference);
  const texte = await canonique(dossier, fichier);
  return {
    empreinte: createHash('sha256').update(texte, 'utf8').digest('hex'),
    genre: genreDe(reference), jeu: reference.id, numero: reference.version, canonique: texte, texte: fichier.texte,
  };
}

/** Every file of `rules/`, prepared. */
export async function preparerLivraison(dossier: DossierDeRegles): Promise<VersionAPublier[]> {
  return Promise.all((await dossier.tous()).map((reference) => preparerVersion(dossier, reference)));
}

/** A published file was changed on disk: what is in force is no longer what `rules/` says. */
export class FichierPublieModifie extends Error {
  override readonly name = 'FichierPublieModifie';
  constructor(fichiers: readonly string[]) {
    super(`Le contenu de ${fichiers.join(', ')} a changé depuis sa publication. Une version publiée ne change plus : remettez le fichier dans son état d’origine et enregistrez votre changement sous un nouveau numéro de version.`);
  }
}

/**
 * Compares `rules/` with what is published.
 * @returns the versions that lie in `rules/` and are not published: drafts, never in force by themselves
 * @throws FichierPublieModifie
 */
export function comparerLivraison(livrees: readonly VersionAPublier[], publiees: readonly VersionLue[]): VersionAPublier[] {
  const cle = ({ genre, jeu, numero }: { genre: string; jeu: string; numero: string }) => `${genre}/${jeu}/${numero}`;
  const connues = new Map(publiees.map((version) => [cle(version), version.empreinte]));
  const modifiees = livrees.filter((version) => connues.has(cle(version)) && connues.get(cle(version)) !== version.empreinte);
  if (modifiees.length > 0) throw new FichierPublieModifie(modifiees.map(({ jeu, numero }) => `« ${jeu} » ${numero}`));
  return livrees.filter((version) => !connues.has(cle(version)));
}
