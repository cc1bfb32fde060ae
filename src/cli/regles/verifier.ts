/** `regles verifier`: every check on every file of `rules/`, with a report. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Anomalie } from '#src/engine/erreurs.ts';
import { FichierInvalide, decrireAnomalie } from '#src/engine/erreurs.ts';
import { situer } from '#src/engine/lecture.ts';
import type { Rapport } from '#src/engine/verifier/index.ts';
import { verifierParametres, verifierRegles } from '#src/engine/verifier/index.ts';
import type { ReferenceDeFichier } from '#src/registry/fichiers.ts';
import { DossierDeRegles } from '#src/registry/fichiers.ts';
import type { CodeDeSortie, Verbe } from './usage.ts';
import { UsageInvalide, lireArguments } from './usage.ts';

/** Report on one file, rule file or not. */
interface RapportDeFichier {
  readonly fichier: string;
  readonly genre: ReferenceDeFichier['genre'];
  readonly valide: boolean;
  readonly empreinte: string | null;
  readonly anomalies: readonly Anomalie[];
  readonly comptes: Rapport['comptes'] | null;
}

export const verbe: Verbe = {
  usage: 'regles verifier [jeu | jeu@version | chemin]… [--json] [--regles <dossier>]',
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, { json: 'drapeau', regles: 'texte' });
    const racine = textes.get('regles');
    const dossier = new DossierDeRegles(racine === undefined ? undefined : resolve(racine));
    const rapports: RapportDeFichier[] = [];
    for (const reference of await choisir(dossier, positions)) rapports.push(await controler(dossier, reference));
    process.stdout.write(drapeaux.has('json') ? `${JSON.stringify(rapports, null, 2)}\n` : rapportEnClair(rapports));
    return rapports.every(({ valide }) => valide) ? 0 : 1;
  },
};

async function choisir(dossier: DossierDeRegles, positions: readonly string[]): Promise<ReferenceDeFichier[]> {
  const tous = await dossier.tous();
  if (positions.length === 0) return tous;
  return positions.flatMap((position) => {
    if (position.endsWith('.json')) {
      const chemin = resolve(position);
      if (!existsSync(chemin)) throw new UsageInvalide(`Le fichier « ${position} » n'existe pas.`);
      return [dossier.referenceDe(chemin)];
    }
    const [id, version] = position.split('@');
    const trouves = tous.filter((reference) => reference.id === id && (version === undefined || reference.version === version));
    if (trouves.length === 0) throw new UsageInvalide(`Aucun fichier de règles ne correspond à « ${position} » ; donnez un jeu, jeu@version ou un chemin.`);
    return trouves;
  });
}

async function controler(dossier: DossierDeRegles, reference: ReferenceDeFichier): Promise<RapportDeFichier> {
  const base = { fichier: reference.nom, genre: reference.genre };
  try {
    const fichier = await dossier.lire(reference);
    if (reference.genre === 'regles') {
      const { fichier: regles, clos } = await dossier.fermer(fichier);
      const { anomalies, empreinte, comptes } = await verifierRegles(regles, clos);
      return { ...base, valide: anomalies.length === 0, empreinte, anomalies: situer(anomalies, fichier.lu), comptes };
    }
    const anomalies = reference.genre === 'parametres' ? situer(verifierParametres(await dossier.parametres(fichier)), fichier.lu) : await dossier.controlerSchema(fichier);
    return { ...base, valide: anomalies.length === 0, empreinte: null, anomalies, comptes: null };
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return { ...base, valide: false, empreinte: null, anomalies: erreur.anomalies, comptes: null };
  }
}

function rapportEnClair(rapports: readonly RapportDeFichier[]): string {
  const enDefaut = rapports.filter(({ valide }) => !valide).length;
  const lignes = rapports.map(({ fichier, valide, anomalies, comptes }) => {
    const details = anomalies.map((anomalie) => `    ${anomalie.controle} – ${decrireAnomalie(anomalie)}\n`).join('');
    return `${valide ? '✓' : '✗'} ${fichier}${comptes ? ` : ${compter(comptes)}` : ''}\n${details}`;
  });
  const conclusion = enDefaut === 0 ? `${rapports.length} fichiers contrôlés, aucune anomalie.` : `${rapports.length} fichiers contrôlés, ${enDefaut} en défaut.`;
  return `${lignes.join('')}\n${conclusion}\n`;
}

function compter({ regles, reglesVisitees, scenarios, scenariosReussis, points, pointsCites, questionsOuvertes, valeursFictives, casExplores }: Rapport['comptes']): string {
  return [
    `${reglesVisitees}/${regles} règles visitées`,
    `${scenariosReussis}/${scenarios} scénarios réussis`,
    `${pointsCites}/${points} points de source cités`,
    `${questionsOuvertes} questions ouvertes`,
    ...(valeursFictives > 0 ? [`${valeursFictives} valeurs fictives`] : []),
    `${casExplores} cas explorés (échantillon)`,
  ].join(', ');
}
