import type { ExportDePersonne } from '#src/domain/suivi/personne/exporter.ts';

const TITRES: Readonly<Record<string, string>> = {
  compte: 'Votre compte',
  agent_caf: 'Vos accès d’agent de Caf',
  analyste: 'Votre accès d’analyste',
  utilisateur: 'Vos accès d’utilisateur d’un partenaire',
  habilitation: 'Habilitations qui vous concernent ou que vous avez demandées ou traitées',
  mandat: 'Mandats donnés ou reçus',
  courriel: 'Courriels qui vous ont été adressés',
  interlocuteur: 'Contrats qui vous nomment',
  formulaire_eligibilite: 'Formulaires d’éligibilité qui vous nomment',
  courrier: 'Courriers que vous avez établis',
  jeton: 'Liens qui vous ont été envoyés',
  evenement_declaration: 'Ce que vous avez fait sur des déclarations',
  transmission: 'Déclarations que vous avez transmises',
  declaration: 'Déclarations que vous avez complétées',
  decision: 'Décisions prises lors de vos actes',
  decision_humaine: 'Décisions que vous avez demandées ou prises',
  demande_decision: 'Décisions que vous avez demandées',
};

/** The export as a text for the person: title, then one line a value. */
export function lisible({ le, compte, tables, journal, sessions, mentions }: ExportDePersonne): string {
  const blocs = [
    `Données gardées à votre sujet par Mon Compte Partenaire\nLe ${dire(le)}, compte ${compte}`,
    ...Object.entries(tables)
      .filter(([table]) => table !== 'journal')
      .map(([table, lignes]) => bloc(`${TITRES[table] ?? table} (${lignes.length})`, lignes)),
    bloc(`Connexions ouvertes (${sessions.length})`, sessions),
    bloc(`Ce que le journal dit de vos accès (${journal.length})`, journal),
    bloc(
      `Vos actes au journal (${tables['journal']?.length ?? 0})`,
      (tables['journal'] ?? []).map(({ le: quand, commande, entite }) => ({ le: quand, commande, entite })),
    ),
    bloc(
      `Textes et signatures qui vous citent (${mentions.length})`,
      mentions.map(({ table, colonne, lignes }) => ({ [`${table}.${colonne}`]: `${lignes} ligne(s)` })),
    ),
  ];
  return `${blocs.join('\n\n')}\n`;
}

const bloc = (titre: string, lignes: readonly Readonly<Record<string, unknown>>[]): string =>
  `${titre}\n${'—'.repeat(titre.length)}\n${
    lignes.length === 0
      ? 'Rien.'
      : lignes
          .map((ligne) =>
            Object.entries(ligne)
              .map(([cle, valeur]) => `  ${cle} : ${dire(valeur)}`)
              .join('\n'),
          )
          .join('\n\n')
  }`;

function dire(valeur: unknown): string {
  if (valeur instanceof Date) return valeur.toISOString();
  return typeof valeur === 'string' ? valeur : JSON.stringify(valeur);
}
