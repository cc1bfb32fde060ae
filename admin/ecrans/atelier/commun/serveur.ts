import { perennitesAu } from '#src/domain/formulaire/perennite.ts';
import type { BoutonMontre } from '#admin/ecrans/atelier/commun/types.ts';
import { JEUX } from '#admin/definition/libelles.ts';
import { RACINE } from '#admin/definition/outils.ts';
import type { MotsDuJour } from '#admin/ecrans/atelier/commun/rendre-formulaire.ts';
import { sigleDuType } from '#src/domain/equipement/libelles.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import type { RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { GENRES_DE_VERSION, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';

/** Address of a page of the workshop. */
export const page = (nom: string, parametres: Readonly<Record<string, string>>): string =>
  `${RACINE}/pages/${nom}?${new URLSearchParams(parametres).toString()}`;

/** Kind of version an address names. @throws Introuvable */
export const genreDe = (brut: string | undefined): GenreDeVersion => {
  const genre = GENRES_DE_VERSION.find((candidat) => candidat === (brut ?? 'regles'));
  if (!genre) throw new Introuvable('Fichier de règles');
  return genre;
};

/** What closes a button, and why. */
export const fermeture = (explication: RefusExplique | null): Pick<BoutonMontre, 'empeche' | 'pourquoi'> => ({
  empeche: explication?.raison ?? null,
  pourquoi: explication,
});

/** What the referentials in force say of the codes a form holds. */
export const motsDuJour = ({ registre, aujourdhui }: UniteDeLecture): MotsDuJour => {
  const perennites = perennitesAu(registre, aujourdhui.toString());
  return {
    nommerType: (type) => sigleDuType(registre, type, aujourdhui.toString()),
    dansLAnnee: (codes) => codes.toSorted((a, b) => perennites.rang(a) - perennites.rang(b)),
  };
};

/** Title of a rule file for a list, when it is not at hand. */
export const titreDe = (jeu: string): string => JEUX[jeu] ?? jeu;

/** Address of the page of a question's answer. */
export const pageDeLaReprise = (jeu: string, question: string): string => page('reprise', { jeu, question });
