import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Acteur } from '#src/kernel/acteur.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import { planterLesDroits, type BaseDesDroits } from '../droits/fixture.ts';
import { desaccords, incompletes, representatifs, type Essai } from './epreuve.ts';
import { essaisDeLaGestion } from './gestion.ts';
import { pagesDuPortail, type PageLue } from './portail.tsx';

let base: BaseDesDroits;
let versions: ReadonlyMap<string, number>;
const acteurs = new Map<string, Acteur>();

/** Records in each of the states a page may show them in: what one update makes of those of the base. */
const ETATS: readonly (readonly [etat: string, ressource: string, mise: string, retour: string])[] = [
  [
    'convention brouillon',
    'conventions',
    "update convention set etat = 'brouillon', signee_caf_le = null, signee_partenaire_le = null",
    "update convention set etat = 'active'",
  ],
  [
    'convention signée',
    'conventions',
    "update convention set etat = 'en-attente-de-signature', signee_caf_le = du, signee_partenaire_le = du",
    "update convention set etat = 'active'",
  ],
  [
    'convention résiliée',
    'conventions',
    "update convention set etat = 'resiliee', resiliee_le = '2026-03-01'",
    "update convention set etat = 'active', resiliee_le = null",
  ],
  [
    'contrat brouillon',
    'contrats-service',
    "update contrat_service set etat = 'brouillon'",
    "update contrat_service set etat = 'actif'",
  ],
  [
    'conventionnement brouillon',
    'conventionnements',
    "update conventionnement set etat = 'brouillon', du = '2024-01-01', au = '2028-01-01'",
    "update conventionnement set etat = 'valide'",
  ],
  [
    'habilitation en attente',
    'habilitations',
    "update habilitation set etat = 'en-attente-caf' where etat = 'accordee' and au is null",
    "update habilitation set etat = 'accordee' where etat = 'en-attente-caf' and role <> 'APPROBATEUR'",
  ],
  [
    'habilitation suspendue',
    'habilitations',
    "update habilitation set etat = 'suspendue' where role = 'CONSULTANT'",
    "update habilitation set etat = 'accordee' where etat = 'suspendue'",
  ],
  [
    'campagne fermée',
    'campagnes',
    'update campagne set fermee_manuellement = true',
    'update campagne set fermee_manuellement = false',
  ],
  [
    'déclaration transmise',
    'declarations',
    "update declaration set etat = 'transmise' where etat = 'en-traitement'",
    "update declaration set etat = 'en-traitement' where etat = 'transmise'",
  ],
  ['mandat terminé', 'mandats', "update mandat set au = '2026-03-02'", 'update mandat set au = null'],
];

beforeAll(async () => {
  base = await planterLesDroits();
  await base.superviseur(
    "update utilisateur u set clos_le = '2026-03-02' from compte c where c.id = u.compte_id and c.courriel like 'temoin.%'",
  );
  // He was entrusted with habilitations alone: neither with users, nor with naming others.
  await base.superviseur(
    "update mandat m set peut_creer_utilisateurs = false, peut_deleguer = false from utilisateur u, compte c where u.id = m.titulaire_id and c.id = u.compte_id and c.courriel like 'adjoint.%'",
  );
  const comptes = await base.superviseur(
    "select id::text as id, courriel from compte where split_part(split_part(courriel, '@', 1), '.', 1) in ('admin', 'responsable', 'adjoint', 'directrice', 'comptable', 'dgs', 'consultant', 'collegue', 'gestionnaire', 'chef', 'analyste')",
  );
  for (const { id, courriel } of comptes) {
    const profil = (await lireProfils(base.orm.em.fork(), base, String(id)))?.profils[0];
    if (profil) acteurs.set(String(courriel).split(/[.@]/)[0] ?? '', profil.acteur);
  }
  const lignes =
    await base.superviseur(`select id::text as id, version from habilitation union all select id::text, version from mandat union all select id::text, version from declaration
    union all select id::text || ' activite', version_activite from declaration union all select id::text || ' finances', version_finances from declaration`);
  versions = new Map(lignes.map(({ id, version }) => [String(id), Number(version)]));
});
afterAll(() => base.fermer());

const acteur = (nom: string): Acteur => {
  const trouve = acteurs.get(nom);
  if (!trouve) throw new Error(`no actor ${nom}`);
  return trouve;
};

describe('the portal and its commands', () => {
  it.each(['admin', 'responsable', 'adjoint', 'directrice', 'comptable', 'dgs', 'consultant', 'collegue'])(
    'agree on every act shown to %s, open or closed, in the same words',
    async (nom) => {
      const pages = await base.executeur.lire(acteur(nom), (unite) => pagesDuPortail(unite, base, versions));
      const essais = pages.flatMap((page) => page.essais);
      expect(essais.length).toBeGreaterThan(0);
      expect(incompletes(essais)).toEqual([]);
      expect(pages.flatMap(malMontrees)).toEqual([]);
      expect(await desaccords(base.executeur, acteur(nom), representatifs(essais), ['equipements'])).toEqual(
        [],
      );
    },
  );

  it('name people of one’s own organisme alone', async () => {
    const pages = await base.executeur.lire(acteur('consultant'), (unite) =>
      pagesDuPortail(unite, base, versions),
    );
    const noms = await base.superviseur(
      'select prenom, nom, partenaire_id::text as partenaire from utilisateur',
    );
    const html = pages.map((page) => page.html).join('');
    const cites = noms.filter(({ prenom, nom }) => html.includes(`${String(prenom)} ${String(nom)} (`));
    expect(cites.length).toBeGreaterThan(0);
    expect(new Set(cites.map(({ partenaire }) => partenaire))).toEqual(new Set([base.partenaireId]));
  });
});

/** A closed act is in the page as such, with its reason; an open one leads where it says. */
function malMontrees({ html, actes }: PageLue): string[] {
  if (html === '') return [];
  const fermes = html.split('aria-disabled="true"').length - 1;
  const attendus = actes.filter(({ pourquoi }) => pourquoi).length;
  const echappe = (texte: string): string =>
    texte
      .replaceAll('&', '&amp;')
      .replaceAll("'", '&#x27;')
      .replaceAll('"', '&quot;')
      .replace(/ ([:;?!»])/g, '\u00a0$1')
      .replace(/« /g, '«\u00a0');
  return [
    ...(fermes === attendus ? [] : [`${fermes} closed acts in the page, ${attendus} expected`]),
    ...actes.flatMap(({ pourquoi, href, nom }) =>
      pourquoi
        ? html.replaceAll('\u202f', '\u00a0').includes(echappe(pourquoi.raison))
          ? []
          : [`${nom}: no reason`]
        : nom === 'reprendre' || html.includes(`href="${href.replaceAll('&', '&amp;')}"`)
          ? []
          : [`${nom}: no link`],
    ),
  ];
}

describe('the back-office and its commands', () => {
  const verifier = async (nom: string, essais: readonly Essai[]): Promise<void> => {
    expect(incompletes(essais)).toEqual([]);
    expect(
      await desaccords(base.executeur, acteur(nom), representatifs(essais), [
        'telephone',
        'administrateurTelephone',
        'au',
        'etpValide',
      ]),
    ).toEqual([]);
  };

  it.each(['gestionnaire', 'chef', 'analyste'])(
    'agree on every act of every record and list shown to %s',
    async (nom) => {
      await verifier(nom, await base.executeur.lire(acteur(nom), (unite) => essaisDeLaGestion(unite)));
    },
  );

  it.each(ETATS)('agree when what is shown is: %s', async (_etat, ressource, mise, retour) => {
    await base.superviseur(mise);
    try {
      await verifier(
        'gestionnaire',
        await base.executeur.lire(acteur('gestionnaire'), (unite) => essaisDeLaGestion(unite, ressource)),
      );
    } finally {
      await base.superviseur(retour);
    }
  });
});
