import type { Role } from '#src/kernel/acteur.ts';
import type { BaseDesDroits } from './fixture.ts';
import type { Person } from './oracle.ts';

const PERSONNE: Person = {
  nom: 'personne',
  espace: 'personne',
  roles: [],
  caf: null,
  partenaire: null,
  equipements: [],
  soi: null,
  courriel: null,
};

/** Everybody who knocks: each role, on one's own side and on the others'. */
export async function peopleOf(base: BaseDesDroits): Promise<readonly Person[]> {
  const comptes = await base.superviseur(
    'select c.courriel, u.id::text as utilisateur, u.caf_id as caf, u.partenaire_id::text as partenaire from compte c left join utilisateur u on u.compte_id = c.id',
  );
  const compteDe = (debut: string) => {
    const compte = comptes.find(
      ({ courriel }) => String(courriel).startsWith(`${debut}.`) || String(courriel).startsWith(`${debut}@`),
    );
    if (!compte) throw new Error(`no account of ${debut}`);
    return compte;
  };
  const interne = (nom: string, debut: string, caf: string | null, roles: readonly Role[]): Person => ({
    ...PERSONNE,
    nom,
    espace: 'interne',
    roles,
    caf,
    courriel: String(compteDe(debut)['courriel']),
  });
  const partenaire = (
    nom: string,
    debut: string,
    roles: readonly Role[],
    equipements: readonly string[] = [],
  ): Person => {
    const { courriel, utilisateur, caf, partenaire: sien } = compteDe(debut);
    return {
      nom,
      espace: 'partenaire',
      roles: ['utilisateur', ...roles],
      caf: String(caf),
      partenaire: String(sien),
      equipements,
      soi: String(utilisateur),
      courriel: String(courriel),
    };
  };
  const { equipements } = base;
  return [
    PERSONNE,
    interne('gestionnaire Caf', 'gestionnaire', '451', ['gestionnaire']),
    interne('responsable Caf', 'chef', '451', ['gestionnaire', 'responsable-caf']),
    interne('agent d’une autre Caf', 'ailleurs', '771', ['gestionnaire', 'responsable-caf']),
    interne('analyste', 'analyste', null, ['analyste']),
    partenaire('administrateur partenaire', 'admin', ['administrateur-partenaire']),
    partenaire('responsable habilitations', 'responsable', ['responsable-habilitations']),
    partenaire('fournisseur activité', 'directrice', ['saisie-activite'], equipements),
    partenaire('fournisseur finances', 'comptable', ['saisie-finances'], equipements),
    partenaire('approbateur', 'dgs', ['approbation'], equipements),
    partenaire('consultant', 'consultant', ['consultation'], equipements),
    partenaire('utilisateur sans rôle', 'collegue', []),
    partenaire('approbateur en attente', 'enattente', []),
    partenaire('habilitation finie hier', 'finie', []),
    partenaire('habilitation de demain', 'future', []),
    partenaire('administrateur d’un autre partenaire', 'badmin', ['administrateur-partenaire']),
    partenaire(
      'approbateur d’un autre partenaire',
      'bdgs',
      ['approbation'],
      equipements.map(base.dossiers.B.id),
    ),
    partenaire('administrateur d’une autre Caf', 'cadmin', ['administrateur-partenaire']),
    partenaire(
      'fournisseur activité d’une autre Caf',
      'cdirectrice',
      ['saisie-activite'],
      equipements.map(base.dossiers.C.id),
    ),
    { ...partenaire('compte clos pendant sa session', 'clos', []), espace: 'personne', roles: [] },
  ];
}
