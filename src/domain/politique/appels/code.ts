/** What our own code gives to the rule files: `rules/appels.json`, which a test holds against the code. */
import appels from '../../../../rules/appels.json' with { type: 'json' };
import { type FaitDonne } from '#src/domain/formulaire/faits-donnes.ts';
import { TOUJOURS, type Appelant } from '#src/domain/politique/appels/appelant.ts';

interface Appel {
  readonly id: string;
  readonly titre: string;
  readonly jeu: string;
  readonly faits: Readonly<Record<string, FaitDonne>>;
}

// The schema has accepted the file (a test says so): it has this shape.
const lus: { readonly appels: unknown } = appels;
const APPELS = lus.appels as readonly Appel[];

export const APPELS_DU_CODE: readonly Appelant[] = APPELS.map(({ id, titre, jeu, faits }) => ({
  jeu,
  nom: `l’application (« ${titre} », appel « ${id} » de rules/appels.json ${appels.version})`,
  origine: `appel/${id}/${appels.version}`,
  faits,
  jours: TOUJOURS,
}));

/** Facts our code may give to a rule file; a version that does not declare one is not given it. */
const DONNES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...new Set(APPELS.map(({ jeu }) => jeu))].map((jeu) => [
    jeu,
    new Set(APPELS.filter((appel) => appel.jeu === jeu).flatMap(({ faits }) => Object.keys(faits))),
  ]),
);

/** Whether our code gives this fact to this rule file. */
export const estDonneParLeCode = (jeu: string, fait: string): boolean => DONNES.get(jeu)?.has(fait) === true;

/** Whether our code reads this shared parameter file by itself. */
export const estLuParLeCode = (parametres: string): boolean => appels.parametres.includes(parametres);
