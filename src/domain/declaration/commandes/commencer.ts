import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PERENNITES } from '#src/domain/formulaire/perennite.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { choix, entier, reference } from '#src/kernel/saisie/saisie.ts';
import { exigerActe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { exigerCapacite } from '#src/domain/declaration/acces.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { SANS_FICTIVES } from '#src/domain/declaration/chaine/dossier.ts';
import { avecTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import { constatsBloquants, type Analyse } from '#src/domain/declaration/chaine/resultats.ts';
import { contexteDe } from '#src/domain/declaration/contexte.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { noter } from '#src/domain/declaration/evenements.ts';
import { declarationDeDepart } from '#src/domain/declaration/contexte/prefill.ts';
import { prefill } from '#src/domain/formulaire/prefill.ts';
import type { DefinitionDeFormulaire, Volet } from '#src/domain/formulaire/definition.ts';
import { donneesInitiales } from '#src/domain/formulaire/initial.ts';
import {
  CampagneFermee,
  ConventionnementHorsExercice,
  DejaCommencee,
  FormulaireAbsent,
  PerenniteNonDemandee,
} from '#src/domain/declaration/refus.ts';
import { SAISIR_UN_VOLET } from '#src/domain/declaration/volets.ts';
import { Conventionnement } from '#src/domain/equipement/equipement.ts';

/** A declaration a campaign asks for. */
interface ACommencer {
  readonly conventionnement: Conventionnement;
  /** What the page that offers it found on an empty form; the act has the rules decide of what it begins. */
  readonly analyse: Analyse | null;
}

/** @throws HabilitationRequise | ActeFermeParLaConvention | CampagneFermee */
async function exigerCommencable(
  unite: UniteDeLecture,
  { conventionnement: { equipement, partenaire }, analyse }: ACommencer,
): Promise<void> {
  exigerCapacite(unite, equipement, ...SAISIR_UN_VOLET);
  await exigerActe(unite, 'commencer', partenaire.id);
  if (analyse) refuserSiFermee(analyse);
}

/** @throws CampagneFermee */
function refuserSiFermee({ decisions, bloquants }: Analyse): void {
  if (bloquants.length === 0) return;
  const origines = constatsBloquants(decisions);
  throw new CampagneFermee(
    origines.flatMap(({ constats }) => constats),
    origines,
  );
}

/**
 * Begins the declaration of a conventionnement for an exercice and a pérennité, filled in with what the Caf's
 * records hold.
 * @throws HabilitationRequise | ActeFermeParLaConvention | ConventionnementHorsExercice | FormulaireAbsent |
 *   PerenniteNonDemandee | CampagneFermee | DejaCommencee
 */
export const commencerDeclaration = definirCommande({
  nom: 'declaration.commencer',
  droit: ['Declaration', 'commencer'],
  saisie: z.object({
    conventionnement: reference('Conventionnement'),
    exercice: entier('Exercice'),
    perennite: choix('Pérennité', PERENNITES),
  }),
  async charger(unite, { conventionnement: id }): Promise<ACommencer> {
    const relations = ['caf', 'partenaire', 'equipement'];
    return {
      conventionnement: await charger(unite, Conventionnement, id, 'Conventionnement', relations),
      analyse: null,
    };
  },
  condition: exigerCommencable,
  async executer(unite, { exercice, perennite }, { conventionnement }) {
    const { id, caf, partenaire, equipement } = conventionnement;
    if (!couvreLExercice(conventionnement, exercice)) throw new ConventionnementHorsExercice(exercice);
    const existante = await unite.em.findOne(Declaration, { conventionnement: id, exercice, perennite });
    if (existante) throw new DejaCommencee(existante.id);

    const publie = unite.registre.formulaire(equipement.type, `${exercice}-12-31`);
    if (!publie) throw new FormulaireAbsent(equipement.type, exercice);
    const definition = publie.definition as DefinitionDeFormulaire;
    if (definition.perennites[perennite] === undefined) throw new PerenniteNonDemandee();

    const sujet = { caf, partenaire, equipement, conventionnement, exercice, perennite };
    const contexte = await contexteDe(unite, sujet, definition, false);
    const source = await declarationDeDepart(unite, sujet, definition);
    const initiales = (volet: Volet) => {
      const vierges = donneesInitiales(definition, perennite, volet, contexte);
      return source === null ? vierges : prefill(definition, perennite, volet, contexte, vierges, source);
    };
    const [activite, finances] = [initiales('activite'), initiales('finances')];
    const declaration = unite.em.create(Declaration, {
      id: randomUUID(),
      caf,
      partenaire,
      equipement,
      conventionnement,
      exercice,
      perennite,
      formulaire: publie.id,
      formulaireVersion: publie.version,
      formulaireEmpreinte: publie.empreinte,
      donneesActivite: { ...activite },
      donneesFinances: { ...finances },
    });
    unite.em.persist(declaration);
    const analyse = await analyser(
      { definition, perennite, activite, finances, contexte, choix: [] },
      'commencement',
      avecTrace(unite, declaration),
      SANS_FICTIVES,
    );
    refuserSiFermee(analyse);
    noter(unite, declaration, 'commencee');
    return declaration;
  },
});

/** A validated conventionnement with at least one day in the exercice. */
export const couvreLExercice = (
  conventionnement: Pick<Conventionnement, 'etat' | 'du' | 'au'>,
  exercice: number,
): boolean =>
  conventionnement.etat === 'valide' &&
  conventionnement.du <= `${exercice}-12-31` &&
  conventionnement.au > `${exercice}-01-01`;
