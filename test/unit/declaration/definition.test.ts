import { beforeAll, describe, expect, it } from 'vitest';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { donneesInitiales } from '#src/domain/formulaire/initial.ts';
import { verifierFormulaire } from '#src/domain/formulaire/verifier.ts';
import { lireSections } from '#src/domain/formulaire/restitution.ts';
import { lireVolet } from '#src/domain/formulaire/saisie/lire.ts';
import type { FichierDeRegles } from '#src/engine/format.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ANIMATRICE, contexte } from './donnees.ts';
import { MAM } from './mam.ts';

const dossier = new RuleFolder();
const jeux = new Map<string, FichierDeRegles>();
let ram: DefinitionDeFormulaire;
beforeAll(async () => {
  for (const jeu of await dossier.jeux()) {
    const reference = (await dossier.versions('regles', jeu)).at(-1);
    if (reference) jeux.set(jeu, (await dossier.fermer(await dossier.lire(reference))).fichier);
  }
  ram = (await registreDesFichiers()).formulaire('RAM', '2019-12-31')?.definition as DefinitionDeFormulaire;
});

/** The Ram's definition with one thing changed. */
function modifiee(changer: (definition: Modifiable) => void): string[] {
  const copie = structuredClone(ram) as unknown as Modifiable;
  changer(copie);
  return verifierFormulaire(copie as unknown as DefinitionDeFormulaire, jeux).map(({ message }) => message);
}
interface Modifiable {
  sections: {
    id: string;
    sources: string[];
    champs: {
      id: string;
      apres?: string;
      liste?: string;
      montrerSi?: object;
      requis?: boolean;
      exigePar?: object;
      champs?: { id: string; liste?: string; montrerSi?: object }[];
    }[];
  }[];
  enchainement: {
    id: string;
    jeu: string;
    pourChaque?: string;
    suit?: string;
    faits: Record<string, string>;
    champs: Record<string, string>;
    reglements?: Record<string, Record<string, string>>;
  }[];
  questions: Record<string, object>;
}
const explication = (definition: Modifiable) =>
  definition.sections.find(({ id }) => id === 'explicationsActivite')?.champs[0] ?? { id: '' };
const etape = (definition: Modifiable, id: string) =>
  definition.enchainement.find((une) => une.id === id) ?? definition.enchainement[0]!;

describe('checking a form definition', () => {
  it('accepts the Ram’s, its schema included', async () => {
    expect(verifierFormulaire(ram, jeux)).toEqual([]);
    const reference = (await dossier.versions('formulaire', 'ram')).at(-1);
    expect(reference && (await dossier.controlerSchema(await dossier.lire(reference)))).toEqual([]);
  });

  it.each<[string, (definition: Modifiable) => void, RegExp]>([
    [
      'an expression that cannot be read',
      (d) => {
        etape(d, 'ouverture').faits['debut'] = 'donnees.ouverture.(';
      },
      /refusée/,
    ],
    [
      'an expression that reads an unknown root',
      (d) => {
        etape(d, 'ouverture').faits['debut'] = 'donnée.debut';
      },
      /donnée|inconnu/,
    ],
    [
      'a row read outside a group',
      (d) => {
        etape(d, 'ouverture').faits['debut'] = 'ligne.debut';
      },
      /ligne/,
    ],
    [
      'a rule file that does not exist',
      (d) => {
        etape(d, 'ouverture').jeu = 'aperture';
      },
      /aperture/,
    ],
    [
      'a fact whose name is nearly one of the rule file',
      (d) => {
        etape(d, 'ouverture').faits['finn'] = '1';
      },
      /« finn » ; vouliez-vous dire « fin »/,
    ],
    [
      'a fact that is not given',
      (d) => {
        delete etape(d, 'ouverture').faits['fin'];
      },
      /« fin »/,
    ],
    [
      'a field to point at that the form does not have',
      (d) => {
        etape(d, 'ouverture').champs['debut'] = 'ouverture.premier';
      },
      /ouverture\.premier/,
    ],
    [
      'a group that does not exist',
      (d) => {
        etape(d, 'fermeture').pourChaque = 'fermetures.toutes';
      },
      /fermetures\.toutes/,
    ],
    [
      'an outcome nobody decides',
      (d) => {
        etape(d, 'fermeture').reglements = { PS_NON_VERSEE: { OUI: 'Oui' } };
      },
      /PS_NON_VERSEE/,
    ],
    [
      'a choice of the rule file that is not offered',
      (d) => {
        delete etape(d, 'fermeture').reglements?.['DECISION_CA']?.['SUSPENSION'];
      },
      /SUSPENSION/,
    ],
    [
      'a step that follows no other',
      (d) => {
        etape(d, 'effet-fermeture').suit = 'cloture';
      },
      /cloture/,
    ],
    [
      'a list that does not exist',
      (d) => {
        const champ = d.sections[1]?.champs[0]?.champs?.[0];
        if (champ) champ.liste = 'natures';
      },
      /natures/,
    ],
    [
      'a source that is not declared',
      (d) => {
        d.sections[0]?.sources.push('SRC-9#z');
      },
      /SRC-9#z/,
    ],
    [
      'a question asked nowhere',
      (d) => {
        d.questions['Q99'] = {};
      },
      /Q99/,
    ],
    [
      'two sections of one name',
      (d) => {
        d.sections.push({ ...d.sections[0]! });
      },
      /ouverture/,
    ],
    [
      'a date that follows nothing',
      (d) => {
        const champ = d.sections[0]?.champs[1];
        if (champ) champ.apres = 'commencement';
      },
      /commencement/,
    ],
    [
      'a condition on a value no list has',
      (d) => {
        const champ = d.sections[2]?.champs[0]?.champs?.[4];
        if (champ) champ.montrerSi = { champ: 'remplacement', parmi: ['robot'] };
      },
      /robot/,
    ],
    [
      'a sentence asked for by no step',
      (d) => {
        explication(d).exigePar = { etape: 'coherent', issue: 'ECART_ETP' };
      },
      /pas d’étape « coherent »/,
    ],
    [
      'a sentence asked for by an outcome that does not exist',
      (d) => {
        explication(d).exigePar = { etape: 'coherence-activite', issue: 'ECART' };
      },
      /pas d’issue « ECART »/,
    ],
    [
      'a sentence asked of the other fournisseur',
      (d) => {
        explication(d).exigePar = { etape: 'coherence-finances', issue: 'ECART_CHARGES' };
      },
      /volet « activite »/,
    ],
    [
      'a sentence required besides',
      (d) => {
        explication(d).requis = true;
      },
      /n’est pas « requis »/,
    ],
  ])('refuses %s', (_quoi, changer, message) => {
    expect(modifiee(changer).some((phrase) => message.test(phrase))).toBe(true);
  });
});

describe('a new declaration', () => {
  it('starts with the Caf’s records', () => {
    const activite = donneesInitiales(ram, 'reelle', 'activite', contexte());
    expect(activite.valeurs).toMatchObject({
      ouverture: { debut: '2019-01-01', fin: '2019-12-31', moisFermesConges: 0 },
      territoires: { communes: [{ commune: '45053' }] },
      animateurs: {
        liste: [{ animateur: ANIMATRICE, etpContrat: '1', etpDeclare: '1', remplacement: 'aucun' }],
      },
    });
  });
});

describe('another type of equipment', () => {
  it('is a definition and its rule files, with no code: read, judged, estimated and shown', async () => {
    const registre = await registreDesFichiers([MAM]);
    const definition = registre.formulaire('MAM', '2019-12-31')?.definition as DefinitionDeFormulaire;
    expect(verifierFormulaire(definition, jeux)).toEqual([]);
    const activite = lireVolet(
      definition,
      'activite',
      'reelle',
      { 'seances.debut': '01/03/2019', 'seances.fin': '30/06/2019', 'seances.lieux.0.commune': 'Briare' },
      contexte(),
    );
    const finances = lireVolet(
      definition,
      'finances',
      'reelle',
      { 'depenses.accueillants': '1 000,50', 'depenses.locaux': '200' },
      contexte(),
    );
    const mam = {
      definition,
      perennite: 'reelle' as const,
      activite: activite.donnees,
      finances: finances.donnees,
      contexte: contexte(),
      choix: [],
    };
    const analyse = await analyser(mam, 'saisie', sansTrace(registre), () => []);
    expect([...activite.erreurs, ...finances.erreurs, ...analyse.bloquants, ...analyse.manquants]).toEqual(
      [],
    );
    // 1 200.50 × 4 months / 100
    expect(analyse.estimation).toMatchObject({
      montant: '48.02',
      details: [{ libelle: 'Mois', valeur: '4' }],
    });
    const sections = lireSections(mam);
    expect(sections.map(({ titre }) => titre)).toEqual(['Séances', 'Dépenses']);
    expect(sections[0]?.groupes[0]?.lignes).toEqual([['Briare (45)']]);
    const vide = await analyser(
      { ...mam, activite: { valeurs: {}, illisibles: {} } },
      'saisie',
      sansTrace(registre),
      () => [],
    );
    expect(vide.manquants.map(({ champ }) => champ).sort()).toEqual(['seances.debut', 'seances.fin']);
  });
});
