import { Temporal } from 'temporal-polyfill';
import { installerPartenaires, type PartenaireInstalle } from '#src/cli/demonstration/contrats.ts';
import { campagnesEntre, jouerDeclarations, ouvrirCampagnes } from '#src/cli/demonstration/declarations.ts';
import { partenairesDe } from '#src/cli/demonstration/donnees.ts';
import { commencerDemonstration, DEMONSTRATION, terminerDemonstration } from '#src/cli/demonstration/etat.ts';
import { CAFS, type CafDeDemonstration } from '#src/cli/demonstration/cafs.ts';
import { installerEquipe, validerApprobateurs, type Equipe } from '#src/cli/demonstration/equipes.ts';
import { passerLeRelais } from '#src/cli/demonstration/relais.ts';
import { renouvelerConventions, resilierConventions } from '#src/cli/demonstration/renouvellements.ts';
import { MOT_DE_PASSE_DE_DEMONSTRATION, Scene } from '#src/cli/demonstration/scene.ts';
import type { Outil } from '#src/cli/outil.ts';
import type { ActeurAgent } from '#src/kernel/acteur.ts';
import { FUSEAU_NATIONAL, jourA } from '#src/kernel/horloge.ts';
import { creerAgent, creerAnalyste } from '#src/domain/acces/agent/commandes.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';
import { modifierModeleContrat } from '#src/domain/territoire/caf/modele-contrat.ts';
import { hacher } from '#src/domain/acces/compte/mot-de-passe.ts';

/** What a demonstration is loaded with. */
export type OutilDuChargement = Pick<Outil, 'orm' | 'registre' | 'executeur' | 'horloge' | 'urlPublique'>;
/**
 * The first conventions begin this long before today, on the first of a month: three full years of
 * declarations follow.
 */
const ANCIENNETE = { years: 3, months: 5 } as const;
/**
 * The recent partners begin this long before today, on the first of a month: their first convention still
 * runs.
 */
const ANCIENNETE_DES_RECENTS = { months: 9 } as const;
/** Where a post changes hands, it does this long after the Ram opened: in the last months before today. */
const ANCIENNETE_AU_DEPART = { years: 3 } as const;
const JOURS_POUR_S_ORGANISER = 3;

/** One Caf of the stage: its agents, and what was installed for each partner. */
interface CafInstallee {
  readonly caf: CafDeDemonstration;
  readonly scene: Scene;
  readonly agent: ActeurAgent;
  readonly partenaires: PartenaireInstalle[];
  readonly equipes: Equipe[];
}

/** Told as the years are played. @param part from 0 to 1 */
type SurAvancement = (part: number) => void;

interface OptionsDuChargement {
  readonly surAvancement?: SurAvancement;
  readonly arret?: AbortSignal;
}

/**
 * Plays the history of three Caf and their partners with the product's own commands, in few large units of
 * work. Deterministic for a given day.
 * @returns what remains to be played once the Caf, their agents and the analysts can sign in
 * @throws the reason of `arret`, once what was under way is ended
 */
export async function commencerChargement(
  { orm, registre, executeur, horloge, urlPublique }: OutilDuChargement,
  { surAvancement = () => undefined, arret }: OptionsDuChargement = {},
): Promise<() => Promise<void>> {
  await executeur.executer(DEMONSTRATION, commencerDemonstration, {});
  const aujourdhui = jourA(horloge, FUSEAU_NATIONAL);
  const debut = aujourdhui.subtract(ANCIENNETE).with({ day: 1 });
  const empreinte = await hacher(MOT_DE_PASSE_DE_DEMONSTRATION);
  // One stage per Caf, each with its own clock: they are played side by side.
  const nouvelleScene = () => new Scene(orm, registre, urlPublique, empreinte, arret);
  const agents = await installerCafs(nouvelleScene(), debut.toString());
  return async () => {
    const jouees = campagnesEntre(debut, aujourdhui).length;
    let actes = 0;
    const avancer = () => surAvancement((actes += 1) / (CAFS.length * (jouees + 2)));
    await tousFinis(
      CAFS.map(async (caf) => {
        const scene = nouvelleScene().le(debut.toString());
        const installee = await installerCaf(scene, await scene.agent(agents.get(caf.id) ?? ''), caf, debut);
        avancer();
        await jouerAnnees(installee, debut, aujourdhui, avancer);
        avancer();
      }),
    );
    await executeur.executer(DEMONSTRATION, terminerDemonstration, {});
  };
}

/** All of it at once, for who waits. */
export async function chargerDemonstration(
  outil: OutilDuChargement,
  options: OptionsDuChargement = {},
): Promise<void> {
  await (await commencerChargement(outil, options))();
}

/** Waits for each, even once one has failed: none may go on behind. @throws what the first failed with */
async function tousFinis(travaux: readonly Promise<void>[]): Promise<void> {
  const echec = (await Promise.allSettled(travaux)).find(({ status }) => status === 'rejected');
  if (echec?.status === 'rejected') throw echec.reason;
}

/**
 * Campaigns and renewals in the order of the calendar: a convention must be in force on the day of a
 * transmission.
 */
async function jouerAnnees(
  installee: CafInstallee,
  debut: Temporal.PlainDate,
  aujourdhui: Temporal.PlainDate,
  avancer: () => void,
): Promise<void> {
  const { scene, agent, partenaires, equipes } = installee;
  let terme = debut.add({ years: 1 });
  const renouvelerJusquA = async (jour: Temporal.PlainDate): Promise<void> => {
    for (; Temporal.PlainDate.compare(terme, jour) <= 0; terme = terme.add({ years: 1 })) {
      const derniere = Temporal.PlainDate.compare(terme.add({ years: 1 }), aujourdhui) > 0;
      await renouvelerConventions(scene, agent, partenaires, terme.toString(), derniere);
    }
  };
  const arrivee = aujourdhui.subtract(ANCIENNETE_DES_RECENTS).with({ day: 1 });
  let arrives = false;
  for (const campagne of await ouvrirCampagnes(scene, agent, debut, aujourdhui)) {
    if (!arrives && Temporal.PlainDate.compare(arrivee, campagne.le) < 0) {
      await renouvelerJusquA(arrivee);
      await accueillir(installee, arrivee, debut, true);
      arrives = true;
    }
    await renouvelerJusquA(campagne.le);
    await jouerDeclarations(scene, agent, equipes, campagne);
    avancer();
  }
  await renouvelerJusquA(aujourdhui);
  await passerLeRelais(scene, agent, partenaires, debut.add(ANCIENNETE_AU_DEPART));
  await resilierConventions(scene, agent, partenaires, aujourdhui.subtract({ months: 2 }).toString());
}

async function installerCafs(scene: Scene, le: string): Promise<Map<string, string>> {
  scene.le(le);
  const [gestionnaires, comptes] = await scene.jouer(DEMONSTRATION, async (faire) => {
    const parCaf = new Map<string, string>();
    const ouverts: string[] = [];
    for (const { id, nom, domaine, fuseauHoraire } of CAFS) {
      await faire(creerCaf, {
        id,
        nom,
        fuseauHoraire,
        courriel: `contact@${domaine}`,
        telephone: '02 00 00 00 00',
      });
      for (const profil of ['gestionnaire', 'responsable'] as const) {
        const agent = await faire(creerAgent, {
          caf: id,
          nom: profil === 'gestionnaire' ? 'Ferrand' : 'Montaigu',
          prenom: profil === 'gestionnaire' ? 'Claire' : 'Hélène',
          courriel: `${profil}@${domaine}`,
          profil,
          ouvertLe: le,
          demonstration: true,
          sansCourriel: true,
        });
        ouverts.push(agent.compte.id);
        if (profil === 'gestionnaire') parCaf.set(id, agent.compte.id);
      }
    }
    for (const rang of [1, 2]) {
      const analyste = await faire(creerAnalyste, {
        nom: rang === 1 ? 'Aubert' : 'Lacroix',
        prenom: rang === 1 ? 'Noé' : 'Sarah',
        courriel: `analyste${rang}@cnaf.example`,
        demonstration: true,
        sansCourriel: true,
      });
      ouverts.push(analyste.compte.id);
    }
    return [parCaf, ouverts] as const;
  });
  await scene.ouvrirComptes(comptes);
  return gestionnaires;
}

/** What a Caf of the stage puts in its contrats de service. */
export async function remplirModele(
  scene: Scene,
  agent: ActeurAgent,
  { domaine }: Pick<CafDeDemonstration, 'domaine'>,
  le: string,
): Promise<void> {
  const contact = (fonction: string) => ({
    [`${fonction}Nom`]: 'Ferrand',
    [`${fonction}Prenom`]: 'Claire',
    [`${fonction}Courriel`]: `gestionnaire@${domaine}`,
  });
  await scene.le(le).jouer(agent, (faire) =>
    faire(modifierModeleContrat, {
      // The Caf has just been created.
      version: 1,
      fonctionnementCentre:
        'Le centre de services de la Caf reçoit les demandes par mail ou par téléphone et y répond dans l’ordre de leur arrivée.',
      horaires: 'Du lundi au vendredi, de 9 h à 12 h et de 13 h 30 à 16 h 30.',
      escaladeCaf: 'Gestionnaire Caf, puis responsable Mon Compte Partenaire, puis responsable sécurité.',
      ...contact('administrateur'),
      ...contact('responsableMcp'),
      ...contact('responsableSecurite'),
      ...contact('referentCnil'),
    }),
  );
}

async function installerCaf(
  scene: Scene,
  agent: ActeurAgent,
  caf: CafDeDemonstration,
  debut: Temporal.PlainDate,
): Promise<CafInstallee> {
  await remplirModele(scene, agent, caf, debut.toString());
  const installee: CafInstallee = { caf, scene, agent, partenaires: [], equipes: [] };
  await accueillir(installee, debut, debut, false);
  return installee;
}

/** The partners that begin on a day, and a few days later their teams and approbateurs. */
async function accueillir(
  { caf, scene, agent, partenaires, equipes }: CafInstallee,
  le: Temporal.PlainDate,
  ramsDepuis: Temporal.PlainDate,
  recent: boolean,
): Promise<void> {
  const attendus = partenairesDe(caf).filter((decrit) => decrit.recent === recent);
  const installes = await installerPartenaires(scene, agent, attendus, le.toString(), ramsDepuis.toString());
  const organisee = le.add({ days: JOURS_POUR_S_ORGANISER });
  const nouvelles: Equipe[] = [];
  for (const partenaire of installes) {
    const equipe = await installerEquipe(scene, partenaire, organisee.toString());
    if (equipe) nouvelles.push(equipe);
  }
  await validerApprobateurs(scene, agent, nouvelles, organisee.add({ days: 1 }).toString());
  partenaires.push(...installes);
  equipes.push(...nouvelles);
}
