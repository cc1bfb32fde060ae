import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { definirCommande } from '#src/kernel/commande.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { FichierInvalide } from '#src/engine/index.ts';
import { chargerRegistre, suivrePublications } from '#src/domain/politique/registre/base.ts';
import { comparerLivraison, FichierPublieModifie } from '#src/domain/politique/livraison/livraison.ts';
import { initialiserRegistre } from '#src/domain/politique/livraison/publication.ts';
import { rejouer, rejouerTout } from '#src/domain/politique/registre/rejeu.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import { FAITS, monter, publier, quotas, type Fixture } from './fixture.ts';

const silence = { warn: () => undefined, info: () => undefined };

const deciderQuota = definirCommande({
  nom: 'essai.deciderQuota',
  droit: ['Habilitation', 'valider'],
  saisie: z.object({ date: z.string() }),
  executer: (unite, { date }) =>
    unite.decider({
      jeu: 'quotas',
      date,
      faits: FAITS,
      sujet: { type: 'Essai', id: analyste().compteId },
      cafId: '451',
      partenaireId: null,
    }),
});

async function tous<T>(source: AsyncIterable<T>): Promise<T[]> {
  const lus: T[] = [];
  for await (const element of source) lus.push(element);
  return lus;
}

let fixture: Fixture;
beforeAll(async () => {
  fixture = await monter();
});
afterAll(() => fixture.fermer());

describe('the registry', () => {
  it('publishes every delivered file into an empty base, once, in force on the days each says it applies', async () => {
    const { registre, livrees, executeur } = fixture;
    expect(registre.versions.map(({ empreinte: sha }) => sha).sort()).toEqual(
      livrees.map(({ empreinte: sha }) => sha).sort(),
    );
    // Of two versions for the same days the higher number is in force from the start.
    const dernieres = livrees.filter(
      ({ genre, jeu, numero }) =>
        !livrees.some((autre) => autre.genre === genre && autre.jeu === jeu && autre.numero > numero),
    );
    expect(dernieres.length).toBeLessThan(livrees.length);
    expect(registre.activations.map(({ empreinte: sha }) => sha).sort()).toEqual(
      dernieres.map(({ empreinte: sha }) => sha).sort(),
    );
    expect(registre.activations.find(({ jeu }) => jeu === 'estimation-ps')).toMatchObject({
      du: '2015-01-01',
      au: '2031-01-01',
      connuAu: null,
    });
    await expect(executeur.executer(systeme, initialiserRegistre, { versions: livrees })).rejects.toThrow(
      'contient déjà',
    );
  });

  it('tells a published file that was changed on disk, and lists drafts', () => {
    const [premiere, ...autres] = fixture.livrees;
    if (!premiere) throw new Error('rules are delivered');
    expect(() =>
      comparerLivraison([{ ...premiere, empreinte: 'autre' }, ...autres], fixture.registre.versions),
    ).toThrow(FichierPublieModifie);
    expect(
      comparerLivraison(
        [...fixture.livrees, { ...premiere, numero: '9.9.9' }],
        fixture.registre.versions,
      ).map(({ numero }) => numero),
    ).toEqual(['9.9.9']);
  });

  it('is not stopped by a draft under way, and tells a published file made unreadable', () => {
    const illisible = (id: string, version: string) => ({
      reference: { genre: 'regles' as const, id, version, chemin: '', nom: `rules/${id}/${version}.json` },
      erreur: new FichierInvalide('x', [{ controle: 'schema', message: 'incomplet' }]),
    });
    expect(
      comparerLivraison(fixture.livrees, fixture.registre.versions, [illisible('quotas', '9.9.9')]),
    ).toEqual([]);
    expect(() =>
      comparerLivraison(fixture.livrees, fixture.registre.versions, [illisible('quotas', '1.0.0')]),
    ).toThrow(FichierPublieModifie);
  });

  it('applies a version approved by another process from its date on, without restart, and replays earlier decisions identically', async () => {
    const { orm, urlApplication, executeur } = fixture;
    const autre = await chargerRegistre(orm);
    const arreter = await suivrePublications(autre, orm, urlApplication, silence);
    try {
      const avant = await executeur.executer(agent(), deciderQuota, { date: '2026-07-01' });
      expect(avant.issues).toEqual(['QUOTA_ATTEINT']);

      const { empreinte } = await publier(fixture, await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }));
      await expect.poll(() => autre.versions.some(({ empreinte: sha }) => sha === empreinte)).toBe(true);
      expect((await autre.decider('quotas', '2026-07-01', FAITS)).decision.issues).toEqual([
        'EN_ATTENTE_CAF',
      ]);
      expect((await autre.decider('quotas', '2026-05-31', FAITS)).decision.issues).toEqual(['QUOTA_ATTEINT']);

      const relue = await executeur.lire(systeme, ({ em }) => em.findOneOrFail(Decision, avant.id));
      expect((await rejouer(autre, relue)).differences).toEqual([]);
      const rejeux = await executeur.lire(systeme, async ({ em }) => tous(rejouerTout(em, autre)));
      expect(rejeux.filter((rejeu) => !('differences' in rejeu) || rejeu.differences.length > 0)).toEqual([]);
    } finally {
      await arreter();
    }
  });

  it('keeps for a unit of work the versions it began with', async () => {
    const fige = fixture.registre.fige();
    await publier(fixture, await quotas('1.2.0', { du: '2026-06-01', valeur: 2 }));
    expect((await fixture.registre.decider('quotas', '2026-02-01', FAITS)).decision.version).toBe('1.2.0');
    expect((await fige.decider('quotas', '2026-02-01', FAITS)).decision.version).toBe('1.1.0');
  });
});
