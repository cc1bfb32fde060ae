import { describe, expect, it } from 'vitest';
import type { Valeur } from '#src/engine/cel/unites.ts';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { convertir } from '#src/engine/faits.ts';
import type { NomDeMessage } from '#src/engine/messages.ts';
import { compilerMessage, dateEnLettres } from '#src/engine/messages.ts';

const NOMS = new Map<string, NomDeMessage>([
  ['debut', { type: 'date' }],
  ['montant', { type: 'euro' }],
  ['prix', { type: 'euro-par-etp' }],
  ['etp', { type: 'etp' }],
  ['heures', { type: 'heure' }],
  ['prixHoraire', { type: 'euro-par-heure' }],
  ['places', { type: 'place' }],
  ['seances', { type: 'acte' }],
  ['mois', { type: 'mois' }],
  ['taux', { type: 'taux' }],
  ['exercice', { type: 'annee' }],
  ['nombre', { type: 'entier' }],
  ['ouvert', { type: 'booleen' }],
  ['nature', { type: 'enum', libelles: { EAJE: "établissement d'accueil" } }],
  ['nom', { type: 'texte' }],
]);

function rendre(texte: string, bruts: Readonly<Record<string, unknown>>): string {
  const valeurs = Object.entries(bruts).map(([nom, brut]): [string, Valeur] => {
    const lue = convertir(NOMS.get(nom)?.type ?? 'texte', brut);
    if ('refus' in lue) throw new Error(lue.refus);
    return [nom, lue.valeur];
  });
  return compilerMessage(texte, NOMS)
    .rendre(new Map(valeurs))
    .replaceAll('\u202f', ' ')
    .replaceAll('\u00a0', ' ');
}

describe('messages', () => {
  it.each([
    ['du {debut|date}', { debut: '2019-03-01' }, 'du 1er mars 2019'],
    ['jusqu’au {debut|veille}', { debut: '2020-03-01' }, 'jusqu’au 29 février 2020'],
    ['jusqu’au {debut|veille}', { debut: '1900-01-01' }, 'jusqu’au 31 décembre 1899'],
    ['du {debut}', { debut: '2019-08-12' }, 'du 12 août 2019'],
    ['{montant}', { montant: '50000' }, '50 000,00 €'],
    ['{montant|nombre}', { montant: '1234.5' }, '1 234,5'],
    ['{prix|euro}', { prix: '0.005' }, '0,01 €'],
    ['{etp}', { etp: '0.8000' }, '0,8 Etp'],
    ['{heures}', { heures: '12500.5' }, '12 500,5 h'],
    ['{prixHoraire}', { prixHoraire: '7.87' }, '7,87 €'],
    ['{places} et {seances}', { places: 20, seances: 1 }, '20 places et 1 acte'],
    ['{places}', { places: 0 }, '0 place'],
    ['{mois} sur {mois|nombre}', { mois: 3 }, '3 mois sur 3'],
    ['{taux}', { taux: '0.43' }, '43 %'],
    ['{exercice}', { exercice: 2019 }, '2019'],
    ['{nombre}', { nombre: 12500 }, '12 500'],
    ['{ouvert}', { ouvert: false }, 'non'],
    ['{nature}', { nature: 'EAJE' }, "établissement d'accueil"],
    ['{nature}', { nature: 'RAM' }, 'RAM'],
    ['{etp}', {}, 'non renseigné'],
    [
      "l'Etp d'{nom} : « {etp} », c'est trop",
      { nom: 'Anne', etp: '2' },
      "l'Etp d'Anne : « 2 Etp », c'est trop",
    ],
    ['{nombre, plural, one {# animateur} other {# animateurs}}', { nombre: 1 }, '1 animateur'],
    ['{nombre, plural, one {# animateur} other {# animateurs}}', { nombre: 2 }, '2 animateurs'],
    [
      "{nombre, plural, one {un animateur} other {l'équipe de {etp}}}",
      { nombre: 3, etp: '2.5' },
      "l'équipe de 2,5 Etp",
    ],
    ['{nombre, plural, one {{nombre} animateur} other {{nombre} animateurs}}', { nombre: 2 }, '2 animateurs'],
    ['{nature, select, RAM {relais} other {autre}}', { nature: 'RAM' }, 'relais'],
  ])('%s', (texte, bruts, attendu) => {
    expect(rendre(texte, bruts)).toBe(attendu);
  });

  it('keeps text as text: nothing in a value is a placeholder, a tag or code', () => {
    expect(rendre('Bonjour {nom}', { nom: '<script>{montant}</script> {nombre, plural, other {#}}' })).toBe(
      'Bonjour <script>{montant}</script> {nombre, plural, other {#}}',
    );
    expect(rendre('Moins de {nom} (< 3)', { nom: 'x' })).toBe('Moins de x (< 3)');
  });

  it.each([
    ['{inconnu}', 'ne correspond à aucun fait'],
    ['{montant|dollar}', 'n’existe pas'],
    ['{montant|constructor}', 'n’existe pas'],
    ['{montant|date}', 'ne convient pas'],
    ['{inconnu, plural, other {x}}', 'ne correspond à aucun fait'],
    ['{montant, number}', 'écrivez {montant|format}'],
    ['{montant', 'accolades'],
    ['montant}', 'accolades'],
  ])('refuses %s', (texte, raison) => {
    expect(() => compilerMessage(texte, NOMS)).toThrow(FormuleRefusee);
    expect(() => compilerMessage(texte, NOMS)).toThrow(raison);
  });

  it('writes the first of the month « 1er »', () => {
    expect([dateEnLettres('2020-01-01'), dateEnLettres('2020-01-11')]).toEqual([
      '1er janvier 2020',
      '11 janvier 2020',
    ]);
  });
});
