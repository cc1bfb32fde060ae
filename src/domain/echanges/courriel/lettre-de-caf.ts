import type { Caf } from '#src/domain/territoire/caf/caf.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { ecrireTelephone } from '#src/kernel/saisie/telephone.ts';
import { espacer } from '#src/kernel/saisie/typographie.ts';

/** Somebody written to, by name. */
interface Correspondant {
  readonly courriel: string;
  readonly prenom: string;
  readonly nom: string;
}

/** A mail a Caf sends about a record. */
export interface LettreDeCaf {
  readonly objet: string;
  readonly paragraphes: readonly string[];
  /** What it is about, one a line: « Équipement : … ». */
  readonly reperes: Readonly<Record<string, string>>;
  /** Where to go, and what for: « Pour suivre la déclaration ». */
  readonly lien: { readonly libelle: string; readonly chemin: string };
}

const AUTOMATIQUE = 'Ce message est envoyé automatiquement par Mon Compte Partenaire : n’y répondez pas.';

/** Queues a mail signed by the Caf, with its address and telephone where it gives them. */
export function ecrireAuNomDeLaCaf(
  unite: UniteDeTravail,
  caf: Pick<Caf, 'id' | 'nom' | 'courriel' | 'telephone'>,
  { courriel, prenom, nom }: Correspondant,
  { objet, paragraphes, reperes, lien }: LettreDeCaf,
): void {
  const contact = [caf.courriel, caf.telephone && ecrireTelephone(caf.telephone)].filter(Boolean).join(' – ');
  const corps = [
    `Bonjour ${prenom} ${nom},`,
    ...paragraphes,
    Object.entries(reperes)
      .map(([terme, valeur]) => `${terme} : ${valeur}`)
      .join('\n'),
    `${lien.libelle} :\n${unite.adresse(lien.chemin)}`,
    [caf.nom, contact, AUTOMATIQUE].filter(Boolean).join('\n'),
  ];
  unite.envoyer({
    destinataire: courriel,
    cafId: caf.id,
    objet: espacer(objet),
    corps: espacer(corps.join('\n\n')),
  });
}
