import type { BoutonMontre, PageFichier } from '#admin/regles/contrats.ts';
import { contenuDe } from '#admin/regles/rendre.ts';
import { RACINE } from '#admin/ressources/outils.ts';
import { compteDe } from '#src/domain/commun/acteur.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { Introuvable } from '#src/domain/commun/refus.ts';
import { peut } from '#src/domain/droits/droits.ts';
import { chronologie, lireVersion } from '#src/domain/regle/lectures.ts';
import { GENRES_DE_VERSION, type GenreDeVersion } from '#src/domain/regle/version-regle.ts';
import type { Chronologie, VersionOuverte } from '#src/domain/regle/vues.ts';

/** Address of a page of the workshop. */
export const page = (nom: string, parametres: Readonly<Record<string, string>>): string => `${RACINE}/pages/${nom}?${new URLSearchParams(parametres).toString()}`;

export const genreDe = (brut: string | undefined): GenreDeVersion => {
  const genre = GENRES_DE_VERSION.find((candidat) => candidat === (brut ?? 'regles'));
  if (!genre) throw new Introuvable('Fichier de règles');
  return genre;
};

/** A rule file: one version in words, and everything that happened to the file. */
export async function donneesDuFichier(unite: UniteDeLecture, parametres: Readonly<Record<string, string>>): Promise<PageFichier> {
  const genre = genreDe(parametres['genre']);
  const { jeu = '', version: choisie } = parametres;
  const histoire = await chronologie(unite, genre, jeu);
  const listee = histoire.versions.find(({ empreinte }) => empreinte === choisie) ?? (choisie === undefined ? histoire.versions.find(({ etat }) => etat === 'en-vigueur') ?? histoire.versions[0] : undefined);
  if (!listee && (choisie !== undefined || histoire.brouillons.length + histoire.soumissions.length === 0)) throw new Introuvable('Fichier de règles');
  const version = listee ? await lireVersion(unite, listee.empreinte) : null;
  const contenu = version && contenuDe(genre, version.canonique);
  return {
    titre: !contenu ? jeu : contenu.genre === 'regles' ? contenu.rendu.titre : contenu.titre || jeu,
    chronologie: histoire,
    version: version && { ...listee, ...sansCorps(version) },
    contenu,
    boutons: boutonsDe(unite, histoire, version),
    aujourdhui: unite.aujourdhui.toString(),
    moi: compteDe(unite.acteur) ?? '',
    peutEcrire: peut(unite.acteur, 'BrouillonRegle', 'creer'),
  };
}

function sansCorps({ canonique: _canonique, soumission, activations: _activations, genre: _genre, jeu: _jeu, ...reste }: VersionOuverte) {
  return { ...reste, signature: soumission?.signature ?? null, motif: soumission?.motif ?? null };
}

const RESERVE = 'Réservé aux analystes réglementaires.';

function boutonsDe({ acteur }: UniteDeLecture, { genre, jeu, versions, reactivations }: Chronologie, version: VersionOuverte | null): BoutonMontre[] {
  if (!version) return [];
  const ecrit = peut(acteur, 'BrouillonRegle', 'creer');
  const enCours = reactivations.some(({ empreinte, etat }) => empreinte === version.empreinte && etat === 'demandee');
  const autre = versions.find(({ empreinte }) => empreinte !== version.empreinte);
  return [
    { nom: 'brouillon', libelle: 'Créer un brouillon', empeche: ecrit ? null : RESERVE, principale: true },
    ...(genre === 'regles' ? [
      { nom: 'essai', libelle: 'Essayer sur un cas', empeche: null, href: page('essai', { jeu, version: version.empreinte }) },
      {
        nom: 'comparaison', libelle: 'Comparer', href: page('comparaison', { jeu, avant: autre?.empreinte ?? '', apres: version.empreinte }),
        empeche: autre ? null : 'Ce fichier n’a encore qu’une version : créez un brouillon, puis comparez-le.',
      },
      ...(peut(acteur, 'EtudeImpact', 'lire') ? [{ nom: 'impact', libelle: 'Impact', empeche: null, href: page('impact', { jeu, apres: version.empreinte }) }] : []),
    ] : []),
    {
      nom: 'reactiver', libelle: 'Réactiver cette version…',
      empeche: !ecrit ? RESERVE : version.etat === 'en-vigueur' ? 'Cette version est déjà en vigueur.' : enCours ? 'Une réactivation de cette version attend déjà sa confirmation.' : null,
    },
  ];
}
