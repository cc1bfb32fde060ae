import { dateFr } from '#src/kernel/francais.ts';
import { z } from 'zod';
import { compteDe } from '#src/kernel/acteur.ts';
import { charger, exigerVersion } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { motif, reference, texteLong, versionLue } from '#src/kernel/saisie/saisie.ts';
import { sienParmi } from '#src/domain/acces/compte/comptes-lies.ts';
import { exigerActe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { terminerAu } from '#src/domain/delegation/habilitation/fin.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { AU_ROLE } from '#src/kernel/roles.ts';
import {
  BeneficiaireNePeutTraiter,
  DemandeurNePeutTraiter,
  PasEnAttente,
  PasSuspendue,
  PasSuspensible,
  QuotaAtteint,
} from '#src/domain/delegation/habilitation/refus.ts';
import { prevenirAdministrateurs } from '#src/domain/delegation/utilisateur/administrateurs.ts';
import type { Constat } from '#src/engine/format.ts';
import {
  faitsDeQuota,
  habilitationsDuRole,
  verrouillerEquipements,
} from '#src/domain/delegation/habilitation/titulaires.ts';

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
 * It waits for the Caf, and the partner's convention covers its first day. @throws PasEnAttente |
 * DemandeurNePeutTraiter | BeneficiaireNePeutTraiter | ActeFermeParLaConvention
 */
async function exigerValidable(unite: UniteDeLecture, habilitation: Habilitation): Promise<void> {
  await exigerATraiter(unite, habilitation);
  await exigerActe(unite, 'valider', habilitation.partenaire.id, jourDEffet(unite, habilitation));
}

/** What the quotas rule file is asked at the validation. */
async function demandeDeQuota(unite: UniteDeLecture, habilitation: Habilitation) {
  const { id, equipement, role, portee, utilisateur, au, remplace } = habilitation;
  const du = jourDEffet(unite, habilitation);
  const faits = faitsDeQuota(
    {
      equipement,
      role,
      portee,
      periode: { du, au: au ?? null },
      utilisateurId: utilisateur.id,
      remplaceeId: remplace?.id ?? null,
      habilitationId: id,
    },
    await habilitationsDuRole(unite, [equipement.id], role),
  );
  return { jeu: 'quotas', date: du, faits };
}

/** @throws QuotaAtteint */
function refuserSiAtteint(
  { equipement }: Habilitation,
  { empreinte, constats }: { readonly empreinte: string; readonly constats: readonly Constat[] },
): void {
  const bloquant = constats.find((constat) => constat.gravite === 'bloquant');
  if (bloquant) throw new QuotaAtteint('equipements', [{ ou: equipement.nom, constat: bloquant, empreinte }]);
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
  async condition(unite, habilitation: Habilitation) {
    await exigerValidable(unite, habilitation);
    await unite.em.populate(habilitation, ['equipement']);
    const { jeu, date, faits } = await demandeDeQuota(unite, habilitation);
    refuserSiAtteint(habilitation, (await unite.registre.decider(jeu, date, faits)).decision);
  },
  async executer(unite, saisie) {
    const habilitation = await chargerEnAttente(unite, saisie);
    await exigerValidable(unite, habilitation);
    const demande = await demandeDeQuota(unite, habilitation);
    const { date: du } = demande;
    refuserSiAtteint(
      habilitation,
      await unite.decider({
        ...demande,
        sujet: { type: 'Habilitation', id: habilitation.id, detail: 'validation' },
        cafId: habilitation.caf.id,
        partenaireId: habilitation.partenaire.id,
      }),
    );
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
  condition: exigerATraiter,
  async executer(unite, saisie) {
    const habilitation = await chargerEnAttente(unite, saisie);
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
  condition: exigerSuspensible,
  async executer(unite, saisie) {
    const habilitation = await chargerVerrouillee(unite, saisie);
    exigerSuspensible(unite, habilitation);
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
  condition: exigerSuspendue,
  async executer(unite, saisie) {
    const habilitation = await chargerVerrouillee(unite, saisie);
    await exigerSuspendue(unite, habilitation);
    Object.assign(habilitation, { etat: 'accordee', motif: null });
    if (saisie.motif) unite.motiver(saisie.motif);
    prevenir(unite, habilitation, 'rétablie', 'Vous pouvez de nouveau exercer ce rôle.');
    await prevenirDeLaSuspension(unite, habilitation, 'rétabli', 'La suspension est levée.');
    return habilitation;
  },
});

/**
 * The habilitation as the agent saw it, its equipment locked: two agents follow one another, the second one
 * is told. @throws VersionPerimee
 */
async function chargerVerrouillee(
  unite: UniteDeTravail,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<Habilitation> {
  const habilitation = await charger(unite, Habilitation, id, 'Habilitation', [
    'utilisateur',
    'equipement',
    'remplace',
  ]);
  await verrouillerEquipements(unite, [habilitation.equipement.id]);
  await unite.em.refresh(habilitation, { populate: ['utilisateur', 'equipement', 'remplace'] });
  exigerVersion(habilitation, version);
  return habilitation;
}

async function chargerEnAttente(
  unite: UniteDeTravail,
  lue: { readonly id: string; readonly version: number },
): Promise<Habilitation> {
  const habilitation = await chargerVerrouillee(unite, lue);
  await exigerATraiter(unite, habilitation);
  return habilitation;
}

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
      `Votre habilitation au rôle ${AU_ROLE[role]} pour l'équipement « ${equipement.nom} » est ${suite} par votre Caf.`,
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
      `Votre Caf a ${suite} le rôle ${AU_ROLE[role]} de ${qui} pour l'équipement « ${equipement.nom} ».`,
      precision,
    ],
  );
}
