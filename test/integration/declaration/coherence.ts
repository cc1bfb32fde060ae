import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import {
  commencerDeclaration,
  completerActivite,
  completerFinances,
  enregistrerActivite,
  enregistrerFinances,
  transmettre,
} from '#src/domain/declaration/commandes.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { activite, finances, type DecorDeDeclaration } from './decor.ts';

/** Amounts and numbers of actions split over the columns of an actualisée: all of it actual. */
const ventiler = (brut: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(brut).flatMap(([champ, texte]) =>
      /^(charges|produits)\.|^missions\.actions/.test(champ)
        ? [
            [`${champ}.reel`, texte],
            [`${champ}.prevu`, '0'],
          ]
        : [[champ, texte]],
    ),
  );

const sansActions = (brut: Record<string, string>) =>
  Object.fromEntries(Object.entries(brut).filter(([champ]) => !champ.startsWith('missions.actions')));
const formes: Readonly<Record<Perennite, (brut: Record<string, string>) => Record<string, string>>> = {
  previsionnelle: sansActions,
  actualisee: ventiler,
  reelle: (brut) => brut,
};

/** Begins a declaration. */
export const commencer = (
  decor: DecorDeDeclaration,
  perennite: Perennite,
  conventionnement = decor.conventionnementId,
) =>
  decor.executeur
    .executer(decor.directrice, commencerDeclaration, { conventionnement, exercice: '2025', perennite })
    .then(({ id }) => id);

/** Versions of both volets. */
export const versions = async (decor: DecorDeDeclaration, id: string) =>
  (
    await decor.sql<{ a: number; f: number }>(
      'select version_activite a, version_finances f from declaration where id = $1',
      [id],
    )
  )[0] ?? { a: 0, f: 0 };

/** Types both volets. */
export async function saisir(
  decor: DecorDeDeclaration,
  id: string,
  perennite: Perennite,
  { a = {}, f = {} }: { a?: Brut; f?: Brut } = {},
): Promise<void> {
  const forme = formes[perennite];
  await decor.executeur.executer(decor.directrice, enregistrerActivite, {
    declaration: id,
    version: (await versions(decor, id)).a,
    donnees: forme(activite(decor, a)),
  });
  await decor.executeur.executer(decor.comptable, enregistrerFinances, {
    declaration: id,
    version: (await versions(decor, id)).f,
    donnees: forme(finances(f)),
  });
}

/** Finishes both volets. */
export async function terminer(decor: DecorDeDeclaration, id: string): Promise<void> {
  await decor.executeur.executer(decor.directrice, completerActivite, {
    declaration: id,
    version: (await versions(decor, id)).a,
  });
  await decor.executeur.executer(decor.comptable, completerFinances, {
    declaration: id,
    version: (await versions(decor, id)).f,
  });
}

/** A declaration typed, finished and transmitted. */
export async function transmise(
  decor: DecorDeDeclaration,
  perennite: Perennite,
  saisie: { a?: Brut; f?: Brut } = {},
): Promise<string> {
  const id = await commencer(decor, perennite);
  await saisir(decor, id, perennite, saisie);
  await terminer(decor, id);
  await decor.executeur.executer(decor.approbateur, transmettre, { declaration: id });
  return id;
}
