import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { Equipement, LieuImplantation, TypeEquipement } from '#src/domain/equipement/equipement.ts';
import { etatAffiche, occupeLeRole, type EtatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { rolesAttendus } from '#src/domain/delegation/habilitation/roles-attendus.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';

export interface CriteresHabilitations {
  readonly utilisateur: string;
  /** Code; '' = all. */
  readonly role: string;
  readonly activite: string;
  readonly type: string;
  readonly nature: string;
  readonly etat: EtatAffiche;
  /** Lieux d'implantation instead of activities. */
  readonly lieux: boolean;
}

export interface LigneHabilitation {
  readonly role: string;
  /** Null: nobody, an empty row. */
  readonly habilitation: Habilitation | null;
}

/** An activity, or one of its lieux, with its rows. */
export interface GroupeHabilitations {
  readonly equipement: Equipement;
  readonly lieu: LieuImplantation | null;
  readonly lignes: readonly LigneHabilitation[];
}

/**
 * « Habilitations d'action sociale ». Actif shows a row per role somebody is to hold, empty ones included, and the requests that
 * wait for
 * the Caf (greyed in the source's list); Non attribué shows the roles nobody holds or waits for.
 */
export async function rechercherHabilitations(
  unite: UniteDeLecture,
  criteres: CriteresHabilitations,
): Promise<GroupeHabilitations[]> {
  exiger(unite.acteur, 'Habilitation', 'lire');
  const jour = unite.aujourdhui.toString();
  const groupes = await chargerGroupes(unite, criteres);
  const habilitations = await unite.em.find(
    Habilitation,
    {
      equipement: { $in: [...new Set(groupes.map((groupe) => groupe.equipement.id))] },
      ...(criteres.role ? { role: criteres.role } : {}),
      ...(criteres.utilisateur ? { utilisateur: criteres.utilisateur } : {}),
      lieu: criteres.lieux ? { $ne: null } : null,
    },
    { populate: ['utilisateur'], orderBy: { du: 'asc', id: 'asc' } },
  );
  const attendus = new Set((await rolesAttendus(unite)).map(({ code }) => code));
  const roles = criteres.role
    ? [criteres.role]
    : rolesDuJour(unite).enOrdre([...attendus, ...habilitations.map(({ role }) => role)]);
  return groupes
    .map((groupe) => ({
      ...groupe,
      lignes: lignesDe(
        habilitations.filter((habilitation) => estDe(habilitation, groupe)),
        groupe,
        criteres,
        { roles, attendus, jour },
      ),
    }))
    .filter((groupe) => groupe.lignes.length > 0);
}

type Groupe = Omit<GroupeHabilitations, 'lignes'>;

function estDe(habilitation: Habilitation, { equipement, lieu }: Groupe): boolean {
  return (
    habilitation.equipement.id === equipement.id && (habilitation.lieu?.id ?? null) === (lieu?.id ?? null)
  );
}

async function chargerGroupes(
  unite: UniteDeLecture,
  { activite, type, nature, lieux }: CriteresHabilitations,
): Promise<Groupe[]> {
  const equipements = await activitesChoisies(unite, { activite, type, nature });
  if (!lieux) return equipements.map((equipement) => ({ equipement, lieu: null }));
  const implantations = await unite.em.find(
    LieuImplantation,
    { equipement: { $in: equipements.map(({ id }) => id) } },
    { orderBy: { nom: 'asc' } },
  );
  return equipements.flatMap((equipement) =>
    implantations
      .filter((lieu) => lieu.equipement.id === equipement.id)
      .map((lieu) => ({ equipement, lieu })),
  );
}

function lignesDe(
  siennes: readonly Habilitation[],
  { equipement }: Groupe,
  { role, utilisateur, etat }: CriteresHabilitations,
  {
    roles,
    attendus,
    jour,
  }: {
    readonly roles: readonly string[];
    readonly attendus: ReadonlySet<string>;
    readonly jour: string;
  },
): LigneHabilitation[] {
  const ferme = Boolean(equipement.fermeLe && equipement.fermeLe <= jour);
  const attendu = (un: string) => !ferme && (role !== '' || attendus.has(un));
  return roles.flatMap((un): LigneHabilitation[] => {
    const duRole = siennes.filter((habilitation) => habilitation.role === un);
    if (etat === 'non-attribue') {
      return attendu(un) &&
        attendus.has(un) &&
        !duRole.some((habilitation) => occupeLeRole(datee(habilitation), jour))
        ? [{ role: un, habilitation: null }]
        : [];
    }
    const retenues = duRole.filter((habilitation) => estRetenue(habilitation, etat, jour));
    if (retenues.length > 0) return retenues.map((habilitation) => ({ role: un, habilitation }));
    return etat === 'actif' && utilisateur === '' && attendu(un) ? [{ role: un, habilitation: null }] : [];
  });
}

function estRetenue(habilitation: Habilitation, etat: EtatAffiche, jour: string): boolean {
  const affiche = etatAffiche(datee(habilitation), jour);
  return (
    affiche === etat || (etat === 'actif' && affiche === 'inactif' && habilitation.etat === 'en-attente-caf')
  );
}

/** A habilitation with its end as `null` rather than absent. */
export function datee({ etat, du, au }: Pick<Habilitation, 'etat' | 'du' | 'au'>) {
  return { etat, du, au: au ?? null };
}

/** The partner's activities that answer the filters, by name. */
export function activitesChoisies(
  unite: UniteDeLecture,
  { activite, type, nature }: Pick<CriteresHabilitations, 'activite' | 'type' | 'nature'>,
): Promise<Equipement[]> {
  return unite.em.find(
    Equipement,
    {
      ...(activite ? { id: activite } : {}),
      ...(type ? { type } : {}),
      ...(nature ? { nature } : {}),
    },
    { orderBy: { nom: 'asc' } },
  );
}

/** Lieux d'implantation of activities, by activity then name. */
export function lieuxDe(
  unite: UniteDeLecture,
  equipements: readonly Equipement[],
): Promise<LieuImplantation[]> {
  return unite.em.find(
    LieuImplantation,
    { equipement: { $in: equipements.map(({ id }) => id) } },
    { populate: ['equipement'], orderBy: { equipement: { nom: 'asc' }, nom: 'asc' } },
  );
}

/** What the filters may choose from: the partner's activities, their types and natures. */
export async function choixDesFiltres(
  unite: UniteDeLecture,
): Promise<{ equipements: Equipement[]; types: TypeEquipement[]; natures: string[] }> {
  const equipements = await unite.em.find(Equipement, {}, { orderBy: { nom: 'asc' } });
  const presents = new Set(equipements.map(({ type }) => type));
  const types = (await unite.em.find(TypeEquipement, {}, { orderBy: { ordre: 'asc' } })).filter(({ id }) =>
    presents.has(id),
  );
  const natures = [...new Set(equipements.flatMap(({ nature }) => nature ?? []))].sort((a, b) =>
    a.localeCompare(b, 'fr'),
  );
  return { equipements, types, natures };
}

/** One habilitation with its user, activity and lieu. */
export function lireHabilitation(unite: UniteDeLecture, id: string): Promise<Habilitation> {
  exiger(unite.acteur, 'Habilitation', 'lire');
  return charger(unite, Habilitation, id, 'Habilitation', ['utilisateur', 'equipement', 'lieu']);
}

/** Everything a user holds, held or waits for, latest first. */
export function habilitationsDe(unite: UniteDeLecture, utilisateurId: string): Promise<Habilitation[]> {
  exiger(unite.acteur, 'Habilitation', 'lire');
  return unite.em.find(
    Habilitation,
    { utilisateur: utilisateurId },
    { populate: ['equipement', 'lieu'], orderBy: { du: 'desc', id: 'asc' } },
  );
}
