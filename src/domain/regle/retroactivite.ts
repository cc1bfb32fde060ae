import canonicalize from 'canonicalize';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { Decision } from '#src/domain/decision/decision.ts';
import { DECISIONS_LISTEES, type DecisionChangee, type Retroactivite } from '#src/domain/regle/rapports.ts';
import { evaluateurDirect, type EvaluateurDirect } from '#src/engine/direct/index.ts';
import { compiler, ErreurDuMoteur, type FichierClos } from '#src/engine/index.ts';
import { commun, type Jours } from '#src/registry/activations.ts';

const LOT = 500;
const VUES = ['id', 'caf', 'dateReference', 'sujetType', 'sujetId', 'faits', 'etat', 'issues', 'calculs'] as const;
type DecisionVue = Pick<Decision, (typeof VUES)[number]>;
type Resultat = DecisionChangee['avant'];

/** The past days an interval covers, or null when it begins today or later. */
export const passeDe = (jours: Jours, aujourdhui: string): Jours | null => commun(jours, { du: null, au: aujourdhui });

/**
 * Takes the recorded decisions of the past days of an interval again with a version: which would change?
 * A batch in memory at a time.
 * @returns null when the interval covers no past day
 */
export async function mesurerRetroactivite({ em, aujourdhui }: UniteDeLecture, clos: FichierClos, jours: Jours): Promise<Retroactivite | null> {
  const passe = passeDe(jours, aujourdhui.toString());
  if (!passe) return null;
  const evaluateur = evaluateurDirect(compiler(clos));
  const decisions: DecisionChangee[] = [];
  let [rejouees, changees] = [0, 0];
  for (let dernier = '00000000-0000-0000-0000-000000000000'; ;) {
    const lot: DecisionVue[] = await em.find(Decision, {
      id: { $gt: dernier }, jeu: clos.id, dateReference: { ...(passe.du === null ? {} : { $gte: passe.du }), ...(passe.au === null ? {} : { $lt: passe.au }) },
    }, { fields: [...VUES], orderBy: { id: 'asc' }, limit: LOT, disableIdentityMap: true });
    for (const decision of lot) {
      rejouees += 1;
      const apres = refaire(evaluateur, decision);
      if (apres === 'identique') continue;
      changees += 1;
      if (decisions.length < DECISIONS_LISTEES) decisions.push({ ...lieu(decision), ...apres });
    }
    const fin = lot.at(-1);
    if (!fin) return { ...passe, rejouees, changees, decisions };
    dernier = fin.id;
  }
}

const resultat = ({ etat, issues, calculs }: Resultat): Resultat => ({ etat, issues, calculs });
const lieu = ({ id, caf, dateReference, sujetType, sujetId, ...avant }: DecisionVue): Omit<DecisionChangee, 'apres' | 'erreur'> => ({ id, cafId: caf.id, dateReference, sujetType, sujetId, avant: resultat(avant) });

function refaire(evaluateur: EvaluateurDirect, decision: DecisionVue): Pick<DecisionChangee, 'apres' | 'erreur'> | 'identique' {
  try {
    const apres = resultat(evaluateur.juger(decision.dateReference, decision.faits));
    return canonicalize(apres) === canonicalize(resultat(decision)) ? 'identique' : { apres };
  } catch (erreur) {
    if (erreur instanceof ErreurDuMoteur) return { apres: null, erreur: erreur.message };
    throw erreur;
  }
}
