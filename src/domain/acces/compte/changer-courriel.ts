import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { cafDe, compteDe } from '#src/kernel/acteur.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { FUSEAU_NATIONAL } from '#src/kernel/horloge.ts';
import { ChampRefuse, DejaPris, Introuvable } from '#src/kernel/refus.ts';
import { courriel, courrielFacultatif } from '#src/kernel/saisie/saisie.ts';
import { AgentCaf, Analyste, Compte } from '#src/domain/acces/compte/compte.ts';
import { consommerJeton, creerJeton, lireJeton, LienPerime } from '#src/domain/acces/compte/jeton.ts';
import {
  lettreAdresseChangee,
  lettreAdresseDejaConnue,
  lettreConfirmationAncienne,
  lettreConfirmationNouvelle,
} from '#src/domain/acces/compte/lettres.ts';
import { compterLeLien } from '#src/domain/acces/compte/limite-des-liens.ts';
import { apresMinutes, parametreSecurite } from '#src/domain/acces/compte/parametres.ts';
import { reporterLAdresse } from '#src/domain/acces/compte/ports.ts';

/** Which of the two mailboxes a link was sent to. */
export type Cote = 'ancien' | 'nouveau';

class PropreAdresse extends ChampRefuse {
  constructor() {
    super('courriel', 'Nouvelle adresse mail : c’est déjà la vôtre. Saisissez l’autre.');
  }
}
/** Told only to whoever reads that mailbox: meanwhile, somebody opened an access with it. */
export class AdressePrise extends DejaPris {
  constructor() {
    super(
      'Cette adresse sert depuis peu à un autre compte : elle ne peut plus remplacer la vôtre. Rien n’a changé ; demandez le changement vers une autre adresse.',
    );
  }
}

/** A change of address that waits for its two confirmations. */
export interface ChangementDemande {
  readonly compteId: string;
  readonly ancien: string;
  readonly nouveau: string;
  readonly ancienConfirme: boolean;
  readonly nouveauConfirme: boolean;
}

/**
 * What a link of one of the two mailboxes is about. Needs no actor: the secret is the right. @throws
 * LienPerime
 */
export async function lireChangement(
  em: SqlEntityManager,
  cote: Cote,
  secret: unknown,
  maintenant: Date,
): Promise<ChangementDemande> {
  const jeton = await lireJeton(em, `courriel-${cote}`, secret, maintenant);
  if (jeton?.etat !== 'valide' || jeton.sujetId === null) throw new LienPerime();
  const [ligne] = await appeler(em, fonction('changement_courriel_lire', jeton.sujetId));
  if (!ligne) throw new LienPerime();
  return {
    compteId: ligne.compte_id,
    ancien: ligne.ancien,
    nouveau: ligne.nouveau,
    ancienConfirme: ligne.ancien_confirme,
    nouveauConfirme: ligne.nouveau_confirme,
  };
}

/**
 * The owner of an account asks for another address. Both mailboxes are written to, and both must confirm: the
 * former shows that it is still
 * him, the new one that it is his. An address that has an account is told so by mail there, and nowhere else.
 */
export const demanderNouveauCourriel = definirCommande({
  nom: 'compte.demanderNouveauCourriel',
  droit: ['Compte', 'changerCourriel'],
  saisie: z
    .object({
      courriel: courriel('Nouvelle adresse mail'),
      courrielConfirmation: courrielFacultatif('Confirmer la nouvelle adresse'),
    })
    .superRefine((saisie, contexte) => {
      if (saisie.courriel !== saisie.courrielConfirmation) {
        contexte.addIssue({
          code: 'custom',
          path: ['courrielConfirmation'],
          message: 'Confirmer la nouvelle adresse : saisissez la même adresse dans les deux champs.',
        });
      }
    }),
  async charger({ acteur, em }) {
    const compteId = compteDe(acteur);
    const compte = compteId === null ? null : await em.findOne(Compte, { id: compteId });
    if (!compte) throw new Introuvable('Compte');
    return compte;
  },
  async executer(unite, { courriel: nouveau }, compte) {
    if (nouveau === compte.courriel) throw new PropreAdresse();
    const cafId = cafDe(unite.acteur)?.cafId ?? null;
    const demande = randomUUID();
    const aEnvoyer = await compterLeLien(unite, nouveau);
    const [libre] = await appeler(
      unite.em,
      fonction('changement_courriel_demander', demande, compte.id, nouveau),
    );
    unite.journaliser({ entite: 'Compte', entiteId: compte.id, details: { adresse: 'changement demandé' } });
    const lien = await liens(unite, compte.id, demande);
    unite.envoyer({
      destinataire: compte.courriel,
      cafId,
      ...lettreConfirmationAncienne(nouveau, lien.ancien),
    });
    if (aEnvoyer)
      unite.envoyer({
        destinataire: nouveau,
        cafId,
        ...(libre?.resultat === true
          ? lettreConfirmationNouvelle(compte.courriel, lien.nouveau)
          : lettreAdresseDejaConnue(unite.adresse('/connexion'))),
      });
  },
});

/** Both links, of the same age. */
async function liens(unite: UniteDeTravail, compteId: string, demande: string) {
  const expireLe = apresMinutes(
    unite.maintenant,
    60 * parametreSecurite(unite.registre, 'invitationHeures', unite.aujourdhui.toString()),
  );
  const lien = async (cote: Cote) => {
    const secret = await creerJeton(unite, {
      genre: `courriel-${cote}`,
      compteId,
      sujetId: demande,
      expireLe,
    });
    return {
      adresse: unite.adresse(`/courriel/confirmer?cote=${cote}&jeton=${secret}`),
      expireLe,
      fuseau: cafDe(unite.acteur)?.fuseauHoraire ?? FUSEAU_NATIONAL,
    };
  };
  return { ancien: await lien('ancien'), nouveau: await lien('nouveau') };
}

/**
 * One mailbox confirms. Once both have, the account signs in by the new address, the same person with all he
 * holds; his sessions and
 * links end, and both addresses are told.
 * @returns whether it is done, or the other mailbox is awaited
 * @throws LienPerime | AdressePrise
 */
export const confirmerCourriel = definirCommande({
  nom: 'compte.confirmerCourriel',
  droit: ['Compte', 'utiliserJeton'],
  saisie: z.object({ cote: z.enum(['ancien', 'nouveau']), jeton: z.string().max(100) }),
  async executer(unite, { cote, jeton }) {
    const { compteId, ancien, nouveau, nouveauConfirme } = await lireChangement(
      unite.em,
      cote,
      jeton,
      unite.maintenant,
    );
    const { sujetId } = await consommerJeton(unite, `courriel-${cote}`, jeton);
    if (sujetId === null) throw new LienPerime();
    // From the former mailbox alone, nobody learns whether the other address has an account.
    if ((cote === 'nouveau' || nouveauConfirme) && (await unite.em.count(Compte, { courriel: nouveau })) > 0)
      throw new AdressePrise();
    const [ligne] = await appeler(unite.em, fonction('changement_courriel_confirmer', sujetId, cote));
    const fait = ligne?.resultat === true;
    unite.journaliser({
      entite: 'Compte',
      entiteId: compteId,
      details: {
        adresse: fait ? 'changée' : `confirmée par la boîte ${cote === 'ancien' ? 'actuelle' : 'nouvelle'}`,
      },
    });
    if (!fait) return { fait, ancien, nouveau };
    for (const fiche of [
      ...(await unite.em.find(AgentCaf, { compte: compteId })),
      ...(await unite.em.find(Analyste, { compte: compteId })),
    ])
      fiche.courriel = nouveau;
    await reporterLAdresse(unite, { compteId, courriel: nouveau });
    for (const destinataire of [ancien, nouveau])
      unite.envoyer({ destinataire, cafId: null, ...lettreAdresseChangee(ancien, nouveau) });
    return { fait, ancien, nouveau };
  },
});
