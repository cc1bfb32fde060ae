import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { ecrireTelephone } from '#src/kernel/saisie/telephone.ts';
import { courriersDe } from '#src/domain/suivi/courrier/lectures.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import { expliquer } from '#src/domain/suivi/explication/expliquer.ts';
import { jourEnLettres } from '#src/kernel/decision/mots.ts';
import type { Explication } from '#src/domain/suivi/explication/types.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { composer } from './composer.ts';
import type { Bloc, Lettre } from './lettre.ts';
import { paragraphe, aCompleter } from './lettre.ts';

/**
 * The letter of a decision, dated of the day at the Caf.
 * @throws Introuvable | ReferenceAmbigue | VersionDisparue as {@link expliquer}
 */
export async function lettreDe(unite: UniteDeLecture, reference: string): Promise<Lettre> {
  const explication = await expliquer(unite, reference);
  return composer(
    explication,
    await expediteurDe(unite, explication),
    await destinataireDe(unite, explication),
    jourEnLettres(unite.maintenant, explication.caf.fuseau),
  );
}

/**
 * The letter of a decision taken on a declaration, for a person who may read that declaration: the one the
 * Caf kept last, where there is one.
 * @throws Introuvable also when the decision is about something else
 */
export async function lettreDUneDeclaration(
  unite: UniteDeLecture,
  declarationId: string,
  decisionId: string,
): Promise<{ lettre: Lettre; declaration: Declaration }> {
  const declaration = await declarationLisible(unite, declarationId);
  const { sujetType, sujetId } = await charger(unite, Decision, decisionId, 'Décision');
  if (sujetType !== 'Declaration' || sujetId !== declaration.id) throw new Introuvable('Décision');
  const [garde] = await courriersDe(unite, decisionId);
  return { declaration, lettre: garde?.contenu ?? (await lettreDe(unite, decisionId)) };
}

async function expediteurDe({ em }: UniteDeLecture, { caf: { id, nom } }: Explication): Promise<Bloc[]> {
  const caf = await em.findOne(Caf, { id });
  return [
    paragraphe(nom),
    aCompleter('adresseCaf', 'Adresse'),
    ...[caf?.courriel, caf?.telephone ? ecrireTelephone(caf.telephone) : null].flatMap((texte) =>
      texte ? [paragraphe(texte)] : [],
    ),
  ];
}

async function destinataireDe({ em }: UniteDeLecture, { partenaire }: Explication): Promise<Bloc[]> {
  if (!partenaire) return [aCompleter('destinataire', 'Destinataire')];
  const connu = await em.findOne(Partenaire, { id: partenaire.id });
  const organisme = connu && (await em.findOne(Organisme, { id: connu.organisme.id }));
  const lignes = [
    organisme?.adresse,
    [organisme?.codePostal, organisme?.commune].filter(Boolean).join(' '),
  ].filter((ligne): ligne is string => Boolean(ligne));
  return [
    paragraphe(partenaire.nom),
    ...(organisme?.adresse
      ? lignes.map(paragraphe)
      : [...lignes.map(paragraphe), aCompleter('destinataire', 'Adresse')]),
  ];
}
