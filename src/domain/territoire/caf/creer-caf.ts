import { estFuseau } from '#src/kernel/horloge.ts';
import { z } from 'zod';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { ChampRefuse, DejaPris } from '#src/kernel/refus.ts';
import {
  courrielFacultatif,
  nom,
  telephoneFacultatif,
  texte,
  texteFacultatif,
} from '#src/kernel/saisie/saisie.ts';

export class CafExistante extends DejaPris {
  constructor() {
    const message = 'Une Caf porte déjà ce code.';
    super(message, { id: message });
  }
}
export class CodeCafIncorrect extends ChampRefuse {
  constructor() {
    super('id', 'Le code d’une Caf comporte trois caractères, chiffres ou lettres. Exemple : 451.');
  }
}
export class FuseauInconnu extends ChampRefuse {
  constructor() {
    super(
      'fuseauHoraire',
      'Ce fuseau horaire n’existe pas. Exemples : Europe/Paris, Indian/Reunion, America/Guadeloupe.',
    );
  }
}

/**
 * Records a Caf.
 * @throws CodeCafIncorrect | FuseauInconnu | CafExistante
 */
export const creerCaf = definirCommande({
  nom: 'caf.creer',
  droit: ['Caf', 'creer'],
  saisie: z.object({
    id: texte('Code de la Caf', 10),
    nom: nom('Nom'),
    fuseauHoraire: texteFacultatif('Fuseau horaire', 60),
    courriel: courrielFacultatif('Adresse mail'),
    telephone: telephoneFacultatif('Téléphone'),
  }),
  async executer(unite, { fuseauHoraire, ...saisie }) {
    if (!/^[0-9A-Z]{3}$/.test(saisie.id)) throw new CodeCafIncorrect();
    const fuseau = fuseauHoraire ?? 'Europe/Paris';
    if (!estFuseau(fuseau)) throw new FuseauInconnu();
    if ((await unite.em.count(Caf, { id: saisie.id })) > 0) throw new CafExistante();
    const caf = unite.em.create(Caf, { ...saisie, fuseauHoraire: fuseau });
    unite.em.persist(caf);
    return caf;
  },
});
