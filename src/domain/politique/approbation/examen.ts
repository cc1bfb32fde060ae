/** The gate, for texts offered together: what each replaces, and the files that use shared values. Nothing is written. */
import { dansLOrdre } from '#src/domain/politique/versions/genre.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { BrouillonRegle } from '#src/domain/politique/versions/brouillon-regle.ts';
import {
  comparerALaPrecedente,
  versionPrecedente,
  type ComparaisonDeVersions,
  type VersionPrecedente,
} from '#src/domain/politique/comparaison/comparaison.ts';
import {
  controlerTexte,
  type Compagnons,
  type Controle,
  type TexteAControler,
} from '#src/domain/politique/porte/controle.ts';
import {
  citeVersion,
  employeursDe,
  reporterValeurs,
  type Employeur,
} from '#src/domain/politique/porte/employeurs.ts';
import { numeroDuNiveau } from '#src/domain/politique/porte/numeros.ts';
import { type VersionRemplacee } from '#src/domain/politique/porte/rapports.ts';
import {
  ControlesEnEchec,
  EmployeurEnEchec,
  EmployeursOublies,
  MotifDuPasseRequis,
  NumeroTropBas,
  PeriodeHorsDuFichier,
  PeriodeVide,
  VersionDejaPubliee,
} from '#src/domain/politique/versions/refus.ts';
import {
  baseParDefaut,
  exigerBaseDerniere,
  remplaceesSur,
} from '#src/domain/politique/porte/remplacement.ts';
import type { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import { type Niveau } from '#src/domain/politique/versions/soumission-regle.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';
import { commun, estDans, passeDe, type Jours } from '#src/domain/politique/versions/activations.ts';
import type { FichierDeParametres, FichierDeReferentiel, FichierDeRegles } from '#src/engine/index.ts';

/** A text offered, and the version its author wrote it from. */
export interface TexteOffert extends TexteAControler {
  /** Number of that version; null: not known; not given: the highest one below its own number. */
  readonly base?: string | null | undefined;
}

/** What is asked of the texts offered together. */
export interface Demande {
  readonly jours: Jours;
  /** Why past days, when there are some. */
  readonly motif: string;
  readonly auteur: string;
  /**
   * What becomes of the files in force that use shared values and are not among the texts: taken up as they
   * are, or a refusal.
   */
  readonly employeurs: 'reprendre' | 'refuser';
}

/** A text that passed the gate. */
export interface Examinee {
  readonly fichier: TexteAControler;
  readonly numero: string;
  readonly empreinte: string;
  readonly canonique: string;
  readonly jours: Jours;
  readonly controle: Controle;
  readonly base: VersionPrecedente | null;
  readonly comparaison: ComparaisonDeVersions | null;
  readonly remplace: readonly VersionRemplacee[];
  /** A draft of the author's, which becomes the submission. */
  readonly brouillon?: BrouillonRegle;
  /** Of a parameter file: how many files take its values. */
  readonly employeurs?: number;
}

/**
 * Passes the gate with every text, and with the files in force that use shared values among them; nothing is
 * written.
 * @throws ControlesEnEchec | VersionDejaPubliee | NumeroTropBas | PeriodeHorsDuFichier | PeriodeVide |
 *   BaseDepassee | MotifDuPasseRequis | EmployeursOublies | EmployeurEnEchec
 */
export async function examinerEnsemble(
  unite: UniteDeTravail,
  offerts: readonly TexteOffert[],
  demande: Demande,
): Promise<Examinee[]> {
  const tries = dansLOrdre(offerts);
  const formulaires = tries
    .filter(({ genre }) => genre === 'formulaire')
    .map(({ texte }) => lireFormulaire(texte))
    .filter((lu) => lu !== null);
  const examinees: Examinee[] = [];
  // What is examined comes after what it names: referentials, values, rules, forms.
  const compagnons = (): Compagnons => ({
    referentiels: contenus<FichierDeReferentiel>(examinees, 'referentiel'),
    partages: contenus<FichierDeParametres>(examinees, 'parametres'),
    regles: contenus<FichierDeRegles>(examinees, 'regles'),
    formulaires,
  });
  for (const offert of tries) {
    const examinee = await examiner(unite, offert, demande, offerts.length > 1, compagnons());
    examinees.push(examinee);
    if (examinee.fichier.genre !== 'parametres') continue;
    const {
      fichier: { jeu },
      numero,
      jours,
    } = examinee;
    const employeurs = await employeursDe(unite, jeu, numero, jours);
    const oublies = employeurs.filter(
      (employeur) =>
        !tries.some(
          ({ genre, jeu: sien, texte }) =>
            genre === employeur.genre && sien === employeur.jeu && citeVersion(texte, jeu, numero),
        ),
    );
    if (oublies.length > 0 && demande.employeurs === 'refuser')
      throw new EmployeursOublies(jeu, numero, oublies);
    const reserves = new Set<string>();
    for (const employeur of oublies) {
      const reprise = await reprendre(unite, employeur, { jeu, numero }, demande, compagnons(), reserves);
      reserves.add(`${employeur.jeu} ${reprise.numero}`);
      examinees.push(reprise);
    }
    examinees[examinees.indexOf(examinee)] = { ...examinee, employeurs: employeurs.length };
  }
  return examinees;
}

/** Contents of the texts of a kind: they passed the gate and have its shape. */
const contenus = <T>(examinees: readonly Examinee[], genre: TexteAControler['genre']): T[] =>
  examinees
    .filter(({ fichier }) => fichier.genre === genre)
    .map(({ canonique }) => JSON.parse(canonique) as T);

async function examiner(
  unite: UniteDeTravail,
  offert: TexteOffert,
  demande: Demande,
  enLot: boolean,
  compagnons: Compagnons,
): Promise<Examinee> {
  const { genre, jeu } = offert;
  const controle = await controlerTexte(unite, offert, {}, { ...compagnons, jours: demande.jours });
  const { numero, empreinte, canonique } = controle;
  if (!controle.valide || numero === null || empreinte === null || canonique === null)
    throw new ControlesEnEchec(controle.anomalies);
  await refuserSiPubliee(unite, { genre, jeu, numero, empreinte });
  const jours = joursDEffet(demande.jours, controle.applicable, enLot);
  const base = await versionPrecedente(unite, genre, jeu, jours);
  const comparaison = comparerALaPrecedente({ genre, jeu, numero, empreinte, canonique }, base, (clos) =>
    unite.registre.avecReferentiels(clos, null, compagnons.referentiels),
  );
  const remplace = await remplaceesSur(unite, genre, jeu, jours);
  exigerBaseDerniere(
    jeu,
    offert.base === undefined ? await baseParDefaut(unite, genre, jeu, numero) : offert.base,
    remplace,
  );
  const passe = passeDe(jours, unite.aujourdhui.toString());
  if (passe && demande.motif === '' && remplace.some((une) => commun(une, passe)))
    throw new MotifDuPasseRequis(jeu, passe, unite.aujourdhui.add({ days: 1 }).toString());
  return {
    fichier: { genre, jeu, texte: offert.texte },
    numero,
    empreinte,
    canonique,
    jours,
    controle,
    base,
    comparaison,
    remplace,
  };
}

/**
 * The author's own draft of a file that uses the values, when it takes the new ones; otherwise the version in
 * force with nothing but the values changed.
 */
async function reprendre(
  unite: UniteDeTravail,
  employeur: Employeur,
  { jeu: partage, numero: valeurs }: { readonly jeu: string; readonly numero: string },
  demande: Demande,
  compagnons: Compagnons,
  reserves: ReadonlySet<string>,
): Promise<Examinee> {
  const { genre, jeu, numero, texte } = employeur;
  const jours = { du: employeur.du, au: employeur.au };
  const siens = await unite.em.find(BrouillonRegle, {
    genre,
    jeu,
    auteur: demande.auteur,
    depuis: employeur.empreinte,
  });
  const brouillon = siens.find((un) => citeVersion(un.texte, partage, valeurs));
  try {
    if (brouillon)
      return {
        ...(await examiner(
          unite,
          { genre, jeu, texte: brouillon.texte, base: numero },
          { ...demande, jours },
          true,
          compagnons,
        )),
        brouillon,
      };
    return await auNiveau(async (niveau) => {
      const pris = new Set(
        [...reserves]
          .filter((reserve) => reserve.startsWith(`${jeu} `))
          .map((reserve) => reserve.slice(jeu.length + 1)),
      );
      const sousLeNumero = await numeroDuNiveau(unite, genre, jeu, numero, niveau, pris);
      return examiner(
        unite,
        { genre, jeu, texte: reporterValeurs(texte, partage, valeurs, sousLeNumero), base: numero },
        { ...demande, jours },
        true,
        compagnons,
      );
    });
  } catch (erreur) {
    throw erreur instanceof ControlesEnEchec ? new EmployeurEnEchec(jeu, erreur) : erreur;
  }
}

/** Under the lowest level the comparison accepts. */
async function auNiveau<T>(essayer: (niveau: Niveau) => Promise<T>): Promise<T> {
  for (const niveau of ['correctif', 'mineur'] as const) {
    try {
      return await essayer(niveau);
    } catch (erreur) {
      if (!(erreur instanceof NumeroTropBas)) throw erreur;
    }
  }
  return essayer('majeur');
}

function lireFormulaire(texte: string): DefinitionDeFormulaire | null {
  try {
    // Only what calls is read of it, and the text passes its own gate before anything is written.
    return JSON.parse(texte) as DefinitionDeFormulaire;
  } catch {
    return null;
  }
}

/** Of several files together each takes the days it may rule. */
function joursDEffet(demande: Jours, applicable: Jours, enLot: boolean): Jours {
  const { du, au } = { du: demande.du ?? applicable.du, au: demande.au ?? applicable.au };
  if (du !== null && au !== null && au <= du) throw new PeriodeVide();
  const communs = enLot ? commun({ du, au }, applicable) : null;
  if (communs) return communs;
  if (!estDans({ du, au }, applicable)) throw new PeriodeHorsDuFichier({ du, au }, applicable);
  return { du, au };
}

/** A number is approved once. @throws VersionDejaPubliee */
export async function refuserSiPubliee(
  { em }: UniteDeLecture,
  { genre, jeu, numero, empreinte }: Pick<SoumissionRegle, 'genre' | 'jeu' | 'numero' | 'empreinte'>,
): Promise<void> {
  const existante = await em.findOne(VersionRegle, { genre, jeu, numero });
  if (existante) throw new VersionDejaPubliee(jeu, numero, existante.empreinte === empreinte);
}
