import type { PageComparaison } from '#admin/regles/contrats.ts';
import { montrerComparaison } from '#admin/regles/montrer-comparaison.ts';
import { titreDe } from '#admin/regles/essai.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { controlerTexte } from '#src/domain/regle/controle.ts';
import { chronologie, lireBrouillon, lireSoumission, lireVersion } from '#src/domain/regle/lectures.ts';
import { comparer } from '#src/engine/comparer/index.ts';
import { compiler, FichierInvalide, type FichierClos } from '#src/engine/index.ts';

/** A file by what the address names: `brouillon:<id>`, `soumission:<id>` or the hash of a version. */
async function fichierDe(unite: UniteDeLecture, cle: string): Promise<FichierClos | null> {
  const [genre, id = ''] = cle.split(':');
  if (genre === 'brouillon') return (await controlerTexte(unite, await lireBrouillon(unite, id))).clos;
  const { canonique } = genre === 'soumission' ? await lireSoumission(unite, id) : await lireVersion(unite, cle);
  return JSON.parse(canonique) as FichierClos;
}

/** The comparison page: two versions of a file, drafts and submissions included. */
export async function donneesDeLaComparaison(unite: UniteDeLecture, { jeu = '', avant = '', apres = '' }: Readonly<Record<string, string>>): Promise<PageComparaison> {
  const { brouillons, soumissions, versions } = await chronologie(unite, 'regles', jeu);
  const choix = [
    ...brouillons.map(({ id, numero, auteur }) => ({ empreinte: `brouillon:${id}`, libelle: `${numero} – brouillon de ${auteur.nom ?? 'quelqu’un'}` })),
    ...soumissions.filter(({ etat }) => etat === 'soumis').map(({ id, numero }) => ({ empreinte: `soumission:${id}`, libelle: `${numero} – soumise` })),
    ...versions.map(({ empreinte, numero, etat }) => ({ empreinte, libelle: `${numero}${etat === 'en-vigueur' ? ' – en vigueur' : ''}` })),
  ];
  const commun = { jeu, titre: titreDe(jeu), choix, avant, apres };
  if (avant === '' || apres === '' || avant === apres) return { ...commun, comparaison: null, empeche: 'Choisissez deux versions différentes à comparer.' };
  const [ancien, nouveau] = [await fichierDe(unite, avant), await fichierDe(unite, apres)];
  if (!ancien || !nouveau) return { ...commun, comparaison: null, empeche: 'Ce brouillon ne se lit pas encore comme un fichier de règles : corrigez-le et enregistrez-le, puis comparez-le.' };
  try {
    const trouvee = comparer(compiler(ancien), compiler(nouveau));
    return { ...commun, titre: nouveau.titre, comparaison: montrerComparaison(trouvee, nouveau, ancien), empeche: null };
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return { ...commun, comparaison: null, empeche: `La comparaison attend un fichier sans erreur : ${erreur.message}` };
  }
}
