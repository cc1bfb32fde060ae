import { BoundedCache } from '#src/kernel/bounded-cache.ts';
import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';
import { contratsDe, type Contrats } from '#src/domain/contractualisation/echeance/situation.ts';
import type { Dossier } from '#src/domain/declaration/chaine/dossier.ts';
import { choixDe, decisionsHumaines } from '#src/domain/declaration/choix-humains.ts';
import { contexteDe } from '#src/domain/declaration/contexte.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';

/** What a draft is judged with, besides what is typed in it: the Caf's records of today, and human decisions. */
type Fond = Pick<Dossier, 'contexte' | 'choix'>;

interface FondLu extends Fond {
  /** The acts of the partner are judged by them too. */
  readonly contrats: Contrats;
  /** What it was read for: form and day, and the fingerprint of the records. */
  readonly pour: string;
}

/** By declaration. A draft is judged at each keystroke; what is behind it changes a few times a year. */
const lus = new BoundedCache<FondLu>({ entries: 2_000, bytes: 32_000_000 });

async function lireFond(
  unite: UniteDeLecture,
  declaration: Declaration,
  definition: DefinitionDeFormulaire,
): Promise<Fond> {
  const dejaTransmise = (declaration.transmiseLe ?? null) !== null;
  return {
    contexte: await contexteDe(unite, declaration, definition, dejaTransmise),
    choix: choixDe(await decisionsHumaines(unite, [declaration.id])),
  };
}

/**
 * Read anew by a unit that writes. One that reads takes what was read before as long as the fingerprint it has
 * just read of the records is the same, whichever server changed them.
 */
export async function fondDuBrouillon(
  unite: UniteDeLecture,
  declaration: Declaration,
  definition: DefinitionDeFormulaire,
): Promise<Fond> {
  const { id, partenaire, formulaireEmpreinte } = declaration;
  const empreinte = declaration.empreinteDuContexte?.unwrap();
  if (ecrit(unite) || !empreinte) return lireFond(unite, declaration, definition);
  const pour = `${formulaireEmpreinte} ${unite.aujourdhui.toString()} ${empreinte}`;
  const connu = lus.get(id);
  if (connu?.pour === pour) {
    contratsDe.connaitre(unite, connu.contrats, partenaire.id);
    return { contexte: connu.contexte, choix: connu.choix };
  }
  const fond = await lireFond(unite, declaration, definition);
  const lu = { ...fond, contrats: await contratsDe(unite, partenaire.id), pour };
  lus.set(id, lu, JSON.stringify(lu).length);
  return fond;
}
