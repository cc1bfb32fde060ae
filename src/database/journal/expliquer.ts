import { lireTete } from '#src/database/journal/lectures.ts';
import { z } from 'zod';
import { ajouterAuJournal } from '#src/database/journal/ecriture.ts';
import { GARDES } from '#src/database/journal/damages.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { ChampRefuse, EtatIncompatible } from '#src/kernel/refus.ts';
import { entier, motif, reference, texte } from '#src/kernel/saisie/saisie.ts';
import {
  COMMANDE_D_EXPLICATION,
  direDamage,
  type Damage,
  type SealedDamage,
} from '#src/kernel/journal/damages.ts';

/** Nothing is wrong at the place named, or it is explained already. */
export class RienAExpliquer extends EtatIncompatible {
  constructor(chaine: string, du: number, au: number) {
    super(
      `Chaîne ${chaine} : rien à expliquer ${du === au ? `au rang ${du}` : `du rang ${du} au rang ${au}`}. « journal verifier » dit les lignes en cause.`,
    );
  }
}

/** What is wrong is no line's own affair: no word about a line can cover it. */
export class AnomalieSansLigne extends EtatIncompatible {
  constructor(phrase: string) {
    super(
      `${phrase} Cela ne s’explique pas ligne par ligne : gardez la base en l’état et comparez avec une sauvegarde.`,
    );
  }
}

/** What an explanation covers. */
export interface BilanDExplication {
  readonly rang: number;
  readonly constats: readonly SealedDamage[];
}

/**
 * Answers, in the same chain, for lines known to be wrong: nothing is written again, one line is added that
 * seals what was found there
 * (hash found, hash expected). The verification then shows them as explained, until anything of them changes.
 */
export const expliquerAnomalies = definirCommande({
  nom: COMMANDE_D_EXPLICATION,
  droit: ['Journal', 'expliquer'],
  saisie: z.object({
    chaine: texte('Chaîne', 20),
    du: entier('Rang'),
    au: entier('Dernier rang'),
    motif: motif(),
    pour: reference('Compte'),
  }),
  async executer(unite, { chaine, du, au, motif: raison, pour }): Promise<BilanDExplication> {
    const { em } = unite;
    const vises: Damage[] = [];
    const { anomalies } = await verifierChaine(em, chaine, {
      garder: (damage) => {
        const vise = damage.rang >= du && damage.rang <= au;
        if (vise && vises.length <= GARDES) vises.push(damage);
        return vise;
      },
    });
    if (anomalies.length === 0) throw new RienAExpliquer(chaine, du, au);
    if (vises.length > GARDES)
      throw new ChampRefuse(
        'au',
        `Plus de ${GARDES} anomalies du rang ${du} au rang ${au} : expliquez-les par plages plus courtes.`,
      );
    // Those already explained at the same place are sealed again with the others: the latest explanation of a
    // place counts.
    const constats = vises.map((damage): SealedDamage => {
      const { sceau, rang, ligne, defauts } = damage;
      if (sceau === null) throw new AnomalieSansLigne(direDamage(chaine, damage));
      return {
        rang,
        au: damage.au ?? null,
        ligne,
        defauts: defauts.map(({ nature, trouvee, attendue }) => ({ nature, trouvee, attendue })),
        sceau,
      };
    });
    await ajouterAuJournal(
      em,
      {
        chaine,
        partenaireId: null,
        le: unite.maintenant,
        acteurId: pour,
        acteurRole: 'systeme',
        requeteId: unite.requeteId,
      },
      [
        {
          contexte: { commande: COMMANDE_D_EXPLICATION, motif: raison },
          entite: 'Journal',
          entiteId: chaine,
          partenaireId: null,
          genre: 'evenement',
          valeurs: [{ champ: 'constats', avant: null, apres: constats }],
        },
      ],
    );
    const { rang } = await lireTete(em, chaine);
    return { rang, constats };
  },
});
