import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloturerAgent } from '#src/domain/acces/agent/commandes.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Commande } from '#src/kernel/commande.ts';
import { ActionInterdite, SaisieInvalide, VersionPerimee } from '#src/kernel/refus.ts';
import { resilierConvention } from '#src/domain/contractualisation/vie/commandes.ts';
import { ActeFermeParLaConvention, exigerActe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { consequencesDe } from '#src/domain/suivi/effets/annoncer.ts';
import type { Effet } from '#src/domain/suivi/effets/effet.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import {
  refuserHabilitation,
  suspendreHabilitation,
  validerHabilitation,
} from '#src/domain/delegation/habilitation/traiter.ts';
import { terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { retirerDelegation } from '#src/domain/delegation/gerer-mandat/precaution.ts';
import { cloturerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Fixture, type PersonneDuDecor } from '../habilitation/fixture.ts';
import {
  declarer,
  disparus,
  empreinteDeLaBase,
  etatReel,
  habiliter,
  mandater,
  orphelins,
} from './etat-reel.ts';

/** The delivered role that gives each thing nobody is left to do. */
const SANS: Readonly<Record<string, string>> = {
  'sans-approuver': 'APPROBATEUR',
  'sans-saisir-activite': 'FOURNISSEUR_ACTIVITE',
  'sans-saisir-finances': 'FOURNISSEUR_FINANCIER',
};

const AUJOURDHUI = '2026-03-02';
const ROLES = ['APPROBATEUR', 'FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER', 'CONSULTANT'] as const;
const CAF = agent('451');

let fixture: Fixture;
beforeAll(async () => {
  fixture = await planterLeDecor();
  await fixture.sql(
    `insert into campagne (id, caf_id, type_equipement, exercice, perennite, ouvre_le, ferme_le) values ($1, '451', 'RAM', 2026, 'previsionnelle', '2026-01-01', '2027-01-14')`,
    [randomUUID()],
  );
});
afterAll(() => fixture.fermer());

const annoncer = (
  acteur: Acteur,
  commande: Commande<z.ZodType, unknown>,
  brut: Readonly<Record<string, unknown>>,
) => consequencesDe(fixture.executeur, acteur, commande, brut);
const elements = (effets: readonly Effet[], ...cles: string[]): string[] =>
  effets.filter(({ cle }) => cles.includes(cle)).flatMap((effet) => [...effet.elements]);

describe('what an act will do, told before it', () => {
  const scene = fc.record({
    personnes: fc.integer({ min: 1, max: 3 }),
    activites: fc.integer({ min: 1, max: 2 }),
    roles: fc.array(
      fc.record({
        qui: fc.nat(2),
        role: fc.constantFrom(...ROLES),
        ou: fc.nat(1),
        etat: fc.constantFrom('accordee', 'accordee', 'accordee', 'suspendue', 'en-attente-caf'),
        du: fc.constantFrom('2026-01-01', '2026-01-01', '2026-03-20'),
      }),
      { minLength: 1, maxLength: 7 },
    ),
    mandats: fc.array(fc.nat(2), { maxLength: 3 }),
    acte: fc.constantFrom('terminer', 'suspendre', 'refuser', 'valider', 'cloturer', 'retirer', 'delegation'),
    cible: fc.nat(6),
    jour: fc.constantFrom(AUJOURDHUI, AUJOURDHUI, '2026-03-10'),
  });

  it('is what then happens: roles, holders, requests, mandates, accesses and mails, in any situation', async () => {
    let menes = 0;
    const actesVus = new Set<string>();
    await fc.assert(
      fc.asyncProperty(scene, async (tire) => {
        const prefixe = randomUUID().slice(0, 6);
        await fixture.sql('delete from mandat');
        await fixture.sql('delete from habilitation');
        const personnes: PersonneDuDecor[] = [];
        for (let rang = 0; rang < tire.personnes; rang += 1)
          personnes.push(await fixture.personne(`P${prefixe}${rang}`));
        const activites: string[] = [];
        for (let rang = 0; rang < tire.activites; rang += 1)
          activites.push((await fixture.equipement(`Ram ${prefixe} ${rang}`)).id);
        const personne = (rang: number) => personnes[rang % personnes.length] as PersonneDuDecor;
        const habilitations: { readonly id: string; readonly etat: string }[] = [];
        for (const { qui, role, ou, etat, du } of tire.roles)
          habilitations.push({
            etat,
            id: await habiliter(
              fixture,
              personne(qui),
              role,
              String(activites[ou % activites.length]),
              etat,
              du,
            ),
          });
        const mandats: string[] = [];
        for (const qui of tire.mandats)
          mandats.push(
            await mandater(
              fixture,
              fixture.administrateur.utilisateurId,
              personne(qui).utilisateurId,
              String(activites[0]),
              mandats.at(-1) ?? null,
            ),
          );
        // One that the act fits where there is one; any other otherwise, to be refused.
        const attendu = { refuser: 'en-attente-caf', valider: 'en-attente-caf', suspendre: 'accordee' }[
          String(tire.acte)
        ];
        const choisies = habilitations.filter(({ etat }) => etat === attendu);
        const possibles = choisies.length > 0 ? choisies : habilitations;
        const habilitation = {
          id: possibles[tire.cible % possibles.length]?.id,
          version: 1,
          motif: 'Précaution',
        };
        const mandat = {
          id: mandats[tire.cible % Math.max(1, mandats.length)] ?? randomUUID(),
          version: 1,
          motif: 'Précaution',
        };
        const administrateur = fixture.administrateur.acteur();
        const actes: Readonly<
          Record<
            typeof tire.acte,
            readonly [Acteur, Commande<z.ZodType, unknown>, Readonly<Record<string, unknown>>, string]
          >
        > = {
          terminer: [administrateur, terminerHabilitation, { ...habilitation, au: tire.jour }, tire.jour],
          suspendre: [CAF, suspendreHabilitation, habilitation, AUJOURDHUI],
          refuser: [CAF, refuserHabilitation, habilitation, AUJOURDHUI],
          valider: [CAF, validerHabilitation, habilitation, AUJOURDHUI],
          cloturer: [
            administrateur,
            cloturerUtilisateur,
            { id: personne(tire.cible).utilisateurId, version: 1, closLe: tire.jour },
            tire.jour,
          ],
          retirer: [administrateur, terminerMandat, mandat, AUJOURDHUI],
          delegation: [CAF, retirerDelegation, mandat, AUJOURDHUI],
        };
        const [acteur, commande, brut, jour] = actes[tire.acte];
        const avant = await etatReel(fixture, jour);
        const annonce = await annoncer(acteur, commande, brut);
        expect(await etatReel(fixture, jour)).toEqual(avant);
        const fait = await fixture.executeur.executer(acteur, commande, brut).then(
          () => true,
          () => false,
        );
        expect(annonce !== null).toBe(fait);
        if (!annonce) return;
        menes += 1;
        actesVus.add(tire.acte);
        const apres = await etatReel(fixture, jour);
        const { effets } = annonce;
        expect(annonce.le).toBe(jour);
        // A role that has not begun on that day is told as ending too: it is counted where it was in force.
        expect(elements(effets, 'roles', 'suspendus').length).toBeGreaterThanOrEqual(
          disparus(avant.tenus, apres.tenus),
        );
        const annonces = effets
          .filter(({ cle, titre }) => cle.startsWith('sans-') && titre.startsWith('Plus personne'))
          .flatMap((effet) =>
            effet.elements.map((ou) => `${SANS[effet.cle] ?? effet.cle} ${ou.split(' ; ')[0] ?? ''}`),
          );
        expect(annonces.filter((place) => orphelins(avant, apres).includes(place)).sort()).toEqual(
          orphelins(avant, apres),
        );
        expect(elements(effets, 'gagnes').length).toBe(disparus(apres.tenus, avant.tenus));
        expect(elements(effets, 'mandats').length).toBe(disparus(avant.mandats, apres.mandats));
        expect(elements(effets, 'acces').length).toBe(disparus(avant.acces, apres.acces));
        expect([...avant.courriels, ...elements(effets, 'courriels')].sort()).toEqual(
          [...apres.courriels].sort(),
        );
      }),
      { numRuns: 30, seed: 14 },
    );
    expect(menes).toBeGreaterThan(12);
    expect([...actesVus].sort()).toEqual([
      'cloturer',
      'delegation',
      'refuser',
      'retirer',
      'suspendre',
      'terminer',
      'valider',
    ]);
  });

  it('changes nothing of the base: no mail, no journal line, no decision, no number taken', async () => {
    const chantal = await fixture.personne('TRACE');
    const { id: ram } = await fixture.equipement('Ram sans trace');
    const id = await habiliter(fixture, chantal, 'APPROBATEUR', ram, 'en-attente-caf');
    const avant = await empreinteDeLaBase(fixture);
    const annonce = await annoncer(CAF, validerHabilitation, { id, version: 1 });
    expect(elements(annonce?.effets ?? [], 'gagnes')).toEqual([
      'Chantal TRACE – Approbateur, Ram sans trace',
    ]);
    expect(await empreinteDeLaBase(fixture)).toBe(avant);
  });

  it('names the campaign that is open, the declaration that stops and who waits, where the only approbateur leaves', async () => {
    const [seule, attendue] = [await fixture.personne('SEULE'), await fixture.personne('ATTENDUE')];
    const { id: ram } = await fixture.equipement('Ram des Marins');
    const id = await habiliter(fixture, seule, 'APPROBATEUR', ram);
    await habiliter(fixture, attendue, 'APPROBATEUR', ram, 'en-attente-caf');
    await declarer(fixture, ram);
    const annonce = await annoncer(fixture.administrateur.acteur(), terminerHabilitation, { id, version: 1 });
    expect(annonce?.effets.map(({ titre, elements: lignes }) => [titre, ...lignes])).toEqual([
      [
        'Plus personne ne pourra approuver ni transmettre :',
        'Ram des Marins ; campagne prévisionnelle 2026 ouverte jusqu’au 14 janvier 2027 exclu ; Chantal ATTENDUE attend la validation de la Caf',
      ],
      [
        '1 déclaration commencée s’arrête, ce qui est saisi est conservé :',
        'Ram des Marins : déclaration prévisionnelle 2026 (brouillon) : plus personne pour la transmission',
      ],
      ['1 rôle prend fin.', 'Chantal SEULE – Approbateur, Ram des Marins'],
    ]);
  });

  it('says nothing of the kind where another one holds the role', async () => {
    const [un, deux] = [await fixture.personne('UN'), await fixture.personne('DEUX')];
    const { id: ram } = await fixture.equipement('Ram à deux');
    const id = await habiliter(fixture, un, 'FOURNISSEUR_ACTIVITE', ram);
    await habiliter(fixture, deux, 'FOURNISSEUR_ACTIVITE', ram);
    const annonce = await annoncer(fixture.administrateur.acteur(), terminerHabilitation, { id, version: 1 });
    expect(annonce?.effets.map(({ cle }) => cle)).toEqual(['roles']);
  });

  it('changes its fingerprint with the day chosen and with what others do meanwhile', async () => {
    const chantal = await fixture.personne('EMPREINTE');
    const { id: ram } = await fixture.equipement('Ram de l’empreinte');
    const id = await habiliter(fixture, chantal, 'FOURNISSEUR_FINANCIER', ram);
    const lire = async (au: string) =>
      (await annoncer(fixture.administrateur.acteur(), terminerHabilitation, { id, version: 1, au }))
        ?.empreinte;
    const [une, demain] = [await lire(AUJOURDHUI), await lire('2026-03-03')];
    expect(une).toBe(await lire(AUJOURDHUI));
    expect(demain).not.toBe(une);
    await habiliter(fixture, await fixture.personne('RELEVE'), 'FOURNISSEUR_FINANCIER', ram);
    expect(await lire(AUJOURDHUI)).not.toBe(une);
  });

  it('tells that a Caf is left without a responsable', async () => {
    const compte = (await fixture.personne('AGENT')).compteId;
    const id = randomUUID();
    await fixture.sql(
      "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) values ($1, '451', $2, 'Roux', 'Anne', 'a.roux@caf.fr', 'responsable', '2026-01-01')",
      [id, compte],
    );
    const annonce = await annoncer(agent('451', 2, 'responsable'), cloturerAgent, {
      agent: id,
      version: 1,
      closLe: AUJOURDHUI,
    });
    expect(annonce?.effets.map(({ cle, grave }) => [cle, grave])).toEqual([
      ['responsable', true],
      ['caf', true],
      ['agents', false],
    ]);
  });

  it('is nothing for an act that would be refused, and the trial meets the refusal the act would', async () => {
    const chantal = await fixture.personne('REFUS');
    const { id: ram } = await fixture.equipement('Ram du refus');
    const id = await habiliter(fixture, chantal, 'CONSULTANT', ram);
    const essayer = (acteur: Acteur, brut: unknown) =>
      fixture.executeur.essayer(acteur, terminerHabilitation, brut, async () => null);
    expect(
      await annoncer(fixture.administrateur.acteur(), terminerHabilitation, { id, version: 9 }),
    ).toBeNull();
    await expect(essayer(fixture.administrateur.acteur(), { id, version: 9 })).rejects.toBeInstanceOf(
      VersionPerimee,
    );
    await expect(essayer(CAF, { id, version: 1 })).rejects.toBeInstanceOf(ActionInterdite);
    await expect(
      essayer(fixture.administrateur.acteur(), { id, version: 1, au: 'demain' }),
    ).rejects.toBeInstanceOf(SaisieInvalide);
  });

  it('lists in its trial the very lines the journal then holds', async () => {
    const chantal = await fixture.personne('JOURNAL');
    const { id: ram } = await fixture.equipement('Ram du journal');
    await habiliter(fixture, chantal, 'CONSULTANT', ram);
    await mandater(fixture, fixture.administrateur.utilisateurId, chantal.utilisateurId, ram);
    const brut = { id: chantal.utilisateurId, version: 1, closLe: AUJOURDHUI };
    const { changements } = await fixture.executeur.essayer(
      fixture.administrateur.acteur(),
      cloturerUtilisateur,
      brut,
      async () => null,
    );
    const requete = randomUUID();
    await fixture.executeur.executer(fixture.administrateur.acteur(), cloturerUtilisateur, brut, requete);
    const lignes = await fixture.sql<{ entite: string; entite_id: string; changements: object }>(
      'select entite, entite_id, changements from journal where requete_id = $1 order by rang',
      [requete],
    );
    expect(changements.map(({ entite, entiteId, champs }) => [entite, entiteId, [...champs].sort()])).toEqual(
      lignes.map((ligne) => [ligne.entite, ligne.entite_id, Object.keys(ligne.changements).sort()]),
    );
    expect(lignes.length).toBe(3);
  });
});

describe('a convention to be terminated', () => {
  it('tells the acts its end closes by date, whom they concern and what stops, and they are then closed', async () => {
    const autre = await planterLeDecor();
    try {
      const [mona, paul] = [await autre.personne('MONA'), await autre.personne('PAUL')];
      const { id: ram } = await autre.equipement('Ram de Briare');
      for (const [{ utilisateurId, compteId }, role] of [
        [mona, 'FOURNISSEUR_ACTIVITE'],
        [paul, 'APPROBATEUR'],
      ] as const) {
        await autre.sql(
          `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
          values ($1, '451', $2, $3, $4, 'activite', $5, '2026-01-01', 'accordee', $6, now())`,
          [randomUUID(), autre.partenaireId, utilisateurId, role, ram, compteId],
        );
      }
      const [convention] = await autre.sql<{ id: string }>(
        'select id from convention where partenaire_id = $1',
        [autre.partenaireId],
      );
      const brut = { convention: convention?.id, version: 1, motif: 'Fin de la mission', le: AUJOURDHUI };
      const annonce = await consequencesDe(autre.executeur, CAF, resilierConvention, brut);
      const fermes = elements(annonce?.effets ?? [], 'actes');
      expect(fermes.some((texte) => texte.startsWith('Transmettre une déclaration à la Caf.'))).toBe(true);
      expect(elements(annonce?.effets ?? [], 'personnes').sort()).toEqual([
        'Chantal MONA : Fournisseur de données d’activité, Ram de Briare',
        'Chantal PAUL : Approbateur, Ram de Briare',
      ]);
      expect(elements(annonce?.effets ?? [], 'bulletins')).toHaveLength(1);
      const ferme = (acte: 'transmettre' | 'consulter') =>
        autre.executeur
          .lire(CAF, (unite) => exigerActe(unite, acte, autre.partenaireId))
          .then(
            () => false,
            (erreur: unknown) => erreur instanceof ActeFermeParLaConvention,
          );
      expect([await ferme('transmettre'), await ferme('consulter')]).toEqual([false, false]);
      await autre.executeur.executer(CAF, resilierConvention, brut);
      expect([await ferme('transmettre'), await ferme('consulter')]).toEqual([
        true,
        fermes.some((texte) => texte.startsWith('Consulter')),
      ]);
    } finally {
      await autre.fermer();
    }
  });
});
