import { LockMode } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { exigerAgent } from '#src/domain/territoire/caf/caf-de-l-agent.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { courriel, reference, texte, versionLue } from '#src/kernel/saisie/saisie.ts';
import { inviterAuFormulaire } from '#src/domain/acces/compte/inviter.ts';
import { fermerInvitationAuFormulaire } from '#src/domain/acces/compte/jeton.ts';
import { estFavorable } from '#src/kernel/decision/favorable.ts';
import { leFormulaire } from '#src/domain/contractualisation/eligibilite/charger.ts';
import { faitsDEligibilite } from '#src/domain/contractualisation/eligibilite/faits.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { DejaEligible, FormulaireEnCours } from '#src/domain/contractualisation/eligibilite/refus.ts';
import { CHAMPS_DU_FORMULAIRE } from '#src/domain/contractualisation/eligibilite/saisie.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { exigerServices } from '#src/domain/contractualisation/service/services.ts';

/** No form of the partner is being filled in. @throws FormulaireEnCours */
async function exigerSansFormulaire({ em }: UniteDeLecture, { id }: Partenaire): Promise<void> {
  if ((await em.count(FormulaireEligibilite, { partenaire: id, etat: 'brouillon' })) > 0)
    throw new FormulaireEnCours();
}

/**
 * Starts a formulaire d'éligibilité for a partner, with what is known already.
 * @throws FormulaireEnCours | ServiceInconnu
 */
export const creerFormulaire = definirCommande({
  nom: 'eligibilite.creer',
  droit: ['FormulaireEligibilite', 'creer'],
  saisie: z.object({ partenaire: reference('Partenaire'), ...CHAMPS_DU_FORMULAIRE }),
  async charger(unite, saisie) {
    const partenaire = await charger(unite, Partenaire, saisie.partenaire, 'Partenaire');
    await unite.em.lock(partenaire, LockMode.PESSIMISTIC_WRITE);
    return partenaire;
  },
  condition: exigerSansFormulaire,
  async executer(unite, { partenaire: _id, ...reponses }, partenaire) {
    await exigerServices(unite, reponses.servicesDemandes, 'servicesDemandes');
    const formulaire = unite.em.create(FormulaireEligibilite, {
      id: randomUUID(),
      caf: partenaire.caf,
      partenaire,
      ...reponses,
      creeLe: unite.maintenant,
    });
    unite.em.persist(formulaire);
    return formulaire;
  },
});

/** An eligible form has left the hands of the invited person. @throws DejaEligible */
function exigerEntreSesMains({ acteur }: UniteDeLecture, { etat }: FormulaireEligibilite): void {
  if (acteur.type === 'invite' && etat === 'eligible') throw new DejaEligible();
}

/**
 * Fills a form in. A form already decided becomes a draft again: its decision was on other answers, and stays
 * in the log.
 * @throws FormulaireDUnAutre | DejaEligible | ServiceInconnu | VersionPerimee
 */
export const completerFormulaire = definirCommande({
  nom: 'eligibilite.completer',
  droit: ['FormulaireEligibilite', 'completer'],
  saisie: z.object({ formulaire: reference('Formulaire'), version: versionLue(), ...CHAMPS_DU_FORMULAIRE }),
  charger: leFormulaire,
  condition: exigerEntreSesMains,
  async executer(unite, { formulaire: _id, version: _version, ...reponses }, formulaire) {
    await exigerServices(unite, reponses.servicesDemandes, 'servicesDemandes');
    unite.em.assign(formulaire, { ...reponses, etat: 'brouillon' });
    return formulaire;
  },
});

/** Sends the partner a link to fill the form in himself; a new link makes the former useless. */
export const inviterAFormulaire = definirCommande({
  nom: 'eligibilite.inviter',
  droit: ['FormulaireEligibilite', 'inviter'],
  saisie: z.object({ formulaire: reference('Formulaire'), courriel: courriel('Adresse mail') }),
  charger: (unite, { formulaire }) =>
    charger(unite, FormulaireEligibilite, formulaire, 'Formulaire d’éligibilité'),
  async executer(unite, saisie, formulaire) {
    const { cafId } = exigerAgent(unite.acteur);
    const { nom: organisme } = await unite.em.findOneOrFail(Partenaire, { id: formulaire.partenaire.id });
    await inviterAuFormulaire(unite, {
      formulaireId: formulaire.id,
      courriel: saisie.courriel,
      cafId,
      organisme,
    });
    return formulaire;
  },
});

/**
 * Has the rule file `eligibilite` decide on the form as it stands today. The decision is recorded with every
 * reason;
 * earlier ones stay in the log.
 * @throws VersionPerimee
 */
export const deciderEligibilite = definirCommande({
  nom: 'eligibilite.decider',
  droit: ['FormulaireEligibilite', 'decider'],
  saisie: z.object({ formulaire: reference('Formulaire'), version: versionLue() }),
  charger: leFormulaire,
  executer: (unite, _saisie, formulaire) => decider(unite, formulaire),
});

/**
 * The invited person's answers, recorded and decided at once. Eligible, the form leaves his hands: his link
 * dies.
 * @throws FormulaireDUnAutre | DejaEligible | ServiceInconnu | VersionPerimee | LienPerime
 */
export const soumettreFormulaire = definirCommande({
  nom: 'eligibilite.soumettre',
  droit: ['FormulaireEligibilite', 'soumettre'],
  saisie: z.object({
    formulaire: reference('Formulaire'),
    version: versionLue(),
    jeton: texte('Lien', 100),
    ...CHAMPS_DU_FORMULAIRE,
  }),
  charger: leFormulaire,
  condition: exigerEntreSesMains,
  async executer(unite, { formulaire: _id, version: _version, jeton, ...reponses }, formulaire) {
    await exigerServices(unite, reponses.servicesDemandes, 'servicesDemandes');
    unite.em.assign(formulaire, reponses);
    await decider(unite, formulaire);
    if (formulaire.etat === 'eligible') await fermerInvitationAuFormulaire(unite, jeton);
    return formulaire;
  },
});

async function decider(
  unite: UniteDeTravail,
  formulaire: FormulaireEligibilite,
): Promise<FormulaireEligibilite> {
  const partenaire = await unite.em.findOneOrFail(Partenaire, { id: formulaire.partenaire.id });
  const organisme = await unite.em.findOneOrFail(Organisme, { id: partenaire.organisme.id });
  const decision = await unite.decider({
    jeu: 'eligibilite',
    date: unite.aujourdhui.toString(),
    faits: faitsDEligibilite(formulaire, organisme),
    sujet: { type: 'FormulaireEligibilite', id: formulaire.id },
    cafId: formulaire.caf.id,
    partenaireId: partenaire.id,
  });
  unite.em.assign(formulaire, {
    decision,
    decideLe: unite.maintenant,
    etat: estFavorable(decision) ? 'eligible' : 'non-eligible',
  });
  return formulaire;
}
