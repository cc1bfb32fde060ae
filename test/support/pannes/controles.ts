import type { Acte, Envoi } from './registre.ts';
import type { Equipe, Scene } from './scene.ts';

interface LigneLue {
  readonly requete: string;
  readonly commande: string;
  readonly entite: string;
  readonly entite_id: string;
  readonly genre: string;
  readonly motif: string | null;
  readonly le: Date;
  readonly saisi: string | null;
}

/** Commands of an act that is done, in their order, and the record each changes. */
const COMMANDES: Readonly<Record<Acte, readonly string[]>> = {
  activite: ['declaration.enregistrerActivite', 'declaration.completerActivite'],
  finances: ['declaration.enregistrerFinances', 'declaration.completerFinances'],
  transmettre: ['declaration.transmettre'],
  renvoyer: ['declaration.renvoyer'],
  retourner: ['declaration.retourner'],
};
const EVENEMENT: Readonly<Record<string, string>> = {
  'declaration.completerActivite': 'activite-terminee',
  'declaration.completerFinances': 'finances-terminees',
  'declaration.transmettre': 'transmise',
  'declaration.renvoyer': 'renvoyee',
  'declaration.retourner': 'retournee',
};

/**
 * @returns what is wrong, in words; empty when every acknowledged write is there once and every write is
 * whole or absent
 */
export async function controler(
  scene: Scene,
  equipes: readonly Equipe[],
  envois: readonly Envoi[],
  depuis: Date,
): Promise<string[]> {
  const fautes: string[] = [];
  const lignes = await scene.sql<LigneLue>(
    `select requete_id as requete, commande, entite, entite_id, genre, motif, le,
      coalesce((select valeur from journal_valeur v where v.journal_id = journal.id and v.cote = 'apres' and v.champ = 'donneesActivite.valeurs.missions.actionsInformation.reel'),
        changements -> 'donneesFinances.valeurs.charges.c60.reel' ->> 'apres') as saisi
    from journal where le >= $1 and commande like 'declaration.%' and entite_id in (select id::text from declaration union select id::text from transmission) order by chaine, rang`,
    [depuis],
  );
  // Acknowledged: there, once, with what was typed. Saving a volet and finishing it are two acts: a form sent
  // again because its answer was lost may find the first done, under the number of the request that was cut.
  for (const { acte, requeteId, marque, accuse, declaration } of envois) {
    if (!accuse) continue;
    const siennes = lignes.filter(
      ({ entite, entite_id: id }) => entite === 'Declaration' && id === declaration,
    );
    for (const commande of COMMANDES[acte]) {
      const faites = siennes.filter((ligne) => ligne.commande === commande);
      const trouvees = commande.startsWith('declaration.enregistrer')
        ? faites.filter(({ saisi }) => nombre(saisi) === nombre(marque))
        : faites.filter(({ requete }) => requete === requeteId);
      if (trouvees.length !== 1)
        fautes.push(
          `acknowledged ${acte} ${requeteId ?? ''} « ${marque} »: ${trouvees.length} journal lines of ${commande}`,
        );
      const motif = trouvees[0]?.motif;
      if ((acte === 'renvoyer' || acte === 'retourner') && motif !== marque)
        fautes.push(`acknowledged ${acte} ${requeteId ?? ''}: « ${marque} » was typed, « ${motif} » is kept`);
    }
  }

  // Whole: each command journaled has all its rows, and no row is without its journal line.
  const evenements = await scene.sql<{
    declaration_id: string;
    type: string;
    le: Date;
    motif: string | null;
    ordre: number;
  }>(
    'select declaration_id, type, le, motif, ordre from evenement_declaration where le >= $1 order by declaration_id, ordre',
    [depuis],
  );
  const decisions = await scene.sql<{ id: string; requete_id: string; sujet_id: string }>(
    'select id, requete_id, sujet_id from decision where prise_le >= $1',
    [depuis],
  );
  const transmissions = await scene.sql<{
    id: string;
    declaration_id: string;
    numero: number;
    decisions: string[];
    le: Date;
  }>('select id, declaration_id, numero, decisions, le from transmission order by declaration_id, numero');
  const courriels = await scene.sql<{ corps: string }>('select corps from courriel where cree_le >= $1', [
    depuis,
  ]);
  const cle = (declaration: string, type: string, le: Date): string =>
    `${declaration} ${type} ${le.toISOString()}`;
  const attendus = new Map<string, number>();
  for (const { commande, entite, entite_id: id, genre, le, motif, requete } of lignes) {
    if (entite === 'Transmission' && genre === 'creation') {
      const transmission = transmissions.find((une) => une.id === id);
      const prises = decisions
        .filter(({ requete_id: celle }) => celle === requete)
        .map(({ id: decision }) => decision)
        .sort();
      if (!transmission) fautes.push(`transmission ${id} is journaled and not there`);
      else if (JSON.stringify([...transmission.decisions].sort()) !== JSON.stringify(prises))
        fautes.push(
          `transmission ${id}: ${transmission.decisions.length} decisions signed, ${prises.length} recorded`,
        );
    }
    const type = EVENEMENT[commande];
    if (entite !== 'Declaration' || type === undefined) continue;
    attendus.set(cle(id, type, le), (attendus.get(cle(id, type, le)) ?? 0) + 1);
    const equipe = equipes.find(({ declaration }) => declaration === id);
    if (equipe && (type === 'retournee' || type === 'renvoyee')) {
      const envoyes = courriels.filter(({ corps }) => corps.includes(`${motif ?? '?'}\n`)).length;
      if (envoyes !== equipe.prevenus[type])
        fautes.push(
          `${commande} « ${motif ?? ''} »: ${envoyes} messages in the outbox, ${equipe.prevenus[type]} expected`,
        );
    }
  }
  for (const { declaration_id: declaration, type, le } of evenements) {
    const reste = attendus.get(cle(declaration, type, le)) ?? 0;
    if (reste === 0) fautes.push(`event ${type} of ${declaration} has no journal line`);
    attendus.set(cle(declaration, type, le), reste - 1);
  }
  for (const [attendu, reste] of attendus)
    if (reste > 0) fautes.push(`journal line without its event: ${attendu}`);
  const journalisees = new Set(
    lignes.filter(({ entite }) => entite === 'Transmission').map(({ entite_id: id }) => id),
  );
  const signees = new Set(transmissions.flatMap(({ decisions: prises }) => prises));
  for (const { id, le } of transmissions)
    if (le >= depuis && !journalisees.has(id)) fautes.push(`transmission ${id} has no journal line`);
  for (const { id } of decisions)
    if (!signees.has(id)) fautes.push(`decision ${id} belongs to no transmission`);
  for (const marque of new Set(courriels.map(({ corps }) => /essai \d+/.exec(corps)?.[0]))) {
    if (marque !== undefined && evenements.filter(({ motif }) => motif === marque).length !== 1)
      fautes.push(
        `messages about « ${marque} », which happened ${evenements.filter(({ motif }) => motif === marque).length} times`,
      );
  }

  for (const { declaration } of equipes) {
    const numeros = transmissions
      .filter((une) => une.declaration_id === declaration)
      .map(({ numero }) => numero);
    if (numeros.some((numero, rang) => numero !== rang + 1))
      fautes.push(`transmissions of ${declaration} are numbered ${numeros.join(', ')}`);
    const suite = evenements
      .filter(
        (un) => un.declaration_id === declaration && (un.type === 'transmise' || un.type === 'retournee'),
      )
      .map(({ type }) => type);
    if (suite.some((type, rang) => type === suite[rang - 1]))
      fautes.push(`${declaration}: the same act happened twice running: ${suite.join(', ')}`);
    fautes.push(...(await dernierEcrit(scene, declaration, lignes)));
  }
  return fautes;
}

/** What the declaration holds is what its journal says was written last. */
async function dernierEcrit(
  scene: Scene,
  declaration: string,
  lignes: readonly LigneLue[],
): Promise<string[]> {
  const [actuel] = await scene.sql<{ activite: string | null; finances: string | null }>(
    "select donnees_activite #>> '{valeurs,missions,actionsInformation,reel}' as activite, donnees_finances #>> '{valeurs,charges,c60,reel}' as finances from declaration where id = $1",
    [declaration],
  );
  return (['activite', 'finances'] as const).flatMap((volet) => {
    const commande =
      volet === 'activite' ? 'declaration.enregistrerActivite' : 'declaration.enregistrerFinances';
    const dernier = lignes
      .filter(
        (ligne) => ligne.commande === commande && ligne.entite_id === declaration && ligne.saisi !== null,
      )
      .at(-1)?.saisi;
    return dernier === undefined || Number(dernier) === Number(actuel?.[volet])
      ? []
      : [`${declaration}: ${volet} holds ${String(actuel?.[volet])}, the journal says ${String(dernier)}`];
  });
}

/** « 4729,75 », « 4729.75 » and « 4729.750 » are one value. */
const nombre = (texte: string | null): number => Number.parseFloat((texte ?? '').replace(',', '.'));
