import { describe, expect, it } from 'vitest';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { autresLectures } from '#src/domain/declaration/chaine/lectures.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { questionsOuvertes, type FichierClos } from '#src/engine/index.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { ANIMATRICE } from './donnees.ts';
import { registre, dossierDe, juger } from './estimation.ts';

describe('the other readings of an open question', () => {
  const lectures = async (changements: { activite?: Brut; finances?: Brut }) => {
    const dossier = dossierDe(changements);
    return autresLectures(dossier, 'saisie', await juger(dossier), registre);
  };

  it('are shown where the amount would differ, with the question', async () => {
    // Open 6 months: cap 25 000 by twelfths, 50 000 otherwise; 42 000 × 43 % = 18 060
    expect(await lectures({ activite: { 'ouverture.debut': '2019-07-01' } })).toEqual([
      {
        libelle: 'Réduction du prix plafond à la durée d’ouverture',
        reponse: 'Aucune',
        question: expect.stringContaining('douzièmes'),
        montant: '18060.00',
      },
    ]);
  });

  it('are none where every answer gives the same amount', async () => {
    expect(await lectures({})).toEqual([]);
  });

  it('cover each rule file the amount comes from', async () => {
    const absente = {
      'absences.liste.0.animateur': ANIMATRICE,
      'absences.liste.0.motif': 'maladie',
      'absences.liste.0.debut': '2019-03-10',
      'absences.liste.0.fin': '2019-05-20',
    };
    expect(
      (await lectures({ activite: absente })).map(({ libelle, montant }) => [libelle.split(' ')[0], montant]),
    ).toEqual([
      ['Mois', '17915.95'],
      ['Proratisation', '19701.10'],
    ]);
    expect(
      (await lectures({ finances: { 'contributions.c86': '1000', 'contributions.c87': '1000' } })).map(
        ({ montant }) => montant,
      ),
    ).toEqual(['18490.00']);
  });

  it('are those of the versions that decided, whatever rules now', async () => {
    const dossier = dossierDe({ activite: { 'ouverture.debut': '2019-07-01' } });
    const premiere = registre.versions.find(
      ({ genre, jeu, numero }) => genre === 'regles' && jeu === 'estimation-ps' && numero === '1.0.0',
    );
    const analyse = await analyser(
      dossier,
      'saisie',
      async (demande) => {
        const { decision } =
          demande.jeu === 'estimation-ps'
            ? await registre.redecider(premiere?.empreinte ?? '', demande.date, demande.faits, null)
            : await registre.decider(demande.jeu, demande.date, demande.faits, 'publie');
        return { ...decision, id: null, versionRegle: decision.version, faits: demande.faits };
      },
      () => [],
    );
    const demandees: string[] = [];
    const espion = Object.assign(Object.create(registre) as RegistreVivant, {
      deciderSelon: (...args: Parameters<RegistreVivant['deciderSelon']>) => {
        demandees.push(args[0]);
        return registre.deciderSelon(...args);
      },
    });
    expect((await autresLectures(dossier, 'saisie', analyse, espion)).map(({ montant }) => montant)).toEqual([
      '18060.00',
    ]);
    expect(demandees).toContain(premiere?.empreinte);
    expect(demandees).not.toContain(
      registre.versions.find(({ jeu, numero }) => jeu === 'estimation-ps' && numero === '1.1.0')?.empreinte,
    );
  });

  it('stop once the question is answered', () => {
    const version = registre.versions.find(
      ({ jeu, numero }) => jeu === 'estimation-ps' && numero === '1.1.0',
    );
    if (version?.genre !== 'regles') throw new Error('estimation-ps 1.1.0 is a rule file');
    const { contenu } = version;
    const ouvertes = (fichier: FichierClos): string[] =>
      questionsOuvertes(fichier, '2019-12-31').map(({ parametre }) => parametre);
    const { Q3 } = contenu.questions;
    if (!Q3) throw new Error('Q3 is asked');
    expect(ouvertes(contenu)).toEqual(['diviseurEtp', 'reductionDuPlafond']);
    expect(
      ouvertes({ ...contenu, questions: { ...contenu.questions, Q3: { ...Q3, reponse: 'Par douzièmes.' } } }),
    ).toEqual(['diviseurEtp']);
  });
});
