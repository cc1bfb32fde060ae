import {
  AucuneVersionApplicable,
  comparerVersions,
  deciderAvecTrace,
  evaluateurDirect,
  questionsOuvertes,
  resoudre,
  reunis,
  LIBRARY_VERSIONS,
  type FichierClos,
  type FichierDeReferentiel,
  type QuestionOuverte,
  type Referentiel,
} from '#src/engine/index.ts';
import { estDonneParLeCode } from '#src/domain/politique/appels/code.ts';
import type {
  ActivationConnue,
  DecisionPrevue,
  DecisionTracee,
  Faits,
  FormulairePublie,
  FactSource,
  ReferentielPublie,
  Referentiels,
  Registre,
  Reponse,
  ValeurFictive,
} from '#src/kernel/registre.ts';
import type { Decision, Parametre, ValeurDatee, ValeurJson } from '#src/engine/format.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import { comprend, estConnue, type ActivationLue } from '#src/domain/politique/versions/activations.ts';
import type { Compiles, VersionDeRegles, VersionResolue } from '#src/domain/politique/registre/compiles.ts';
import { type VersionLue } from '#src/domain/politique/versions/version.ts';

type VersionDeFormulaire = Extract<VersionLue, { genre: 'formulaire' }>;

/** What is in force: now, or as it was known at an instant. */
type Connaissance = Date | 'maintenant';

/** An immutable picture of what is published and in force. */
export class Etat implements Registre {
  private readonly parEmpreinte = new Map<string, VersionLue>();
  /** By kind and file; those still known first. */
  private readonly parFichier = new Map<string, ActivationLue[]>();

  /**
   * @param compiles what was compiled and judged, shared between pictures: a version never changes
   */
  constructor(
    versions: readonly VersionLue[],
    readonly activations: readonly ActivationLue[],
    private readonly compiles: Compiles,
  ) {
    for (const version of [...versions].sort((a, b) => comparerVersions(b.numero, a.numero)))
      this.parEmpreinte.set(version.empreinte, version);
    for (const activation of [...activations].sort(
      (a, b) => Number(a.connuAu !== null) - Number(b.connuAu !== null),
    )) {
      const cle = `${activation.genre}:${activation.jeu}`;
      const memeFichier = this.parFichier.get(cle);
      if (memeFichier) memeFichier.push(activation);
      else this.parFichier.set(cle, [activation]);
    }
  }

  get versions(): readonly VersionLue[] {
    return [...this.parEmpreinte.values()];
  }

  fige(): Registre {
    return this;
  }

  estEnVigueur(jeu: string, date: string): boolean {
    return this.enVigueur('regles', jeu, date, 'maintenant') !== undefined;
  }

  admet(jeu: string, date: string, faits: Faits): boolean {
    const { contenu } = this.resolue(this.reglesAu(jeu, date, 'maintenant'), date, 'maintenant');
    return Object.entries(faits).every(
      ([nom, valeur]) =>
        typeof valeur !== 'string' || contenu.faits[nom]?.valeurs?.includes(valeur) !== false,
    );
  }

  async decider(
    jeu: string,
    date: string,
    faits: Faits,
    garant: FactSource = 'appelant',
  ): Promise<DecisionTracee> {
    const version = this.reglesAu(jeu, date, 'maintenant');
    return this.evaluer(this.resolue(version, date, 'maintenant'), date, faitsPour(version, faits, garant));
  }

  prevoir(jeu: string, date: string, faits: Faits, garant: FactSource = 'appelant'): DecisionPrevue {
    const version = this.reglesAu(jeu, date, 'maintenant');
    return this.compiles.prevoir(
      this.resolue(version, date, 'maintenant'),
      date,
      faitsPour(version, faits, garant),
    );
  }

  async deciderConnuAu(jeu: string, date: string, connuLe: Date, faits: Faits): Promise<DecisionTracee> {
    const version = this.reglesAu(jeu, date, connuLe);
    return this.evaluer(this.resolue(version, date, connuLe), date, faitsPour(version, faits, 'appelant'));
  }

  async redecider(
    empreinte: string,
    date: string,
    faits: Faits,
    referentiels: Referentiels,
  ): Promise<DecisionTracee> {
    return this.evaluer(this.resolueSelon(this.publiees(empreinte), referentiels), date, faits);
  }

  questionsOuvertes(empreinte: string, date: string): readonly QuestionOuverte[] {
    const fichier = this.reglesParEmpreinte(empreinte);
    return fichier === null ? [] : questionsOuvertes(fichier, date);
  }

  deciderSelon(empreinte: string, date: string, faits: Faits, reponse: Reponse | null): Decision {
    const version = this.publiees(empreinte);
    const resolue = this.resolue(version, date, 'maintenant');
    const compile = reponse === null ? this.compiles.de(resolue) : this.compiles.selon(resolue, reponse);
    return evaluateurDirect(compile).juger(date, faitsPour(version, faits, 'publie'));
  }

  reglesParEmpreinte(empreinte: string, referentiels: Referentiels = null): FichierClos | null {
    const version = this.parEmpreinte.get(empreinte);
    return version?.genre === 'regles' ? this.resolueSelon(version, referentiels).contenu : null;
  }

  avecReferentiels(
    fichier: FichierClos,
    date: string | null,
    autres: readonly FichierDeReferentiel[] = [],
  ): FichierClos {
    return resoudre(
      fichier,
      date === null
        ? reunis([...this.referentiels(), ...autres])
        : (id) => this.referentielAu(id, date, 'maintenant'),
    ).fichier;
  }

  activationConnue(empreinte: string, date: string, connuLe: Date): ActivationConnue | null {
    const siennes = this.activations
      .filter((activation) => activation.empreinte === empreinte && comprend(activation, date))
      .sort((a, b) => a.connuDu.getTime() - b.connuDu.getTime());
    return siennes.find((activation) => estConnue(activation, connuLe)) ?? siennes[0] ?? null;
  }

  parametre(fichier: string, nom: string, date: string): ValeurJson {
    const version = this.enVigueur('parametres', fichier, date, 'maintenant');
    const parametre = version?.genre === 'parametres' ? version.contenu.parametres[nom] : undefined;
    const valeur = parametre && valeurAu(parametre, date);
    if (!valeur)
      throw new AucuneVersionApplicable(
        `Le paramètre « ${nom} » du fichier « ${fichier} » n’a pas de valeur au ${date}.`,
      );
    return valeur.valeur;
  }

  referentiel(id: string, date: string): ReferentielPublie {
    const version = this.enVigueur('referentiel', id, date, 'maintenant');
    if (version?.genre !== 'referentiel')
      throw new AucuneVersionApplicable(
        `Aucune version publiée du référentiel « ${id} » n’est en vigueur au ${date}.`,
      );
    return { id, version: version.numero, empreinte: version.empreinte, entrees: version.contenu.entrees };
  }

  formulaire(typeEquipement: string, date: string): FormulairePublie | null {
    const formulaires = this.fichiers('formulaire')
      .map((id) => this.enVigueur('formulaire', id, date, 'maintenant'))
      .filter(
        (version): version is VersionDeFormulaire =>
          version?.genre === 'formulaire' && version.contenu.typeEquipement === typeEquipement,
      );
    const [choisi] = formulaires.sort((a, b) => comparerVersions(b.numero, a.numero));
    return choisi ? publie(choisi) : null;
  }

  formulaireParEmpreinte(empreinte: string): FormulairePublie | null {
    const version = this.parEmpreinte.get(empreinte);
    return version?.genre === 'formulaire' ? publie(version) : null;
  }

  valeursFictives(date: string): readonly string[] {
    return this.fichiers('regles').flatMap((nom) => {
      const version = this.enVigueur('regles', nom, date, 'maintenant');
      return version ? fictivesDe(version, date).map(({ libelle }) => libelle) : [];
    });
  }

  valeursFictivesDe(empreinte: string, date: string): readonly ValeurFictive[] {
    const version = this.parEmpreinte.get(empreinte);
    return version ? fictivesDe(version, date) : [];
  }

  /** The version that rules a day, as known then. At most one: the database refuses two. */
  enVigueur(genre: GenreDeVersion, jeu: string, date: string, connuLe: Connaissance): VersionLue | undefined {
    const activation = this.parFichier
      .get(`${genre}:${jeu}`)
      ?.find(
        (candidate) =>
          comprend(candidate, date) &&
          (connuLe === 'maintenant' ? candidate.connuAu === null : estConnue(candidate, connuLe)),
      );
    return activation && this.parEmpreinte.get(activation.empreinte);
  }

  private fichiers(genre: GenreDeVersion): string[] {
    return [...this.parFichier.keys()]
      .filter((cle) => cle.startsWith(`${genre}:`))
      .map((cle) => cle.slice(genre.length + 1));
  }

  private reglesAu(jeu: string, date: string, connuLe: Connaissance): VersionDeRegles {
    const version = this.enVigueur('regles', jeu, date, connuLe);
    if (version?.genre === 'regles') return version;
    const savoir = connuLe === 'maintenant' ? '' : `, d’après ce qui était connu le ${connuLe.toISOString()}`;
    throw new AucuneVersionApplicable(
      `Aucune version publiée du jeu de règles « ${jeu} » n’est en vigueur au ${date}${savoir}.`,
    );
  }

  private publiees(empreinte: string): VersionDeRegles {
    const version = this.parEmpreinte.get(empreinte);
    if (version?.genre !== 'regles')
      throw new AucuneVersionApplicable(`Aucun fichier de règles publié ne porte l’empreinte ${empreinte}.`);
    return version;
  }

  /** A version with its referentials as they are known to be on a day. @throws FichierInvalide */
  private resolue(version: VersionDeRegles, date: string, connuLe: Connaissance): VersionResolue {
    return this.compiles.resoudre(version, (id) => this.referentielAu(id, date, connuLe));
  }

  private referentielAu(id: string, date: string, connuLe: Connaissance): Referentiel | undefined {
    const version = this.enVigueur('referentiel', id, date, connuLe);
    return version?.genre === 'referentiel'
      ? { empreinte: version.empreinte, entrees: version.contenu.entrees }
      : undefined;
  }

  private referentiels(): FichierDeReferentiel[] {
    return this.versions.flatMap((une) => (une.genre === 'referentiel' ? [une.contenu] : []));
  }

  /** A version with the referentials a decision names; with all that any of their versions had, for who decides nothing. */
  private resolueSelon(version: VersionDeRegles, referentiels: Referentiels): VersionResolue {
    return this.compiles.resoudre(version, (id) => {
      const nommee = this.parEmpreinte.get(referentiels?.[id] ?? '');
      if (nommee?.genre === 'referentiel')
        return { empreinte: nommee.empreinte, entrees: nommee.contenu.entrees };
      return reunis(this.referentiels())(id);
    });
  }

  private async evaluer(version: VersionResolue, date: string, faits: Faits): Promise<DecisionTracee> {
    const decidee = await deciderAvecTrace(this.compiles.de(version), { date, faits });
    return {
      decision: decidee.decision,
      faits,
      referentiels: version.referentiels,
      // Written when it is first read: nobody reads that of a decision without record.
      get trace() {
        return decidee.trace;
      },
      libraries: LIBRARY_VERSIONS,
    };
  }
}

/** Fictitious values of a version on a day. */
function fictivesDe(version: VersionLue, date: string): ValeurFictive[] {
  if (version.genre !== 'regles') return [];
  return Object.entries(version.contenu.parametres)
    .filter(([, parametre]) => valeurAu(parametre, date)?.certitude === 'fictif')
    .map(([nom, { libelle }]) => ({ nom, libelle: `${libelle} (${version.contenu.titre})` }));
}

/**
 * The facts a version is given: those it does not declare are left out where they may be, and stay for the
 * engine to refuse elsewhere.
 */
function faitsPour({ jeu, contenu }: VersionDeRegles, faits: Faits, garant: FactSource): Faits {
  const omis = (nom: string): boolean =>
    !Object.hasOwn(contenu.faits, nom) && (garant === 'publie' || estDonneParLeCode(jeu, nom));
  return Object.keys(faits).some(omis)
    ? Object.fromEntries(Object.entries(faits).filter(([nom]) => !omis(nom)))
    : faits;
}

/** The value in force at a date: the last one whose `du` is not after it. */
function valeurAu(parametre: Parametre, date: string): ValeurDatee | undefined {
  return parametre.valeurs.findLast(({ du }) => du <= date);
}

function publie(version: VersionDeFormulaire): FormulairePublie {
  return {
    id: version.jeu,
    version: version.numero,
    empreinte: version.empreinte,
    definition: version.contenu,
  };
}
