/** Random formulas, well typed by construction (nearly: the compiler refuses the rest). */
import type { TypeDeFait } from '#src/engine/format.ts';
import type { Hasard } from './hasard.ts';
import { VALEURS_D_ENUM, valeurDe } from './valeurs-generees.ts';

/** Names a formula may read, by type. */
export type NomsParType = ReadonlyMap<TypeDeFait, readonly string[]>;

const CONSTRUCTEURS: Partial<Record<TypeDeFait, string>> = {
  entier: 'entier',
  decimal: 'decimal',
  taux: 'taux',
  euro: 'euro',
  etp: 'etp',
  'euro-par-etp': 'euroParEtp',
  heure: 'heure',
  'euro-par-heure': 'euroParHeure',
  place: 'place',
  'euro-par-place': 'euroParPlace',
  acte: 'acte',
  mois: 'mois',
  annee: 'annee',
};
const NUMERIQUES = Object.keys(CONSTRUCTEURS) as TypeDeFait[];
/** Names of one type may be compared with those of another when neither has a dimension. */
const SANS_DIMENSION: readonly TypeDeFait[] = ['entier', 'decimal', 'taux'];
const COMPARATEURS = ['<', '<=', '>', '>=', '==', '!='] as const;

/** Writes formulas over the names given. */
export class RedacteurDeFormules {
  constructor(
    private readonly noms: NomsParType,
    private readonly de: Hasard,
  ) {}

  /** A formula of the type, at most this deep. */
  ecrire(type: TypeDeFait, profondeur: number): string {
    const { de } = this;
    if (profondeur <= 0 || de.chance(0.2)) return this.feuille(type);
    const p = profondeur - 1;
    if (de.chance(0.15)) return `(${this.booleen(p)} ? ${this.ecrire(type, p)} : ${this.ecrire(type, p)})`;
    if (type === 'booleen') return this.booleen(p);
    if (type === 'date') return this.date(p);
    if (type === 'enum' || type === 'texte') return this.texte(p);
    return this.nombre(type, p);
  }

  private feuille(type: TypeDeFait): string {
    const { de } = this;
    const connus = this.noms.get(type) ?? [];
    if (connus.length > 0 && de.chance(0.85)) return de.parmi(connus);
    const valeur = valeurDe(type, de);
    if (typeof valeur === 'boolean') return String(valeur);
    if (type === 'date') return `date("${String(valeur)}")`;
    const constructeur = CONSTRUCTEURS[type];
    return constructeur === undefined ? `"${String(valeur)}"` : `${constructeur}("${String(valeur)}")`;
  }

  private nombre(type: TypeDeFait, p: number): string {
    const { de } = this;
    const meme = (): string => this.ecrire(type, p);
    const commun: (() => string)[] = [
      () => `${de.parmi(['min', 'max'])}(${meme()}, ${meme()})`,
      () => `${de.parmi(['min', 'max'])}(${meme()}, ${meme()}, ${meme()})`,
      () => `abs(${meme()})`,
      () => `arrondi_1(${meme()}, ${de.entier(0, 4)}, "demi-superieur")`,
      () => `-${this.feuille(type)}`,
    ];
    const sommes: (() => string)[] = [
      () => `(${meme()} + ${meme()})`,
      () => `(${meme()} - ${meme()})`,
      () => `(${meme()} * ${de.entier(-2, 3)})`,
    ];
    const propres: Partial<Record<TypeDeFait, (() => string)[]>> = {
      entier: [
        ...sommes,
        () => `joursEntre_1(${this.ecrire('date', p)}, ${this.ecrire('date', p)})`,
        () => `(${this.ecrire('annee', 0)} - ${this.ecrire('annee', 0)})`,
      ],
      annee: [
        () => `annee(${this.ecrire('date', p)})`,
        () => `(${this.feuille('annee')} + ${de.entier(-1, 1)})`,
      ],
      mois: [
        ...sommes,
        ...['moisCivils_1', 'moisCivilsEntiers_1', 'moisPresence_1'].map(
          (f) => () => `${f}(${this.ecrire('date', p)}, ${this.ecrire('date', p)})`,
        ),
        () => `moisPresence_1(${[1, 2, 3, 4].map(() => this.ecrire('date', 0)).join(', ')})`,
      ],
      taux: [
        ...sommes,
        () => `(${this.ecrire('mois', p)} / ${this.ecrire('mois', p)})`,
        () => `(${this.ecrire('etp', p)} / ${this.ecrire('etp', p)})`,
        () => `(${this.ecrire('heure', p)} / ${this.ecrire('heure', p)})`,
        () => `(${meme()} * ${meme()})`,
      ],
      decimal: [
        ...sommes,
        () => `decimal(${this.ecrire(de.parmi(NUMERIQUES), p)})`,
        () => `(${meme()} * ${meme()})`,
        () => `(${meme()} / ${meme()})`,
        () => `(${this.ecrire('entier', p)} / ${de.entier(0, 3)})`,
      ],
      etp: [
        ...sommes,
        () => `(${meme()} * ${this.ecrire('mois', p)} / ${this.ecrire('mois', p)})`,
        () => `(${meme()} * ${this.ecrire('taux', p)})`,
      ],
      euro: [
        ...sommes,
        () => `(${this.ecrire('euro-par-etp', p)} * ${this.ecrire('etp', p)})`,
        () => `(${this.ecrire('euro-par-heure', p)} * ${this.ecrire('heure', p)})`,
        () => `(${this.ecrire('euro-par-place', p)} * ${this.ecrire('place', p)})`,
        () => `(${meme()} * ${this.ecrire('taux', p)})`,
        () => `(${meme()} / ${this.ecrire('etp', p)} * ${this.ecrire('etp', p)})`,
      ],
      heure: [...sommes, () => `(${meme()} * ${this.ecrire('taux', p)})`],
      'euro-par-heure': [...sommes, () => `(${this.ecrire('euro', p)} / ${this.ecrire('heure', p)})`],
      place: sommes,
      'euro-par-place': [...sommes, () => `(${this.ecrire('euro', p)} / ${this.ecrire('place', p)})`],
      acte: sommes,
      'euro-par-etp': [...sommes, () => `(${this.ecrire('euro', p)} / ${this.ecrire('etp', p)})`],
    };
    return de.parmi([...commun, ...(propres[type] ?? [])])();
  }

  private date(p: number): string {
    const { de } = this;
    return de.parmi([
      () => `${de.parmi(['min', 'max'])}(${this.ecrire('date', p)}, ${this.ecrire('date', p)})`,
      () => `ajouterMois_1(${this.ecrire('date', p)}, mois(${de.entier(-14, 14)}))`,
      () => `debutAnnee(${this.ecrire('annee', p)})`,
      () => this.feuille('date'),
    ])();
  }

  private texte(p: number): string {
    const { de } = this;
    return de.parmi([
      () => `(${this.booleen(p)} ? ${this.feuille('enum')} : ${this.feuille('enum')})`,
      () => this.feuille('enum'),
      () =>
        `comparerDuree_1(${this.ecrire('date', p)}, ${this.ecrire('date', p)}, mois(${de.entier(0, 4)}), "${de.parmi(['concordance', 'date-a-date', 'mois-civils'])}") == "egale" ? "rouge" : "vert"`,
    ])();
  }

  private booleen(p: number): string {
    const { de } = this;
    const sous = (): string => (p <= 0 ? this.feuille('booleen') : this.booleen(p - 1));
    return de.parmi([
      () => `(${sous()} && ${sous()})`,
      () => `(${sous()} || ${sous()})`,
      () => `!(${sous()})`,
      () => `present(${de.parmi([...this.noms.values()].flat())})`,
      () => this.comparaison(p),
      () => this.comparaison(p),
      () => this.feuille('booleen'),
    ])();
  }

  private comparaison(p: number): string {
    const { de } = this;
    const gauche = de.parmi<TypeDeFait>([...NUMERIQUES, 'date', 'enum', 'texte']);
    if (gauche === 'enum' || gauche === 'texte') {
      const nom = this.feuille(gauche);
      return de.chance(0.5)
        ? `(${nom} ${de.parmi(['==', '!='])} "${de.parmi(VALEURS_D_ENUM)}")`
        : `(${nom} in ["${de.parmi(VALEURS_D_ENUM)}", "${de.parmi(VALEURS_D_ENUM)}"])`;
    }
    const operateur = de.parmi(COMPARATEURS);
    if (CONSTRUCTEURS[gauche] !== undefined && de.chance(0.3))
      return `(${this.ecrire(gauche, p)} ${operateur} ${de.entier(-1, 13)})`;
    const droite = SANS_DIMENSION.includes(gauche) ? de.parmi(SANS_DIMENSION) : gauche;
    return `(${this.ecrire(gauche, p)} ${operateur} ${this.ecrire(droite, p)})`;
  }
}
