import { z } from 'zod';
import { Deferred } from '#admin/definition/ecran.ts';
import { compter } from '#src/kernel/francais.ts';
import { bornesDe } from '#admin/ecrans/atelier/mesure/mesure.ts';
import { compilerSiPossible, juger } from '#admin/ecrans/atelier/brouillon/serveur/verification.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import { preparerControle } from '#src/domain/politique/porte/controle.ts';
import type { FichierClos, Scenario } from '#src/engine/index.ts';
import { valeurEnMots } from '#src/engine/rendu/index.ts';
import { ajouterScenario, attenduDe, marquerARelire, EditRefused } from '#src/engine/text-edit/index.ts';

/** A text after an edit, and what was done to it. */
export interface EditedText {
  readonly texte: string;
  readonly annonce: string;
}

const TEXTE = z.looseObject({ jeu: z.string(), texte: z.string() });
const CAS = z.object({
  titre: z.string().min(1),
  date: z.string(),
  etantDonne: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
const A_CORRIGER = 'Le fichier doit d’abord être corrigé : voyez ce que disent les contrôles.';

/** Cases at the boundaries of the rules that the text has no scenario for. Nothing is written. */
export async function listerBornes(unite: UniteDeLecture, brut: Readonly<Record<string, unknown>>) {
  const lue = TEXTE.safeParse(brut);
  if (!lue.success) throw new SaisieInvalide('Le texte du brouillon n’est pas arrivé entier : réessayez.');
  const controler = await preparerControle(unite, { genre: 'regles', ...lue.data }, { sansAnalyse: true });
  return new Deferred(async () => {
    const { clos } = await controler();
    if (!clos || !compilerSiPossible(clos)) throw new SaisieInvalide(A_CORRIGER);
    return (await bornesDe(clos)).map((scenario) => montrerBorne(clos, scenario));
  });
}

function montrerBorne({ faits, decision }: FichierClos, { titre, date, etantDonne, attendu }: Scenario) {
  const donnes = Object.entries(etantDonne).flatMap(([nom, valeur]) => {
    const fait = faits[nom];
    return fait && valeur !== null ? [`${fait.libelle} : ${valeurEnMots(fait, valeur)}`] : [];
  });
  const codes = new Map(
    [...Object.entries(decision.issues), ...Object.entries(faits)].map(([code, { libelle }]) => [
      code,
      libelle,
    ]),
  );
  return {
    titre: titre.replace(/[A-Za-z][A-Za-z0-9_]*/g, (mot) =>
      titre.includes(`${mot} :`) ? mot : (codes.get(mot) ?? mot),
    ),
    date,
    faits: donnes.join(' ; '),
    issues: attendu.issues.map((code) => codes.get(code) ?? code).join(', ') || 'Informations manquantes',
    // Sent back when chosen.
    cas: JSON.stringify({ titre, date, etantDonne }),
  };
}

/**
 * Adds the chosen cases to the text; each expects what the file decides now, and is marked to be reviewed.
 */
export function ajouterBornes(clos: FichierClos, depart: string, choisis: readonly string[]): EditedText {
  if (choisis.length === 0) throw new EditRefused('choisis', 'Cochez au moins un cas.');
  const jeu = compilerSiPossible(clos);
  if (!jeu) throw new EditRefused(null, A_CORRIGER);
  let texte = depart;
  const scenarios = [...clos.scenarios];
  for (const choisi of choisis) {
    const lu = CAS.safeParse(JSON.parse(choisi));
    if (!lu.success) throw new EditRefused('choisis', 'Un des cas cochés est mal formé : rouvrez la liste.');
    const { titre, date, etantDonne } = lu.data;
    const donnes = Object.fromEntries(
      Object.entries(etantDonne).filter(
        (paire): paire is [string, string | number | boolean] => paire[1] !== null,
      ),
    );
    const decision = juger(jeu, { date, etantDonne: donnes });
    if (typeof decision === 'string') throw new EditRefused(null, decision);
    const scenario = { titre: marquerARelire(titre), date, etantDonne: donnes, attendu: attenduDe(decision) };
    const ajout = ajouterScenario(texte, { scenarios }, scenario);
    texte = ajout.texte;
    scenarios.push({ id: ajout.id, ...scenario });
  }
  return {
    texte,
    annonce: `${compter(choisis.length, 'scénario a été ajouté', 'scénarios ont été ajoutés')} au brouillon, à relire.`,
  };
}
