import type { Anomalie } from '#src/engine/erreurs.ts';
import type { FichierDeRegles } from '#src/engine/format.ts';
import { verifierExigences } from '#src/domain/formulaire/verification/exigences.ts';
import { verifierContexte } from '#src/domain/formulaire/verification/contexte.ts';
import { nomsDuContexte } from '#src/domain/formulaire/catalogue.ts';
import { termesCites } from '#src/domain/formulaire/somme.ts';
import { champA } from '#src/domain/formulaire/champs.ts';
import type {
  DefinitionDeFormulaire,
  LigneDuCalcul,
  PerenniteDemandee,
} from '#src/domain/formulaire/definition.ts';
import { verifierPreparation } from '#src/domain/formulaire/verification/preparation.ts';
import type { Signaler } from '#src/domain/formulaire/verification/signaler.ts';
import { verifierUnicite } from '#src/domain/formulaire/verification/signaler.ts';
import { verifierExpression } from '#src/domain/formulaire/verification/expression.ts';
import { verifierSection } from '#src/domain/formulaire/verification/champs.ts';
import { verifierEtape } from '#src/domain/formulaire/verification/etapes.ts';
import { verifierCitations } from '#src/domain/formulaire/verification/citations.ts';

/**
 * Checks of a form definition that its schema cannot express: references, expressions, and facts against the
 * rule files.
 * @param definition a file the schema accepts
 * @param jeux rule files by id, to check the facts, fields and outcomes each step names; without them, steps
 *   are checked alone
 */
export function verifierFormulaire(
  definition: DefinitionDeFormulaire,
  jeux?: ReadonlyMap<string, FichierDeRegles>,
): Anomalie[] {
  const anomalies: Anomalie[] = [];
  const signaler: Signaler = Object.assign(
    (chemin: string, message: string) => void anomalies.push({ controle: 'formulaire', chemin, message }),
    { contexte: nomsDuContexte(definition.contexte) },
  );
  verifierContexte(definition.contexte, signaler);
  verifierUnicite(
    definition.sections.map(({ id }) => id),
    '/sections',
    'section',
    signaler,
  );
  verifierUnicite(
    definition.enchainement.map(({ id }) => id),
    '/enchainement',
    'étape',
    signaler,
  );
  verifierUnicite(
    (definition.preparation ?? []).map(({ id }) => id),
    '/preparation',
    'préparation',
    signaler,
  );
  definition.sections.forEach((section, rang) =>
    verifierSection(definition, section, `/sections/${rang}`, signaler),
  );
  verifierPreparation(definition, signaler);
  for (const [perennite, demandee] of Object.entries(definition.perennites))
    verifierReprise(definition, demandee, `/perennites/${perennite}/reprend`, signaler);
  verifierExigences(definition, jeux, signaler);
  definition.enchainement.forEach((etape, rang) => verifierEtape(definition, etape, rang, jeux, signaler));
  definition.estimation.lignes?.forEach((ligne, rang) =>
    verifierLigne(definition, ligne, `/estimation/lignes/${rang}`, signaler),
  );
  for (const [rang, detail] of definition.estimation.details.entries())
    verifierExpression(detail.valeur, `/estimation/details/${rang}/valeur`, false, signaler);
  if (definition.estimation.moisOuverture !== undefined)
    verifierExpression(definition.estimation.moisOuverture, '/estimation/moisOuverture', false, signaler);
  verifierExpression(definition.estimation.montant, '/estimation/montant', false, signaler);
  verifierCitations(definition, signaler);
  return anomalies;
}

function verifierLigne(
  definition: DefinitionDeFormulaire,
  { calcul, termes, valeur, champs }: LigneDuCalcul,
  chemin: string,
  signaler: Signaler,
): void {
  const cites = termesCites(calcul);
  for (const nom of cites)
    if (!Object.hasOwn(termes, nom))
      signaler(`${chemin}/calcul`, `Le calcul cite « {${nom}} », que « termes » ne déclare pas.`);
  for (const [nom, terme] of Object.entries(termes)) {
    if (!cites.includes(nom))
      signaler(`${chemin}/termes/${nom}`, `Le terme « ${nom} » n’est pas cité dans le calcul.`);
    verifierExpression(terme.valeur, `${chemin}/termes/${nom}/valeur`, false, signaler);
  }
  verifierExpression(valeur, `${chemin}/valeur`, false, signaler);
  for (const champ of champs)
    if (champA(definition, champ) === null)
      signaler(`${chemin}/champs`, `Le formulaire n’a pas de champ « ${champ} ».`);
}

function verifierReprise(
  definition: DefinitionDeFormulaire,
  { reprend, ventilation }: PerenniteDemandee,
  chemin: string,
  signaler: Signaler,
): void {
  if (!reprend) return;
  for (const perennite of reprend.depuis)
    if (!definition.perennites[perennite])
      signaler(`${chemin}/depuis`, `Le formulaire ne demande pas la pérennité « ${perennite} ».`);
  for (const id of reprend.sections)
    if (!definition.sections.some((section) => section.id === id))
      signaler(`${chemin}/sections`, `Le formulaire n’a pas de section « ${id} ».`);
  const { valeur, colonnes = {} } = reprend.ventiles;
  if (valeur !== undefined) verifierExpression(valeur, `${chemin}/ventiles/valeur`, true, signaler);
  for (const [id, texte] of Object.entries(colonnes)) {
    if (!ventilation?.colonnes.some((colonne) => colonne.id === id))
      signaler(`${chemin}/ventiles/colonnes/${id}`, `Cette pérennité n’a pas de colonne « ${id} ».`);
    verifierExpression(texte, `${chemin}/ventiles/colonnes/${id}`, true, signaler);
  }
}
