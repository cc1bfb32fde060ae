/** `regles comparer`: what changes from one version of a rule set to another, and for which cases. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Comparaison, Differences, SectionComparee, VerdictDeNiveau } from '#src/engine/comparer/index.ts';
import { comparer, niveauRespecte } from '#src/engine/comparer/index.ts';
import type { JeuCompile } from '#src/engine/compiler.ts';
import { compiler } from '#src/engine/compiler.ts';
import { dateEnLettres } from '#src/engine/messages.ts';
import { DossierDeRegles } from '#src/registry/fichiers.ts';
import type { CodeDeSortie, Verbe } from './usage.ts';
import { UsageInvalide, lireArguments } from './usage.ts';

const USAGE = `regles comparer <jeu> <version avant> <version après> [--json] [--regles <dossier>]
       regles comparer <avant.json> <après.json> [--json] [--regles <dossier>]
  Paramètres, règles, faits, questions et messages qui changent ; cas dont l'issue change, chacun avec un exemple, ou preuve qu'aucun ne change ;
  niveau de version qui en découle. Sort avec 1 quand le numéro de version ne suit pas.`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, { json: 'drapeau', regles: 'texte' });
    const racine = textes.get('regles');
    const dossier = new DossierDeRegles(racine === undefined ? undefined : resolve(racine));
    const [avant, apres] = await lireLesDeux(dossier, positions);
    const comparaison = comparer(avant, apres);
    const verdict = niveauRespecte(comparaison);
    process.stdout.write(drapeaux.has('json') ? `${JSON.stringify({ ...comparaison, numero: verdict }, null, 2)}\n` : enClair(comparaison, verdict));
    return verdict.respecte ? 0 : 1;
  },
};

async function lireLesDeux(dossier: DossierDeRegles, positions: readonly string[]): Promise<[JeuCompile, JeuCompile]> {
  const [premier, deuxieme, troisieme, ...trop] = positions;
  if (premier === undefined || deuxieme === undefined || trop.length > 0) throw new UsageInvalide(`Indiquez un jeu et deux versions, ou deux fichiers. Usage : ${USAGE}`);
  if (premier.endsWith('.json') && deuxieme.endsWith('.json') && troisieme === undefined) return [await lireFichier(dossier, premier), await lireFichier(dossier, deuxieme)];
  if (troisieme === undefined) throw new UsageInvalide(`Indiquez aussi la deuxième version. Usage : ${USAGE}`);
  return [await lireVersion(dossier, premier, deuxieme), await lireVersion(dossier, premier, troisieme)];
}

/** A version of `rules/`, or a file anywhere. @throws UsageInvalide, FichierInvalide */
async function lireVersion(dossier: DossierDeRegles, jeu: string, version: string): Promise<JeuCompile> {
  if (version.endsWith('.json')) return lireFichier(dossier, version);
  const references = await dossier.versions('regles', jeu);
  const reference = references.find((candidate) => candidate.version === version);
  if (!reference) {
    const connues = references.map((candidate) => candidate.version).join(', ');
    throw new UsageInvalide(connues === '' ? `Le jeu de règles « ${jeu} » n'existe pas.` : `Le jeu « ${jeu} » n'a pas de version « ${version} » ; versions connues : ${connues}.`);
  }
  const { clos } = await dossier.fermer(await dossier.lire(reference));
  return compiler(clos);
}

/** A draft may bear any file name: the file itself says which rule set and version it is. */
async function lireFichier(dossier: DossierDeRegles, chemin: string): Promise<JeuCompile> {
  const absolu = resolve(chemin);
  if (!existsSync(absolu)) throw new UsageInvalide(`Le fichier « ${chemin} » n'existe pas.`);
  const texte = await dossier.lire({ ...dossier.referenceDe(absolu), genre: 'regles', nom: chemin });
  const { valeur } = texte.lu;
  const nom = typeof valeur === 'object' && valeur !== null && 'id' in valeur && 'version' in valeur ? { id: String(valeur.id), version: String(valeur.version) } : {};
  const { clos } = await dossier.fermer({ ...texte, ...nom });
  return compiler(clos);
}

const TITRES: Readonly<Record<SectionComparee, string>> = {
  faits: 'Faits', contraintes: 'Contraintes', faitsDerives: 'Faits dérivés', issues: 'Issues', regles: 'Règles', questions: 'Questions',
  messages: 'Messages', sources: 'Sources', scenarios: 'Scénarios', invariants: 'Invariants',
};

function enClair(comparaison: Comparaison, verdict: VerdictDeNiveau): string {
  const { jeu, avant, apres, parametres, sections, enveloppe, effets, methode, niveau, raisons } = comparaison;
  const lignes = [`${jeu} : ${avant.version} → ${apres.version}`, ''];
  const bloc = (titre: string, contenu: readonly string[]): void => {
    if (contenu.length > 0) lignes.push(titre, ...contenu.map((ligne) => `  ${ligne}`), '');
  };
  bloc('Présentation', enveloppe.map((champ) => `${champ} modifié`));
  bloc('Paramètres', parametres.map(({ nom, libelle, de, vers, du, au }) => `${libelle} (${nom}) : ${valeur(de)} → ${valeur(vers)}, à partir du ${dateEnLettres(du)}${au === null ? '' : ` et jusqu'au ${dateEnLettres(au)} exclu`}`));
  for (const [section, differences] of Object.entries(sections)) bloc(TITRES[section as SectionComparee], enumererDifferences(differences));
  bloc('Cas dont la décision change', effets.flatMap((effet) => [
    `${effet.avant} → ${effet.apres}${effet.causes.length > 0 ? ` (${effet.causes.join(', ')})` : ''}`,
    `    exemple au ${dateEnLettres(effet.temoin.date)} : ${JSON.stringify(effet.temoin.etantDonne)}`,
  ]));
  lignes.push(methode, '', `Niveau du changement : ${niveau} (${raisons.join(' ; ')}).`);
  lignes.push(verdict.message ?? `Le numéro ${apres.version} convient (au moins ${verdict.versionMinimale}).`, '');
  return lignes.join('\n');
}

function enumererDifferences({ ajoutes, retires, modifies }: Differences): string[] {
  return [
    ...ajoutes.map((id) => `+ ${id}`),
    ...retires.map((id) => `- ${id}`),
    ...modifies.map(({ id, quoi }) => `~ ${id} : ${quoi.join(', ')}`),
  ];
}

function valeur(donnee: string | boolean | null): string {
  if (donnee === null) return 'aucune valeur';
  return typeof donnee === 'boolean' ? (donnee ? 'oui' : 'non') : donnee;
}
