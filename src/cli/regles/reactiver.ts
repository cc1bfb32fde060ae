/**
 * `regles reactiver`: puts an approved version back in force; two people, or one in an emergency that is told
 * to all.
 */
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { runEtude } from '#src/cli/regles/etude.ts';
import {
  acteur,
  agir,
  compteInterne,
  dire,
  direJours,
  direTrous,
  NOM_DE_FICHIER,
  trouverVersion,
} from '#src/cli/regles/politique.ts';
import { preuveOuRefus, signant, USAGE_DE_LA_PREUVE } from '#src/cli/regles/preuve.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import {
  confirmerReactivation,
  demanderReactivation,
  preparerReactivation,
  reactiverEnUrgence,
  type Approbation,
} from '#src/domain/politique/commandes.ts';
import { reactivationsEnAttente } from '#src/domain/politique/consultation/lectures.ts';
import { QuatreYeux } from '#src/domain/politique/versions/refus.ts';
import type { ReactivationListe } from '#src/domain/politique/consultation/vues.ts';

const USAGE = `regles reactiver ${NOM_DE_FICHIER} <version> [--demandeur <compte> --motif <texte>] [--confirmateur <compte>] [--urgence]
    [--preuve <fichier ou ->] [--du AAAA-MM-JJ] [--au AAAA-MM-JJ (exclu)] [--accepter-trous] [--json]
  Remet en vigueur une version déjà approuvée. Une personne le demande (--demandeur, --motif), une autre le confirme (--confirmateur) :
  ensemble, ou la seconde plus tard. Avec --urgence, le demandeur suffit : l’acte est journalisé à part et les autres analystes en reçoivent un courriel.
${USAGE_DE_LA_PREUVE}`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const ordre = lireOrdre(args);
    return avecOutil((outil) => agir(() => reactiver(outil, ordre)));
  },
};

/** What the command line asks for. */
interface Ordre {
  readonly nom: string;
  readonly version: string;
  readonly demandeur: string | undefined;
  readonly confirmateur: string | undefined;
  readonly urgence: boolean;
  readonly lus: ReturnType<typeof lireArguments>;
}

/** @throws UsageInvalide */
function lireOrdre(args: readonly string[]): Ordre {
  const lus = lireArguments(args, {
    demandeur: 'texte',
    confirmateur: 'texte',
    preuve: 'texte',
    motif: 'texte',
    du: 'texte',
    au: 'texte',
    urgence: 'drapeau',
    'accepter-trous': 'drapeau',
    json: 'drapeau',
  });
  const [nom, version, ...trop] = lus.positions;
  const [demandeur, confirmateur] = [lus.textes.get('demandeur'), lus.textes.get('confirmateur')];
  if (
    nom === undefined ||
    version === undefined ||
    trop.length > 0 ||
    (demandeur === undefined && confirmateur === undefined)
  )
    throw new UsageInvalide(`Indiquez un jeu, une version et qui demande ou confirme. Usage : ${USAGE}`);
  const urgence = lus.drapeaux.has('urgence');
  if (urgence && (demandeur === undefined || confirmateur !== undefined))
    throw new UsageInvalide(
      '--urgence est l’acte d’une seule personne : indiquez --demandeur, sans --confirmateur.',
    );
  return { nom, version, demandeur, confirmateur, urgence, lus };
}

async function reactiver(outil: Outil, ordre: Ordre): Promise<void> {
  const { nom, version, demandeur, confirmateur, urgence } = ordre;
  const { textes } = ordre.lus;
  const publiee = await trouverVersion(
    outil,
    'reactiver',
    nom,
    version,
    `La version ${version} de « ${nom} » n’a jamais été approuvée : seule une version approuvée se réactive.`,
  );
  const comptes = {
    demandeur: demandeur === undefined ? undefined : await compteInterne(outil, 'demandeur', demandeur),
    confirmateur:
      confirmateur === undefined ? undefined : await compteInterne(outil, 'confirmateur', confirmateur),
  };
  const signataire = urgence
    ? signant(comptes.demandeur, demandeur)
    : signant(comptes.confirmateur, confirmateur);
  if (comptes.confirmateur !== undefined && comptes.confirmateur === comptes.demandeur)
    throw new QuatreYeux();
  const refus = signataire && (await preuveOuRefus(outil, signataire, textes.get('preuve')));
  if (refus && (urgence || comptes.demandeur === undefined))
    throw refus.precedee(`« ${publiee.jeu} » ${publiee.numero} n’est pas remis en vigueur`);
  const saisie = {
    empreinte: publiee.empreinte,
    du: textes.get('du'),
    au: textes.get('au'),
    motif: textes.get('motif'),
    pour: comptes.demandeur,
  };
  const faite = await remettreEnVigueur(outil, ordre, saisie, refus ? undefined : comptes.confirmateur);
  if (refus)
    throw refus.precedee(
      `La réactivation de « ${publiee.jeu} » ${publiee.numero} est demandée, pas confirmée`,
    );
  direReactivation(ordre, publiee, faite);
}

/** Input of the request for a reactivation; without `pour`, it was made already. */
interface SaisieDeReactivation {
  readonly empreinte: string;
  readonly du: string | undefined;
  readonly au: string | undefined;
  readonly motif: string | undefined;
  readonly pour: string | undefined;
}

/** Asks for it, confirms it, or both in one unit, after the impact study. @returns null when only asked for */
async function remettreEnVigueur(
  outil: Outil,
  { urgence, lus }: Ordre,
  saisie: SaisieDeReactivation,
  confirmateur: string | undefined,
): Promise<Approbation | null> {
  if (confirmateur !== undefined) {
    const etude =
      saisie.pour === undefined
        ? (await demandeEnAttente(outil, saisie.empreinte)).etude
        : await outil.executeur.executer(acteur('reactiver'), preparerReactivation, saisie);
    await runEtude(outil, etude);
  }
  return outil.executeur.ensemble(acteur('reactiver'), async (faire): Promise<Approbation | null> => {
    if (urgence) return faire(reactiverEnUrgence, saisie);
    const demande =
      saisie.pour === undefined
        ? await demandeEnAttente(outil, saisie.empreinte)
        : await faire(demanderReactivation, saisie);
    return confirmateur === undefined
      ? null
      : faire(confirmerReactivation, {
          id: demande.id,
          version: demande.version,
          accepterTrous: lus.drapeaux.has('accepter-trous'),
          pour: confirmateur,
        });
  });
}

function direReactivation(
  { urgence, lus }: Ordre,
  { genre, jeu, numero, empreinte }: Awaited<ReturnType<typeof trouverVersion>>,
  faite: Approbation | null,
): void {
  dire(
    lus.drapeaux.has('json'),
    {
      genre,
      jeu,
      version: numero,
      empreinte,
      etat: faite ? (urgence ? 'urgence' : 'confirmee') : 'demandee',
      ...faite?.jours,
      trous: faite?.trous ?? [],
    },
    faite
      ? [
          `« ${jeu} » ${numero} est de nouveau en vigueur ${direJours(faite.jours)}.`,
          ...direTrous(jeu, faite.trous),
        ]
      : [
          `La réactivation de « ${jeu} » ${numero} est demandée, sans effet tant qu’une autre personne ne l’a pas confirmée.`,
          `Pour la confirmer : regles reactiver ${jeu} ${numero} --confirmateur <adresse mail d’un autre compte>`,
        ],
  );
}

async function demandeEnAttente({ executeur }: Outil, empreinte: string): Promise<ReactivationListe> {
  const demande = (await executeur.lire(acteur('reactiver'), reactivationsEnAttente)).find(
    (candidate) => candidate.empreinte === empreinte && candidate.nature === 'reactivation',
  );
  if (!demande)
    throw new UsageInvalide(
      'Aucune réactivation de cette version n’attend de confirmation : demandez-la avec --demandeur et --motif.',
    );
  return demande;
}
