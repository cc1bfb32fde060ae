import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { brouillons } from '#src/domain/politique/consultation/lectures.ts';
import { casEnAttente } from '#src/domain/politique/consultation/a-surveiller.ts';
import { casAReprendre, reprises } from '#src/domain/politique/reprise/lectures.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { enVigueur } from '#admin/ecrans/atelier/commun/en-vigueur.ts';
import { page, pageDeLaReprise, titreDe } from '#admin/ecrans/atelier/commun/serveur.ts';
import { creerBrouillon } from '#src/domain/politique/commandes.ts';

/**
 * Open questions of the files in force, with the cases waiting on each; answered ones, with the cases their
 * answer would have judged again.
 */
async function donneesDesQuestions(unite: UniteDeLecture) {
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
  type Question = Omit<(typeof listees)[number], 'genre'> & {
    readonly reprise: { readonly href: string; readonly cas: number; readonly faite: boolean } | null;
  };
  const questions: Question[] = [];
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
  const attend = ({ cas: enAttente, reprise }: Question): number => reprise?.cas ?? enAttente;
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

/** « Questions ouvertes ». */
export const ecranQuestions = definirEcran({
  nom: 'questions',
  libelle: 'Questions ouvertes',
  groupe: GROUPES.regles,
  droit: ['VersionRegle', 'lire'],
  donnees: donneesDesQuestions,
  commandes: { creer: creerBrouillon },
});
