import { definirEcran } from '#admin/definition/ecran.ts';
import { aLeDroit } from '#admin/definition/etat-page.ts';
import { adresse } from '#admin/definition/outils.ts';
import { referenceDemandee } from '#admin/ecrans/decision/serveur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { enregistrerCourrier } from '#src/domain/suivi/courrier/commandes.ts';
import { courriersDe, dernieresParts } from '#src/domain/suivi/courrier/lectures.ts';
import { partsAttendues, type PartDeLaCaf, type PartsEcrites } from '#src/domain/suivi/courrier/lettre.ts';
import { lettreDe } from '#src/domain/suivi/courrier/lettre-de-decision.ts';

const PARTS: readonly { readonly nom: PartDeLaCaf; readonly libelle: string; readonly longueur: number }[] = [
  { nom: 'adresseCaf', libelle: 'Adresse de la Caf', longueur: 500 },
  { nom: 'destinataire', libelle: 'Adresse du destinataire', longueur: 500 },
  { nom: 'recours', libelle: 'Voies et délais de recours', longueur: 3000 },
  { nom: 'signature', libelle: 'Nom, qualité et signature', longueur: 300 },
];

/** The letter to write now, to complete; or one that was kept, as it was. @throws Introuvable */
async function donneesDeLaLettre(unite: UniteDeLecture, parametres: Readonly<Record<string, string>>) {
  const lettre = await lettreDe(unite, referenceDemandee(parametres));
  const gardes = await courriersDe(unite, lettre.decisionId);
  const { courrier } = parametres;
  const montre = courrier === undefined ? null : gardes.find(({ id }) => id === courrier);
  if (montre === undefined) throw new Introuvable('Courrier');
  const attendues = new Set(partsAttendues(lettre));
  const ecrites: PartsEcrites = gardes[0] ?? (await dernieresParts(unite)) ?? {};
  return {
    lettre: montre?.contenu ?? lettre,
    decision: adresse('decisions', lettre.decisionId),
    // The letter kept that is shown; null: the one that would be written now.
    montre: montre?.id ?? null,
    // What is left to the Caf, with what it wrote last; nothing where the reader keeps no letter.
    parts:
      montre || !aLeDroit(unite.acteur, enregistrerCourrier.droit)
        ? []
        : PARTS.filter(({ nom }) => attendues.has(nom)).map((part) => ({
            ...part,
            valeur: ecrites[part.nom] ?? '',
          })),
    courriers: gardes.map(({ id, le, parNom }) => ({ id, le: le.toISOString(), par: parNom })),
  };
}

/** A decision told to the partner by a letter that the Caf completes and keeps. */
export const ecranLettre = definirEcran({
  nom: 'lettre',
  libelle: 'Courrier au partenaire',
  groupe: null,
  droit: ['Decision', 'lire'],
  donnees: donneesDeLaLettre,
  commandes: { enregistrer: enregistrerCourrier },
});
