import { LockMode } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { charger, chargerPourModifier } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { caseACocher, jour, jourFacultatif, nom, reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { aLaDate } from '#src/kernel/decision/date-de-reference.ts';
import { exigerAbsencesDans } from '#src/domain/equipement/absences.ts';
import { Animateur, Equipement } from '#src/domain/equipement/equipement.ts';
import { faitsDEtpValide } from '#src/domain/equipement/faits.ts';
import { EtpValideRefuse, PeriodeIncorrecte } from '#src/domain/equipement/refus.ts';
import { etpFacultatif, etpSaisi, referenceFacultative } from '#src/domain/equipement/saisie.ts';
import { exigerSuccession } from '#src/domain/equipement/succession.ts';

const ANIMATEUR = {
  nom: nom('Nom', 100),
  prenom: nom('Prénom', 100),
  etpContrat: etpSaisi('Etp du contrat de travail'),
  etpValide: etpFacultatif('Etp validé'),
  du: jour('Date d’arrivée', 'anciennete'),
  au: jourFacultatif('Date de départ', 'anciennete'),
  succedeA: referenceFacultative('Succède à'),
};
type Saisie = { readonly [Champ in keyof typeof ANIMATEUR]: z.output<(typeof ANIMATEUR)[Champ]> };

/**
 * What must hold of an animateur as typed; the equipment is held until the commit, so that two people never
 * take one post at once.
 */
async function verifier(
  unite: UniteDeTravail,
  equipement: Equipement,
  id: string,
  saisie: Saisie,
): Promise<void> {
  await unite.em.lock(equipement, LockMode.PESSIMISTIC_WRITE);
  if (saisie.au !== null && saisie.au <= saisie.du) throw new PeriodeIncorrecte('au');
  await exigerSuccession(unite, equipement, { id, ...saisie });
  await exigerAbsencesDans(unite, id, saisie);
  await exigerEtpValide(unite, saisie);
}

/**
 * @throws EtpValideRefuse in the words of the rule file `etp`: the declaration would be stopped by the Caf's
 * own record
 */
async function exigerEtpValide(unite: UniteDeTravail, { etpContrat, etpValide }: Saisie): Promise<void> {
  if (etpValide === null) return;
  const faits = faitsDEtpValide({ etpContrat, etpValide });
  const { decision } = await aLaDate('etpValide', () =>
    unite.registre.decider('etp', unite.aujourdhui.toString(), faits),
  );
  const bloquants = decision.constats.filter(({ gravite }) => gravite === 'bloquant');
  if (bloquants.length > 0) throw new EtpValideRefuse(bloquants);
}

/**
 * Records an animateur of an equipment, with the ETP of the work contract and whose post it is.
 * @throws PeriodeIncorrecte | AutreEquipement | DejaSuccede | ArriveeAvantLeDevancier | EtpValideRefuse
 */
export const ajouterAnimateur = definirCommande({
  nom: 'animateur.ajouter',
  droit: ['Animateur', 'creer'],
  saisie: z.object({ equipement: reference('Équipement'), ...ANIMATEUR }),
  async executer(unite, { equipement: equipementId, ...saisie }) {
    const equipement = await charger(unite, Equipement, equipementId, 'Équipement');
    const id = randomUUID();
    await verifier(unite, equipement, id, saisie);
    const animateur = unite.em.create(Animateur, {
      id,
      caf: equipement.caf,
      partenaire: equipement.partenaire,
      equipement,
      ...saisie,
    });
    unite.em.persist(animateur);
    return animateur;
  },
});

/**
 * Corrects an animateur's record; an empty field is emptied.
 * @throws PeriodeIncorrecte | AutreEquipement | SuccessionEnBoucle | DejaSuccede | ArriveeAvantLeDevancier |
 *   ArriveeApresLeSuccesseur |
 *   PosteCompteDeuxFois | AbsenceHorsDeLaPeriode | EtpValideRefuse | VersionPerimee
 */
export const modifierAnimateur = definirCommande({
  nom: 'animateur.modifier',
  droit: ['Animateur', 'modifier'],
  saisie: z.object({ animateur: reference('Animateur'), version: versionLue(), ...ANIMATEUR }),
  async executer(unite, { animateur: id, version, ...saisie }) {
    const animateur = await chargerPourModifier(unite, Animateur, id, version, 'Animateur');
    await verifier(
      unite,
      await charger(unite, Equipement, animateur.equipement.id, 'Équipement'),
      id,
      saisie,
    );
    unite.em.assign(animateur, saisie);
    return animateur;
  },
});

/**
 * Says whether the Caf validated the profile of an animateur (source: « Validation du projet global Ram »).
 * @throws VersionPerimee
 */
export const validerProfil = definirCommande({
  nom: 'animateur.validerProfil',
  droit: ['Animateur', 'validerProfil'],
  saisie: z.object({
    animateur: reference('Animateur'),
    version: versionLue(),
    valide: caseACocher(),
    le: jourFacultatif('Date de validation', 'anciennete'),
  }),
  async executer(unite, saisie) {
    const animateur = await chargerPourModifier(
      unite,
      Animateur,
      saisie.animateur,
      saisie.version,
      'Animateur',
    );
    unite.em.assign(animateur, {
      profilValide: saisie.valide,
      profilValideLe: saisie.valide ? (saisie.le ?? unite.aujourdhui.toString()) : null,
    });
    return animateur;
  },
});
