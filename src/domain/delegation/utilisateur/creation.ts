import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/delegation/tables.ts';
import { randomUUID } from 'node:crypto';
import { DejaPris } from '#src/kernel/refus.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { inviter } from '#src/domain/acces/compte/inviter.ts';
import { Utilisateur, type Poste } from '#src/domain/delegation/utilisateur/utilisateur.ts';

export class CourrielDejaUtilise extends DejaPris {
  constructor() {
    const message =
      'Un utilisateur de votre organisme a déjà cette adresse mail. Recherchez-le dans la liste : il suffit peut-être de rouvrir son accès.';
    super(message, { courriel: message });
  }
}

/** A user to open, already checked. */
export interface NouvelUtilisateur {
  readonly partenaire: { readonly id: string; readonly nom: string };
  readonly cafId: string;
  readonly nom: string;
  readonly prenom: string;
  readonly courriel: string;
  readonly telephone: string | null;
  /** `AAAA-MM-JJ`. */
  readonly ouvertLe: string;
  /** First day without access, or null. */
  readonly closLe: string | null;
  readonly poste: Poste | null;
  readonly groupes: readonly string[];
  readonly administrateur: boolean;
  /** For the demonstration's accounts. */
  readonly demonstration?: boolean;
  /** The account only, neither link nor mail (demonstration). */
  readonly sansCourriel?: boolean;
}

/**
 * Opens a user of a partner: finds or creates the account of his mail, numbers his identifier, invites him.
 * Nothing is open before the
 * owner of the account accepts: by the link that makes it, or signed in where he has one. Nobody is told
 * which.
 * @throws CourrielDejaUtilise when the partner already has a user with this mail, open or closed
 */
export async function ouvrirUtilisateur(
  unite: UniteDeTravail,
  nouveau: NouvelUtilisateur,
): Promise<Utilisateur> {
  const existant = await unite.em.count(Utilisateur, {
    partenaire: nouveau.partenaire.id,
    courriel: nouveau.courriel,
  });
  if (existant > 0) throw new CourrielDejaUtilise();
  const identifiant = await numeroter(unite, nouveau.partenaire.id);
  const {
    nom,
    prenom,
    courriel,
    telephone,
    ouvertLe,
    closLe,
    poste,
    groupes,
    administrateur,
    demonstration,
    sansCourriel,
    cafId,
  } = nouveau;
  const personne = { courriel, prenom, cafId, organisme: nouveau.partenaire.nom, identifiant, demonstration };
  const { compteId } = await inviter(unite, { ...personne, sansCourriel: true });
  const utilisateur = unite.em.create(Utilisateur, {
    id: randomUUID(),
    caf: cafId,
    partenaire: nouveau.partenaire.id,
    compte: compteId,
    identifiant,
    nom,
    prenom,
    courriel,
    telephone,
    ouvertLe,
    closLe,
    poste,
    groupes,
    administrateur,
    rattachement: 'en-attente',
  });
  unite.em.persist(utilisateur);
  await unite.em.flush();
  // The link is for the account of somebody of one's own: the database lets it be made once the user is
  // written.
  if (!sansCourriel) await inviter(unite, { ...personne, utilisateurId: utilisateur.id });
  return utilisateur;
}

/**
 * The partner's next identifier: its common prefix and a number never given twice (the row stays locked until
 * the commit).
 */
async function numeroter(unite: UniteDeTravail, partenaireId: string): Promise<string> {
  const [ligne] = await lireLignes(
    unite.em,
    tables
      .updateTable('partenaire')
      .set(({ eb }) => ({ dernier_numero: eb('dernier_numero', '+', 1) }))
      .where('id', '=', partenaireId)
      .returning(['prefixe', 'dernier_numero as numero']),
  );
  if (!ligne) throw new Error(`partner ${partenaireId} is not visible to the actor`);
  return `${ligne.prefixe}${String(ligne.numero).padStart(3, '0')}`;
}
