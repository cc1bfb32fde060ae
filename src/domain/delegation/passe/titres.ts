/** What gives a person of a partner a right: a habilitation, a mandate; and the convention, as it stood that day. */
import { dateFr } from '#src/kernel/francais.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import type { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import type { ActeDuPartenaire } from '#src/domain/contractualisation/echeance/echeance.ts';
import type { Roles } from '#src/kernel/roles.ts';
import { ACTES_DE, GESTION } from '#src/domain/delegation/passe/fermetures.ts';
import { couvreJour } from '#src/domain/delegation/mandat/periodes.ts';
import type { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { type JourPasse } from '#src/domain/delegation/passe/jour.ts';
import { type LigneDePasse } from '#src/domain/delegation/passe/etats-passes.ts';
import { effetDe, etatsDuJour, type EtatDuJour } from '#src/domain/delegation/passe/etats-du-jour.ts';

/** One right a person had on the day, or had on paper only. */
export interface DroitDuPasse {
  readonly cle: string;
  readonly personne: string;
  readonly identifiant: string;
  /** « Approbateur », « Administrateur partenaire », « Responsable habilitations »… */
  readonly droit: string;
  /** What it is for. */
  readonly actes: readonly ActeDuPartenaire[];
  /** What it bore upon; '' = the whole organisation. */
  readonly sur: string;
  /** Period as it was recorded that day; the end is excluded. */
  readonly du: string;
  readonly au: string | null;
  /** Whether it could be used: all day, part of it, not at all. */
  readonly effet: 'oui' | 'partie' | 'non';
  /** Why not, or from when. */
  readonly precision: string;
}

/** What rights are told with: names of equipments, and the roles of that day. */
interface Mots {
  readonly noms: ReadonlyMap<string, string>;
  readonly roles: Roles;
}

/** A right, whoever held it. */
type DroitSansPersonne = Omit<DroitDuPasse, 'personne' | 'identifiant'>;

/** The right given by a mandate; none when it gave nothing that day. */
export function droitsDuMandat(
  mandat: Mandat,
  lignes: readonly LigneDePasse[] | undefined,
  jour: JourPasse,
  acces: EtatDuJour<object>,
  mots: Mots,
): DroitSansPersonne[] {
  const etats = etatsDuJour({ du: mandat.du, au: mandat.au ?? null }, null, lignes, jour, (version) =>
    couvreJour(version, jour.jour),
  );
  if (!etats) return [];
  return [
    {
      cle: mandat.id,
      droit: `Responsable habilitations${pouvoirs(mandat)}`,
      actes: GESTION,
      sur: objetDuMandat(mandat, mots),
      ...etats.valeur,
      ...effetDe(etats, acces, jour),
    },
  ];
}

/** The right given by a habilitation, else why one recorded for that day opened nothing. */
export function droitsDeLHabilitation(
  habilitation: Habilitation,
  lignes: readonly LigneDePasse[] | undefined,
  jour: JourPasse,
  acces: EtatDuJour<object>,
  { noms, roles }: Mots,
): DroitSansPersonne[] {
  const { id, role, equipement, lieu, du, etat, demandeLe } = habilitation;
  const lieuDit = lieu ? ` (${lieu.nom})` : '';
  const commun = {
    cle: id,
    droit: roles.libelle(role),
    actes: roles.de(role).capacites.flatMap(({ fait }) => ACTES_DE[fait]),
    sur: `${noms.get(equipement.id) ?? 'activité retirée'}${lieuDit}`,
  };
  const actuelle = { du, au: habilitation.au ?? null, etat };
  const tenue = etatsDuJour(
    actuelle,
    demandeLe,
    lignes,
    jour,
    (version) => version.etat === 'accordee' && couvreJour(version, jour.jour),
  );
  if (tenue) return [{ ...commun, du: tenue.valeur.du, au: tenue.valeur.au, ...effetDe(tenue, acces, jour) }];
  if (demandeLe >= jour.fin) {
    return etat === 'accordee' && couvreJour(actuelle, jour.jour)
      ? [
          {
            ...commun,
            du,
            au: actuelle.au,
            effet: 'non',
            precision: `Enregistrée après ce jour, le ${dateFr(jourDe(demandeLe, jour.fuseau))}.`,
          },
        ]
      : [];
  }
  const inerte = etatsDuJour(
    actuelle,
    demandeLe,
    lignes,
    jour,
    (version) =>
      (version.etat === 'suspendue' || version.etat === 'en-attente-caf') && couvreJour(version, jour.jour),
  );
  if (!inerte) return [];
  const precision =
    inerte.valeur.etat === 'suspendue'
      ? 'Suspendue par la Caf à titre conservatoire.'
      : 'En attente de validation par la Caf.';
  return [{ ...commun, du: inerte.valeur.du, au: inerte.valeur.au, effet: 'non', precision }];
}

const jourDe = (instant: Date, fuseau: string): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: fuseau,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);

function pouvoirs({ peutCreerUtilisateurs, peutDeleguer }: Mandat): string {
  const dits = [
    peutCreerUtilisateurs && 'gère les utilisateurs',
    peutDeleguer && 'nomme d’autres responsables',
  ].filter((dit): dit is string => typeof dit === 'string');
  return dits.length > 0 ? ` (${dits.join(', ')})` : '';
}

function objetDuMandat({ roles: confies, equipements }: Mandat, { noms, roles }: Mots): string {
  const dits = roles.enOrdre(confies).map((role) => roles.libelle(role));
  return `${dits.join(', ')} : ${equipements.map((id) => noms.get(id) ?? 'activité retirée').join(', ')}`;
}

/** The access convention in force that day, in words. */
export function conventionDuJour(
  conventions: readonly Convention[],
  lignes: ReadonlyMap<string, LigneDePasse[]>,
  jour: JourPasse,
): string {
  for (const { id, numero, du, au, etat, resilieeLe, activeeLe } of conventions) {
    const enCours = etatsDuJour(
      { du, au, etat, resilieeLe: resilieeLe ?? null },
      activeeLe ?? null,
      lignes.get(id),
      jour,
      (version) =>
        (version.etat === 'active' || version.etat === 'resiliee') &&
        couvreJour(version, jour.jour) &&
        (version.resilieeLe === null || jour.jour < version.resilieeLe),
    );
    if (enCours)
      return `Convention d’accès n° ${numero} en cours, du ${dateFr(du)} au ${dateFr(au)} (exclu).`;
  }
  return 'Aucune convention d’accès n’était en cours ce jour-là.';
}
