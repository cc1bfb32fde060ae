import { compilerExpression, FormuleRefusee, type Expression } from '#src/engine/index.ts';
import { estFourni, FAITS_FOURNIS } from '#src/domain/formulaire/catalogue.ts';
import type { ContexteDeclare, FaitDeContexte } from '#src/domain/formulaire/definition.ts';
import type { Signaler } from './signaler.ts';

/** Facts that hold what the form retains of the declarations of the same equipment. */
const SUR_LES_ANTERIEURES: readonly string[] = [
  'anterieures',
  'decisionsAnterieures',
  'conventionnementsDeLAnnee',
];

/**
 * Checks the catalogue a form declares: each fact known to the program with its type, or computed from those
 * above it.
 */
export function verifierContexte(declare: ContexteDeclare | undefined, signaler: Signaler): void {
  if (!declare) return;
  const connus: string[] = [];
  declare.faits.forEach((fait, rang) => {
    const chemin = `/contexte/faits/${rang}`;
    if (connus.includes(fait.nom))
      signaler(`${chemin}/nom`, `Deux faits du contexte portent le nom « ${fait.nom} ».`);
    if (fait.valeur === undefined) verifierFourni(fait, declare, chemin, signaler);
    else
      essayer(`${chemin}/valeur`, signaler, () =>
        refuserHorsContexte(compilerExpression(fait.valeur ?? '', { racines: ['contexte'] }), connus),
      );
    connus.push(fait.nom);
  });
  for (const [nom, texte] of Object.entries(declare.anterieures?.retient ?? {})) {
    essayer(`/contexte/anterieures/retient/${nom}`, signaler, () =>
      compilerExpression(texte, { racines: ['donnees', 'totaux'] }),
    );
  }
}

function verifierFourni(
  { nom, type }: FaitDeContexte,
  { anterieures }: ContexteDeclare,
  chemin: string,
  signaler: Signaler,
): void {
  if (!estFourni(nom)) {
    return signaler(
      `${chemin}/nom`,
      `Le programme ne fournit pas le fait « ${nom} » : donnez sa « valeur », ou choisissez parmi ${Object.keys(FAITS_FOURNIS).join(', ')}.`,
    );
  }
  const fourni = FAITS_FOURNIS[nom];
  if (fourni.type !== type)
    signaler(`${chemin}/type`, `Le fait « ${nom} » est de type « ${fourni.type} » : ${fourni.contenu}.`);
  if (SUR_LES_ANTERIEURES.includes(nom) && !anterieures)
    signaler(
      chemin,
      `Le fait « ${nom} » demande de dire, sous « anterieures », ce qui est retenu de ces déclarations.`,
    );
}

/** @throws FormuleRefusee when the expression reads of `contexte` anything but these facts */
export function refuserHorsContexte(expression: Expression, noms: readonly string[]): void {
  for (const nom of expression.membres('contexte')) {
    if (nom === null)
      throw new FormuleRefusee(
        `l’expression « ${expression.texte} » lit le contexte en bloc ; nommez le fait : contexte.exercice.`,
      );
    if (!noms.includes(nom))
      throw new FormuleRefusee(
        `l’expression « ${expression.texte} » lit « contexte.${nom} », que le formulaire ne déclare pas ; faits déclarés : ${noms.join(', ')}.`,
      );
  }
}

function essayer(chemin: string, signaler: Signaler, compiler: () => unknown): void {
  try {
    compiler();
  } catch (erreur) {
    signaler(chemin, erreur instanceof Error ? erreur.message : String(erreur));
  }
}
