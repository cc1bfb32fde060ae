import { beforeAll, describe, expect, it } from 'vitest';
import { cloturer, type FichierClos, type FichierDeRegles } from '#src/engine/index.ts';
import { conditionSurUneLigne, rendre, valeurEnMots, type FichierRendu } from '#src/engine/rendu/index.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';

const rendus = new Map<string, FichierRendu>();
const clos = new Map<string, FichierClos>();

beforeAll(async () => {
  const dossier = new RuleFolder();
  for (const id of await dossier.jeux()) {
    const [reference] = await dossier.versions('regles', id);
    if (!reference) continue;
    const { clos: ferme } = await dossier.fermer(await dossier.lire(reference));
    clos.set(id, ferme);
    rendus.set(id, rendre(ferme));
  }
});

const rendu = (id: string): FichierRendu => rendus.get(id) ?? expect.fail(`no file ${id}`);
const ordinaires = (texte: string): string => texte.replaceAll('\u00a0', ' ');
const regle = (id: string, code: string) =>
  rendu(id).regles.find((candidate) => candidate.id === code) ?? expect.fail(`no rule ${code}`);

describe('a shipped file in French', () => {
  it('loses no rule, parameter value, derived fact, fact, source point or question', () => {
    for (const [id, fichier] of clos) {
      const { regles, parametres, calculs, faits, sources, questions, scenarios } = rendu(id);
      expect(
        regles.map((ligne) => ligne.id),
        id,
      ).toEqual(fichier.regles.map((ligne) => ligne.id));
      expect(
        parametres.map(({ valeurs }) => valeurs.length),
        id,
      ).toEqual(Object.values(fichier.parametres).map(({ valeurs }) => valeurs.length));
      expect(
        calculs.map(({ nom }) => nom),
        id,
      ).toEqual(Object.keys(fichier.faitsDerives));
      expect(
        faits.map(({ nom }) => nom),
        id,
      ).toEqual(Object.keys(fichier.faits));
      expect(sources.flatMap(({ points }) => points).length, id).toBe(
        fichier.sources.flatMap(({ points }) => Object.keys(points)).length,
      );
      expect(
        questions.map((question) => question.id),
        id,
      ).toEqual(Object.keys(fichier.questions));
      expect(scenarios.length, id).toBe(fichier.scenarios.length);
    }
  });

  it('shows no name of the file, no operator and no unit of the format', () => {
    for (const [id, { regles, calculs }] of rendus) {
      const textes = [
        ...regles.map(({ conditions }) => conditionSurUneLigne(conditions)),
        ...regles.map(({ message }) => message.quoi),
        ...calculs.flatMap(({ formule }) => formule.cas.map(({ si, alors }) => `${si ?? ''} ${alors}`)),
      ];
      const noms = [
        ...Object.keys(clos.get(id)?.faits ?? {}),
        ...Object.keys(clos.get(id)?.parametres ?? {}),
        ...Object.keys(clos.get(id)?.faitsDerives ?? {}),
      ].filter((nom) => /[a-z][A-Z]/.test(nom));
      for (const texte of textes) {
        expect(texte, id).not.toMatch(/==|&&|\|\||_1\b|\{[a-z]|lessThan|notEqual/);
        for (const nom of noms) expect(texte.includes(nom), `${nom} in ${texte}`).toBe(false);
      }
    }
  });

  it('cites every source in clear, and a weak one as weak', () => {
    for (const [id, { regles, parametres }] of rendus) {
      for (const { reference, resume, titre } of [
        ...regles,
        ...parametres.flatMap(({ valeurs }) => valeurs),
      ].flatMap(({ appui }) => appui.sources)) {
        expect(resume, `${id} ${reference}`).not.toBe('');
        expect(titre, `${id} ${reference}`).not.toBe(reference);
      }
    }
    expect(regle('quotas', 'QUO-006').appui.sources.map(({ nature, faible }) => [nature, faible])).toEqual([
      ['Support de présentation', true],
      ['Note interne', true],
    ]);
  });
});

describe('a rule', () => {
  it('tells its conditions with the labels of facts and of codes', () => {
    expect(ordinaires(conditionSurUneLigne(regle('quotas', 'QUO-001').conditions))).toBe(
      'Type d’équipement est « Relais assistants maternels (Ram) » et Rôle demandé est « Fournisseur de données d’activité » ou « Fournisseur de données financières » et Places disponibles pour ce rôle est « libre »',
    );
  });

  it('tells a threshold by its parameter, its unit and its date', () => {
    expect(ordinaires(conditionSurUneLigne(regle('etp-equipement', 'ETPE-002').conditions))).toBe(
      'Etp validé par le conseil d’administration est supérieur à : Nombre maximal d’Etp validés et financés par conventionnement (6 Etp depuis le 1er janvier 2015)',
    );
  });

  it('gives its outcome, its gravity and what a person may answer', () => {
    expect(regle('quotas', 'QUO-003').issue).toEqual({
      code: 'EN_ATTENTE_CAF',
      libelle: 'En attente de validation par votre Caf',
      gravite: 'information',
      graviteEnClair: 'Information',
      etatEnClair: 'Une personne décide',
      choix: ['Valider l’approbateur', 'Refuser l’approbateur'],
    });
  });

  it('puts the label where its message shows a value', () => {
    expect(regle('quotas', 'QUO-006').message.quoi).toContain(
      'nombre maximal d’approbateurs ([Nombre maximal d’approbateurs par Ram])',
    );
  });
});

describe('a derived fact', () => {
  it('is a list of cases tried in order', () => {
    expect(
      rendu('campagnes').calculs.find(({ nom }) => nom === 'position')?.formule.cas ??
        rendu('campagnes').calculs.at(-1)?.formule.cas,
    ).toEqual([
      { si: '[Date du jour] < [Premier jour de la campagne]', alors: '«\u00a0avant\u00a0»' },
      { si: '[Date du jour] < [Premier jour où la campagne est fermée]', alors: '«\u00a0pendant\u00a0»' },
      { si: null, alors: '«\u00a0apres\u00a0»' },
    ]);
  });

  it('keeps the parentheses that change its value', () => {
    const texte = rendu('etp')
      .calculs.map(({ formule }) => formule.cas.map(({ alors }) => alors).join(' '))
      .join(' ');
    expect(texte).toContain('arrondi à [Nombre de décimales de l’Etp retenu] décimales');
    const avec = avecFormule(
      '(titulairesActifs - titulairesEnAttente) * titulairesActifs - (titulairesActifs - titulairesEnAttente)',
    );
    const actifs = '[Autres personnes qui tiennent ce rôle]';
    const attente = '[Autres personnes dont l’habilitation à ce rôle attend la validation de la Caf]';
    expect(avec).toBe(`(${actifs} − ${attente}) × ${actifs} − (${actifs} − ${attente})`);
  });

  it('that does not parse is left as it is written', () => {
    expect(avecFormule('titulairesActifs +')).toBe('titulairesActifs +');
  });
});

function avecFormule(formule: string): string {
  const fichier = clos.get('quotas') ?? expect.fail('no quotas');
  const [[nom, calcul] = expect.fail('no derived fact')] = Object.entries(fichier.faitsDerives);
  return (
    rendre({ ...fichier, faitsDerives: { [nom]: { ...calcul, formule } } }).calculs[0]?.formule.cas[0]
      ?.alors ?? ''
  );
}

describe('a parameter', () => {
  it('is a timeline whose values end the day before the next one', () => {
    const fichier = clos.get('quotas') ?? expect.fail('no quotas');
    const { quotaApprobateur } = fichier.parametres;
    if (!quotaApprobateur) expect.fail('no quotaApprobateur');
    const [premiere = expect.fail('no value')] = quotaApprobateur.valeurs;
    const modifie: FichierDeRegles = {
      ...fichier,
      parametres: {
        ...fichier.parametres,
        quotaApprobateur: {
          ...quotaApprobateur,
          valeurs: [
            premiere,
            { ...premiere, du: '2020-01-01', valeur: 2, certitude: 'fictif', question: 'Q1' },
          ],
        },
      },
    };
    const { parametres, fictives } = rendre(cloturer(modifie, () => undefined));
    const ligne = parametres.find(({ nom }) => nom === 'quotaApprobateur');
    expect(ligne?.valeurs.map(({ periode, texte }) => `${texte} ${periode}`)).toEqual([
      '1 du 1er janvier 2015 au 31 décembre 2019',
      '2 depuis le 1er janvier 2020',
    ]);
    expect(ligne?.valeurs[1]?.appui).toMatchObject({
      certitude: 'fictif',
      certitudeEnClair: 'Valeur fictive',
      question: 'Q1',
    });
    expect(fictives).toEqual(['Nombre maximal d’approbateurs par Ram']);
  });

  it('shared by several files says where it comes from', () => {
    expect(
      rendu('etp')
        .parametres.filter(({ partage }) => partage !== null)
        .map(({ partage }) => partage),
    ).toContain('ram');
  });
});

describe('a question', () => {
  it('names the rules, values and formulas that wait on it', () => {
    expect(rendu('quotas').questions.find(({ id }) => id === 'Q3')).toMatchObject({
      reponse: null,
      regles: ['QUO-007'],
      concerne: [
        'règle QUO-007, « Lieu d’implantation, activité déjà complète »',
        'paramètre « Places d’un lieu d’implantation quand l’activité est complète »',
        'calcul « Places disponibles pour ce rôle »',
      ],
    });
  });
});

describe('a code without a label', () => {
  it('is read in French words, one that has a label by it', () => {
    const { faitsDerives } = clos.get('fermeture') ?? {};
    const position = faitsDerives?.['position'];
    expect(position && valeurEnMots(position, 'egale')).toBe('égale');
    expect(valeurEnMots({ libelle: '', type: 'enum', libelles: { egale: 'Tout juste' } }, 'egale')).toBe(
      'Tout juste',
    );
    expect(valeurEnMots({ libelle: '', type: 'enum' }, 'RAM')).toBe('RAM');
  });
});
