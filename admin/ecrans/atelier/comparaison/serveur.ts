import { montrerComparaison, montrerStructure } from '#admin/ecrans/atelier/comparaison/montrer.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import {
  comparerContenus,
  type ComparaisonDeVersions,
  type VersionAComparer,
} from '#src/domain/politique/comparaison/comparaison.ts';
import { controlerTexte } from '#src/domain/politique/porte/controle.ts';
import {
  chronologie,
  lireBrouillon,
  lireSoumission,
  lireVersion,
} from '#src/domain/politique/consultation/lectures.ts';
import { FichierInvalide, type FichierClos, type FichierDeParametres } from '#src/engine/index.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import { genreDe, titreDe } from '#admin/ecrans/atelier/commun/serveur.ts';

/**
 * A file by what the address names: `brouillon:<id>`, `soumission:<id>` or the hash of a version; null while
 * a draft cannot be read.
 */
async function fichierDe(unite: UniteDeLecture, cle: string): Promise<VersionAComparer | null> {
  const [genre, id = ''] = cle.split(':');
  if (genre === 'brouillon') {
    const { canonique, empreinte } = await controlerTexte(unite, await lireBrouillon(unite, id));
    return canonique === null || empreinte === null ? null : { canonique, empreinte };
  }
  return genre === 'soumission' ? lireSoumission(unite, id) : lireVersion(unite, cle);
}

/** The comparison page: two versions of a file, drafts and submissions included. */
async function donneesDeLaComparaison(
  unite: UniteDeLecture,
  { genre: brut, jeu = '', avant = '', apres = '' }: Readonly<Record<string, string>>,
) {
  const genre = genreDe(brut);
  const { brouillons, soumissions, versions } = await chronologie(unite, genre, jeu);
  const choix = [
    ...brouillons.map(({ id, numero, auteur }) => ({
      empreinte: `brouillon:${id}`,
      libelle: `${numero} – brouillon de ${auteur.nom ?? 'quelqu’un'}`,
    })),
    ...soumissions
      .filter(({ etat }) => etat === 'soumis')
      .map(({ id, numero }) => ({ empreinte: `soumission:${id}`, libelle: `${numero} – soumise` })),
    ...versions.map(({ empreinte, numero, etat }) => ({
      empreinte,
      libelle: `${numero}${etat === 'en-vigueur' ? ' – en vigueur' : ''}`,
    })),
  ];
  const commun = { genre, jeu, titre: titreDe(jeu), choix, avant, apres };
  // A submission answered since is no longer offered, yet its address still leads to it.
  const inconnues = [avant, apres].filter(
    (cle) =>
      cle !== '' && !cle.startsWith('soumission:') && !choix.some(({ empreinte }) => empreinte === cle),
  );
  if (inconnues.length > 0)
    return {
      ...commun,
      comparaison: null,
      empeche:
        'L’adresse de cette page nomme une version que ce fichier n’a pas : choisissez-la dans la liste.',
    };
  if (avant === '' || apres === '' || avant === apres)
    return { ...commun, comparaison: null, empeche: 'Choisissez deux versions différentes à comparer.' };
  const [ancien, nouveau] = [await fichierDe(unite, avant), await fichierDe(unite, apres)];
  if (!ancien || !nouveau)
    return {
      ...commun,
      comparaison: null,
      empeche:
        'Ce brouillon ne se lit pas encore comme un fichier de ce genre : corrigez-le et enregistrez-le, puis comparez-le.',
    };
  try {
    const trouvee = comparerContenus(genre, ancien, nouveau, (clos) =>
      unite.registre.avecReferentiels(clos, null),
    );
    return {
      ...commun,
      titre: titreDuContenu(nouveau) || commun.titre,
      comparaison: enClair(trouvee, nouveau.canonique, ancien.canonique),
      empeche: null,
    };
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return {
      ...commun,
      comparaison: null,
      empeche: `La comparaison attend un fichier sans erreur : ${erreur.message}`,
    };
  }
}

const titreDuContenu = ({ canonique }: VersionAComparer): string =>
  (JSON.parse(canonique) as { readonly titre?: string }).titre ?? '';

/** A comparison in words, whatever the kind of file. */
export function enClair(comparaison: ComparaisonDeVersions, nouveau: string, ancien?: string) {
  const lire = <T>(canonique: string | undefined): T | undefined =>
    canonique === undefined ? undefined : (JSON.parse(canonique) as T);
  if ('effets' in comparaison)
    return montrerComparaison(comparaison, JSON.parse(nouveau) as FichierClos, lire(ancien));
  return montrerStructure(
    comparaison,
    comparaison.genre === 'parametres'
      ? {
          nouveau: lire<FichierDeParametres>(nouveau)?.parametres ?? {},
          ancien: lire<FichierDeParametres>(ancien)?.parametres ?? {},
        }
      : { nouveau: {}, ancien: {} },
  );
}

/** What changes from one version of a file to another. */
export const ecranComparaison = definirEcran({
  nom: 'comparaison',
  libelle: 'Comparaison',
  groupe: null,
  droit: ['VersionRegle', 'lire'],
  donnees: donneesDeLaComparaison,
});
