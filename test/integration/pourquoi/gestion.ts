import type { EntityName } from '@mikro-orm/core';
import { assemblerFiche } from '#admin/definition/fiche/assembler.ts';
import type { ActionDeFiche, ContexteFiche, Ressource } from '#admin/definition/definition.ts';
import { enDonnees } from '#admin/definition/lecture.ts';
import type { Enregistrement } from '#admin/definition/types/fiche.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import { Compte } from '#src/domain/acces/compte/compte.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { saisieAdmise, type Essai } from './epreuve.ts';

const RIEN = {
  id: '',
  title: '',
  params: {},
  populated: {},
  errors: {},
  baseError: null,
  recordActions: [],
  bulkActions: [],
} as const satisfies Enregistrement;

/** What any form of the back-office may send beside the record's own values: all correct. */
const SAISIES = (jour: string): Readonly<Record<string, unknown>> => ({
  motif: 'Motif',
  observation: '',
  cote: 'partenaire',
  par: 'Camille Petit, maire',
  le: jour,
  closLe: jour,
  instance: 'conseil-administration',
  valideLe: jour,
  etpValide: '1',
  valide: 'true',
  courriel: 'a@exemple.fr',
});

/** The acts of one record, as its page shows them, and what its forms would send. */
async function essaisDe(
  unite: UniteDeLecture,
  ressource: Ressource,
  fiche: object,
  id: string,
): Promise<Essai[]> {
  const contexte: ContexteFiche<object> = {
    unite,
    fiche,
    id,
    depart: {},
    ailleurs: { catalogue: new Map(), racine: '' },
  };
  const { actions } = await assemblerFiche(contexte, ressource, { ...RIEN, id }, '/gestion');
  const essais: Essai[] = [];
  for (const { nom, pourquoi: explication } of actions) {
    const action = ressource.actionsDeFiche.find((une): une is ActionDeFiche<object> => une.nom === nom);
    if (!action) continue;
    const valeurs: Readonly<Record<string, unknown>> = {
      ...enDonnees(fiche),
      ...SAISIES(unite.aujourdhui.toString()),
    };
    const saisie = {
      ...valeurs,
      ...(nom === 'lierComptes' ? await autreCompte(unite, fiche as Utilisateur) : {}),
      ...(await choixOfferts(action, contexte, valeurs)),
      [action.cible ?? ressource.cle.nom]: id,
      version: String((fiche as { version?: number }).version ?? ''),
    };
    essais.push({
      ou: `${ressource.id}, ${nom}`,
      pourquoi: explication ?? null,
      commande: action.commande,
      saisie: saisieAdmise(unite, action.commande, saisie),
    });
  }
  return essais;
}

/** The address of somebody else's account, which the agent could type. */
async function autreCompte(
  { em, acteur }: UniteDeLecture,
  { compte }: Utilisateur,
): Promise<{ courriel: string }> {
  const { courriel } = await em.findOneOrFail(
    Compte,
    { id: { $nin: [compte.id, compteDe(acteur) ?? compte.id] } },
    { orderBy: { id: 'asc' } },
  );
  return { courriel };
}

/** A form sends what its list offers: the first, where the value at hand is not in it. */
async function choixOfferts(
  { champs }: ActionDeFiche<object>,
  contexte: ContexteFiche<object>,
  valeurs: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const choix = (typeof champs === 'function' ? await champs(contexte) : champs).filter(
    ({ genre, obligatoire }) => genre === 'choix' && obligatoire,
  );
  return Object.fromEntries(
    choix
      .filter(({ nom, options = [] }) => !options.some(({ valeur }) => valeur === valeurs[nom]))
      .map(({ nom, options }) => [nom, options?.[0]?.valeur]),
  );
}

/** The acts of some records of each resource the reader may open, or of one, and those above its list. */
export async function essaisDeLaGestion(unite: UniteDeLecture, seulement?: string): Promise<Essai[]> {
  const essais: Essai[] = [];
  for (const ressource of RESSOURCES) {
    if (
      !peut(unite.acteur, ressource.droit, 'lire') ||
      (seulement !== undefined && ressource.id !== seulement)
    )
      continue;
    for (const { nom, commande, horsListe } of ressource.actionsDeListe) {
      const explication = horsListe ? null : await pourquoi(unite, commande);
      if (explication)
        essais.push({ ou: `${ressource.id}, ${nom}`, pourquoi: explication, commande, saisie: {} });
    }
    if (ressource.actionsDeFiche.length === 0) continue;
    // Each page is a unit of its own.
    unite.em.clear();
    const fiches = await unite.em.find(
      ressource.entite as EntityName<{ id: string }>,
      {},
      { limit: seulement === undefined ? 2 : 6, orderBy: { id: 'asc' } },
    );
    for (const fiche of fiches) essais.push(...(await essaisDe(unite, ressource, fiche, fiche.id)));
  }
  return essais;
}
