import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/declaration/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { Animateur, type Conventionnement, type Equipement } from '#src/domain/equipement/equipement.ts';
import { comptesPar, postesDe } from '#src/domain/equipement/postes.ts';

/** A time away that touches the exercice; `au` is the day of return, null while not back. */
type Absence = Readonly<{ du: string; au: string | null; motif: string }>;
/** Somebody of the equipment, as a replacement is picked. */
type AnimateurDuRam = Readonly<{
  id: string;
  nom: string;
  etpContrat: string;
  profilValide: boolean;
  du: string;
  au: string | null;
}>;
/** Somebody the conventionnement counts, with all that fills the declaration in. */
type AnimateurCompte = AnimateurDuRam &
  Readonly<{
    succedeA: string | null;
    /** The post, by the first who held it: people in turn on one post share it. */
    poste: string;
    etpValide: string | null;
    absences: readonly Absence[];
  }>;

export interface AnimateursDuContexte {
  readonly animateurs: readonly AnimateurCompte[];
  readonly animateursDuRam: readonly AnimateurDuRam[];
}

/**
 * The animateurs present in the exercice: of the equipment, and those its conventionnement counts (all when
 * it lists none; whoever took
 * over from one it lists counts with him). One read, absences included, however many they are.
 */
export async function animateursDe(
  unite: UniteDeLecture,
  equipement: Pick<Equipement, 'id'>,
  { animateurs: listes }: Pick<Conventionnement, 'animateurs'>,
  exercice: number,
): Promise<AnimateursDuContexte> {
  const [debut, fin] = [`${exercice}-01-01`, `${exercice + 1}-01-01`];
  // Those who left before are read too: a post is followed from hand to hand.
  const tous = await lireLignes(
    unite.em,
    tables
      .selectFrom('animateur as a')
      .select(({ ref, selectFrom }) => [
        'a.id',
        sql<string>`${ref('a.prenom')} || ' ' || ${ref('a.nom')}`.as('nom'),
        'a.etp_contrat as etpContrat',
        'a.profil_valide as profilValide',
        'a.du',
        'a.au',
        'a.succede_a_id as succedeA',
        'a.etp_valide as etpValide',
        jsonArrayFrom(
          selectFrom('absence_animateur as x')
            .select(['x.du', 'x.au', 'x.motif'])
            .whereRef('x.animateur_id', '=', 'a.id')
            .where('x.du', '<', fin)
            .where(({ eb, or }) => or([eb('x.au', 'is', null), eb('x.au', '>', debut)]))
            .orderBy('x.du')
            .orderBy('x.id'),
        ).as('absences'),
      ])
      .where('a.equipement_id', '=', equipement.id)
      .orderBy('a.nom')
      .orderBy('a.prenom')
      .orderBy('a.id'),
  );
  const maillons = tous.map(({ id, succedeA }) => ({
    id,
    succedeA: succedeA === null ? null : { id: succedeA },
  }));
  const compte = listes.length === 0 ? () => true : comptesPar(listes, maillons);
  const postes = postesDe(maillons);
  const presents = tous.filter(({ du, au }) => du < fin && (au === null || au > debut));
  return {
    animateurs: presents
      .filter(({ id }) => compte(id))
      .map((animateur) => ({ ...animateur, poste: postes.get(animateur.id) ?? animateur.id })),
    animateursDuRam: presents.map(({ id, nom, etpContrat, profilValide, du, au }) => ({
      id,
      nom,
      etpContrat,
      profilValide,
      du,
      au,
    })),
  };
}

/**
 * Lists of a context that name people. A transmission made before they were all given has some of them only.
 */
const LISTES = ['animateurs', 'animateursDuRam'] as const;
type Ligne = ContexteJson;

const listeDe = (contexte: ContexteJson, liste: (typeof LISTES)[number]): readonly Ligne[] =>
  (contexte[liste] ?? []) as readonly Ligne[];

/** The context with each line of its lists of people changed. */
function changer(contexte: ContexteJson, ligne: (ligne: Ligne) => Ligne): ContexteJson {
  const presentes = LISTES.filter((liste) => contexte[liste] !== undefined);
  return {
    ...contexte,
    ...Object.fromEntries(presentes.map((liste) => [liste, listeDe(contexte, liste).map(ligne)])),
  };
}

/** The context without the names of people, nor why they were away: what a transmission keeps for ever. */
export const sansNoms = (contexte: ContexteJson): ContexteJson =>
  sansMotifs(changer(contexte, ({ nom: _nom, ...animateur }) => sansMotifs(animateur)));

/** Without why people were away. */
function sansMotifs(ligne: Ligne): Ligne {
  const { absences } = ligne;
  return Array.isArray(absences)
    ? { ...ligne, absences: (absences as readonly Ligne[]).map(({ motif: _motif, ...absence }) => absence) }
    : ligne;
}

/** Names known today of the animateurs of several contexts, by id. */
export async function nomsDesAnimateurs(
  unite: UniteDeLecture,
  contextes: readonly ContexteJson[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(
    contextes
      .flatMap((contexte) => LISTES.flatMap((liste) => listeDe(contexte, liste)))
      .map(({ id }) => String(id)),
  );
  const connus = await unite.em.find(Animateur, { id: { $in: [...ids] } });
  return new Map(connus.map(({ id, nom, prenom }) => [id, `${prenom} ${nom}`]));
}

/** Puts the names back; a person the Caf no longer knows stays without one. */
export const avecNoms = (contexte: ContexteJson, noms: ReadonlyMap<string, string>): ContexteJson =>
  changer(contexte, (animateur) => ({ ...animateur, nom: noms.get(String(animateur['id'])) ?? 'Animateur' }));
