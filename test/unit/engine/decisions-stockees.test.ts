/**
 * What a decision of record stores, for each shipped version, over its scenarios and drawn cases: decided
 * again, an old decision must be the same to the last character. The digests were taken before the evaluators
 * were made faster; that of a new version is the one it first gives.
 */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { deciderAvecTrace, ErreurDuMoteur, type JeuCompile } from '#src/engine/index.ts';
import { chargerVersion, IDS } from '#test/rules/appui.ts';
import { tireurDeCas, type Cas } from './direct/cas-generes.ts';
import { hasard } from './direct/hasard.ts';

const TIRES = 150;
const GRAINE = 20190701;

const EMPREINTES: Readonly<Record<string, string>> = {
  'annee-equipement 1.0.0': '23fc2c5a1d84e8f1',
  'asre 1.0.0': '40b1d5246d6fb220',
  'bareme-participations 1.0.0': 'bdebec82c81117d5',
  'bonus-alsh 1.0.0': 'ff7b8521af46f9b3',
  'bonus-eaje 1.0.0': '0c090c5c22a92739',
  'campagnes 1.0.0': 'd31b5266697c6396',
  'coherence 1.0.0': 'ee57a0602cf516b9',
  'conseil-role 1.0.0': '7f1420d5c921982a',
  'contrat 1.0.0': 'c211b47541c93ee5',
  'controles-alsh 1.0.0': '5fc3cdd90a4ce2fb',
  'controles-declaration 1.0.0': '88b327d9dd35d63c',
  'controles-declaration 1.0.1': 'a5e0898e4373726e',
  'controles-eaje 1.0.0': '836f5fd50dd3ae14',
  'controles-laep 1.0.0': '63a6e4e4b9381c1b',
  'conventionnement 1.0.0': 'cc5532aeaa7e72cf',
  'conventionnement 2.0.0': 'e5eb773513c2e5b6',
  'echeance 1.0.0': 'cf600f1c5884e439',
  'echeance 2.0.0': '65f835a38eb77b5b',
  'echeance 3.0.0': '53e973fc085d6bd6',
  'effet-fermeture 1.0.0': '93a625324914859b',
  'effet-fermeture 2.0.0': 'fe5d084c08980e6e',
  'eligibilite 1.0.0': '083b4d263319696d',
  'estimation-alsh 1.0.0': '45cc5db2aa3838e6',
  'estimation-eaje 1.0.0': '17cbab1916d3c09c',
  'estimation-laep 1.0.0': '20719c68f3043571',
  'estimation-ps 1.0.0': '5a1c83f69dcdcac9',
  'estimation-ps 1.1.0': '81acb4ac22851900',
  'etp 1.0.0': 'b4d1aff648ed840a',
  'etp 2.0.0': 'feb5c523e1ccb1b5',
  'etp-equipement 1.0.0': 'b59075169246cdb8',
  'fenetres-campagne 1.0.0': '981e1d3d02bd8c02',
  'fermeture 1.0.0': '9c874557789e9ce3',
  'journees-pedagogiques 1.0.0': 'ef55e765a23fadd7',
  'liens-annuels 1.0.0': '7b0de89737a9358f',
  'missions 1.0.0': 'a797573d4e75a49f',
  'ouverture 1.0.0': '1bd6abd465d623ec',
  'ouverture 2.0.0': '27df1134018b8d65',
  'periodes 1.0.0': 'd954eda5df977cf1',
  'presence 1.0.0': '3b0d1b96d0d4e2bd',
  'quotas 1.0.0': 'f0a1c8d0d46c9046',
};

const VERSIONS = IDS.flatMap((id) =>
  readdirSync(resolve(import.meta.dirname, '../../../rules', id)).map(
    (nom) => [id, nom.replace(/\.json$/, '')] as const,
  ),
);

function casDe(jeu: JeuCompile): Cas[] {
  const tirer = tireurDeCas(jeu.fichier, hasard(GRAINE));
  return [
    ...jeu.fichier.scenarios.map(({ date, etantDonne }) => ({ date, faits: { ...etantDonne } })),
    ...Array.from({ length: TIRES }, tirer),
  ];
}

async function ecrire(jeu: JeuCompile, cas: Cas): Promise<string> {
  try {
    const { decision, trace } = await deciderAvecTrace(jeu, cas);
    // Which libraries decided is stored too, and changes with them.
    return JSON.stringify({ decision, trace: { ...trace, bibliotheques: {} } });
  } catch (erreur) {
    if (erreur instanceof ErreurDuMoteur) return `${erreur.name}: ${erreur.message}`;
    throw erreur;
  }
}

it.each(VERSIONS)('%s %s: what is stored, to the last character', async (id, version) => {
  const jeu = chargerVersion(id, version);
  const empreinte = createHash('sha256');
  for (const cas of casDe(jeu)) empreinte.update(await ecrire(jeu, cas));
  expect(empreinte.digest('hex').slice(0, 16)).toBe(EMPREINTES[`${id} ${version}`]);
});
