/** The act by which the cases that waited on an answered question are judged again, as a person launches it. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { compteDe } from '#src/kernel/acteur.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { motif } from '#src/kernel/saisie/saisie.ts';
import { SansTitulaire } from '#src/domain/politique/versions/refus.ts';
import { compterEnSuspens } from '#src/domain/politique/reprise/attente.ts';
import { questionRepondue } from '#src/domain/politique/reprise/question.ts';
import { AucunCasAReprendre, RepriseEnCours } from '#src/domain/politique/reprise/refus.ts';
import { JOB_REPRISE, RepriseQuestion } from '#src/domain/politique/reprise/reprise-question.ts';
import { tenir } from '#src/domain/politique/reprise/travail.ts';

/**
 * Writes the act; the cases follow, batch by batch, with whoever conducts it. One that was interrupted is not
 * written twice: it goes on.
 * @param holder the program that will conduct it itself, for `leaseMs`; a server of the application takes it
 *   otherwise
 * @throws FichierInconnu | QuestionInconnue | QuestionSansReponse | AucunCasAReprendre | RepriseEnCours
 */
export const lancerReprise = definirCommande({
  nom: 'regle.reprendreLesCas',
  droit: ['RepriseQuestion', 'lancer'],
  saisie: z.object({
    jeu: z.string().trim().min(1, 'Indiquez le fichier de règles.'),
    question: z.string().trim().min(1, 'Indiquez la question.'),
    motif: motif(),
    holder: z.uuid().optional(),
    leaseMs: z.number().int().optional(),
  }),
  async executer(unite, { jeu, question, motif: raison, holder, leaseMs }): Promise<{ readonly id: string }> {
    const lanceePar = compteDe(unite.acteur);
    if (lanceePar === null) throw new SansTitulaire();
    const { reponse, avant, apres, ...plan } = await questionRepondue(unite, jeu, question);
    // Two people at once: the second waits, then sees the act of the first.
    await unite.em.execute("select pg_advisory_xact_lock(hashtext('regle.reprendreLesCas'), hashtext(?))", [
      `${jeu}/${question}`,
    ]);
    const enCours = await unite.em.findOne(RepriseQuestion, { jeu, question, termineeLe: null });
    if (enCours && holder === undefined) throw new RepriseEnCours(jeu, question);
    const id = enCours?.id ?? randomUUID();
    if (enCours) {
      unite.journaliser({
        entite: 'RepriseQuestion',
        entiteId: id,
        motif: raison,
        details: { poursuivie: true },
      });
    } else {
      if ((await compterEnSuspens(unite, { reponse, avant, apres, ...plan })).length === 0)
        throw new AucunCasAReprendre(jeu, question);
      unite.em.persist(
        unite.em.create(RepriseQuestion, {
          id,
          jeu,
          question,
          reponse,
          avantNumero: avant.numero,
          avantEmpreinte: avant.empreinte,
          apresNumero: apres.numero,
          apresEmpreinte: apres.empreinte,
          motif: raison,
          lanceePar,
          lanceeLe: unite.maintenant,
          termineeLe: null,
          comptes: null,
          porteur: null,
          bailJusquA: null,
        }),
      );
      unite.motiver(raison);
      await unite.em.flush();
      // Whoever holds it conducts it; should he die, it is found without a job.
      if (holder === undefined) unite.mettreEnFile(JOB_REPRISE, { id });
    }
    if (holder !== undefined && !(await tenir(unite, id, holder, leaseMs ?? 0)))
      throw new RepriseEnCours(jeu, question);
    return { id };
  },
});
