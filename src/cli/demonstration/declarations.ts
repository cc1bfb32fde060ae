import { Temporal } from 'temporal-polyfill';
import type { RamInstalle } from '#src/cli/demonstration/contrats.ts';
import type { Equipe } from '#src/cli/demonstration/equipes.ts';
import { creerHasard } from '#src/cli/demonstration/hasard.ts';
import { activiteDe, financesDe } from '#src/cli/demonstration/saisies.ts';
import type { Scene } from '#src/cli/demonstration/scene.ts';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { Acteur, ActeurAgent } from '#src/kernel/acteur.ts';
import {
  commencerDeclaration,
  completerActivite,
  completerFinances,
  enregistrerActivite,
  enregistrerFinances,
  prendreEnTraitement,
  traiter,
  transmettre,
} from '#src/domain/declaration/commandes.ts';
import type { Faire } from '#src/kernel/commande.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { SaisieIncomplete } from '#src/domain/declaration/refus.ts';

/** A campaign as it is played: its window, and the day people declare. */
export interface CampagneJouee {
  readonly exercice: number;
  readonly perennite: Perennite;
  readonly ouvreLe: string;
  /** First day closed. */
  readonly fermeLe: string;
  readonly le: Temporal.PlainDate;
  /** Still open today: declarations are at every stage. */
  readonly enCours: boolean;
  /** Why its dates are not those of the source. */
  readonly motif: string;
}

/**
 * Windows of a Caf's public calendar of 2023 (Caf de la Somme), taken as an example for every year: [month,
 * day] and the years after the exercice.
 */
const CALENDRIER = {
  previsionnelle: { ouvre: [-1, 12, 15], ferme: [0, 2, 13] },
  actualisee: { ouvre: [0, 9, 17], ferme: [0, 10, 12] },
  reelle: { ouvre: [1, 1, 16], ferme: [1, 3, 31] },
} as const;
/** The current campaign stays open this long after today, so that there is something to declare. */
const JOURS_RESTANTS = 45;
const JOURS_AVANT_DE_DECLARER = 12;
const JOURS_AVANT_DE_TRAITER = 20;

/** The campaigns between two days, in the order of the calendar. */
export function campagnesEntre(debut: Temporal.PlainDate, aujourdhui: Temporal.PlainDate): CampagneJouee[] {
  const jour = (exercice: number, [annee, month, day]: readonly [number, number, number]) =>
    Temporal.PlainDate.from({ year: exercice + annee, month, day });
  const toutes: {
    exercice: number;
    perennite: Perennite;
    ouvre: Temporal.PlainDate;
    ferme: Temporal.PlainDate;
  }[] = [];
  for (let exercice = debut.year; exercice <= aujourdhui.year + 1; exercice += 1) {
    for (const [perennite, { ouvre, ferme }] of Object.entries(CALENDRIER)) {
      toutes.push({ exercice, perennite, ouvre: jour(exercice, ouvre), ferme: jour(exercice, ferme) });
    }
  }
  const jouees = toutes
    .filter(
      ({ ouvre }) =>
        Temporal.PlainDate.compare(ouvre, debut.add({ months: 1 })) > 0 &&
        Temporal.PlainDate.compare(ouvre, aujourdhui) <= 0,
    )
    .sort((a, b) => Temporal.PlainDate.compare(a.ouvre, b.ouvre));
  return jouees.map(({ exercice, perennite, ouvre, ferme }, rang) => {
    const enCours = rang === jouees.length - 1;
    const prolongee =
      enCours && Temporal.PlainDate.compare(ferme, aujourdhui.add({ days: JOURS_RESTANTS })) < 0
        ? aujourdhui.add({ days: JOURS_RESTANTS })
        : ferme;
    const prevu = ouvre.add({ days: JOURS_AVANT_DE_DECLARER });
    return {
      exercice,
      perennite,
      ouvreLe: ouvre.toString(),
      fermeLe: prolongee.toString(),
      enCours,
      motif: prolongee === ferme ? '' : 'Campagne prolongée pour la démonstration.',
      le: Temporal.PlainDate.compare(prevu, aujourdhui) > 0 ? aujourdhui : prevu,
    };
  });
}

/** Opens every campaign of the years played, in one unit of work. @returns in the order of the calendar */
export async function ouvrirCampagnes(
  scene: Scene,
  agent: ActeurAgent,
  debut: Temporal.PlainDate,
  aujourdhui: Temporal.PlainDate,
): Promise<CampagneJouee[]> {
  const campagnes = campagnesEntre(debut, aujourdhui);
  await scene.le(debut.toString()).jouer(agent, async (faire) => {
    for (const { exercice, perennite, ouvreLe, fermeLe, motif } of campagnes)
      await faire(creerCampagne, { typeEquipement: 'RAM', exercice, perennite, ouvreLe, fermeLe, motif });
  });
  return campagnes;
}

/** How far a declaration of the current campaign has got; those of the past are treated. */
type Avancement = 'absente' | 'brouillon' | 'a-approuver' | 'transmise' | 'traitee';

function avancementDe(
  { partenaire: { decrit }, approbation }: Equipe,
  rang: number,
  { enCours, perennite }: CampagneJouee,
): Avancement {
  if (decrit.domaine === 'briare.example') return enCours ? 'absente' : 'traitee';
  if (!enCours) {
    if (approbation === null) return 'absente';
    return rang % 20 === 0 || (perennite === 'reelle' && rang % 3 === 0) ? 'traitee' : 'absente';
  }
  if (approbation === null) return rang % 2 === 0 ? 'a-approuver' : 'brouillon';
  return (
    (['transmise', 'transmise', 'brouillon', 'absente', 'a-approuver', 'transmise', 'traitee'] as const)[
      rang % 7
    ] ?? 'absente'
  );
}

interface Piece {
  readonly ram: RamInstalle;
  readonly avancement: Avancement;
  readonly graine: number;
}

/**
 * A campaign, partner by partner: activity, finances, approval; then the Caf's treatment in one unit of work.
 */
export async function jouerDeclarations(
  scene: Scene,
  agent: ActeurAgent,
  equipes: readonly Equipe[],
  campagne: CampagneJouee,
): Promise<void> {
  const aTraiter: string[] = [];
  let rang = 0;
  for (const equipe of equipes) {
    if (equipe.partenaire.decrit.situation !== 'en-service') continue;
    const pieces = equipe.partenaire.rams
      .map(
        (ram): Piece => ({
          ram,
          avancement: avancementDe(equipe, rang, campagne),
          graine: rang++ * 1_000 + campagne.exercice,
        }),
      )
      .filter(({ avancement }) => avancement !== 'absente');
    if (pieces.length > 0) aTraiter.push(...(await declarer(scene, equipe, pieces, campagne)));
  }
  const le = campagne.enCours ? campagne.le : campagne.le.add({ days: JOURS_AVANT_DE_TRAITER });
  const lues = await versionsDe(scene, agent, aTraiter);
  await scene.le(le.toString()).jouer(agent, async (faire) => {
    for (const [declaration, lue] of lues) {
      const { version } = await faire(prendreEnTraitement, { declaration, version: lue });
      await faire(traiter, { declaration, version, observation: '' });
    }
  });
}

/** The declarations as somebody reads them before he acts: id and version, in the order given. */
async function versionsDe(
  scene: Scene,
  acteur: Acteur,
  ids: readonly string[],
): Promise<(readonly [string, number])[]> {
  const lues = await scene.lire(acteur, ({ em }) => em.find(Declaration, { id: { $in: [...ids] } }));
  const versions = new Map(lues.map(({ id, version }) => [id, version]));
  return ids.map((id) => [id, versions.get(id) ?? 0]);
}

const ACTIVITE = { enregistrer: enregistrerActivite, completer: completerActivite } as const;
const FINANCES = { enregistrer: enregistrerFinances, completer: completerFinances } as const;
const EXPLICATION = 'L’équipe et le projet ont évolué depuis la déclaration précédente.';

/**
 * Finishes a volet as people do: asked to explain what moved since the declaration before, they write a
 * sentence.
 */
async function terminer(
  faire: Faire,
  { enregistrer, completer }: typeof ACTIVITE | typeof FINANCES,
  {
    declaration,
    version,
    donnees,
  }: { declaration: string; version: number; donnees: Readonly<Record<string, string>> },
): Promise<void> {
  try {
    await faire(completer, { declaration, version });
  } catch (refus) {
    if (
      !(refus instanceof SaisieIncomplete) ||
      !Object.keys(refus.champs).every((champ) => champ.startsWith('explications'))
    )
      throw refus;
    const explications = Object.fromEntries(Object.keys(refus.champs).map((champ) => [champ, EXPLICATION]));
    const suivante = await faire(enregistrer, {
      declaration,
      version,
      donnees: { ...donnees, ...explications },
    });
    await faire(completer, { declaration, version: suivante.version });
  }
}

/** @returns ids of the declarations the Caf has treated */
async function declarer(
  scene: Scene,
  { partenaire, activite, finances, approbation }: Equipe,
  pieces: readonly Piece[],
  campagne: CampagneJouee,
): Promise<string[]> {
  const { exercice, perennite } = campagne;
  scene.le(campagne.le.toString());
  const directrice = await scene.partenaire(activite);
  const commencees = await scene.jouer(directrice, async (faire) => {
    const faites: { readonly piece: Piece; readonly declaration: Declaration }[] = [];
    for (const piece of pieces) {
      const declaration = await faire(commencerDeclaration, {
        conventionnement: piece.ram.conventionnementId,
        exercice,
        perennite,
      });
      const donnees = activiteDe(scene, declaration, piece.ram.decrit, creerHasard(piece.graine), {
        communeCode: partenaire.decrit.communeCode,
        enCours: campagne.enCours,
      });
      const { version } = await faire(enregistrerActivite, {
        declaration: declaration.id,
        version: declaration.versionActivite,
        donnees,
      });
      if (piece.avancement !== 'brouillon')
        await terminer(faire, ACTIVITE, { declaration: declaration.id, version, donnees });
      faites.push({ piece, declaration });
    }
    return faites;
  });
  const suite = commencees.filter(({ piece }) => piece.avancement !== 'brouillon');
  if (suite.length === 0) return [];
  await scene.jouer(await scene.partenaire(finances), async (faire) => {
    for (const { piece, declaration } of suite) {
      const donnees = financesDe(piece.ram.decrit, perennite, creerHasard(piece.graine + 7));
      const { version } = await faire(enregistrerFinances, {
        declaration: declaration.id,
        version: declaration.versionFinances,
        donnees,
      });
      await terminer(faire, FINANCES, { declaration: declaration.id, version, donnees });
    }
  });
  const aTransmettre = suite.filter(
    ({ piece }) => piece.avancement === 'transmise' || piece.avancement === 'traitee',
  );
  if (approbation === null || aTransmettre.length === 0) return [];
  const approbateur = await scene.partenaire(approbation);
  const lues = await versionsDe(
    scene,
    approbateur,
    aTransmettre.map(({ declaration }) => declaration.id),
  );
  await scene.jouer(approbateur, async (faire) => {
    for (const [declaration, version] of lues) await faire(transmettre, { declaration, version });
  });
  return aTransmettre
    .filter(({ piece }) => piece.avancement === 'traitee')
    .map(({ declaration }) => declaration.id);
}
