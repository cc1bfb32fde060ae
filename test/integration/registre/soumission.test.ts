import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite, Introuvable, SaisieInvalide } from '#src/kernel/refus.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { approuver, creerBrouillon, rejeter, retirer, soumettre } from '#src/domain/politique/commandes.ts';
import { lireBrouillon, lireSoumission } from '#src/domain/politique/consultation/lectures.ts';
import { retroactiviteDe, sealReports, sha256, signer } from '#src/domain/politique/porte/rapports.ts';
import {
  BrouillonDUnAutre,
  ImpactManquant,
  NumeroTropBas,
  PeriodeHorsDuFichier,
  QuatreYeux,
  RapportsModifies,
  SansTitulaire,
  SoumissionTraitee,
  VersionDejaPubliee,
} from '#src/domain/politique/versions/refus.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import { lancerEtude } from '#src/domain/politique/etude/commandes.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import { approuverLa, etudier, FAITS, monter, quotas, soumettreTexte, type Fixture } from './fixture.ts';
import { livree } from './livrees.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await monter();
});
afterAll(() => fixture.fermer());

/** A decision of record of the delivered file: a second approbateur refused. */
async function enregistrer(proprietaire: Client, date: string, priseLe: string): Promise<void> {
  await proprietaire.query(
    `insert into decision (id, caf_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, prise_le, requete_id)
    values (gen_random_uuid(), '451', 'quotas', '1.0.0', $1, $2, $3, 'decide', '["QUOTA_ATTEINT"]', '[]', '{}', '[]', '{}', '{}', 'Essai', gen_random_uuid(), $4, 'r')`,
    [livree(fixture, 'quotas'), date, JSON.stringify(FAITS), priseLe],
  );
}

describe('a submission', () => {
  it('seals its reports, takes the place of the draft and waits for another person, who signs both hashes', async () => {
    const { executeur } = fixture;
    const brouillon = await executeur.executer(analyste(), creerBrouillon, {
      genre: 'regles',
      jeu: 'quotas',
      texte: await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }),
    });
    const soumise = await executeur.executer(analyste(), soumettre, {
      id: brouillon.id,
      version: brouillon.version,
      du: '2026-06-01',
    });
    await expect(
      executeur.lire(analyste(), (unite) => lireBrouillon(unite, brouillon.id)),
    ).rejects.toBeInstanceOf(Introuvable);
    const lue = await executeur.lire(analyste(2), (unite) => lireSoumission(unite, soumise.id));
    expect(lue).toMatchObject({
      etat: 'soumis',
      du: '2026-06-01',
      au: null,
      remplace: { numero: '1.0.0' },
      rapports: { base: { numero: '1.0.0' } },
      sansImpact: true,
    });
    // Without effect yet.
    expect((await fixture.registre.decider('quotas', '2026-07-01', FAITS)).decision.issues).toEqual([
      'QUOTA_ATTEINT',
    ]);

    const sansEtude = {
      id: lue.id,
      version: lue.version,
      empreinte: lue.empreinte,
      empreinteRapports: lue.empreinteRapports,
    };
    await expect(executeur.executer(analyste(2), approuver, sansEtude)).rejects.toBeInstanceOf(
      ImpactManquant,
    );
    await etudier(fixture);
    await expect(
      executeur.executer(analyste(2), approuver, { ...sansEtude, version: lue.version + 1 }),
    ).rejects.toBeInstanceOf(RapportsModifies);
    const { id, version, empreinte, empreinteRapports } = await executeur.lire(analyste(2), (unite) =>
      lireSoumission(unite, soumise.id),
    );
    const approbation = { id, version, empreinte, empreinteRapports };
    await expect(executeur.executer(analyste(1), approuver, approbation)).rejects.toBeInstanceOf(QuatreYeux);
    await expect(
      executeur.executer(analyste(2), approuver, { ...approbation, empreinteRapports: 'a'.repeat(64) }),
    ).rejects.toBeInstanceOf(RapportsModifies);
    await expect(executeur.executer(agent(), approuver, approbation)).rejects.toBeInstanceOf(ActionInterdite);
    await expect(executeur.executer(systeme, approuver, approbation)).rejects.toBeInstanceOf(SansTitulaire);
    await approuverLa(fixture, soumise);
    expect(await executeur.lire(analyste(), (unite) => lireSoumission(unite, id))).toMatchObject({
      etat: 'approuve',
      traitePar: { nom: 'Analyste 2 Robert' },
      signature: signer(empreinte, empreinteRapports, analyste(2).compteId),
    });
    expect((await fixture.registre.decider('quotas', '2026-07-01', FAITS)).decision).toMatchObject({
      issues: ['EN_ATTENTE_CAF'],
      version: '1.1.0',
    });
    expect((await fixture.registre.decider('quotas', '2026-05-31', FAITS)).decision.version).toBe('1.0.0');
    await expect(
      executeur.executer(analyste(2), approuver, { ...approbation, version: version + 1 }),
    ).rejects.toBeInstanceOf(SoumissionTraitee);

    const lignes = await executeur.lire(systeme, ({ em }) =>
      em.find(Journal, { entiteId: { $in: [id, brouillon.id] } }, { orderBy: { rang: 'asc' } }),
    );
    expect(lignes.map(({ commande, genre, acteurId }) => [commande, genre, acteurId])).toEqual([
      ['regle.creerBrouillon', 'creation', analyste(1).compteId],
      ['regle.soumettre', 'creation', analyste(1).compteId],
      ['regle.soumettre', 'suppression', analyste(1).compteId],
      ['impact.terminer', 'modification', null],
      ['regle.approuver', 'modification', analyste(2).compteId],
    ]);
  });

  it('gives one winner when two approve at once', async () => {
    const soumise = await soumettreTexte(fixture, await quotas('1.2.0', { du: '2026-06-01', valeur: 3 }));
    await etudier(fixture);
    const { id, version, empreinte, empreinteRapports } = await fixture.executeur.lire(analyste(2), (unite) =>
      lireSoumission(unite, soumise.id),
    );
    const essais = await Promise.allSettled(
      [2, 3].map((rang) =>
        fixture.executeur.executer(analyste(rang), approuver, { id, version, empreinte, empreinteRapports }),
      ),
    );
    expect(essais.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(essais.find((essai) => essai.status === 'rejected')?.reason).toBeInstanceOf(SoumissionTraitee);
  });

  it('may be rejected with a reason, or withdrawn by its author, then offered again', async () => {
    const { executeur } = fixture;
    const texte = await quotas('1.3.0', { du: '2026-06-01', valeur: 4 });
    const { id, version } = await soumettreTexte(fixture, texte);
    await expect(soumettreTexte(fixture, texte)).rejects.toThrow('attend déjà');
    await expect(
      executeur.executer(analyste(2), rejeter, { id, version, motif: ' ' }),
    ).rejects.toBeInstanceOf(SaisieInvalide);
    await expect(
      executeur.executer(analyste(1), rejeter, { id, version, motif: 'non' }),
    ).rejects.toBeInstanceOf(QuatreYeux);
    await expect(executeur.executer(analyste(2), retirer, { id, version })).rejects.toBeInstanceOf(
      BrouillonDUnAutre,
    );
    await executeur.executer(analyste(2), rejeter, { id, version, motif: 'Source absente' });
    const encore = await soumettreTexte(fixture, texte);
    await executeur.executer(analyste(1), retirer, { id: encore.id, version: encore.version });
    expect(
      await executeur.lire(analyste(), ({ em }) =>
        em.execute("select etat from soumission_regle where numero = '1.3.0' order by etat"),
      ),
    ).toEqual([{ etat: 'rejete' }, { etat: 'retire' }]);
  });

  it('has the study of its draft, when that is about the same text, the same base and the same cases', async () => {
    const { executeur, proprietaire } = fixture;
    const lue = async (id: string) => executeur.lire(analyste(2), (unite) => lireSoumission(unite, id));
    const etudesDe = async (empreinte: string): Promise<number> =>
      Number(
        (
          await proprietaire.query<{ n: string }>(
            'select count(*) as n from etude_impact where apres_empreinte = $1',
            [empreinte],
          )
        ).rows[0]?.n,
      );
    const brouillon = await executeur.executer(analyste(1), creerBrouillon, {
      genre: 'regles',
      jeu: 'quotas',
      texte: await quotas('1.4.0', { du: '2026-06-01', valeur: 5 }),
    });
    const apres = `brouillon:${brouillon.id}`;
    await executeur.executer(analyste(1), lancerEtude, { apres, du: '2027-01-01', generes: 0 });
    await executeur.executer(analyste(1), lancerEtude, {
      apres,
      avant: livree(fixture, 'quotas'),
      generes: 0,
    });
    await etudier(fixture);
    const soumise = await executeur.executer(analyste(1), soumettre, {
      id: brouillon.id,
      version: brouillon.version,
      motif: 'Essai',
    });
    // A part of the cases, another base: neither is joined, a third study is asked for.
    expect([(await lue(soumise.id)).sansImpact, await etudesDe(soumise.empreinte)]).toEqual([true, 3]);
    await etudier(fixture);
    const jointe = await lue(soumise.id);
    expect(jointe).toMatchObject({
      sansImpact: false,
      rapports: {
        base: { numero: '1.2.0' },
        impact: { format: 'mcp.impact/1', avant: { version: '1.2.0' }, apres: { version: '1.4.0' } },
      },
    });
    expect(jointe.empreinteRapports).not.toBe(soumise.empreinteRapports);
    expect(jointe.empreinteRapports).toBe(sha256(sealReports(jointe.rapports).texte));

    // Withdrawn and offered again the same day: its study is there at once. The next day too, while no
    // decision was taken since.
    await executeur.executer(analyste(1), retirer, { id: soumise.id, version: jointe.version });
    const encore = await soumettreTexte(fixture, soumise.texte);
    expect([(await lue(encore.id)).sansImpact, await etudesDe(soumise.empreinte)]).toEqual([false, 3]);
    await executeur.executer(analyste(1), retirer, { id: encore.id, version: encore.version });
  });

  it('is not given the study of other cases: those decided since, another day', async () => {
    const { executeur, proprietaire, horloge } = fixture;
    const texte = await quotas('1.4.1', { du: '2026-06-01', valeur: 5 }, 'quotas');
    const proposer = async (): Promise<boolean> => {
      const { id, version } = await soumettreTexte(fixture, texte, { du: '2026-09-01' });
      const { sansImpact } = await executeur.lire(analyste(2), (unite) => lireSoumission(unite, id));
      await etudier(fixture);
      const { version: lue } = await executeur.lire(analyste(2), (unite) => lireSoumission(unite, id));
      await executeur.executer(analyste(1), retirer, { id, version: sansImpact ? lue : version });
      return sansImpact;
    };
    expect([await proposer(), await proposer()]).toEqual([true, false]);
    horloge.regler('2026-03-03');
    expect(await proposer()).toBe(false);
    await enregistrer(proprietaire, '2026-01-15', '2026-03-02T15:00:00Z');
    expect(await proposer()).toBe(true);
    horloge.regler('2026-03-02');
  });

  it('tells which past decisions would change when it rules past days', async () => {
    const { executeur, registre, proprietaire } = fixture;
    const { decision } = await registre.decider('quotas', '2026-01-15', FAITS);
    expect(decision.version).toBe('1.0.0');
    for (const date of ['2025-12-31', '2026-01-15', '2026-01-15'])
      await enregistrer(proprietaire, date, '2026-02-01');
    const soumise = await soumettreTexte(fixture, await quotas('1.5.0', { du: '2026-01-01', valeur: 2 }), {
      du: '2026-01-01',
    });
    await etudier(fixture);
    const passe = retroactiviteDe(
      (await executeur.lire(analyste(2), (unite) => lireSoumission(unite, soumise.id))).rapports,
    );
    // Every decision of the days it would rule, as it was decided, not as the version in force now would.
    expect(passe).toMatchObject({ du: '2026-01-01', au: '2026-03-02', rejouees: 2, changees: 2 });
    expect(passe?.decisions[0]).toMatchObject({
      cafId: '451',
      dateReference: '2026-01-15',
      avant: { etat: 'decide', issues: ['QUOTA_ATTEINT'] },
      apres: { issues: ['EN_ATTENTE_CAF'] },
    });
    await approuverLa(fixture, soumise);
    // The decisions of record stand as they were taken.
    expect(
      (await executeur.lire(systeme, ({ em }) => em.find(Decision, { jeu: 'quotas' }))).map(
        ({ versionRegle }) => versionRegle,
      ),
    ).not.toContain('1.5.0');
  });

  it.each([
    ['a number already approved, with another content', '1.1.0', {}, VersionDejaPubliee],
    ['a number below the one it would replace', '1.0.5', {}, NumeroTropBas],
    ['days out of those of its file', '1.6.0', { du: '2014-01-01' }, PeriodeHorsDuFichier],
  ])('is refused with %s', async (_cas, numero, jours, refus) => {
    await expect(
      soumettreTexte(fixture, await quotas(numero, { du: '2026-06-01', valeur: 6 }), jours),
    ).rejects.toBeInstanceOf(refus);
  });

  it('of a parameter file or a form lives the same life', async () => {
    const { executeur, registre, livrees } = fixture;
    const de = (genre: string) =>
      livrees.findLast(
        (version) => version.genre === genre && version.jeu === (genre === 'parametres' ? 'securite' : 'ram'),
      );
    for (const genre of ['parametres', 'formulaire']) {
      const depuis = de(genre)?.empreinte;
      const brouillon = await executeur.executer(analyste(), creerBrouillon, { depuis });
      const soumise = await executeur.executer(analyste(), soumettre, {
        id: brouillon.id,
        version: brouillon.version,
        motif: 'Essai',
      });
      await approuverLa(fixture, soumise);
    }
    expect(registre.formulaire('RAM', '2026-01-01')).toMatchObject({ id: 'ram', version: '2.1.0' });
    expect(
      registre.activations.filter(
        ({ genre, jeu, connuAu }) => genre === 'parametres' && jeu === 'securite' && connuAu === null,
      ),
    ).toHaveLength(1);
    expect(registre.parametre('securite', 'motDePasseLongueurMinimale', '2026-01-01')).toBeDefined();
  });
});
