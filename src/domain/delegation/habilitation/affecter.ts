import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { charger } from '#src/kernel/chargement.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { caseACocher, choix, jour, liste, reference, texte } from '#src/kernel/saisie/saisie.ts';
import { Equipement, LieuImplantation } from '#src/domain/equipement/equipement.ts';
import { rolesAu, type RoleDeService } from '#src/kernel/roles.ts';
import {
  Habilitation,
  PORTEES_HABILITATION,
  type PorteeHabilitation,
} from '#src/domain/delegation/habilitation/habilitation.ts';
import { seChevauchent, type Periode } from '#src/domain/delegation/mandat/periodes.ts';
import {
  AucunLieu,
  AucuneActivite,
  DejaHabilite,
  FaitsManquantsPourQuota,
  PorteeInconnue,
  QuotaAtteint,
  RoleNonOuvert,
  UtilisateurNonOuvert,
} from '#src/domain/delegation/habilitation/refus.ts';
import { rolesOuverts } from '#src/domain/delegation/habilitation/roles-ouverts.ts';
import {
  faitsDeQuota,
  habilitationsDuRole,
  verrouillerEquipements,
} from '#src/domain/delegation/habilitation/titulaires.ts';
import type { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { acteurPartenaire, exigerPouvoir } from '#src/domain/delegation/mandat/pouvoir.ts';
import { rolesFinissent } from '#src/domain/delegation/habilitation/roles-accordes.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** One habilitation created, and whether it waits for the Caf. */
export interface HabilitationCreee {
  readonly id: string;
  readonly ou: string;
  /** The role, within a sentence. */
  readonly role: string;
  readonly enAttente: boolean;
  /** First day without; null = no end. */
  readonly au: string | null;
}

interface Cible {
  readonly equipement: Equipement;
  readonly lieu: LieuImplantation | null;
}
const nomDe = ({ equipement, lieu }: Cible): string =>
  lieu ? `${equipement.nom} (${lieu.nom})` : equipement.nom;

/** A role one would grant on activities, from a day on. */
interface Affectation {
  readonly role: string;
  readonly equipements: readonly string[];
  readonly du: string;
}

/**
 * The role is open to the partner, and entrusted to the actor. @returns the mandate he grants it by; null for
 * the administrateur @throws RoleNonOuvert | HorsMandat
 */
async function exigerAffectable(
  unite: UniteDeLecture,
  { role, equipements, du }: Affectation,
): Promise<Mandat | null> {
  if (!(await rolesOuverts(unite, du)).has(role))
    throw new RoleNonOuvert(rolesAu(unite.registre, du).libelle(role), du);
  return exigerPouvoir(unite, { roles: [role], equipements, du }, 'ce rôle sur ces activités à cette date');
}

/**
 * « Affecter un rôle à un utilisateur habilité »: a role on several activities or lieux at once, all or none.
 * The quotas rule file decides each, on equipments locked until the commit. What it leaves to a person, or
 * says nothing about, as of a role or a type its version does not know, waits for the Caf and opens nothing
 * meanwhile; so does a role that the Caf validates.
 */
export const affecterRole = definirCommande({
  nom: 'habilitation.affecter',
  droit: ['Habilitation', 'affecter'],
  saisie: z.object({
    utilisateur: reference('Pour l’utilisateur'),
    role: texte('Au rôle de', 60),
    du: jour('À partir du'),
    portee: choix('Je souhaite créer des habilitations sur', PORTEES_HABILITATION),
    equipements: liste('Activités'),
    lieux: liste('Lieux d’implantation'),
    /** Of a role the Caf validates only: the one in place ends when this one is validated. */
    remplacer: caseACocher(),
  }),
  async charger(unite, { utilisateur, role, du, portee, equipements, lieux }) {
    const cibles = await chargerCibles(unite, portee, equipements, lieux);
    return {
      utilisateur: await charger(unite, Utilisateur, utilisateur, 'Utilisateur'),
      cibles,
      equipements: [...new Set(cibles.map(({ equipement }) => equipement.id))],
      role,
      du,
    };
  },
  condition: exigerAffectable,
  async executer(unite, saisie, { utilisateur, cibles, equipements }, mandat) {
    const ouverture = periodeDemandee(utilisateur, saisie.du);
    const periode = limiterAuMandat(ouverture, rolesFinissent(unite, 'terme') ? (mandat?.au ?? null) : null);
    await verrouillerEquipements(unite, equipements);
    const role = rolesAu(unite.registre, periode.du).de(saisie.role);
    const enPlace = await habilitationsDuRole(unite, equipements, role.code);
    refuserDoublons(cibles, utilisateur, periode, enPlace, saisie.portee);
    return creerToutes(unite, acteurPartenaire(unite), {
      cibles,
      utilisateur,
      mandat,
      periode,
      enPlace,
      role,
      portee: saisie.portee,
      remplacer: saisie.remplacer && role.valideParLaCaf,
    });
  },
});

function periodeDemandee(utilisateur: Utilisateur, du: string): Periode {
  const closLe = utilisateur.closLe ?? null;
  if (du < utilisateur.ouvertLe || (closLe !== null && du >= closLe))
    throw new UtilisateurNonOuvert(utilisateur.ouvertLe, closLe);
  return { du, au: closLe };
}

/** What is granted by delegation ends with the mandate at the latest, where roles end with it. */
function limiterAuMandat({ du, au }: Periode, finDuMandat: string | null): Periode {
  return { du, au: au === null || (finDuMandat !== null && finDuMandat < au) ? finDuMandat : au };
}

async function chargerCibles(
  unite: UniteDeTravail,
  portee: PorteeHabilitation,
  equipements: readonly string[],
  lieux: readonly string[],
): Promise<Cible[]> {
  const champ = portee === 'activite' ? 'equipements' : 'lieux';
  const ids = portee === 'activite' ? equipements : lieux;
  if (ids.length === 0) throw portee === 'activite' ? new AucuneActivite() : new AucunLieu();
  if (ids.some((id) => !z.uuid().safeParse(id).success)) throw new PorteeInconnue(champ);
  const cibles =
    portee === 'activite'
      ? (await unite.em.find(Equipement, { id: { $in: [...ids] } }, { orderBy: { nom: 'asc' } })).map(
          (equipement) => ({ equipement, lieu: null }),
        )
      : (
          await unite.em.find(
            LieuImplantation,
            { id: { $in: [...ids] } },
            { populate: ['equipement'], orderBy: { nom: 'asc' } },
          )
        ).map((lieu) => ({ equipement: lieu.equipement, lieu }));
  if (cibles.length !== ids.length) throw new PorteeInconnue(champ);
  return cibles;
}

function refuserDoublons(
  cibles: readonly Cible[],
  utilisateur: Utilisateur,
  periode: Periode,
  enPlace: readonly Habilitation[],
  portee: PorteeHabilitation,
): void {
  const doublons = cibles.filter((cible) =>
    enPlace.some(
      (habilitation) =>
        habilitation.utilisateur.id === utilisateur.id &&
        habilitation.equipement.id === cible.equipement.id &&
        (habilitation.lieu?.id ?? null) === (cible.lieu?.id ?? null) &&
        seChevauchent({ du: habilitation.du, au: habilitation.au ?? null }, periode),
    ),
  );
  if (doublons.length > 0)
    throw new DejaHabilite(portee === 'activite' ? 'equipements' : 'lieux', doublons.map(nomDe));
}

interface Demande {
  readonly cibles: readonly Cible[];
  readonly utilisateur: Utilisateur;
  readonly mandat: Mandat | null;
  readonly periode: Periode;
  readonly enPlace: readonly Habilitation[];
  readonly role: RoleDeService;
  readonly portee: PorteeHabilitation;
  readonly remplacer: boolean;
}

async function creerToutes(
  unite: UniteDeTravail,
  acteur: ActeurPartenaire,
  demande: Demande,
): Promise<HabilitationCreee[]> {
  const creees: HabilitationCreee[] = [];
  const refusees: ConstructorParameters<typeof QuotaAtteint>[1][number][] = [];
  // Lieux of one equipment granted together count one person once: he is never counted against himself.
  for (const cible of demande.cibles) {
    const id = randomUUID();
    const remplace = demande.remplacer ? titulaireEnPlace(demande, cible) : null;
    const { utilisateur, periode, role, portee } = demande;
    const decision = await jugerLeQuota(unite, acteur, demande, { id, cible, remplace });
    const bloquant = decision?.constats.find((constat) => constat.gravite === 'bloquant');
    if (decision && bloquant) {
      refusees.push({ ou: nomDe(cible), constat: bloquant, empreinte: decision.empreinte });
      continue;
    }
    const enAttente = role.valideParLaCaf || decision?.etat !== 'decide';
    unite.em.persist(
      unite.em.create(Habilitation, {
        id,
        caf: acteur.cafId,
        partenaire: acteur.partenaireId,
        utilisateur: utilisateur.id,
        role: role.code,
        portee,
        equipement: cible.equipement.id,
        lieu: cible.lieu?.id ?? null,
        du: periode.du,
        au: periode.au,
        etat: enAttente ? 'en-attente-caf' : 'accordee',
        remplace: remplace?.id ?? null,
        mandat: demande.mandat?.id ?? null,
        demandePar: acteur.compteId,
        demandeLe: unite.maintenant,
        decision,
      }),
    );
    creees.push({ id, ou: nomDe(cible), role: role.enPhrase, enAttente, au: periode.au });
  }
  if (refusees.length > 0)
    throw new QuotaAtteint(demande.portee === 'activite' ? 'equipements' : 'lieux', refusees);
  return creees;
}

/**
 * What the quotas rule file decides of one habilitation of the request; null where its version in force does not
 * know the role or the type: the source is silent. @throws FaitsManquantsPourQuota
 */
async function jugerLeQuota(
  unite: UniteDeTravail,
  { cafId, partenaireId }: ActeurPartenaire,
  { utilisateur, periode, role, portee, enPlace }: Demande,
  {
    id,
    cible,
    remplace,
  }: { readonly id: string; readonly cible: Cible; readonly remplace: Habilitation | null },
): Promise<Decision | null> {
  const faits = faitsDeQuota(
    {
      equipement: cible.equipement,
      role,
      portee,
      periode,
      utilisateurId: utilisateur.id,
      remplaceeId: remplace?.id ?? null,
    },
    enPlace,
  );
  if (!unite.registre.admet('quotas', periode.du, faits)) return null;
  const decision = await unite.decider({
    jeu: 'quotas',
    date: periode.du,
    faits,
    sujet: { type: 'Habilitation', id },
    cafId,
    partenaireId,
  });
  if (decision.etat === 'faits-manquants') throw new FaitsManquantsPourQuota(decision.manquants);
  return decision;
}

/** The holder in place at the day asked for, whom the new one is to replace. */
function titulaireEnPlace({ enPlace, utilisateur, periode }: Demande, cible: Cible): Habilitation | null {
  return (
    enPlace.find(
      (habilitation) =>
        habilitation.etat !== 'en-attente-caf' &&
        habilitation.utilisateur.id !== utilisateur.id &&
        habilitation.equipement.id === cible.equipement.id &&
        seChevauchent({ du: habilitation.du, au: habilitation.au ?? null }, periode),
    ) ?? null
  );
}
