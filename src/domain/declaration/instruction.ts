import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { cleDeCas, type Dossier } from '#src/domain/declaration/chaine/dossier.ts';
import { avecTrace, fictivesDe, sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import type {
  Analyse,
  Decideur,
  DemandeDEtape,
  EnAttente,
} from '#src/domain/declaration/chaine/resultats.ts';
import type { Declaration, Transmission } from '#src/domain/declaration/declaration.ts';
import { dossierDesPieces, piecesDe, type Pieces } from '#src/domain/declaration/dossier.ts';
import { DecisionSansObjet } from '#src/domain/declaration/refus.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';

/** A transmitted declaration as the Caf treats it. */
export interface Instruction {
  readonly transmission: Transmission;
  readonly dossier: Dossier;
  /** With the decisions of record and the human decisions taken so far. */
  readonly analyse: Analyse;
  /** Recorded decisions of the declaration, latest last. */
  readonly decisions: readonly Decision[];
  /** What it becomes with a choice; recorded when a unit of work is given, a mere preview otherwise. */
  avec(point: EnAttente, choix: string, unite?: UniteDeTravail): Promise<Analyse>;
  /**
   * Decides cases of it again, of record, by the versions in force now, and what follows from them. The
   * former decisions stay as they are.
   */
  reprendre(
    anciennes: readonly Decision[],
    unite: UniteDeTravail,
  ): Promise<{ readonly nouvelles: readonly Decision[]; readonly analyse: Analyse }>;
}

/**
 * Judges a transmitted declaration: a case already decided of record keeps its decision, whatever was
 * published since;
 * only what a human decision changes is evaluated again.
 * @param pieces read for several declarations at once; read here when not given
 * @throws DecisionSansObjet when it was never transmitted
 */
export const instruire = (
  unite: UniteDeLecture,
  declaration: Declaration,
  pieces?: Pieces,
): Promise<Instruction> => (pieces ? juger(unite, declaration, pieces) : jugerUneFois(unite, declaration));

/** Judged once for all the parts of a page. */
const jugerUneFois = parUnite(
  (unite, declaration: Declaration) => juger(unite, declaration),
  ({ id }) => id,
);

async function juger(unite: UniteDeLecture, declaration: Declaration, pieces?: Pieces): Promise<Instruction> {
  const lues = pieces ?? (await piecesDe(unite, [declaration.id]))(declaration.id);
  const { transmission, decisions } = lues;
  if (!transmission) throw new DecisionSansObjet();
  const dossier = dossierDesPieces(unite, declaration, transmission, lues);
  const connues = [...decisions];
  const fictives = fictivesDe(unite.registre);
  const relire =
    (sinon: Decideur): Decideur =>
    async (demande) =>
      connues.findLast((decision) => memeCas(unite, decision, demande)) ?? sinon(demande);
  return {
    transmission,
    dossier,
    decisions,
    analyse: await analyser(dossier, 'transmission', relire(sansTrace(unite.registre)), fictives),
    avec: (point, choix, ecriture) =>
      analyser(
        { ...dossier, choix: [...dossier.choix, { jeu: point.jeu, faits: point.faits, choix }] },
        'transmission',
        relire(ecriture ? avecTrace(ecriture, declaration) : sansTrace(unite.registre)),
        fictives,
      ),
    async reprendre(anciennes, ecriture) {
      const nouvelles: Decision[] = [];
      for (const { jeu, dateReference, faits, sujetDetail } of anciennes) {
        const nouvelle = await ecriture.decider({
          jeu,
          date: dateReference,
          faits,
          factSource: 'publie',
          sujet: {
            type: 'Declaration',
            id: declaration.id,
            ...(typeof sujetDetail === 'string' ? { detail: sujetDetail } : {}),
          },
          cafId: declaration.caf.id,
          partenaireId: declaration.partenaire.id,
        });
        connues.push(nouvelle);
        nouvelles.push(nouvelle);
      }
      return {
        nouvelles,
        analyse: await analyser(dossier, 'transmission', relire(avecTrace(ecriture, declaration)), fictives),
      };
    },
  };
}

const detailDe = ({ etape, rang }: DemandeDEtape): string =>
  rang === null ? etape.id : `${etape.id}:${rang + 1}`;

/**
 * Whether a recorded decision settles a step: the same facts, as far as the version it was made with knows
 * them.
 */
function memeCas({ registre }: UniteDeLecture, decision: Decision, demande: DemandeDEtape): boolean {
  if (decision.jeu !== demande.jeu || (decision.sujetDetail ?? null) !== detailDe(demande)) return false;
  const declares = registre.reglesParEmpreinte(decision.empreinte)?.faits;
  const connus = Object.entries(demande.faits).filter(
    ([nom]) => declares === undefined || Object.hasOwn(declares, nom),
  );
  return cleDeCas(demande.jeu, Object.fromEntries(connus)) === cleDeCas(decision.jeu, decision.faits);
}
