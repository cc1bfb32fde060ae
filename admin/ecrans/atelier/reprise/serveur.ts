import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formaterValeur } from '#admin/definition/affichage.ts';
import { jourCivil } from '#src/kernel/francais.ts';
import { acteurDuServeur } from '#admin/definition/demandeur.ts';
import { adresse } from '#admin/definition/outils.ts';
import { get, type Route } from '#src/http/route.ts';
import type { Executeur, UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable, type Refus } from '#src/kernel/refus.ts';
import { FUSEAU_NATIONAL } from '#src/kernel/horloge.ts';
import { exigerPreuve } from '#src/kernel/preuve.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { csvDesLignes } from '#src/domain/politique/reprise/csv.ts';
import {
  apercevoir,
  CAS_APERCUS,
  lireReprise,
  premieresLignes,
  reprises,
  toutesLesLignes,
  type RepriseOuverte,
} from '#src/domain/politique/reprise/lectures.ts';
import {
  direComptes,
  direDossier,
  direEcarts,
  direPrecision,
  direSuite,
  direVerdict,
} from '#src/domain/politique/reprise/phrases.ts';
import {
  FichierInconnu,
  QuestionInconnue,
  QuestionSansReponse,
} from '#src/domain/politique/reprise/refus.ts';
import {
  ecartesDe,
  type CasRepris,
  type ComptesDeReprise,
  type ComptesDUneCaf,
  type RepriseListe,
} from '#src/domain/politique/reprise/vues.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import { lancerReprise } from '#src/domain/politique/reprise/commandes.ts';

/** Lines shown on the page; the CSV has them all. */
const LIGNES_MONTREES = 100;

/** The page of a question's answer: what it would change, then the act that changed it. */
async function donneesDeLaReprise(
  unite: UniteDeLecture,
  { jeu: demande = '', question: posee = '', acte: acteId = '' }: Readonly<Record<string, string>>,
) {
  const ouverte = acteId === '' ? null : await lireReprise(unite, acteId);
  const [jeu, question] = ouverte ? [ouverte.jeu, ouverte.question] : [demande, posee];
  if (jeu === '' || question === '') throw new Introuvable('Question');
  const actes = (await reprises(unite, { jeu, question })).map(montrerActe);
  const enCours = actes.find(({ termineeLe }) => termineeLe === null);
  const commun = { jeu, question, actes, peutLancer: peut(unite.acteur, 'RepriseQuestion', 'lancer') };
  if (ouverte) {
    const { titre, texte, reponse, apres } = ouverte;
    return {
      ...commun,
      titre,
      texte,
      reponse,
      version: apres.numero,
      empeche: null,
      apercu: null,
      acte: { ...montrerActe(ouverte), ...(await bilanDe(unite, ouverte)) },
    };
  }
  const cas: CasRepris[] = [];
  try {
    const { plan, total, juges, comptes, parCaf } = await apercevoir(
      (lecture) => lecture(unite),
      jeu,
      question,
      (un) => {
        if (cas.length < LIGNES_MONTREES) cas.push(un);
      },
      enCours ? 0 : CAS_APERCUS,
    );
    const apercu = {
      ...bilan(
        comptes,
        parCaf,
        cas,
        plan.libelles,
        total,
        new Map(parCaf.map(({ cafId, caf }) => [cafId, caf])),
      ),
      juges,
    };
    const empeche = enCours
      ? 'Ces cas sont en train d’être repris : ouvrez la reprise ci-dessous.'
      : total === 0
        ? 'Aucun cas n’attend cette réponse.'
        : null;
    return {
      ...commun,
      titre: plan.titre,
      texte: plan.texte,
      reponse: plan.reponse,
      version: plan.apres.numero,
      empeche,
      apercu: enCours ? null : apercu,
      acte: null,
    };
  } catch (erreur) {
    if (![QuestionSansReponse, QuestionInconnue, FichierInconnu].some((classe) => erreur instanceof classe))
      throw erreur;
    const { message } = erreur as Refus;
    return {
      ...commun,
      titre: jeu,
      texte: '',
      reponse: null,
      version: null,
      empeche: message,
      apercu: null,
      acte: null,
    };
  }
}

async function bilanDe(unite: UniteDeLecture, { id, comptes, parCaf, libelles }: RepriseOuverte) {
  const lignes = await premieresLignes(unite, id, LIGNES_MONTREES);
  return bilan(
    comptes,
    parCaf,
    lignes,
    libelles,
    comptes.repris + ecartesDe(comptes),
    new Map(parCaf.map(({ cafId, caf }) => [cafId, caf])),
  );
}

function bilan(
  comptes: ComptesDeReprise,
  parCaf: readonly ComptesDUneCaf[],
  cas: readonly CasRepris[],
  libelles: Readonly<Record<string, string>>,
  total: number,
  cafs: ReadonlyMap<string, string>,
) {
  return {
    phrase: direComptes(comptes),
    ecarts: direEcarts(comptes),
    total,
    parCaf: parCaf.map((une) => ({
      caf: une.caf,
      repris: une.repris,
      changes: une.changes,
      aDecider: une.aDecider,
      ecartes: ecartesDe(une),
    })),
    lignes: cas.map((un) => montrerLigne(un, libelles, cafs)),
  };
}

const TONS = { decide: 'succes', 'a-decider': 'attention', ecarte: 'neutre' } as const;
const decision = (id: string): string => adresse('decisions', id);
const euros = (montant: string | null): string =>
  montant === null ? 'non calculée' : formaterValeur('euro', montant, FUSEAU_NATIONAL);

function montrerLigne(
  cas: CasRepris,
  libelles: Readonly<Record<string, string>>,
  cafs: ReadonlyMap<string, string>,
) {
  const {
    decisionId,
    cafId,
    dateReference,
    avant,
    apres,
    suite,
    estimationAvant,
    estimationApres,
    nouvelleId,
  } = cas;
  const change = estimationAvant !== estimationApres;
  return {
    id: decisionId,
    caf: cafs.get(cafId) ?? cafId,
    dossier: direDossier(cas),
    date: dateReference,
    avant: `${direVerdict(avant, libelles)} (${avant.numero})`,
    apres: apres ? `${direVerdict(apres, libelles)} (${apres.numero})` : '—',
    suite: direSuite(cas),
    precision: direPrecision(cas),
    ton: TONS[suite],
    estimation:
      estimationAvant === null && estimationApres === null
        ? ''
        : change
          ? `${euros(estimationAvant)} → ${euros(estimationApres)}`
          : euros(estimationApres),
    hrefAvant: decision(decisionId),
    hrefApres: nouvelleId === null ? null : decision(nouvelleId),
  };
}

const montrerActe = ({
  id,
  lanceePar,
  lanceeLe,
  termineeLe,
  enMarche,
  motif,
  avant,
  apres,
}: RepriseListe) => ({
  id,
  par: lanceePar.nom ?? 'Un analyste',
  lanceeLe,
  termineeLe,
  enMarche,
  motif,
  avant: avant.numero,
  apres: apres.numero,
});

/** The cases a question kept waiting, judged again by its answer. */
export const ecranReprise = definirEcran({
  nom: 'reprise',
  libelle: 'Reprise des cas en attente',
  groupe: null,
  droit: ['RepriseQuestion', 'lire'],
  donnees: donneesDeLaReprise,
  commandes: { lancer: lancerReprise },
});

/** `/exports/reprise/<act>`: every case of an act as CSV, sent as it is read. */
export const routeDesCasRepris = (executeur: Executeur): Route =>
  get('/exports/reprise/:id', ['RepriseQuestion', 'lire'], async (requete, reponse) => {
    const acteur = acteurDuServeur(requete);
    const { id } = requete.params;
    exigerPreuve(acteur, 'fichier');
    const { jeu, question, libelles, lanceeLe } = await executeur.lire(acteur, (unite) =>
      lireReprise(unite, id),
    );
    const nom = `reprise-${jeu}-${question}-${jourCivil(lanceeLe, FUSEAU_NATIONAL)}.csv`;
    reponse.set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${nom}"`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    await pipeline(
      Readable.from(
        csvDesLignes(
          toutesLesLignes((lecture) => executeur.lire(acteur, lecture), id),
          libelles,
        ),
      ),
      reponse,
    );
  });
