import {
  commencerDeclaration,
  completerActivite,
  completerFinances,
  enregistrerActivite,
  enregistrerFinances,
  transmettre,
} from '#src/domain/declaration/commandes.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { activite, finances, type DeclarationFixture } from './fixture.ts';

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
type Forme = (brut: Record<string, string>) => Record<string, string>;
const formes: Readonly<Record<'previsionnelle' | 'actualisee' | 'reelle', Forme>> = {
  previsionnelle: sansActions,
  actualisee: ventiler,
  reelle: (brut) => brut,
};

/** Begins a declaration. */
export const commencer = (
  fixture: DeclarationFixture,
  perennite: keyof typeof formes,
  conventionnement = fixture.conventionnementId,
) =>
  fixture.executeur
    .executer(fixture.directrice, commencerDeclaration, { conventionnement, exercice: '2025', perennite })
    .then(({ id }) => id);

/** Versions of both volets. */
export const versions = async (fixture: DeclarationFixture, id: string) =>
  (
    await fixture.sql<{ a: number; f: number }>(
      'select version_activite a, version_finances f from declaration where id = $1',
      [id],
    )
  )[0] ?? { a: 0, f: 0 };

/** Types both volets. */
export async function saisir(
  fixture: DeclarationFixture,
  id: string,
  perennite: keyof typeof formes,
  { a = {}, f = {} }: { a?: Brut; f?: Brut } = {},
): Promise<void> {
  const forme = formes[perennite];
  await fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
    declaration: id,
    version: (await versions(fixture, id)).a,
    donnees: forme(activite(fixture, a)),
  });
  await fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
    declaration: id,
    version: (await versions(fixture, id)).f,
    donnees: forme(finances(f)),
  });
}

/** Finishes both volets. */
export async function terminer(fixture: DeclarationFixture, id: string): Promise<void> {
  await fixture.executeur.executer(fixture.directrice, completerActivite, {
    declaration: id,
    version: (await versions(fixture, id)).a,
  });
  await fixture.executeur.executer(fixture.comptable, completerFinances, {
    declaration: id,
    version: (await versions(fixture, id)).f,
  });
}

/** A declaration typed, finished and transmitted. */
export async function transmise(
  fixture: DeclarationFixture,
  perennite: keyof typeof formes,
  saisie: { a?: Brut; f?: Brut } = {},
): Promise<string> {
  const id = await commencer(fixture, perennite);
  await saisir(fixture, id, perennite, saisie);
  await terminer(fixture, id);
  await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: id });
  return id;
}
