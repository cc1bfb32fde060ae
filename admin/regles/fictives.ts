import { z } from 'zod';
import type { FichierFictif, PageFictives, Remplacement } from '#admin/regles/contrats.ts';
import { enVigueur } from '#admin/regles/questions.ts';
import { titreDe } from '#admin/regles/essai.ts';
import { retoucher } from '#admin/regles/retouches.ts';
import { adresseListe } from '#admin/ressources/outils.ts';
import { compteDe } from '#src/domain/commun/acteur.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { SaisieInvalide } from '#src/domain/commun/refus.ts';
import { peut } from '#src/domain/droits/droits.ts';
import { brouillons, lireBrouillon, lireVersion } from '#src/domain/regle/lectures.ts';
import { GENRES_DE_VERSION } from '#src/domain/regle/version-regle.ts';
import type { FichierDeRegles, Parametre } from '#src/engine/index.ts';
import { repondreQuestion, retirerPoint, type FichierRetouche } from '#src/engine/retouche/index.ts';

/** Every fictitious value of the files in force, where it is written: a shared one once, in its own file. */
export async function donneesDesFictives(unite: UniteDeLecture): Promise<PageFictives> {
  const miens = peut(unite.acteur, 'BrouillonRegle', 'lire') ? (await brouillons(unite)).filter(({ auteur }) => auteur.compteId === compteDe(unite.acteur)) : [];
  const fichiers: FichierFictif[] = [];
  for (const { fichier: { genre, jeu, titre }, empreinte, contenu } of await enVigueur(unite)) {
    if (contenu.genre === 'formulaire') continue;
    const parametres = contenu.genre === 'regles' ? contenu.rendu.parametres.filter(({ partage }) => partage === null) : contenu.parametres;
    const connu = miens.find((mien) => mien.genre === genre && mien.jeu === jeu);
    const brouillon = connu ? await lireBrouillon(unite, connu.id) : null;
    const restantes = brouillon && fictivesDe(brouillon.texte);
    const valeurs = parametres.flatMap(({ nom, libelle, unite: mesure, valeurs: datees }) => datees.filter(({ appui }) => appui.certitude === 'fictif').map(({ du, texte, periode, appui }) => (
      { cle: `${nom}/${du}`, nom, du, libelle, unite: mesure, texte, periode, question: appui.question, remplacee: restantes !== null && !restantes.has(`${nom}/${du}`) })));
    if (valeurs.length > 0) fichiers.push({ genre, jeu, titre, empreinte, brouillon: brouillon && { id: brouillon.id, numero: brouillon.numero, version: brouillon.version }, valeurs });
  }
  return { fichiers, estimations: await estimationsARefaire(unite), peutEcrire: peut(unite.acteur, 'BrouillonRegle', 'creer') };
}

/** Decisions of record, by file, made by a version that had a fictitious value. */
async function estimationsARefaire({ em, acteur }: UniteDeLecture): Promise<PageFictives['estimations']> {
  if (!peut(acteur, 'Decision', 'lire')) return [];
  const lignes = await em.execute<{ jeu: string; decisions: number }[]>(`
    select d.jeu, count(*)::int as decisions from decision d join version_regle v on v.empreinte = d.empreinte
    where v.genre = 'regles' and exists (select 1 from jsonb_path_query(v.canonique::jsonb, '$.parametres.*.valeurs[*].certitude') certitude where certitude #>> '{}' = 'fictif')
    group by d.jeu order by d.jeu`);
  return lignes.map(({ jeu, decisions }) => ({ titre: titreDe(jeu), decisions, href: adresseListe('decisions', { jeu }) }));
}

const ecrits = ({ parametres }: FichierRetouche): [string, Parametre][] => Object.entries(parametres).flatMap(([nom, parametre]) => ('partage' in parametre ? [] : [[nom, parametre] as [string, Parametre]]));

/** Values still fictitious in a text, by parameter and first day; null while the text cannot be read. */
function fictivesDe(texte: string): Set<string> | null {
  try {
    return new Set(ecrits(JSON.parse(texte) as FichierRetouche).flatMap(([nom, { valeurs }]) => valeurs.filter(({ certitude }) => certitude === 'fictif').map(({ du }) => `${nom}/${du}`)));
  } catch {
    return null;
  }
}

const SAISIE = z.looseObject({ genre: z.enum(GENRES_DE_VERSION), jeu: z.string(), depuis: z.string(), brouillon: z.string(), lignes: z.array(z.string()).min(1) });
const LIGNE = z.record(z.string(), z.string());

function lireLigne(json: string): z.output<typeof LIGNE> {
  try {
    return LIGNE.parse(JSON.parse(json));
  } catch {
    throw new SaisieInvalide('Une des valeurs n’est pas arrivée entière : rechargez la page.');
  }
}

/** The text of a draft, or of the version it would start from, with these values in place of the fictitious ones. Nothing is written. */
export async function remplacerFictives(unite: UniteDeLecture, brut: Readonly<Record<string, unknown>>): Promise<Remplacement> {
  const lue = SAISIE.safeParse(brut);
  if (!lue.success) throw new SaisieInvalide('Donnez au moins une vraie valeur.');
  const { genre, jeu, depuis, brouillon, lignes } = lue.data;
  let { texte } = brouillon === '' ? await lireVersion(unite, depuis) : await lireBrouillon(unite, brouillon);
  const champs: Record<string, string> = {};
  const citations = new Map<string, string>();
  const reponses = new Map<string, string>();
  const delaissees = new Set<string>();
  for (const ligne of lignes.map(lireLigne)) {
    const { cle = '', nom = '', du = '' } = ligne;
    const fichier = JSON.parse(texte) as FichierRetouche;
    const rang = ecrits(fichier).find(([autre]) => autre === nom)?.[1].valeurs.findIndex((valeur) => valeur.du === du && valeur.certitude === 'fictif') ?? -1;
    const ancienne = ecrits(fichier).find(([autre]) => autre === nom)?.[1].valeurs[rang];
    if (!ancienne) {
      champs[`${cle}.valeur`] = 'Cette valeur n’est plus fictive dans le brouillon : rechargez la page.';
      continue;
    }
    const source = ['titre', 'lieu', 'date', 'type', 'resume'].map((champ) => ligne[`source.${champ}`]?.trim() ?? '').join('\n');
    const citation = citations.get(source);
    const retouche = await retoucher(unite, {
      ...ligne, ...(citation === undefined ? {} : { 'source.titre': '' }), genre, jeu, texte, operation: 'valeur', parametre: nom, rang: String(rang), question: ancienne.question ?? '',
      sources: citation === undefined ? [] : [citation], derniereVerification: unite.aujourdhui.toString(),
    });
    if ('refus' in retouche) {
      const refusees = Object.entries(retouche.champs);
      for (const [champ, message] of refusees.length > 0 ? refusees : [['valeur', retouche.refus] as const]) champs[`${cle}.${champ}`] = message;
      continue;
    }
    texte = retouche.texte;
    citations.set(source, citation ?? `${(JSON.parse(texte) as FichierRetouche).sources.at(-1)?.id ?? ''}#a`);
    if (ancienne.question !== undefined) reponses.set(ancienne.question, `Voir « ${ligne['source.titre']?.trim() ?? ''} ».`);
    for (const ancien of ancienne.sources) delaissees.add(ancien);
  }
  if (Object.keys(champs).length > 0) return { refus: 'Des valeurs sont à corriger : rien n’a été enregistré.', champs };
  return { texte: ranger(texte, reponses, delaissees) };
}

/** Answers the questions no value waits on any more, and takes out the points nothing cites any more. */
function ranger(depart: string, reponses: ReadonlyMap<string, string>, delaissees: ReadonlySet<string>): string {
  let texte = depart;
  const fichier = JSON.parse(texte) as FichierRetouche & Partial<Pick<FichierDeRegles, 'regles' | 'faitsDerives'>>;
  const appuis = [...ecrits(fichier).flatMap(([, { valeurs }]) => valeurs), ...(fichier.regles ?? []), ...Object.values(fichier.faitsDerives ?? {})];
  for (const [question, reponse] of reponses) {
    const attendue = appuis.some((appui) => appui.question === question && (appui.certitude === 'fictif' || appui.certitude === 'silence-de-la-source'));
    if (!attendue) texte = repondreQuestion(texte, question, reponse);
  }
  for (const citation of delaissees) if (!appuis.some(({ sources }) => sources.includes(citation))) texte = retirerPoint(texte, JSON.parse(texte) as FichierRetouche, citation);
  return texte;
}
