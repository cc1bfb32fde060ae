/** How many of each a scale holds in all, the demonstration it grows from included. */
export interface Volumes {
  readonly cafs: number;
  readonly partenaires: number;
  readonly equipements: number;
  readonly utilisateurs: number;
  /** Those that have ended included. */
  readonly habilitations: number;
  readonly declarations: number;
}

/** The whole country, and a quarter of it for tests and small machines. */
export const ECHELLES = {
  nationale: {
    cafs: 101,
    partenaires: 20_000,
    equipements: 48_000,
    utilisateurs: 150_000,
    habilitations: 400_000,
    declarations: 2_000_000,
  },
  quart: {
    cafs: 25,
    partenaires: 5_000,
    equipements: 12_000,
    utilisateurs: 37_500,
    habilitations: 100_000,
    declarations: 500_000,
  },
} as const satisfies Readonly<Record<string, Volumes>>;

export type Echelle = keyof typeof ECHELLES;

/** What each partner, equipment and declaration is given, beside the totals. */
export const REGLAGES = {
  /** One partner in so many is of those who have not got to a full history: refused, waiting, expired… */
  sansHistoire: 5,
  /** How far the declarations of the current campaign have got, in turn. */
  avancements: [
    'traitee',
    'transmise',
    'traitee',
    'en-traitement',
    'transmise',
    'brouillon',
    'traitee',
    'transmise',
    'a-approuver',
    'traitee',
  ],
  /** Kept of every declaration, and of one in so many. */
  decisions: { toujours: 'ouverture', parfois: 'estimation-ps', uneSur: 4 },
} as const;
