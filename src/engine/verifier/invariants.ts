/**
 * Declared invariants that cases can break: while a fact grows, the outcome never goes back. Swept around
 * every scenario; a
 * sample, and said to be one (`partition` is proved by the analysis).
 */
import { valeursAuxCoupures } from '#src/engine/analyse/cellules.ts';
import { lireNombre } from '#src/engine/analyse/concretisation.ts';
import { jourDuRang, rangDuJour } from '#src/engine/analyse/jours.ts';
import { faitsLus, lusPar } from '#src/engine/analyse/lectures.ts';
import type { Cas } from '#src/engine/analyse/observation.ts';
import { Recherche } from '#src/engine/analyse/recherche.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { Anomalie } from '#src/engine/erreurs.ts';
import type { Invariant, ValeurJson } from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';

type Monotonie = Extract<Invariant, { readonly controle: 'monotonie' }>;

/** Days swept around the date of a scenario, and scenarios swept. */
const JOURS_BALAYES = 200;
const DEPARTS_MAX = 12;
/**
 * States of the parameters looked at, and sweeps in all: beyond, fewer scenarios are swept for each
 * invariant, never none.
 */
const DATES_MAX = 12;
const BALAYAGES_MAX = 200;

/** Breaches of the invariants at these dates, and the cases judged. */
export function controlerInvariants(
  jeu: JeuCompile,
  dates: readonly string[],
): { readonly anomalies: readonly Anomalie[]; readonly cas: number } {
  const ruptures = new Map<string, Anomalie>();
  let cas = 0;
  const monotonies = jeu.fichier.invariants.filter((invariant) => invariant.controle === 'monotonie');
  const choisies = monotonies.length > 0 ? repartir(dates, DATES_MAX) : [];
  const departs = Math.min(
    DEPARTS_MAX,
    Math.max(1, Math.floor(BALAYAGES_MAX / (monotonies.length * choisies.length))),
  );
  for (const date of choisies) {
    const recherche = new Recherche(jeu, date);
    recherche.reperer();
    for (const invariant of monotonies) {
      const rupture = rompre(recherche, invariant, departs);
      if (rupture === undefined || ruptures.has(invariant.id)) continue;
      ruptures.set(invariant.id, {
        controle: 'invariants',
        chemin: '/invariants',
        message: `l’invariant ${invariant.id} (${invariant.controle}) est rompu : ${rupture}`,
      });
    }
    cas += recherche.casJuges;
  }
  return { anomalies: [...ruptures.values()], cas };
}

/** Sentence telling how the invariant is broken, or `undefined`. */
function rompre(recherche: Recherche, { fait, ordre }: Monotonie, departs: number): string | undefined {
  const { jeu, date } = recherche;
  const lus = faitsLus(
    jeu,
    jeu.regles.flatMap(({ condition }) => lusPar(condition)),
  );
  const parJour = jeu.faits.get(fait)?.type === 'date';
  // Scenarios alike but for the fact that grows and for what no rule reads are swept once.
  const differents = new Map(
    recherche.bases.map((depart) => [
      JSON.stringify(lus.map((nom) => (nom === fait && !parJour ? null : depart[nom]) ?? null)),
      depart,
    ]),
  );
  for (const depart of repartir([...differents.values()], departs)) {
    const valeurs = balayage(recherche, fait, depart);
    let precedent: { readonly rang: number; readonly valeur: ValeurJson } | undefined;
    for (const valeur of valeurs) {
      const observation = recherche.observer({ ...depart, [fait]: valeur });
      if (observation.genre !== 'decide') continue;
      const rang = Math.max(...observation.issues.map((issue) => ordre.indexOf(issue)), -1);
      if (rang < 0) continue;
      if (precedent && rang < precedent.rang) {
        return `quand « ${fait} » passe de ${String(precedent.valeur)} à ${String(valeur)}, l’issue recule de ${ordre[precedent.rang] ?? ''} à ${ordre[rang] ?? ''}. Cas : ${JSON.stringify(depart)} au ${date}.`;
      }
      precedent = { rang, valeur };
    }
  }
  return undefined;
}

/** At most so many of them, taken evenly. */
function repartir<T>(elements: readonly T[], maximum: number): readonly T[] {
  const ecart = Math.max(1, elements.length / maximum);
  return elements.filter((_, rang) => Math.floor(rang / ecart) !== Math.floor((rang - 1) / ecart));
}

/** Growing values of a fact: every day around the given one, or where comparisons cut. */
function balayage({ jeu, coupures }: Recherche, fait: string, depart: Cas): ValeurJson[] {
  const type = jeu.faits.get(fait)?.type;
  const donnee = depart[fait] ?? null;
  if (type === undefined) return [];
  if (type === 'date') {
    if (typeof donnee !== 'string') return [];
    const debut = rangDuJour(donnee) - JOURS_BALAYES / 2;
    return Array.from({ length: JOURS_BALAYES }, (_, rang) => jourDuRang(debut + rang));
  }
  const valeurs = [...valeursAuxCoupures(jeu, coupures, depart, fait), donnee].flatMap((valeur) => {
    const nombre = lireNombre(type, valeur);
    return nombre && valeur !== null ? [{ valeur, nombre }] : [];
  });
  return valeurs.sort((a, b) => Nombre.compare(a.nombre, b.nombre)).map(({ valeur }) => valeur);
}
