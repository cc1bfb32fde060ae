import { beforeAll, expect, it } from 'vitest';
import { type Lettre } from '#src/domain/suivi/courrier/lettre.ts';
import { composer } from '#src/domain/suivi/courrier/composer.ts';
import { expliquerParLeFichier } from '#src/domain/suivi/explication/parties.ts';
import { lettreEnTexte, plier } from '#src/domain/suivi/courrier/texte.ts';
import type { Explication } from '#src/domain/suivi/explication/types.ts';
import { compiler, evaluateurDirect, type FichierClos } from '#src/engine/index.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';

/** Explanation of every scenario of every shipped file, with the letter it makes. */
const ecrites: { nom: string; clos: FichierClos; explication: Explication; lettre: Lettre }[] = [];
beforeAll(async () => {
  const dossier = new RuleFolder();
  for (const jeu of await dossier.jeux())
    for (const reference of await dossier.versions('regles', jeu)) {
      const { clos } = await dossier.fermer(await dossier.lire(reference));
      const { evaluer } = evaluateurDirect(compiler(clos));
      for (const { id, date, etantDonne } of clos.scenarios) {
        const { decision, trace } = evaluer(date, etantDonne);
        const explication: Explication = {
          ...expliquerParLeFichier(clos, {
            ...decision,
            trace,
            faits: { ...etantDonne },
            dateReference: date,
          }),
          id: '1a2b3c4d-5e6f-4000-8000-000000000000',
          reference: '1A2B3C4D-5E6F',
          jeu: clos.id,
          etat: decision.etat,
          etatEnClair: '',
          dateReference: date,
          dateEnClair: date,
          priseLe: '2026-03-02T09:00:00.000Z',
          priseLeEnClair: '',
          cas: {
            type: 'Declaration',
            id: '',
            libelle: 'Déclaration réelle 2025 – Ram',
            precision: null,
            ouvrable: true,
          },
          caf: { id: '451', nom: 'Caf du Loiret', fuseau: 'Europe/Paris' },
          partenaire: null,
          version: {
            empreinte: 'e'.repeat(64),
            numero: clos.version,
            du: null,
            au: null,
            periode: '',
            connueDu: null,
          },
          alternatives: [],
          sansAlternative: null,
          suite: null,
        };
        ecrites.push({
          nom: `${clos.id} ${id}`,
          clos,
          explication,
          lettre: composer(explication, [], [], '2 mars 2026'),
        });
      }
    }
}, 60_000);

it('no letter of any shipped scenario holds a code, a fact’s name, a hash or a hole', () => {
  for (const { nom, clos, lettre } of ecrites) {
    const texte = lettreEnTexte(lettre);
    expect(
      /[A-Z]{3,}_[A-Z]|(?<!\p{L})\p{Ll}+\p{Lu}\w*|\b[A-Z]{3,4}-\d{3}\b|[0-9a-f]{32}|SRC-\d|\b(?:undefined|null)\b|\{|\}/u.exec(
        texte,
      )?.[0],
      nom,
    ).toBeUndefined();
    for (const code of Object.keys(clos.decision.issues)) expect(texte, nom).not.toContain(code);
  }
  expect(ecrites.length).toBeGreaterThan(300);
});

it('every given fact is told once: read, left aside or without effect', () => {
  for (const {
    nom,
    clos,
    explication: { faits, nonExamine },
  } of ecrites) {
    const dits = [...faits.map(({ libelle }) => libelle), ...nonExamine.faits.map(({ libelle }) => libelle)];
    const donnes = clos.scenarios.find(({ id }) => nom === `${clos.id} ${id}`)?.etantDonne ?? {};
    for (const [fait, valeur] of Object.entries(donnes))
      if (valeur !== null)
        expect(
          dits.filter((dit) => dit === clos.faits[fait]?.libelle),
          `${nom} ${fait}`,
        ).toHaveLength(1);
  }
});

it('a case that waits is told as open, with what to do', () => {
  const attendus = ecrites.filter(({ explication: { etat } }) => etat === 'source-muette');
  expect(attendus.length).toBeGreaterThan(5);
  for (const {
    nom,
    lettre,
    explication: { constats },
  } of attendus) {
    const titres = lettre.parties.map(({ titre }) => titre);
    expect(titres, nom).toContain('Ce qui reste ouvert');
    const texte = lettreEnTexte(lettre).replaceAll(/\s+/g, ' ');
    for (const { corriger, message } of constats)
      for (const dit of [corriger, message]) expect(texte, nom).toContain(dit.replaceAll(/\s+/g, ' '));
  }
});

it('once a person has decided, the letter is about what he decided: nothing of what was awaited, nor of our own questions', () => {
  const attendus = ecrites.filter(
    ({ explication: { etat } }) => etat === 'source-muette' || etat === 'decision-humaine',
  );
  const suite = {
    libelle: 'Habilitation validée',
    motif: null,
    le: '2026-03-05T09:00:00.000Z',
    par: null,
    instance: null,
    seanceLe: null,
    estimationAvant: null,
    estimationApres: null,
    rendue: true,
  };
  for (const { nom, explication } of attendus) {
    const texte = lettreEnTexte(composer({ ...explication, suite }, [], [], '6 mars 2026')).replaceAll(
      /\s+/g,
      ' ',
    );
    expect(texte, nom).toContain('la décision prise le 5 mars 2026');
    expect(texte, nom).not.toMatch(
      /En attente de validation|Attendez la validation|doit encore se prononcer|sous réserve : la Caf/,
    );
    for (const { message, corriger } of explication.constats.filter(
      ({ etatEnClair }) => etatEnClair !== null,
    ))
      for (const attente of [message, corriger])
        if (attente) expect(texte, nom).not.toContain(attente.replaceAll(/\s+/g, ' '));
  }
  for (const { nom, lettre } of ecrites)
    expect(lettreEnTexte(lettre), nom).not.toMatch(/posée à|[Ll]a source est muette|Certitude/);
});

it('a letter about a role says nothing of the limits of the others', () => {
  const lettres = ecrites.filter(
    ({ clos, explication: { faits } }) =>
      clos.id === 'quotas' && faits.some(({ valeur }) => valeur === 'Approbateur'),
  );
  expect(lettres.length).toBeGreaterThan(2);
  for (const { nom, lettre } of lettres)
    expect(lettreEnTexte(lettre).replaceAll(/\s+/g, ' '), nom).not.toMatch(/Nombre maximal de fournisseurs/);
});

it('what only the Caf can write is left for it to complete, whatever the decision', () => {
  for (const {
    nom,
    lettre: { cloture },
  } of ecrites)
    expect(
      cloture.map(({ genre }) => genre),
      nom,
    ).toEqual(['a-completer', 'a-completer']);
});

it('folds at 80 characters, and never between a word and its punctuation', () => {
  const lignes = plier(`${'mot '.repeat(19)}fin : suite`);
  expect(lignes.every((ligne) => ligne.length <= 80 && !/^[:;?!»]/.test(ligne))).toBe(true);
});
