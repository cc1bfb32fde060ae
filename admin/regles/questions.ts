import type { PageQuestions } from '#admin/regles/contrats.ts';
import { titreDe } from '#admin/regles/essai.ts';
import { page } from '#admin/regles/fichier.ts';
import { contenuDe } from '#admin/regles/rendre.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { casEnAttente, fichiersDeRegles, lireVersion } from '#src/domain/regle/lectures.ts';
import type { FichierListe } from '#src/domain/regle/vues.ts';
import type { Contenu } from '#admin/regles/contrats.ts';

/** Content of every file in force, in the order of the list. */
export async function enVigueur(unite: UniteDeLecture): Promise<{ fichier: FichierListe; empreinte: string; contenu: Contenu }[]> {
  const lus = [];
  for (const fichier of await fichiersDeRegles(unite)) {
    if (!fichier.enVigueur || fichier.genre === 'formulaire') continue;
    const { empreinte } = fichier.enVigueur;
    lus.push({ fichier, empreinte, contenu: contenuDe(fichier.genre, (await lireVersion(unite, empreinte)).canonique) });
  }
  return lus;
}

/** Open questions of the files in force, with the cases waiting on each. */
export async function donneesDesQuestions(unite: UniteDeLecture): Promise<PageQuestions> {
  const cas = await casEnAttente(unite);
  const questions = (await enVigueur(unite)).flatMap(({ fichier: { genre, jeu, titre }, contenu }) => {
    const trouvees = contenu.genre === 'regles' ? contenu.rendu.questions : contenu.genre === 'parametres' ? contenu.questions : [];
    return trouvees.filter(({ id }) => !id.includes(':')).map(({ id, texte, a, reponse, concerne }) => ({
      jeu, titre, href: page('regle', { genre, jeu }), id, texte, a, reponse, concerne,
      cas: cas.filter((attente) => attente.jeu === jeu && attente.question === id).reduce((somme, attente) => somme + attente.cas, 0),
    }));
  });
  return {
    questions: questions.sort((a, b) => Number(a.reponse !== null) - Number(b.reponse !== null) || b.cas - a.cas),
    sansQuestion: cas.filter(({ question }) => question === null).map(({ jeu, cas: nombre, regles }) => ({ titre: titreDe(jeu), cas: nombre, regles })),
  };
}
