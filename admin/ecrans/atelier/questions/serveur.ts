import { titreDe } from '#admin/ecrans/atelier/essai/serveur.ts';
import { page } from '#admin/ecrans/atelier/fichier/serveur.ts';
import { contenuDe } from '#admin/ecrans/atelier/commun/rendre.ts';
import type { Contenu } from '#admin/ecrans/atelier/contrats.ts';
import type { PageQuestionsEtReprises, QuestionListee } from '#admin/ecrans/atelier/reprise/contrat.ts';
import { pageDeLaReprise } from '#admin/ecrans/atelier/reprise/serveur.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { compteDe } from '#src/domain/commun/acteur.ts';
import { peut } from '#src/domain/droits/droits.ts';
import { brouillons, casEnAttente, fichiersDeRegles, lireVersion } from '#src/domain/regle/lectures.ts';
import { casAReprendre, reprises } from '#src/domain/regle/reprise/lectures.ts';
import type { FichierListe } from '#src/domain/regle/vues.ts';

/** Content of every file in force, in the order of the list. */
export async function enVigueur(
  unite: UniteDeLecture,
): Promise<{ fichier: FichierListe; empreinte: string; contenu: Contenu }[]> {
  const lus = [];
  for (const fichier of await fichiersDeRegles(unite)) {
    if (!fichier.enVigueur) continue;
    const { empreinte } = fichier.enVigueur;
    lus.push({
      fichier,
      empreinte,
      contenu: contenuDe(fichier.genre, (await lireVersion(unite, empreinte)).canonique),
    });
  }
  return lus;
}

/**
 * Open questions of the files in force, with the cases waiting on each; answered ones, with the cases their
 * answer would have judged again.
 */
export async function donneesDesQuestions(unite: UniteDeLecture): Promise<PageQuestionsEtReprises> {
  const cas = await casEnAttente(unite);
  const miens = peut(unite.acteur, 'BrouillonRegle', 'creer')
    ? (await brouillons(unite)).filter(({ auteur }) => auteur.compteId === compteDe(unite.acteur))
    : null;
  const listees = (await enVigueur(unite)).flatMap(
    ({ fichier: { genre, jeu, titre, prochaine }, empreinte, contenu }) => {
      const mien = miens?.find((brouillon) => brouillon.genre === genre && brouillon.jeu === jeu);
      const repondre = mien
        ? { brouillon: mien.id, numero: mien.numero }
        : miens
          ? { depuis: prochaine?.empreinte ?? empreinte }
          : null;
      const trouvees = contenu.genre === 'parametres' ? contenu.questions : contenu.rendu.questions;
      return trouvees
        .filter(({ id }) => !id.includes(':'))
        .map(({ id, texte, a, reponse, concerne }) => ({
          genre,
          jeu,
          titre,
          href: page('regle', { genre, jeu }),
          id,
          texte,
          a,
          reponse,
          concerne,
          repondre,
          cas:
            reponse === null
              ? cas
                  .filter((attente) => attente.jeu === jeu && attente.question === id)
                  .reduce((somme, attente) => somme + attente.cas, 0)
              : 0,
        }));
    },
  );
  const faites = peut(unite.acteur, 'RepriseQuestion', 'lire')
    ? new Set((await reprises(unite)).map(({ jeu, question }) => `${jeu}/${question}`))
    : undefined;
  const questions: QuestionListee[] = [];
  // One connection serves the transaction: reads follow one another.
  for (const { genre, ...question } of listees) {
    const aReprendre =
      faites && genre === 'regles' && question.reponse !== null
        ? await casAReprendre(unite, question.jeu, question.id)
        : null;
    questions.push({
      ...question,
      reprise:
        aReprendre === null
          ? null
          : {
              href: pageDeLaReprise(question.jeu, question.id),
              cas: aReprendre,
              faite: faites?.has(`${question.jeu}/${question.id}`) ?? false,
            },
    });
  }
  const attend = ({ cas: enAttente, reprise }: QuestionListee): number => reprise?.cas ?? enAttente;
  return {
    questions: questions.sort(
      (a, b) =>
        Number(a.reponse !== null && attend(a) === 0) - Number(b.reponse !== null && attend(b) === 0) ||
        attend(b) - attend(a),
    ),
    sansQuestion: cas
      .filter(({ question }) => question === null)
      .map(({ jeu, cas: nombre, regles }) => ({ titre: titreDe(jeu), cas: nombre, regles })),
  };
}
