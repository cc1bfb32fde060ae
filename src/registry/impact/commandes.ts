/** What analysts may do with a study. */
import { z } from 'zod';
import { compteDe } from '#src/domain/commun/acteur.ts';
import { charger } from '#src/domain/commun/chargement.ts';
import { definirCommande, type UniteDeTravail } from '#src/domain/commun/commande.ts';
import { Introuvable } from '#src/domain/commun/refus.ts';
import { jourFacultatif, reference, versionLue } from '#src/domain/commun/saisie.ts';
import { BrouillonRegle } from '#src/domain/regle/brouillon-regle.ts';
import { joindreRapport } from '#src/domain/regle/commandes.ts';
import { controlerTexte } from '#src/domain/regle/controle.ts';
import { EtudeImpact } from '#src/domain/regle/etude-impact.ts';
import { sha256 } from '#src/domain/regle/rapports.ts';
import { PeriodeVide } from '#src/domain/regle/refus.ts';
import { SoumissionRegle } from '#src/domain/regle/soumission-regle.ts';
import { AGREGATS_VIDES } from './agregats.ts';
import { BrouillonIllisible, EtudeTerminee, FichiersDifferents, RapportAbsent, RapportDUneAutreVersion, SansVersionDeReference, VersionInconnue } from './refus.ts';

interface VersionAEtudier {
  readonly jeu: string;
  readonly numero: string;
  readonly canonique: string;
}

const GENERES_PAR_DEFAUT = 2_000;
const GENERES_MAX = 100_000;
/** A version by its hash, or `brouillon:<id>`, or `soumission:<id>`. */
const cleDeVersion = z.string({ error: 'Choisissez une version.' }).regex(/^([0-9a-f]{64}|(brouillon|soumission):[0-9a-f-]{36})$/, { error: 'Choisissez une version.' });
const cleFacultative = z.preprocess((valeur) => (valeur === '' ? undefined : valeur), cleDeVersion.optional());

/**
 * Starts a study: a draft, a submission or a version against another (the one in force today when not given).
 * `du` and `au` limit it to the cases a version would rule; drawn cases come beside the stored ones.
 * @throws BrouillonIllisible | VersionInconnue | FichiersDifferents | SansVersionDeReference | PeriodeVide
 */
export const lancerEtude = definirCommande({
  nom: 'impact.lancer',
  droit: ['EtudeImpact', 'lancer'],
  saisie: z.object({
    apres: cleDeVersion, avant: cleFacultative,
    du: jourFacultatif('Premier jour'), au: jourFacultatif('Fin (exclue)'),
    generes: z.coerce.number({ error: 'Cas générés : un nombre entier est attendu.' }).int({ error: 'Cas générés : un nombre entier est attendu.' })
      .min(0, { error: 'Cas générés : 0 au moins.' }).max(GENERES_MAX, { error: `Cas générés : ${GENERES_MAX} au plus.` }).default(GENERES_PAR_DEFAUT),
    graine: z.string().max(40, { error: 'Graine : 40 caractères au plus.' }).default('1'),
  }),
  async executer(unite, saisie): Promise<EtudeImpact> {
    const { du, au } = saisie;
    if (du !== null && au !== null && au <= du) throw new PeriodeVide();
    const apres = await versionDe(unite, saisie.apres, 'apres');
    const avant = saisie.avant === undefined ? await versionEnVigueur(unite, apres.jeu) : await versionDe(unite, saisie.avant, 'avant');
    if (avant.jeu !== apres.jeu) throw new FichiersDifferents(avant.jeu, apres.jeu);
    const etude = unite.em.create(EtudeImpact, {
      jeu: apres.jeu, avantNumero: avant.numero, avantEmpreinte: sha256(avant.canonique), avantCanonique: avant.canonique,
      apresNumero: apres.numero, apresEmpreinte: sha256(apres.canonique), apresCanonique: apres.canonique,
      du, au, prisesAvant: unite.maintenant, generes: saisie.generes, graine: saisie.graine, etat: 'en-attente', total: null, curseur: null, agregats: JSON.stringify(AGREGATS_VIDES),
      rapport: null, empreinteRapport: null, erreur: null, lanceePar: compteDe(unite.acteur), lanceeLe: unite.maintenant, termineeLe: null, porteur: null, bailJusquA: null,
    });
    unite.em.persist(etude);
    return etude;
  },
});

/** The version a key names. @throws BrouillonIllisible | VersionInconnue */
async function versionDe(unite: UniteDeTravail, cle: string, champ: 'avant' | 'apres'): Promise<VersionAEtudier> {
  const [genre, id] = cle.split(':');
  if (genre === 'brouillon' && id !== undefined) return brouillonLisible(unite, id);
  const [trouvee] = id === undefined
    ? await unite.em.execute<VersionAEtudier[]>("select jeu, numero, canonique from version_regle where empreinte = ? and genre = 'regles'", [cle])
    : await unite.em.execute<VersionAEtudier[]>("select jeu, numero, canonique from soumission_regle where id = ? and genre = 'regles'", [id]);
  if (!trouvee) throw new VersionInconnue(champ);
  return trouvee;
}

async function brouillonLisible(unite: UniteDeTravail, id: string): Promise<VersionAEtudier> {
  const brouillon = await charger(unite, BrouillonRegle, id, 'Brouillon');
  const { clos, canonique, numero } = await controlerTexte(unite, brouillon);
  if (!clos || canonique === null || numero === null) throw new BrouillonIllisible();
  return { jeu: brouillon.jeu, numero, canonique };
}

/** In force today; otherwise the one in force last, or the first to come. */
async function versionEnVigueur({ em, aujourdhui }: UniteDeTravail, jeu: string): Promise<VersionAEtudier> {
  const [trouvee] = await em.execute<VersionAEtudier[]>(
    `select v.jeu, v.numero, v.canonique from activation a join version_regle v on v.empreinte = a.empreinte
     where a.genre = 'regles' and a.jeu = ? and a.connu_au is null order by a.effective @> ?::date desc, a.du desc nulls last limit 1`, [jeu, aujourdhui.toString()]);
  if (!trouvee) throw new SansVersionDeReference(jeu);
  return trouvee;
}

/** Stops a study; what is done is kept, it may be taken up again. @throws EtudeTerminee */
export const arreterEtude = definirCommande({
  nom: 'impact.arreter',
  droit: ['EtudeImpact', 'arreter'],
  saisie: z.object({ id: reference('Étude') }),
  executer: (unite, { id }) => changerEtat(unite, id, ['en-attente', 'en-cours'], 'arretee'),
});

/** Takes a study up again where it stopped. @throws EtudeTerminee */
export const reprendreEtude = definirCommande({
  nom: 'impact.reprendre',
  droit: ['EtudeImpact', 'lancer'],
  saisie: z.object({ id: reference('Étude') }),
  executer: (unite, { id }) => changerEtat(unite, id, ['arretee', 'echouee'], 'en-attente'),
});

/** One statement: a batch that is being written at this moment comes before or after, never in between. */
async function changerEtat(unite: UniteDeTravail, id: string, depuis: readonly EtudeImpact['etat'][], vers: EtudeImpact['etat']): Promise<void> {
  await charger(unite, EtudeImpact, id, 'Étude');
  const changees = await unite.em.execute<{ id: string }[]>(
    'update etude_impact set etat = ?, porteur = null, bail_jusqu_a = null, erreur = null, version = version + 1 where id = ? and etat in (?) returning id', [vers, id, [...depuis]]);
  if (changees.length === 0) throw new EtudeTerminee();
  unite.journaliser({ entite: 'EtudeImpact', entiteId: id, details: { etat: vers } });
}

/** Adds the report of a finished study to the submission of the same text, for its approval. @throws RapportAbsent | RapportDUneAutreVersion */
export const joindreImpact = definirCommande({
  nom: 'impact.joindre',
  droit: ['SoumissionRegle', 'completer'],
  saisie: z.object({ etude: reference('Étude'), id: reference('Soumission'), version: versionLue() }),
  async executer(unite, { etude: etudeId, id, version }) {
    const etude = await charger(unite, EtudeImpact, etudeId, 'Étude');
    if (!etude.rapport) throw new RapportAbsent();
    const soumission = await unite.em.findOne(SoumissionRegle, { id });
    if (!soumission) throw new Introuvable('Soumission');
    if (soumission.empreinte !== etude.apresEmpreinte) throw new RapportDUneAutreVersion();
    await joindreRapport.executer(unite, { id, version, nom: 'impact', rapport: JSON.parse(etude.rapport) });
  },
});
