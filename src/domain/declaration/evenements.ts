import { randomUUID } from 'node:crypto';
import { compteDe, nomDe } from '#src/kernel/acteur.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { EvenementDeclaration, type Declaration } from '#src/domain/declaration/declaration.ts';

/** What happens to a declaration, as the timeline tells it. */
export const EVENEMENTS = {
  commencee: 'Déclaration commencée',
  'activite-terminee': 'Données d’activité terminées',
  'finances-terminees': 'Données financières terminées',
  'activite-reprise': 'Saisie des données d’activité reprise',
  'finances-reprise': 'Saisie des données financières reprise',
  renvoyee: 'Renvoyée par l’approbateur',
  transmise: 'Transmise à la Caf',
  'prise-en-traitement': 'Prise en traitement par la Caf',
  'decision-demandee': 'Décision demandée au conseil d’administration ou à sa commission',
  'decision-rendue': 'Décision rendue',
  'cas-regle': 'Point réglé par la Caf',
  'question-repondue': 'Jugée de nouveau : les règles répondent à une question qui restait ouverte',
  retournee: 'Retournée par la Caf',
  traitee: 'Traitée par la Caf',
} as const;
export type TypeEvenement = keyof typeof EVENEMENTS;

/** Those whose name a partner does not read. */
const AU_NOM_DE: Readonly<Record<string, string>> = { agent: 'Votre Caf', analyste: 'Les règles nationales' };

/** Adds a step to the timeline. The partner reads an agent as « votre Caf ». */
export function noter(
  unite: UniteDeTravail,
  declaration: Declaration,
  type: TypeEvenement,
  motif: string | null = null,
): void {
  const par = compteDe(unite.acteur);
  if (par === null) throw new Error('a declaration is moved by a person');
  unite.em.persist(
    unite.em.create(EvenementDeclaration, {
      id: randomUUID(),
      caf: declaration.caf,
      partenaire: declaration.partenaire,
      declaration,
      type,
      le: unite.maintenant,
      par,
      acteur: AU_NOM_DE[unite.acteur.type] ?? nomDe(unite.acteur),
      motif,
    }),
  );
  if (motif !== null) unite.motiver(motif);
}
