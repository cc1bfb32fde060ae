import { AucuneVersionApplicable, comparerVersions, compiler, deciderAvecTrace, estApplicable, VERSIONS_DU_MOTEUR, type JeuCompile } from '#src/engine/index.ts';
import type { DecisionTracee, Faits, FormulairePublie, Registre } from '#src/domain/commun/registre.ts';
import type { Parametre, ValeurDatee, ValeurJson } from '#src/engine/format.ts';
import { lireVersion, type VersionLue, type VersionPubliee } from '#src/registry/version.ts';

type VersionDeRegles = Extract<VersionLue, { genre: 'regles' }>;
type VersionDeFormulaire = Extract<VersionLue, { genre: 'formulaire' }>;

/** An immutable picture of what is published. */
class Etat implements Registre {
  private readonly parEmpreinte = new Map<string, VersionLue>();
  private readonly parJeu = new Map<string, VersionLue[]>();

  /** @param compiles compiled rule files by hash, shared between pictures: a version never changes */
  constructor(versions: readonly VersionLue[], private readonly compiles: Map<string, JeuCompile>) {
    for (const version of [...versions].sort((a, b) => comparerVersions(b.numero, a.numero))) {
      this.parEmpreinte.set(version.empreinte, version);
      const cle = `${version.genre}:${version.jeu}`;
      this.parJeu.set(cle, [...(this.parJeu.get(cle) ?? []), version]);
    }
  }

  get versions(): readonly VersionLue[] {
    return [...this.parEmpreinte.values()];
  }

  fige(): Registre {
    return this;
  }

  async decider(jeu: string, date: string, faits: Faits): Promise<DecisionTracee> {
    return this.evaluer(this.enVigueur(jeu, date), date, faits);
  }

  async redecider(empreinte: string, date: string, faits: Faits): Promise<DecisionTracee> {
    const version = this.parEmpreinte.get(empreinte);
    if (version?.genre !== 'regles') throw new AucuneVersionApplicable(`Aucun fichier de règles publié ne porte l’empreinte ${empreinte}.`);
    return this.evaluer(version, date, faits);
  }

  parametre(fichier: string, nom: string, date: string): ValeurJson {
    const [version] = this.parJeu.get(`parametres:${fichier}`) ?? [];
    const parametre = version?.genre === 'parametres' ? version.contenu.parametres[nom] : undefined;
    const valeur = parametre && valeurAu(parametre, date);
    if (!valeur) throw new AucuneVersionApplicable(`Le paramètre « ${nom} » du fichier « ${fichier} » n’a pas de valeur au ${date}.`);
    return valeur.valeur;
  }

  formulaire(typeEquipement: string, date: string): FormulairePublie | null {
    for (const version of this.parEmpreinte.values()) {
      if (version.genre === 'formulaire' && version.contenu.typeEquipement === typeEquipement && estApplicable(version.contenu, date)) return publie(version);
    }
    return null;
  }

  formulaireParEmpreinte(empreinte: string): FormulairePublie | null {
    const version = this.parEmpreinte.get(empreinte);
    return version?.genre === 'formulaire' ? publie(version) : null;
  }

  valeursFictives(date: string, jeu?: string): readonly string[] {
    const noms = jeu === undefined ? [...this.parJeu.keys()].filter((cle) => cle.startsWith('regles:')).map((cle) => cle.slice('regles:'.length)) : [jeu];
    return noms.flatMap((nom) => {
      const version = this.reglesAu(nom, date);
      if (!version) return [];
      return Object.values(version.contenu.parametres)
        .filter((parametre) => valeurAu(parametre, date)?.certitude === 'fictif')
        .map(({ libelle }) => `${libelle} (${version.contenu.titre})`);
    });
  }

  private enVigueur(jeu: string, date: string): VersionDeRegles {
    const version = this.reglesAu(jeu, date);
    if (!version) throw new AucuneVersionApplicable(`Aucune version publiée du jeu de règles « ${jeu} » n’est en vigueur au ${date}.`);
    return version;
  }

  /** The highest published version of a rule file applicable at a date. */
  private reglesAu(jeu: string, date: string): VersionDeRegles | undefined {
    return this.parJeu.get(`regles:${jeu}`)?.find((version): version is VersionDeRegles => version.genre === 'regles' && estApplicable(version.contenu, date));
  }

  private async evaluer(version: VersionDeRegles, date: string, faits: Faits): Promise<DecisionTracee> {
    let compile = this.compiles.get(version.empreinte);
    if (!compile) {
      compile = compiler(version.contenu);
      this.compiles.set(version.empreinte, compile);
    }
    const { decision, trace } = await deciderAvecTrace(compile, { date, faits });
    return { decision, trace, moteur: VERSIONS_DU_MOTEUR };
  }
}

/** The value in force at a date: the last one whose `du` is not after it. */
function valeurAu(parametre: Parametre, date: string): ValeurDatee | undefined {
  return parametre.valeurs.findLast(({ du }) => du <= date);
}

function publie(version: VersionDeFormulaire): FormulairePublie {
  return { id: version.jeu, version: version.numero, empreinte: version.empreinte, definition: version.contenu };
}

/**
 * The published versions, kept in memory and replaced whole at each publication: compiled aside, one reference swapped.
 * A running unit of work keeps the picture it began with ({@link Registre.fige}).
 */
export class RegistreVivant implements Registre {
  private readonly compiles = new Map<string, JeuCompile>();
  private etat: Etat;

  constructor(versions: readonly VersionPubliee[]) {
    this.etat = new Etat(versions.map(lireVersion), this.compiles);
  }

  /** Every published version, highest first. */
  get versions(): readonly VersionLue[] {
    return this.etat.versions;
  }

  /** Adds versions just published; those already known are left as they are. */
  ajouter(versions: readonly VersionPubliee[]): void {
    const connues = new Set(this.etat.versions.map(({ empreinte }) => empreinte));
    const nouvelles = versions.filter(({ empreinte }) => !connues.has(empreinte)).map(lireVersion);
    if (nouvelles.length > 0) this.etat = new Etat([...this.etat.versions, ...nouvelles], this.compiles);
  }

  fige(): Registre {
    return this.etat;
  }
  decider(jeu: string, date: string, faits: Faits): Promise<DecisionTracee> {
    return this.etat.decider(jeu, date, faits);
  }
  redecider(empreinte: string, date: string, faits: Faits): Promise<DecisionTracee> {
    return this.etat.redecider(empreinte, date, faits);
  }
  parametre(fichier: string, nom: string, date: string): ValeurJson {
    return this.etat.parametre(fichier, nom, date);
  }
  formulaire(typeEquipement: string, date: string): FormulairePublie | null {
    return this.etat.formulaire(typeEquipement, date);
  }
  formulaireParEmpreinte(empreinte: string): FormulairePublie | null {
    return this.etat.formulaireParEmpreinte(empreinte);
  }
  valeursFictives(date: string, jeu?: string): readonly string[] {
    return this.etat.valeursFictives(date, jeu);
  }
}
