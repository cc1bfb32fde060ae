import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { ACTES_DU_PARTENAIRE } from '#src/domain/contractualisation/echeance/echeance.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { leverSuspension, suspendreHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { nommerResponsable, terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { csvDesDroits } from '#src/domain/delegation/passe/csv.ts';
import { JourAVenir, JourAbsent, JourInexistant } from '#src/domain/delegation/passe/jour.ts';
import { droitsDuPartenaire } from '#src/domain/delegation/passe/lectures.ts';
import { cloturerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Fixture, type PersonneDuDecor } from '../habilitation/fixture.ts';
import { prolonger } from './jours-passes.ts';

let fixture: Fixture;
let gestionnaire: ReturnType<typeof agent>;
let ram = '';
let personne: PersonneDuDecor;
beforeAll(async () => {
  fixture = await planterLeDecor();
  gestionnaire = agent('451');
  ram = (await fixture.equipement('Ram des Marins')).id;
  personne = await fixture.personne('BAILLET');
});
afterAll(() => fixture.fermer());

/** The rights of one person on a day: right and effect. */
async function droitsLe(jour: string, nom = 'BAILLET') {
  const { droits } = await fixture.executeur.lire(fixture.administrateur.acteur(), (unite) =>
    droitsDuPartenaire(unite, fixture.partenaireId, jour),
  );
  return droits
    .filter(({ personne: qui }) => qui.startsWith(nom))
    .map(({ droit, effet, precision }) => [droit, effet, precision]);
}

describe('the rights of a past day', () => {
  it('are those recorded that day, whatever was granted, suspended, lifted, taken back or closed since', async () => {
    const administrateur = fixture.administrateur.acteur();
    const [creee] = await fixture.executeur.executer(administrateur, affecterRole, {
      utilisateur: personne.utilisateurId,
      role: 'FOURNISSEUR_ACTIVITE',
      du: '2026-02-01',
      portee: 'activite',
      equipements: [ram],
    });
    const id = creee?.id ?? '';
    fixture.horloge.regler('2026-03-05T09:12:00Z');
    await fixture.executeur.executer(gestionnaire, suspendreHabilitation, { id, motif: 'Contrôle en cours' });
    fixture.horloge.regler('2026-03-08');
    await fixture.executeur.executer(gestionnaire, leverSuspension, { id });
    fixture.horloge.regler('2026-03-10');
    const mandat = await fixture.executeur.executer(administrateur, nommerResponsable, {
      titulaire: personne.utilisateurId,
      roles: ['CONSULTANT'],
      equipements: [ram],
    });
    fixture.horloge.regler('2026-03-12');
    await fixture.executeur.executer(administrateur, terminerMandat, { id: mandat.id });
    fixture.horloge.regler('2026-03-15');
    await fixture.executeur.executer(administrateur, terminerHabilitation, { id });
    fixture.horloge.regler('2026-03-20');
    await fixture.executeur.executer(administrateur, cloturerUtilisateur, {
      id: personne.utilisateurId,
      version: 1,
      closLe: '2026-03-20',
    });
    fixture.horloge.regler('2026-03-21');

    const role = 'Fournisseur de données d’activité';
    expect(await droitsLe('14/02/2026')).toEqual([
      [role, 'non', 'Enregistrée après ce jour, le 02/03/2026.'],
    ]);
    expect(await droitsLe('02/03/2026')).toEqual([
      [role, 'partie', 'Ce jour-là à partir de 13\u00a0h\u00a000.'],
    ]);
    expect(await droitsLe('03/03/2026')).toEqual([[role, 'oui', '']]);
    expect(await droitsLe('05/03/2026')).toEqual([[role, 'partie', 'Ce jour-là jusqu’à 10\u00a0h\u00a012.']]);
    expect(await droitsLe('06/03/2026')).toEqual([
      [role, 'non', 'Suspendue par la Caf à titre conservatoire.'],
    ]);
    expect(await droitsLe('11/03/2026')).toEqual([
      ['Responsable habilitations', 'oui', ''],
      [role, 'oui', ''],
    ]);
    expect(await droitsLe('13/03/2026')).toEqual([[role, 'oui', '']]);
    expect(await droitsLe('16/03/2026')).toEqual([['Utilisateur sans rôle', 'oui', '']]);
    expect(await droitsLe('20/03/2026')).toEqual([
      ['Utilisateur sans rôle', 'partie', 'Ce jour-là jusqu’à 13\u00a0h\u00a000.'],
    ]);
    expect(await droitsLe('21/03/2026')).toEqual([]);
    expect(await droitsLe('06/03/2026', 'ADMIN')).toEqual([['Administrateur partenaire', 'oui', '']]);
  });

  it('say the convention of that day, and nothing of a day absent, impossible or to come', async () => {
    const lire = (jour: string) =>
      fixture.executeur.lire(gestionnaire, (unite) => droitsDuPartenaire(unite, fixture.partenaireId, jour));
    expect((await lire('2026-02-14')).convention).toBe(
      'Convention d’accès n° 2170001 en cours, du 01/01/2026 au 01/01/2027 (exclu).',
    );
    expect(await lire('14/02/2019')).toMatchObject({
      convention: expect.stringMatching(
        /^Aucune convention d’accès n’était en cours ce jour-là\. Quel que soit son rôle/,
      ) as unknown,
      droits: [],
      fermes: ACTES_DU_PARTENAIRE.filter((acte) => acte !== 'consulter'),
    });
    await expect(lire('')).rejects.toBeInstanceOf(JourAbsent);
    await expect(lire('31/02/2019')).rejects.toBeInstanceOf(JourInexistant);
    await expect(lire('22/03/2026')).rejects.toBeInstanceOf(JourAVenir);
  });

  it('say what a bulletin that had ended closed that day, although it was prolonged since', async () => {
    const jusqua = (au: string) => prolonger(fixture, gestionnaire, au, ['CONSULTANT']);
    fixture.horloge.regler('2026-04-01');
    await jusqua('2026-04-02');
    fixture.horloge.regler('2026-04-05');
    await jusqua('2026-12-31');
    fixture.horloge.regler('2026-04-10');
    const fermes = async (jour: string) =>
      (
        await fixture.executeur.lire(gestionnaire, (unite) =>
          droitsDuPartenaire(unite, fixture.partenaireId, jour),
        )
      ).fermes;
    expect(await Promise.all(['2026-04-01', '2026-04-06'].map(fermes))).toEqual([[], []]);
    expect(await fermes('2026-04-03')).toEqual(['commencer', 'attribuer', 'transmettre', 'valider']);
  });

  it('are for those who manage rights, each in his own partner and Caf', async () => {
    await expect(
      fixture.executeur.lire(personne.acteur(), (unite) =>
        droitsDuPartenaire(unite, fixture.partenaireId, '2026-03-06'),
      ),
    ).rejects.toBeInstanceOf(ActionInterdite);
    for (const autre of [fixture.etranger.acteur, agent('771')]) {
      expect(
        (
          await fixture.executeur.lire(autre, (unite) =>
            droitsDuPartenaire(unite, fixture.partenaireId, '2026-03-06'),
          )
        ).droits,
      ).toEqual([]);
    }
  });

  it('go into a file that a spreadsheet reads as text', () => {
    const csv = csvDesDroits({
      jour: '2026-03-06',
      convention: '',
      fermes: [],
      droits: [
        {
          cle: '1',
          personne: '=HYPERLINK("x")',
          identifiant: 'T1',
          droit: 'Approbateur',
          actes: ['transmettre'],
          sur: 'A;B',
          du: '2026-01-01',
          au: null,
          effet: 'non',
          precision: '',
        },
      ],
    });
    expect(csv.split('\r\n')[1]).toBe(
      '06/03/2026;"\'=HYPERLINK(""x"")";T1;Approbateur;"A;B";01/01/2026;;non;',
    );
  });
});
