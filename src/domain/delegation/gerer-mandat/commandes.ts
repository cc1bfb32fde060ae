import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import {
  caseACocher,
  jourFacultatif,
  liste,
  reference,
  texteLong,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import { exigerActe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { Equipement } from '#src/domain/equipement/equipement.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { terminerMandatEtSuite } from '#src/domain/delegation/gerer-mandat/fin.ts';
import { leMandat } from '#src/domain/delegation/mandat/charger.ts';
import { estTermine } from '#src/domain/delegation/mandat/lectures.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import {
  acteurPartenaire,
  couvre,
  decouleDe,
  mandatsDeLActeur,
} from '#src/domain/delegation/mandat/pouvoir.ts';
import {
  ActiviteInconnue,
  AuDelaDeSonMandat,
  FinAvantDebut,
  MandatASoiMeme,
  MandatDUnAutre,
  MandatSansObjet,
  MandatTermine,
  RoleConfieInconnu,
  TitulaireAdministrateur,
  TitulaireNonOuvert,
} from '#src/domain/delegation/mandat/refus.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/**
 * Who may name, as long as the convention lets one, and whom: neither oneself nor an administrateur.
 * @throws AuDelaDeSonMandat | ActeFermeParLaConvention | MandatASoiMeme | TitulaireAdministrateur
 */
async function exigerNommable(
  unite: UniteDeLecture,
  { titulaire }: { readonly titulaire: Pick<Utilisateur, 'id' | 'administrateur'> | null },
): Promise<void> {
  const acteur = acteurPartenaire(unite);
  if (
    !acteur.administrateur &&
    !(await mandatsDeLActeur(unite, acteur)).some(({ peutDeleguer }) => peutDeleguer)
  )
    throw new AuDelaDeSonMandat();
  await exigerActe(unite, 'deleguer', acteur.partenaireId);
  if (titulaire?.id === acteur.utilisateurId) throw new MandatASoiMeme();
  if (titulaire?.administrateur) throw new TitulaireAdministrateur();
}

/**
 * Names a responsable habilitations: what he may grant, on what, until when. Never more than the giver holds
 * himself.
 */
export const nommerResponsable = definirCommande({
  nom: 'mandat.donner',
  droit: ['Mandat', 'donner'],
  saisie: z.object({
    titulaire: reference('Responsable habilitations'),
    roles: liste('Rôles confiés'),
    equipements: liste('Activités confiées'),
    peutCreerUtilisateurs: caseACocher(),
    peutDeleguer: caseACocher(),
    du: jourFacultatif('À partir du'),
    au: jourFacultatif('Jusqu’au'),
  }),
  charger: async (unite, { titulaire }) => ({
    titulaire: await charger(unite, Utilisateur, titulaire, 'Utilisateur'),
  }),
  condition: exigerNommable,
  async executer(unite, saisie, { titulaire }) {
    const acteur = acteurPartenaire(unite);
    const du = saisie.du ?? unite.aujourdhui.toString();
    if (saisie.au !== null && saisie.au <= du) throw new FinAvantDebut();
    await verifierObjet(unite, saisie.roles, saisie.equipements);
    if (titulaire.ouvertLe > du || (titulaire.closLe && titulaire.closLe <= du))
      throw new TitulaireNonOuvert();
    const { roles, equipements, peutCreerUtilisateurs, peutDeleguer } = saisie;
    const closLe = titulaire.closLe ?? null;
    // Nobody holds a mandate once his access is closed: those he gave would outlive it.
    const au = saisie.au === null || (closLe !== null && closLe < saisie.au) ? closLe : saisie.au;
    const contenu = { roles, equipements, peutCreerUtilisateurs, peutDeleguer, du, au };
    const parent = acteur.administrateur ? null : await mandatParent(unite, acteur, contenu);
    const mandat = unite.em.create(Mandat, {
      id: randomUUID(),
      caf: acteur.cafId,
      partenaire: acteur.partenaireId,
      donnePar: acteur.utilisateurId,
      titulaire: titulaire.id,
      parent: parent?.id ?? null,
      ...contenu,
    });
    unite.em.persist(mandat);
    return mandat;
  },
});

/** @throws MandatTermine | MandatDUnAutre */
async function exigerRetirable(unite: UniteDeLecture, mandat: Mandat): Promise<void> {
  const acteur = acteurPartenaire(unite);
  if (estTermine(mandat, unite.aujourdhui.toString())) throw new MandatTermine();
  if (!acteur.administrateur && !(await decouleDe(unite, mandat, acteur.utilisateurId)))
    throw new MandatDUnAutre(mandat.donnePar);
}

/**
 * Ends a mandate and those given under it, and what the parameter says of the roles they granted. @throws
 * VersionPerimee
 */
export const terminerMandat = definirCommande({
  nom: 'mandat.terminer',
  droit: ['Mandat', 'terminer'],
  saisie: z.object({ id: reference('Mandat'), version: versionLue(), motif: texteLong('Motif', 500) }),
  charger: leMandat,
  condition: exigerRetirable,
  async executer(unite, saisie, mandat) {
    const aujourdhui = unite.aujourdhui.toString();
    if (saisie.motif) unite.motiver(saisie.motif);
    await terminerMandatEtSuite(unite, mandat, aujourdhui, saisie.motif || 'Mandat retiré');
    return mandat;
  },
});

type Contenu = Pick<Mandat, 'roles' | 'equipements' | 'peutCreerUtilisateurs' | 'peutDeleguer' | 'du'> & {
  readonly au: string | null;
};

async function verifierObjet(
  unite: UniteDeTravail,
  roles: readonly string[],
  equipements: readonly string[],
): Promise<void> {
  if (roles.length === 0) throw new MandatSansObjet('roles');
  const connus = rolesDuJour(unite);
  if (roles.some((role) => !connus.connait(role))) throw new RoleConfieInconnu();
  if (equipements.length === 0) throw new MandatSansObjet('equipements');
  if (equipements.some((id) => !z.uuid().safeParse(id).success)) throw new ActiviteInconnue();
  if ((await unite.em.count(Equipement, { id: { $in: [...equipements] } })) !== equipements.length)
    throw new ActiviteInconnue();
}

/** The giver's mandate which contains the new one whole; powers never grow down the tree. */
async function mandatParent(
  unite: UniteDeTravail,
  acteur: ActeurPartenaire,
  contenu: Contenu,
): Promise<Mandat> {
  const mandats = await mandatsDeLActeur(unite, acteur);
  const parent = mandats.find((mandat) => contient(mandat, contenu));
  if (!parent) throw new AuDelaDeSonMandat();
  return parent;
}

/** Whether a mandate may give another one. */
export function contient(
  parent: Pick<Mandat, 'roles' | 'equipements' | 'peutCreerUtilisateurs' | 'peutDeleguer' | 'du' | 'au'>,
  contenu: Contenu,
): boolean {
  return (
    parent.peutDeleguer &&
    couvre(parent, {
      roles: contenu.roles,
      equipements: contenu.equipements,
      creerUtilisateurs: contenu.peutCreerUtilisateurs,
    }) &&
    parent.du <= contenu.du &&
    (!parent.au || (contenu.au !== null && contenu.au <= parent.au))
  );
}
