/** What analysts may do with a study. */
import { z } from 'zod';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { jourFacultatif, reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { BrouillonRegle } from '#src/domain/politique/versions/brouillon-regle.ts';
import { joursDe } from '#src/domain/politique/activation/activer.ts';
import { exigerEnAttente, laSoumission } from '#src/domain/politique/approbation/charger.ts';
import { versionPrecedente, type VersionPrecedente } from '#src/domain/politique/comparaison/comparaison.ts';
import { controlerTexte } from '#src/domain/politique/porte/controle.ts';
import { EtudeImpact, JOB_ETUDE } from '#src/domain/politique/versions/etude-impact.ts';
import {
  GENERES_PAR_DEFAUT,
  joindre,
  ouvrirEtude,
  peutEtreJointe,
  rapportDe,
} from '#src/domain/politique/porte/impact-requis.ts';
import { PeriodeVide } from '#src/domain/politique/versions/refus.ts';
import type { Rapports } from '#src/domain/politique/porte/rapports.ts';
import { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import { passeDe, type Jours } from '#src/domain/politique/versions/activations.ts';
import {
  BrouillonIllisible,
  EtudeTerminee,
  FichiersDifferents,
  RapportAbsent,
  RapportDUneAutreVersion,
  SansVersionDeReference,
  VersionInconnue,
} from '#src/domain/politique/impact/refus.ts';

/** A version to study. */
interface VersionAEtudier extends VersionPrecedente {
  readonly jeu: string;
  /** Days it would rule, when it is not published yet. */
  readonly jours?: Jours;
  /** Hash of the version its submission was compared with. */
  readonly base?: string | null;
}

const GENERES_MAX = 100_000;
/** A version by its hash, or `brouillon:<id>`, or `soumission:<id>`. */
const cleDeVersion = z
  .string({ error: 'Choisissez une version.' })
  .regex(/^([0-9a-f]{64}|(brouillon|soumission):[0-9a-f-]{36})$/, { error: 'Choisissez une version.' });
const cleFacultative = z.preprocess(
  (valeur) => (valeur === '' ? undefined : valeur),
  cleDeVersion.optional(),
);
const nombreVide = (valeur: unknown): unknown => (valeur === '' ? undefined : valeur);

const SAISIE = z.object({
  apres: cleDeVersion,
  avant: cleFacultative,
  du: jourFacultatif('Premier jour', 'regle'),
  au: jourFacultatif('Fin (exclue)', 'regle'),
  effetDu: jourFacultatif('Prendrait effet le', 'regle'),
  effetAu: jourFacultatif('Cesserait le', 'regle'),
  generes: z.preprocess(
    nombreVide,
    z.coerce
      .number({ error: 'Cas générés : un nombre entier est attendu.' })
      .int({ error: 'Cas générés : un nombre entier est attendu.' })
      .min(0, { error: 'Cas générés : 0 au moins.' })
      .max(GENERES_MAX, { error: `Cas générés : ${GENERES_MAX} au plus.` })
      .default(GENERES_PAR_DEFAUT),
  ),
  graine: z.string().max(40, { error: 'Graine : 40 caractères au plus.' }).optional(),
});

/**
 * Starts a study: a draft, a submission or a version against another (the one it would replace when not
 * given).
 * `du` and `au` limit it to some cases; `effetDu` and `effetAu` are the days a draft would rule (those of its
 * file when not given), whose past
 * decisions are counted apart; drawn cases come beside the stored ones.
 * @throws BrouillonIllisible | VersionInconnue | FichiersDifferents | SansVersionDeReference | PeriodeVide
 */
export const lancerEtude = definirCommande({
  nom: 'impact.lancer',
  droit: ['EtudeImpact', 'lancer'],
  saisie: SAISIE,
  async executer(unite, saisie): Promise<EtudeImpact> {
    const limites = { du: saisie.du, au: saisie.au };
    exigerSuite(limites);
    const apres = await versionDe(unite, saisie.apres, 'apres');
    const effet = apres.jours && {
      du: saisie.effetDu ?? apres.jours.du,
      au: saisie.effetAu ?? apres.jours.au,
    };
    if (effet) exigerSuite(effet);
    const avant =
      saisie.avant === undefined
        ? await versionRemplacee(unite, apres, effet)
        : await versionDe(unite, saisie.avant, 'avant');
    if (avant.jeu !== apres.jeu) throw new FichiersDifferents(avant.jeu, apres.jeu);
    const toutes = limites.du === null && limites.au === null;
    const { jeu, numero, canonique } = apres;
    return ouvrirEtude(unite, {
      jeu,
      numero,
      canonique,
      base: avant,
      limites,
      passe: effet && toutes ? passeDe(effet, unite.aujourdhui.toString()) : null,
      generes: saisie.generes,
      graine: saisie.graine,
      par: compteDe(unite.acteur),
    });
  },
});

function exigerSuite({ du, au }: Jours): void {
  if (du !== null && au !== null && au <= du) throw new PeriodeVide();
}

/** The version a key names. @throws BrouillonIllisible | VersionInconnue */
async function versionDe(
  unite: UniteDeTravail,
  cle: string,
  champ: 'avant' | 'apres',
): Promise<VersionAEtudier> {
  const [genre, id] = cle.split(':');
  if (id === undefined) {
    const [publiee] = await lireLignes(
      unite.em,
      tables
        .selectFrom('version_regle')
        .select(['jeu', 'numero', 'canonique', 'empreinte'])
        .where('empreinte', '=', cle)
        .where('genre', '=', 'regles'),
    );
    if (!publiee) throw new VersionInconnue(champ);
    return publiee;
  }
  if (genre === 'brouillon') return brouillonLisible(unite, id);
  const soumission = await unite.em.findOne(SoumissionRegle, { id, genre: 'regles' });
  if (!soumission) throw new VersionInconnue(champ);
  const { jeu, numero, canonique, empreinte } = soumission;
  const { base } = JSON.parse(soumission.rapports) as Rapports;
  return { jeu, numero, canonique, empreinte, jours: joursDe(soumission), base: base?.empreinte ?? null };
}

async function brouillonLisible(unite: UniteDeTravail, id: string): Promise<VersionAEtudier> {
  const brouillon = await charger(unite, BrouillonRegle, id, 'Brouillon');
  const { clos, canonique, numero, empreinte, applicable } = await controlerTexte(unite, brouillon);
  if (!clos || canonique === null || numero === null || empreinte === null) throw new BrouillonIllisible();
  return {
    jeu: brouillon.jeu,
    numero,
    canonique,
    empreinte,
    jours: { du: applicable.du, au: applicable.au },
  };
}

/**
 * The version its submission was compared with; otherwise the highest in force on the days it would rule, or
 * today. @throws SansVersionDeReference
 */
async function versionRemplacee(
  unite: UniteDeTravail,
  { jeu, base }: VersionAEtudier,
  jours: Jours | undefined,
): Promise<VersionAEtudier> {
  if (base) return versionDe(unite, base, 'avant');
  const jour = unite.aujourdhui;
  const trouvee = await versionPrecedente(
    unite,
    'regles',
    jeu,
    jours ?? { du: jour.toString(), au: jour.add({ days: 1 }).toString() },
  );
  if (!trouvee) throw new SansVersionDeReference(jeu);
  return { ...trouvee, jeu };
}

/** The study an act is on. @throws Introuvable */
const lEtude = (unite: UniteDeLecture, { id }: { readonly id: string }): Promise<EtudeImpact> =>
  charger(unite, EtudeImpact, id, 'Étude');

/** Stops a study; what is done is kept, it may be taken up again. @throws EtudeTerminee */
export const arreterEtude = definirCommande({
  nom: 'impact.arreter',
  droit: ['EtudeImpact', 'arreter'],
  saisie: z.object({ id: reference('Étude') }),
  charger: lEtude,
  executer: (unite, _saisie, etude) => changerEtat(unite, etude, ['en-attente', 'en-cours'], 'arretee'),
});

/** Takes a study up again where it stopped. @throws EtudeTerminee */
export const relancerEtude = definirCommande({
  nom: 'impact.reprendre',
  droit: ['EtudeImpact', 'lancer'],
  saisie: z.object({ id: reference('Étude') }),
  charger: lEtude,
  async executer(unite, _saisie, etude) {
    await changerEtat(unite, etude, ['arretee', 'echouee'], 'en-attente');
    unite.mettreEnFile(JOB_ETUDE, { id: etude.id });
  },
});

/** One statement: a batch that is being written at this moment comes before or after, never in between. */
async function changerEtat(
  unite: UniteDeTravail,
  { id }: EtudeImpact,
  depuis: readonly EtudeImpact['etat'][],
  vers: EtudeImpact['etat'],
): Promise<void> {
  const changees = await lireLignes(
    unite.em,
    tables
      .updateTable('etude_impact')
      .set((eb) => ({
        etat: vers,
        porteur: null,
        bail_jusqu_a: null,
        erreur: null,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', id)
      .where('etat', 'in', depuis)
      .returning('id'),
  );
  if (changees.length === 0) throw new EtudeTerminee();
  unite.journaliser({ entite: 'EtudeImpact', entiteId: id, details: { etat: vers } });
}

/** The report a submission that waits may take. @throws SoumissionTraitee | RapportAbsent | RapportDUneAutreVersion */
function rapportAJoindre(
  unite: UniteDeLecture,
  { soumission, etude }: { readonly soumission: SoumissionRegle; readonly etude: EtudeImpact },
) {
  exigerEnAttente(unite, soumission);
  const rapport = rapportDe(etude);
  if (!rapport) throw new RapportAbsent();
  if (!peutEtreJointe(etude, soumission)) throw new RapportDUneAutreVersion();
  return rapport;
}

/**
 * Adds the report of a finished study to the submission of the same text, for its approval. A study that ends
 * joins it by itself: this is for one that had ended before.
 * @throws RapportAbsent | RapportDUneAutreVersion | SoumissionTraitee
 */
export const joindreImpact = definirCommande({
  nom: 'impact.joindre',
  droit: ['SoumissionRegle', 'completer'],
  saisie: z.object({ etude: reference('Étude'), id: reference('Soumission'), version: versionLue() }),
  charger: async (unite, saisie) => ({
    soumission: await laSoumission(unite, saisie),
    etude: await lEtude(unite, { id: saisie.etude }),
  }),
  condition: rapportAJoindre,
  async executer(_unite, _saisie, { soumission }, rapport) {
    joindre(soumission, rapport);
    return soumission;
  },
});
