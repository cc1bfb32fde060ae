import { expect, it } from 'vitest';
import { empreinteDeLaBase, type Parcours } from './parcours.ts';

type Corps = Readonly<Record<string, string | readonly string[]>>;

/** An act on several records at once, with the ids that are one's own. */
interface Lot {
  readonly person: string;
  readonly chemin: string;
  /** @param siens what the act takes when it is given; with one more that is not one's own otherwise */
  readonly corps: (siens: readonly string[]) => Corps;
  readonly siens: readonly string[];
  /** Of the other partner, of the other Caf, of nobody, or beyond what was entrusted. */
  readonly autres: readonly string[];
}

const AUCUN = '00000000-0000-4000-8000-00000000dead';

async function lotsDe({ base }: Parcours): Promise<Lot[]> {
  const {
    de,
    dossiers,
    equipements: [premier = '', second = ''],
    animatriceId,
    superviseur,
  } = base;
  const ailleurs = (id: string): string[] => [dossiers.B.id(id), dossiers.C.id(id), AUCUN];
  const [lieu] = await superviseur('select id::text as id from lieu_implantation where equipement_id = $1', [
    premier,
  ]);
  const [horsRole] = await superviseur(
    'select id::text as id from equipement where partenaire_id = $1 and id not in ($2, $3)',
    [dossiers.A.partenaire, premier, second],
  );
  const siege = String(lieu?.['id']);
  const habiliter = (
    person: string,
    champ: 'equipements' | 'lieux',
    siens: readonly string[],
    autres: readonly string[],
    utilisateur = de.collegue,
  ): Lot => ({
    person,
    chemin: '/partenaire/habilitations/habiliter',
    siens,
    autres,
    corps: (choisis) => ({
      utilisateur,
      role: 'CONSULTANT',
      du: '2026-03-02',
      portee: champ === 'lieux' ? 'lieu' : 'activite',
      [champ]: choisis,
    }),
  });
  return [
    habiliter('administrateur partenaire', 'lieux', [siege], ailleurs(siege)),
    // Within his mandate on two activities, one more of the same partner is too many.
    habiliter(
      'responsable habilitations',
      'equipements',
      [premier, second],
      [String(horsRole?.['id']), ...ailleurs(premier)],
    ),
    {
      person: 'administrateur partenaire',
      chemin: '/partenaire/responsables/nommer',
      siens: [premier, second],
      autres: ailleurs(premier),
      corps: (equipements) => ({
        titulaire: de.collegue,
        roles: ['CONSULTANT'],
        equipements,
        du: '2026-03-02',
      }),
    },
    {
      person: 'gestionnaire Caf',
      chemin: '/gestion/api/resources/conventionnements/actions/new',
      siens: [animatriceId],
      autres: ailleurs(animatriceId),
      corps: (animateurs) => ({
        equipement: premier,
        numeroMaia: 'M-LOT',
        du: '2098-01-01',
        au: '2098-12-31',
        animateurs,
      }),
    },
  ];
}

/**
 * One record that is not one's own among several that are: everything is refused. Without it, everything
 * passes: the rest of the form is right.
 */
export function eprouverLesLots(lire: () => Parcours): void {
  it('are refused whole when one record among them is not within reach, and change nothing', async () => {
    const { base, people, demander } = lire();
    const ecarts: string[] = [];
    const envoyer = async (
      { person: nom, chemin, corps }: Lot,
      ids: readonly string[],
    ): Promise<{ passe: boolean; statut: number; texte: string }> => {
      const person = people.find((un) => un.nom === nom);
      if (!person) throw new Error(`nobody is called ${nom}`);
      const { statut, texte } = await demander(person, { methode: 'POST', chemin, corps: corps(ids) });
      if (statut >= 500) ecarts.push(`${nom}, ${chemin} : panne ${statut}`);
      return { passe: statut === 200 || statut === 303, statut, texte };
    };
    const lots = await lotsDe(lire());
    const avant = await empreinteDeLaBase(base);
    for (const lot of lots) {
      for (const autre of lot.autres) {
        for (const ids of [[...lot.siens, autre], [autre, ...lot.siens], [autre]])
          if ((await envoyer(lot, ids)).passe)
            ecarts.push(`${lot.person}, ${lot.chemin} : passe avec ${autre}`);
      }
    }
    const apres = await empreinteDeLaBase(base);
    const changees = Object.keys(avant).filter((table) => avant[table] !== apres[table]);
    for (const lot of lots) {
      const { passe, statut, texte } = await envoyer(lot, lot.siens);
      if (!passe)
        ecarts.push(
          `${lot.person}, ${lot.chemin} : refusé (${statut}) avec les siens seuls : ${texte
            .replace(/<[^>]+>/g, ' ')
            .replace(/\s+/g, ' ')
            .slice(0, 1_500)}`,
        );
    }
    expect(ecarts).toEqual([]);
    expect(changees).toEqual([]);
  });
}
