/**
 * Drawn cases: from the scenarios of both files and the domains they declare. The same seed and rank give the
 * same case.
 */
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Faits } from '#src/kernel/registre.ts';
import { estEntier } from '#src/engine/cel/unites.ts';
import type { FichierClos } from '#src/engine/index.ts';
import type { DeclarationDeFait, Scenario, TypeDeFait, ValeurJson } from '#src/engine/format.ts';

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function hasard(graine: number): () => number {
  let etat = graine;
  return () => {
    etat = (etat + 0x6d2b79f5) | 0;
    let melange = Math.imul(etat ^ (etat >>> 15), 1 | etat);
    melange = (melange + Math.imul(melange ^ (melange >>> 7), 61 | melange)) ^ melange;
    return ((melange ^ (melange >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Valeur = ValeurJson | null;

export interface CasTire {
  readonly date: string;
  readonly faits: Faits;
}

/** Facts moved away from their scenario, at most. */
const FAITS_DEPLACES = 3;
const CHANCE_D_ABSENCE = 0.04;

export class Tirage {
  private readonly scenarios: readonly Scenario[];
  private readonly dates: readonly string[];
  /** Values worth trying, by fact. */
  private readonly candidats: ReadonlyMap<string, readonly Valeur[]>;
  private readonly faits: readonly string[];

  constructor(avant: FichierClos, apres: FichierClos) {
    const fichiers = [avant, apres];
    this.scenarios = fichiers.flatMap(({ scenarios }) => scenarios);
    const joursDesParametres = fichiers.flatMap(({ parametres }) =>
      Object.values(parametres).flatMap(({ valeurs }) => valeurs.map(({ du }) => du)),
    );
    const candidates = [
      ...this.scenarios.map(({ date }) => date),
      ...joursDesParametres,
      ...joursDesParametres.map((jour) => decaler(jour, -1)),
      avant.applicable.du,
      apres.applicable.du,
    ];
    this.dates = [...new Set(candidates)].sort();
    const declarations = new Map(fichiers.flatMap(({ faits }) => Object.entries(faits)));
    this.candidats = new Map(
      [...declarations].map(([nom, declaration]) => [
        nom,
        valeursATenter(nom, declaration, fichiers, this.scenarios),
      ]),
    );
    this.faits = [...this.candidats.keys()].sort();
  }

  tirer(graine: string, rang: number): CasTire {
    const depart = this.scenarios[rang % Math.max(this.scenarios.length, 1)];
    const faits: Record<string, Valeur> = { ...depart?.etantDonne };
    // The first draws are the scenarios themselves.
    if (depart && rang < this.scenarios.length) return { date: depart.date, faits };
    const alea = hasard(createHash('sha256').update(`${graine}/${rang}`).digest().readInt32BE(0));
    const choisir = <T>(parmi: readonly T[]): T | undefined => parmi[Math.floor(alea() * parmi.length)];
    const aDeplacer = depart ? 1 + Math.floor(alea() * FAITS_DEPLACES) : this.faits.length;
    for (let fois = 0; fois < aDeplacer; fois += 1) {
      const nom = depart ? choisir(this.faits) : this.faits[fois];
      if (nom !== undefined)
        faits[nom] = alea() < CHANCE_D_ABSENCE ? null : (choisir(this.candidats.get(nom) ?? []) ?? null);
    }
    const date = (alea() < 0.5 ? depart?.date : undefined) ?? choisir(this.dates) ?? depart?.date ?? '';
    return { date, faits };
  }
}

/**
 * Values of the scenarios, bounds, values of the parameters of the same type, and one step on each side of
 * them all.
 */
function valeursATenter(
  nom: string,
  declaration: DeclarationDeFait,
  fichiers: readonly FichierClos[],
  scenarios: readonly Scenario[],
): Valeur[] {
  const { type, valeurs, min, max } = declaration;
  if (type === 'booleen') return [true, false];
  if (type === 'enum') return [...(valeurs ?? [])];
  const vues = scenarios.flatMap(({ etantDonne }) => etantDonne[nom] ?? []);
  if (type === 'texte') return [...new Set(vues)];
  const parametres = fichiers.flatMap((fichier) =>
    Object.values(fichier.parametres)
      .filter((parametre) => parametre.type === type)
      .flatMap((parametre) => parametre.valeurs.map(({ valeur }) => valeur)),
  );
  const points = [
    ...vues,
    ...parametres,
    ...(min === undefined ? [] : [min]),
    ...(max === undefined ? [] : [max]),
  ];
  return [...new Set(points.flatMap((point) => voisins(type, point)))].filter((valeur) =>
    dansLesBornes(type, valeur, min, max),
  );
}

function voisins(type: TypeDeFait, point: ValeurJson): Valeur[] {
  if (type === 'date') {
    if (typeof point !== 'string') return [];
    return [point, decaler(point, -1), decaler(point, 1), decaler(point, 31)];
  }
  if (estEntier(type)) {
    const entier = Number(point);
    return Number.isSafeInteger(entier) ? [entier - 1, entier, entier + 1] : [];
  }
  // One step is a unit of the last decimal written, two decimals at least.
  const texte = String(point);
  if (!/^-?\d{1,12}(\.\d{1,10})?$/.test(texte)) return [];
  const decimales = Math.max(2, texte.split('.')[1]?.length ?? 0);
  const unites =
    BigInt(texte.replace('.', '')) * 10n ** BigInt(decimales - (texte.split('.')[1]?.length ?? 0));
  return [unites - 1n, unites, unites + 1n].map((u) => ecrire(u, decimales));
}

function ecrire(unites: bigint, decimales: number): string {
  const chiffres = (unites < 0n ? -unites : unites).toString().padStart(decimales + 1, '0');
  return `${unites < 0n ? '-' : ''}${chiffres.slice(0, -decimales)}.${chiffres.slice(-decimales)}`;
}

function dansLesBornes(
  type: TypeDeFait,
  valeur: Valeur,
  min: ValeurJson | undefined,
  max: ValeurJson | undefined,
): boolean {
  const lire = (v: Valeur): number | string => (type === 'date' ? String(v) : Number(v));
  return (
    valeur !== null &&
    (min === undefined || lire(valeur) >= lire(min)) &&
    (max === undefined || lire(valeur) <= lire(max))
  );
}

function decaler(jour: string, jours: number): string {
  return Temporal.PlainDate.from(jour).add({ days: jours }).toString();
}
