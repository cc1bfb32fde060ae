import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Equipement } from '#src/domain/equipement/equipement.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { rolesAu, type Roles } from '#src/kernel/roles.ts';
import { faitsDeQuota } from '#src/domain/delegation/habilitation/titulaires.ts';

/** Places of a role on an activity, as the quotas rule file counts them. */
export interface Places {
  readonly equipement: string;
  readonly role: string;
  readonly prises: number;
  readonly permises: number;
}

/** How far the rule is asked: one that refuses nobody up to there is told to have no maximum we know of. */
const DEMANDES_AU_PLUS = 30;
/** Nobody: the one who would come counts against no one. */
const PERSONNE = '00000000-0000-0000-0000-000000000000';

type FaitsDeQuota = ReturnType<typeof faitsDeQuota>;

/** How many more people the rule lets in from a situation; null when it refuses none. */
async function encore(
  { registre }: UniteDeLecture,
  date: string,
  faits: FaitsDeQuota,
): Promise<number | null> {
  const refuse = async (nombre: number): Promise<boolean> =>
    (
      await registre.decider('quotas', date, { ...faits, titulairesActifs: faits.titulairesActifs + nombre })
    ).decision.constats.some(({ gravite }) => gravite === 'bloquant');
  if (!(await refuse(DEMANDES_AU_PLUS))) return null;
  let nombre = 0;
  while (!(await refuse(nombre))) nombre += 1;
  return nombre;
}

/**
 * The places of roles on activities on a day, taken and allowed, where the quotas rule file gives a maximum:
 * it is asked how many people
 * it would still let in, with those there are and with nobody. No number stands here.
 */
export async function placesDe(
  unite: UniteDeLecture,
  equipements: readonly Equipement[],
  jour: string,
  demandes: readonly string[] = rolesAu(unite.registre, jour).liste.map(({ code }) => code),
): Promise<Places[]> {
  if (equipements.length === 0 || !unite.registre.estEnVigueur('quotas', jour)) return [];
  const tenues = await unite.em.find(Habilitation, {
    equipement: { $in: equipements.map(({ id }) => id) },
    role: { $in: [...demandes] },
    etat: { $in: ['accordee', 'suspendue', 'en-attente-caf'] },
    du: { $lte: jour },
    $or: [{ au: null }, { au: { $gt: jour } }],
  });
  const connues = new Map<string, number | null>();
  const demander = async (faits: FaitsDeQuota): Promise<number | null> => {
    const cle = JSON.stringify(faits);
    const trouvee = connues.get(cle);
    if (trouvee !== undefined) return trouvee;
    const reponse = await encore(unite, jour, faits);
    connues.set(cle, reponse);
    return reponse;
  };
  const places: Places[] = [];
  for (const equipement of equipements) {
    for (const role of demandes) {
      const faits = faitsDeQuota(
        {
          equipement,
          role: rolesAu(unite.registre, jour).de(role),
          portee: 'activite',
          periode: { du: jour, au: null },
          utilisateurId: PERSONNE,
          remplaceeId: null,
        },
        tenues.filter((tenue) => tenue.role === role),
      );
      if (!unite.registre.admet('quotas', jour, faits)) continue;
      const permises = await demander({ ...faits, titulairesActifs: 0, titulairesEnAttente: 0 });
      const libres = permises === null ? null : await demander(faits);
      if (permises !== null && libres !== null)
        places.push({ equipement: equipement.id, role, prises: permises - libres, permises });
    }
  }
  return places;
}

/** « Approbateur : 1 place sur 1 », in the order of the lists. */
export const direPlaces = (roles: Roles, places: readonly Places[]): string[] =>
  roles
    .enOrdre(places.map(({ role }) => role))
    .flatMap((code) => places.filter(({ role }) => role === code))
    .map(
      ({ role, prises, permises }) =>
        `${roles.libelle(role)} : ${prises} ${prises > 1 ? 'places' : 'place'} sur ${permises}`,
    );
