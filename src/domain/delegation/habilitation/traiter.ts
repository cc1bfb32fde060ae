import { dateFr } from '#src/kernel/francais.ts';
import { z } from 'zod';
import { compteDe } from '#src/kernel/acteur.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, ecrit, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { motif, reference, texteLong, versionLue } from '#src/kernel/saisie/saisie.ts';
import { sienParmi } from '#src/domain/acces/compte/comptes-lies.ts';
import { exigerActe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { lHabilitation } from '#src/domain/delegation/habilitation/charger.ts';
import { terminerAu } from '#src/domain/delegation/habilitation/fin.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { rolesAu, rolesDuJour } from '#src/kernel/roles.ts';
import {
  BeneficiaireNePeutTraiter,
  DemandeurNePeutTraiter,
  PasEnAttente,
  PasSuspendue,
  PasSuspensible,
  QuotaAtteint,
} from '#src/domain/delegation/habilitation/refus.ts';
import { prevenirAdministrateurs } from '#src/domain/delegation/utilisateur/administrateurs.ts';
import { faitsDeQuota, habilitationsDuRole } from '#src/domain/delegation/habilitation/titulaires.ts';

const HABILITATION = { id: reference('Habilitation'), version: versionLue() };
const estTerminee = (unite: UniteDeLecture, { au }: Habilitation): boolean =>
  Boolean(au && au <= unite.aujourdhui.toString());

/**
 * It waits, and the agent neither asked for it nor receives it, from any account of his. @throws PasEnAttente
 * | DemandeurNePeutTraiter | BeneficiaireNePeutTraiter
 */
async function exigerATraiter(unite: UniteDeLecture, habilitation: Habilitation): Promise<void> {
  if (habilitation.etat !== 'en-attente-caf' || estTerminee(unite, habilitation)) throw new PasEnAttente();
  const demandeur = await sienParmi(unite, [habilitation.demandePar]);
  if (demandeur !== null) throw new DemandeurNePeutTraiter(demandeur);
  await exigerPourUnAutre(unite, habilitation);
}

/** @throws BeneficiaireNePeutTraiter */
async function exigerPourUnAutre(unite: UniteDeLecture, habilitation: Habilitation): Promise<void> {
  await unite.em.populate(habilitation, ['utilisateur']);
  const beneficiaire = await sienParmi(unite, [habilitation.utilisateur.compte.id]);
  if (beneficiaire !== null) throw new BeneficiaireNePeutTraiter(beneficiaire);
}

/** @throws PasSuspensible */
function exigerSuspensible(unite: UniteDeLecture, habilitation: Habilitation): void {
  if (habilitation.etat !== 'accordee' || estTerminee(unite, habilitation)) throw new PasSuspensible();
}

/** @throws PasSuspendue | BeneficiaireNePeutTraiter */
async function exigerSuspendue(unite: UniteDeLecture, habilitation: Habilitation): Promise<void> {
  if (habilitation.etat !== 'suspendue' || estTerminee(unite, habilitation)) throw new PasSuspendue();
  await exigerPourUnAutre(unite, habilitation);
}

/** Day a pending habilitation would take effect, were it validated now: it opened nothing until then. */
function jourDEffet({ aujourdhui }: UniteDeLecture, { du }: Habilitation): string {
  const jour = aujourdhui.toString();
  return du > jour ? du : jour;
}

/**
 * It waits for the Caf, the partner's convention covers its first day, and the quotas rule file leaves it a
 * place, or says nothing of its role: decided of record by the act, asked by a screen. @returns the day it
 * takes effect
 * @throws PasEnAttente | DemandeurNePeutTraiter | BeneficiaireNePeutTraiter | ActeFermeParLaConvention |
 *   QuotaAtteint
 */
async function exigerValidable(unite: UniteDeLecture, habilitation: Habilitation): Promise<string> {
  await exigerATraiter(unite, habilitation);
  const du = jourDEffet(unite, habilitation);
  await exigerActe(unite, 'valider', habilitation.partenaire.id, du, habilitation.role);
  const { equipement } = await unite.em.populate(habilitation, ['equipement']);
  const demande = { jeu: 'quotas', date: du, faits: await faitsALaValidation(unite, habilitation, du) };
  if (!unite.registre.admet(demande.jeu, demande.date, demande.faits)) return du;
  const { constats, empreinte } = ecrit(unite)
    ? await unite.decider({
        ...demande,
        sujet: { type: 'Habilitation', id: habilitation.id, detail: 'validation' },
        cafId: habilitation.caf.id,
        partenaireId: habilitation.partenaire.id,
      })
    : (await unite.registre.decider(demande.jeu, demande.date, demande.faits)).decision;
  const bloquant = constats.find((constat) => constat.gravite === 'bloquant');
  if (bloquant) throw new QuotaAtteint('equipements', [{ ou: equipement.nom, constat: bloquant, empreinte }]);
  return du;
}

/** What the quotas rule file is asked at the validation. */
async function faitsALaValidation(
  unite: UniteDeLecture,
  { id, equipement, role, portee, utilisateur, au, remplace }: Habilitation,
  du: string,
) {
  return faitsDeQuota(
    {
      equipement,
      role: rolesAu(unite.registre, du).de(role),
      portee,
      periode: { du, au: au ?? null },
      utilisateurId: utilisateur.id,
      remplaceeId: remplace?.id ?? null,
      habilitationId: id,
    },
    await habilitationsDuRole(unite, [equipement.id], role),
  );
}

/**
 * The Caf validates a pending habilitation: it takes effect, at the earliest today since it opened nothing
 * until now,
 * and the one it replaces ends the same day. The quotas rule file decides again: never two approbateurs at
 * once.
 */
export const validerHabilitation = definirCommande({
  nom: 'habilitation.valider',
  droit: ['Habilitation', 'valider'],
  saisie: z.object({ ...HABILITATION, motif: texteLong('Observation', 2000) }),
  charger: lHabilitation,
  condition: exigerValidable,
  async executer(unite, saisie, habilitation, du) {
    if (habilitation.remplace)
      terminerAu(await charger(unite, Habilitation, habilitation.remplace.id, 'Habilitation remplacée'), du);
    Object.assign(habilitation, { etat: 'accordee', du, motif: saisie.motif || null, ...traitement(unite) });
    if (saisie.motif) unite.motiver(saisie.motif);
    prevenir(unite, habilitation, 'validée', `Vous pouvez exercer ce rôle à partir du ${dateFr(du)}.`);
    return habilitation;
  },
});

/** The Caf refuses a pending habilitation, with its reason; the one it would have replaced goes on. */
export const refuserHabilitation = definirCommande({
  nom: 'habilitation.refuser',
  droit: ['Habilitation', 'refuser'],
  saisie: z.object({ ...HABILITATION, motif: motif('Motif du refus') }),
  charger: lHabilitation,
  condition: exigerATraiter,
  async executer(unite, saisie, habilitation) {
    Object.assign(habilitation, { etat: 'refusee', motif: saisie.motif, ...traitement(unite) });
    unite.motiver(saisie.motif);
    prevenir(unite, habilitation, 'refusée', `Motif : ${saisie.motif}`);
    return habilitation;
  },
});

/**
 * The Caf suspends a habilitation as a precaution: it opens nothing, and keeps its place, until the
 * suspension is lifted.
 */
export const suspendreHabilitation = definirCommande({
  nom: 'habilitation.suspendre',
  droit: ['Habilitation', 'suspendre'],
  saisie: z.object({ ...HABILITATION, motif: motif('Motif de la suspension') }),
  charger: lHabilitation,
  condition: exigerSuspensible,
  async executer(unite, saisie, habilitation) {
    Object.assign(habilitation, { etat: 'suspendue', motif: saisie.motif });
    unite.motiver(saisie.motif);
    prevenir(
      unite,
      habilitation,
      'suspendue à titre conservatoire',
      `Seule votre Caf peut lever cette suspension. Motif : ${saisie.motif}`,
    );
    await prevenirDeLaSuspension(
      unite,
      habilitation,
      'suspendu à titre conservatoire',
      `Seule votre Caf peut lever cette suspension. Motif : ${saisie.motif}`,
    );
    return habilitation;
  },
});

/** The Caf lifts a suspension. */
export const leverSuspension = definirCommande({
  nom: 'habilitation.leverSuspension',
  droit: ['Habilitation', 'suspendre'],
  saisie: z.object({ ...HABILITATION, motif: texteLong('Observation', 2000) }),
  charger: lHabilitation,
  condition: exigerSuspendue,
  async executer(unite, saisie, habilitation) {
    Object.assign(habilitation, { etat: 'accordee', motif: null });
    if (saisie.motif) unite.motiver(saisie.motif);
    prevenir(unite, habilitation, 'rétablie', 'Vous pouvez de nouveau exercer ce rôle.');
    await prevenirDeLaSuspension(unite, habilitation, 'rétabli', 'La suspension est levée.');
    return habilitation;
  },
});

function traitement(unite: UniteDeTravail) {
  return { traitePar: compteDe(unite.acteur), traiteLe: unite.maintenant };
}

function prevenir(
  unite: UniteDeTravail,
  { utilisateur, equipement, role, caf }: Habilitation,
  suite: string,
  precision: string,
): void {
  unite.envoyer({
    destinataire: utilisateur.courriel,
    cafId: caf.id,
    objet: `Habilitation ${suite} : ${equipement.nom}`,
    corps: [
      `Bonjour ${utilisateur.prenom} ${utilisateur.nom},`,
      `Votre habilitation au rôle ${rolesDuJour(unite).enPhrase(role)} pour l’équipement « ${equipement.nom} » est ${suite} par votre Caf.`,
      precision,
      `Mon Compte Partenaire : ${unite.adresse('/partenaire')}`,
    ].join('\n\n'),
  });
}

/** The administrateur learns what the Caf did to the habilitation of one of his users. */
async function prevenirDeLaSuspension(
  unite: UniteDeTravail,
  { utilisateur, partenaire, equipement, role }: Habilitation,
  suite: string,
  precision: string,
): Promise<void> {
  const qui = `${utilisateur.prenom} ${utilisateur.nom}`;
  await prevenirAdministrateurs(
    unite,
    { partenaire: partenaire.id, saufUtilisateur: utilisateur.id },
    `Rôle ${suite} : ${qui}, ${equipement.nom}`,
    [
      `Votre Caf a ${suite} le rôle ${rolesDuJour(unite).enPhrase(role)} de ${qui} pour l’équipement « ${equipement.nom} ».`,
      precision,
    ],
  );
}
