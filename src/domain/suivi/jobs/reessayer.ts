import { z } from 'zod';
import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/suivi/tables.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { EtatIncompatible } from '#src/kernel/refus.ts';
import { reference } from '#src/kernel/saisie/saisie.ts';
import { JobEnEchec } from '#src/domain/suivi/jobs/job-en-echec.ts';

/** Somebody else did so a moment before. */
export class JobDejaRelance extends EtatIncompatible {
  constructor() {
    super('Ce travail n’est plus en échec : il a été relancé entre-temps.');
  }
}

/** Gives a dead letter all its attempts back; a server takes it within seconds. @throws Introuvable | JobDejaRelance */
export const reessayerJob = definirCommande({
  nom: 'job.reessayer',
  droit: ['Job', 'reessayer'],
  saisie: z.object({ id: reference('Travail') }),
  charger: (unite, { id }) => charger(unite, JobEnEchec, id, 'Travail en échec'),
  async executer(unite, _saisie, { id, queue }) {
    const [lu] = await appeler(unite.em, fonction('job_reessayer', id));
    if (!lu?.resultat) throw new JobDejaRelance();
    unite.journaliser({ entite: 'JobEnEchec', entiteId: id, details: { queue } });
  },
});
