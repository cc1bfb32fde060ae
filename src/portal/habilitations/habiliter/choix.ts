import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { rolesAu } from '#src/kernel/roles.ts';
import { activitesChoisies, lieuxDe } from '#src/domain/delegation/habilitation/lectures.ts';
import { direPlaces, placesDe } from '#src/domain/delegation/habilitation/places.ts';
import { texteDe, type Option, type Saisie } from '#src/portal/composants/index.ts';
import { parmi, type OptionsHabilitations } from '#src/portal/habilitations/options.ts';

/**
 * The choices a responsable's mandates leave him; all of them for the administrateur. The command checks them
 * again.
 */
export function dansLeMandat(acteur: ActeurPartenaire, options: OptionsHabilitations): OptionsHabilitations {
  if (acteur.administrateur) return options;
  const roles = new Set(acteur.mandats.flatMap((mandat) => mandat.roles));
  const equipements = new Set(acteur.mandats.flatMap((mandat) => mandat.equipements));
  return {
    ...options,
    roles: options.roles.filter(({ valeur }) => roles.has(valeur)),
    activites: options.activites.filter(({ valeur }) => equipements.has(valeur)),
  };
}

/**
 * Whether one of the actor's mandates is on this role and this activity: what a form proposes. The command
 * alone decides.
 */
function peutAgir(acteur: ActeurPartenaire, role: string, equipementId: string): boolean {
  return (
    acteur.administrateur ||
    acteur.mandats.some((mandat) => mandat.roles.includes(role) && mandat.equipements.includes(equipementId))
  );
}

/** What may be ticked in step 3, by the filters chosen. */
export async function choixDeSelection(
  unite: UniteDeLecture,
  acteur: ActeurPartenaire,
  saisie: Saisie,
): Promise<readonly Option[]> {
  const activite = texteDe(saisie, 'activite');
  const role = texteDe(saisie, 'role');
  const trouves = await activitesChoisies(unite, {
    activite: /^[0-9a-f-]{36}$/.test(activite) ? activite : '',
    type: texteDe(saisie, 'type'),
    nature: texteDe(saisie, 'nature'),
  });
  const equipements = trouves.filter(({ id }) =>
    role === ''
      ? acteur.administrateur || acteur.mandats.some((mandat) => mandat.equipements.includes(id))
      : peutAgir(acteur, role, id),
  );
  if (texteDe(saisie, 'portee') !== 'lieu')
    return equipements.map(({ id, nom }) => ({ valeur: id, libelle: nom }));
  const noms = new Map(equipements.map(({ id, nom }) => [id, nom]));
  return (await lieuxDe(unite, equipements)).map((lieu) => ({
    valeur: lieu.id,
    libelle: `${noms.get(lieu.equipement.id) ?? ''} – ${lieu.nom}`,
  }));
}

/** A single activity shown is ticked at once. */
export function preselection(
  saisie: Saisie,
  selection: readonly Option[] | null,
): Record<string, readonly string[]> {
  const [seule] = selection ?? [];
  if (!seule || selection?.length !== 1 || saisie.erreurs.length > 0) return {};
  return { [texteDe(saisie, 'portee') === 'lieu' ? 'lieux' : 'equipements']: [seule.valeur] };
}

/** Activities whose places are told beside the form; a partner with more chooses some first. */
const ACTIVITES_DITES = 10;

/**
 * The places of the role chosen, or of all, on the activities the filters show: « CBA-RAM… – Approbateur : 1
 * place sur 1 ».
 */
export async function placesDites(
  unite: UniteDeLecture,
  lire: (nom: 'activite' | 'type' | 'nature' | 'role') => string,
  { activites, types, natures, roles }: OptionsHabilitations,
  jour: string,
): Promise<string[]> {
  const choisies = await activitesChoisies(unite, {
    activite: parmi(lire('activite'), activites),
    type: parmi(lire('type'), types),
    nature: parmi(lire('nature'), natures),
  });
  const equipements = choisies.filter(({ id }) => activites.some(({ valeur }) => valeur === id));
  if (equipements.length > ACTIVITES_DITES) return [];
  const role = parmi(lire('role'), roles);
  const places = await placesDe(
    unite,
    equipements,
    jour,
    role === '' ? roles.map(({ valeur }) => valeur) : [role],
  );
  return equipements.flatMap(({ id, nom }) => {
    const dites = direPlaces(
      rolesAu(unite.registre, jour),
      places.filter(({ equipement }) => equipement === id),
    );
    return dites.length === 0 ? [] : [`${nom} – ${dites.join(' ; ')}`];
  });
}
