import { dateFr, heureFr, nomDeListe } from '#src/kernel/francais.ts';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/delegation/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import type { ActeDuPartenaire } from '#src/domain/contractualisation/echeance/echeance.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { Equipement } from '#src/domain/equipement/equipement.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { LIBELLES_ROLES, ORDRE_ROLES } from '#src/kernel/roles.ts';
import { couvreJour } from '#src/domain/delegation/mandat/periodes.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { actesFermes, direFermes, sousLaConvention } from '#src/domain/delegation/passe/fermetures.ts';
import { lireJourPasse, type JourPasse } from '#src/domain/delegation/passe/jour.ts';
import { versionsDuJour, type LigneDePasse, type Version } from '#src/domain/delegation/passe/versions.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** One right a person had on the day, or had on paper only. */
export interface DroitDuPasse {
  readonly cle: string;
  readonly personne: string;
  readonly identifiant: string;
  /** « Approbateur », « Administrateur partenaire », « Responsable habilitations »… */
  readonly droit: string;
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

/** Who could do what on a day. */
export interface DroitsDuPasse {
  readonly jour: string;
  /** The access convention of that day, in words; '' for the agents of a Caf. */
  readonly convention: string;
  /**
   * What the convention and the bulletins let nobody of the partner do at the end of that day, whatever his
   * role.
   */
  readonly fermes: readonly ActeDuPartenaire[];
  readonly droits: readonly DroitDuPasse[];
}

/**
 * What the people of a partner could do on a day, as it was recorded that day: what was granted, moved,
 * suspended or
 * closed since is undone. Rights that were recorded and opened nothing are there too, and say why.
 * @param texte the day as typed @throws JourAbsent, JourInexistant, JourAVenir
 */
export async function droitsDuPartenaire(
  unite: UniteDeLecture,
  partenaire: string,
  texte: string,
): Promise<DroitsDuPasse> {
  exiger(unite.acteur, 'Habilitation', 'consulterPasse');
  const jour = lireJourPasse(unite, texte);
  const { em } = unite;
  const noms = new Map((await em.find(Equipement, { partenaire })).map(({ id, nom }) => [id, nom]));
  const lignes = await journalDepuis(
    unite,
    jour,
    ['Utilisateur', 'Habilitation', 'Mandat', 'Convention', 'BulletinAdhesion'],
    partenaire,
  );
  const utilisateurs = await em.find(
    Utilisateur,
    { partenaire },
    { orderBy: { nom: 'asc', prenom: 'asc', id: 'asc' } },
  );
  const mandats = await em.find(Mandat, { partenaire }, { orderBy: { du: 'asc', id: 'asc' } });
  const habilitations = await em.find(
    Habilitation,
    { partenaire },
    { populate: ['lieu'], orderBy: { du: 'asc', id: 'asc' } },
  );
  const conventions = await em.find(Convention, { partenaire }, { orderBy: { du: 'desc' } });
  const fermes = await actesFermes(
    unite.registre,
    jour,
    conventions,
    await em.find(BulletinAdhesion, { partenaire }),
    lignes,
  );

  const droits = utilisateurs.flatMap((utilisateur): DroitDuPasse[] => {
    const { id, identifiant, ouvertLe, administrateur } = utilisateur;
    const commun = { personne: nomDeListe(utilisateur), identifiant };
    const acces = etatsDuJour(
      { closLe: utilisateur.closLe ?? null, ouvertLe, administrateur },
      null,
      lignes.get(id),
      jour,
      (version) => couvreJour({ du: version.ouvertLe, au: version.closLe }, jour.jour),
    );
    if (!acces) return [];
    const periode = { du: acces.valeur.ouvertLe, au: acces.valeur.closLe };
    const siens = [
      ...mandats
        .filter(({ titulaire }) => titulaire.id === id)
        .flatMap((mandat) => {
          const etats = etatsDuJour(
            { du: mandat.du, au: mandat.au ?? null },
            null,
            lignes.get(mandat.id),
            jour,
            (version) => couvreJour(version, jour.jour),
          );
          return etats
            ? [
                {
                  ...commun,
                  cle: mandat.id,
                  droit: `Responsable habilitations${pouvoirs(mandat)}`,
                  sur: objetDuMandat(mandat, noms),
                  ...etats.valeur,
                  ...effetDe(etats, acces, jour),
                },
              ]
            : [];
        }),
      ...habilitations
        .filter(({ utilisateur: titulaire }) => titulaire.id === id)
        .flatMap((habilitation) =>
          droitsDeLHabilitation(habilitation, lignes.get(habilitation.id), jour, acces, noms).map(
            (droit) => ({ ...commun, ...droit }),
          ),
        ),
    ];
    const propre = acces.valeur.administrateur
      ? 'Administrateur partenaire'
      : siens.length === 0
        ? 'Utilisateur sans rôle'
        : null;
    return [
      ...(propre
        ? [{ ...commun, cle: id, droit: propre, sur: '', ...periode, ...effetDe(acces, acces, jour) }]
        : []),
      ...siens,
    ].map((droit) => sousLaConvention(droit, fermes));
  });
  return {
    jour: jour.jour,
    convention: `${conventionDuJour(conventions, lignes, jour)}${direFermes(fermes)}`,
    fermes,
    droits,
  };
}

/** What the agents of the reader's Caf could do on a day. */
export async function droitsDesAgents(unite: UniteDeLecture, texte: string): Promise<DroitsDuPasse> {
  exiger(unite.acteur, 'AgentCaf', 'lire');
  const jour = lireJourPasse(unite, texte);
  const lignes = await journalDepuis(unite, jour, ['AgentCaf'], null);
  const agents = await unite.em.find(AgentCaf, {}, { orderBy: { nom: 'asc', prenom: 'asc', id: 'asc' } });
  const droits = agents.flatMap((agent): DroitDuPasse[] => {
    const acces = etatsDuJour(
      { ouvertLe: agent.ouvertLe, closLe: agent.closLe ?? null, profil: agent.profil },
      null,
      lignes.get(agent.id),
      jour,
      (version) => couvreJour({ du: version.ouvertLe, au: version.closLe }, jour.jour),
    );
    if (!acces) return [];
    const { profil, ouvertLe, closLe } = acces.valeur;
    return [
      {
        cle: agent.id,
        personne: nomDeListe(agent),
        identifiant: agent.courriel,
        droit: profil === 'responsable' ? 'Responsable de la Caf' : 'Gestionnaire Caf',
        sur: '',
        du: ouvertLe,
        au: closLe,
        ...effetDe(acces, acces, jour),
      },
    ];
  });
  return { jour: jour.jour, convention: '', fermes: [], droits };
}

/** Lines of the journal since the day began, by record, latest first. */
async function journalDepuis(
  { em }: UniteDeLecture,
  { debut }: JourPasse,
  entites: readonly string[],
  partenaire: string | null,
): Promise<ReadonlyMap<string, LigneDePasse[]>> {
  const depuis = tables
    .selectFrom('journal')
    .select(['entite_id as entiteId', 'le', 'genre', 'changements'])
    .where('le', '>=', debut.toISOString())
    .where('entite', 'in', entites)
    .where('genre', 'in', ['creation', 'modification'])
    .orderBy('le', 'desc')
    .orderBy('rang', 'desc');
  const lues = await lireLignes(
    em,
    partenaire === null ? depuis : depuis.where('partenaire_id', '=', partenaire),
  );
  const lignes = new Map<string, LigneDePasse[]>();
  for (const { entiteId, le, genre, changements } of lues)
    lignes.set(entiteId, [...(lignes.get(entiteId) ?? []), { le: new Date(le), genre, changements }]);
  return lignes;
}

/**
 * A record on the day: how it stood when it last gave its right, and when that began or ended within the day.
 */
interface EtatDuJour<T> {
  readonly valeur: T;
  readonly depuis: Date | null;
  /** It gave its right no more from here on. */
  readonly jusqua: Date | null;
}

/** Null when the record gave nothing at any moment of the day. */
function etatsDuJour<T extends object>(
  actuelle: T,
  creeLe: Date | null,
  lignes: readonly LigneDePasse[] | undefined,
  { debut, fin }: JourPasse,
  ouvre: (version: T) => boolean,
): EtatDuJour<T> | null {
  const versions = versionsDuJour(actuelle, creeLe, lignes ?? [], debut, fin);
  const rang = versions.findIndex(({ valeur }) => ouvre(valeur));
  const version = versions[rang];
  if (!version) return null;
  const premiere: Version<T> = versions.slice(rang).findLast(({ valeur }) => ouvre(valeur)) ?? version;
  return { valeur: version.valeur, depuis: premiere.depuis, jusqua: versions[rang - 1]?.depuis ?? null };
}

function effetDe(
  etats: EtatDuJour<object>,
  acces: EtatDuJour<object>,
  { fuseau }: JourPasse,
): Pick<DroitDuPasse, 'effet' | 'precision'> {
  const depuis = [etats.depuis, acces.depuis].reduce((a, b) => (a && b ? (a > b ? a : b) : (a ?? b)));
  const jusqua = [etats.jusqua, acces.jusqua].reduce((a, b) => (a && b ? (a < b ? a : b) : (a ?? b)));
  if (!depuis && !jusqua) return { effet: 'oui', precision: '' };
  return {
    effet: 'partie',
    precision: `Ce jour-là ${[depuis && `à partir de ${heureFr(depuis, fuseau)}`, jusqua && `jusqu’à ${heureFr(jusqua, fuseau)}`].filter(Boolean).join(', ')}.`,
  };
}

/** The right given by a habilitation, else why one recorded for that day opened nothing. */
function droitsDeLHabilitation(
  habilitation: Habilitation,
  lignes: readonly LigneDePasse[] | undefined,
  jour: JourPasse,
  acces: EtatDuJour<object>,
  noms: ReadonlyMap<string, string>,
): Omit<DroitDuPasse, 'personne' | 'identifiant'>[] {
  const { id, role, equipement, lieu, du, etat, demandeLe } = habilitation;
  const lieuDit = lieu ? ` (${lieu.nom})` : '';
  const commun = {
    cle: id,
    droit: LIBELLES_ROLES[role],
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

function objetDuMandat({ roles, equipements }: Mandat, noms: ReadonlyMap<string, string>): string {
  const dits = ORDRE_ROLES.filter((role) => roles.includes(role)).map((role) => LIBELLES_ROLES[role]);
  return `${dits.join(', ')} : ${equipements.map((id) => noms.get(id) ?? 'activité retirée').join(', ')}`;
}

function conventionDuJour(
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
