import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifierReferentiel } from '#src/engine/verifier/referentiel.ts';
import type { EntreeDeReferentiel, FichierDeReferentiel } from '#src/engine/format.ts';
import { AucuneVersionApplicable } from '#src/engine/erreurs.ts';
import { APPROUVER, aUneCapacite, rolesAu, saisir, type Capacite } from '#src/kernel/roles.ts';
import { ROLES } from '#test/support/roles.ts';

const RACINE = resolve(import.meta.dirname, '../../..');
const livre = JSON.parse(
  readFileSync(join(RACINE, 'rules/referentiels/services/1.0.0.json'), 'utf8'),
) as FichierDeReferentiel;

describe('a role', () => {
  it('lets one do what its service says, and nothing of another volet', () => {
    const codes = (capacite: Capacite) => ROLES.quiPeuvent(capacite).map(({ code }) => code);
    expect(codes(APPROUVER)).toEqual(['APPROBATEUR']);
    expect(codes(saisir('activite'))).toEqual(['FOURNISSEUR_ACTIVITE']);
    expect(codes(saisir('finances'))).toEqual(['FOURNISSEUR_FINANCIER']);
    expect(codes(saisir('heures'))).toEqual([]);
  });

  it('that no service has any more is called by its code, comes last, and lets nothing be done', () => {
    expect(ROLES.libelle('ANCIEN')).toBe('ANCIEN');
    expect(aUneCapacite(ROLES.de('ANCIEN'), [APPROUVER])).toBe(false);
    expect(ROLES.enOrdre(['ANCIEN', 'CONSULTANT', 'APPROBATEUR'])).toEqual([
      'APPROBATEUR',
      'CONSULTANT',
      'ANCIEN',
    ]);
  });

  it('is none on a day no version rules', () => {
    const registre = {
      referentiel: () => {
        throw new AucuneVersionApplicable('');
      },
    };
    expect(rolesAu(registre, '1999-01-01').liste).toEqual([]);
  });

  it('has a code no other has, whatever its service: the gate refuses it twice, at its place', () => {
    const [premiere] = livre.entrees;
    const entrees = livre.entrees.map(
      (entree, rang): EntreeDeReferentiel =>
        rang === 1
          ? { ...entree, roles: (premiere?.['roles'] as readonly object[]).slice(0, 1) as never }
          : entree,
    );
    expect(verifierReferentiel(livre)).toEqual([]);
    expect(verifierReferentiel({ ...livre, entrees }).map(({ chemin }) => chemin)).toEqual([
      '/entrees/1/roles/0/code',
    ]);
  });
});

describe('the code of a role', () => {
  it('stands in no source nor later migration, but in the demonstration: roles are data', () => {
    const codes = livre.entrees.flatMap(({ roles }) =>
      (roles as unknown as readonly { readonly code: string }[]).map(({ code }) => code),
    );
    const nomme = new RegExp(`\\b(${codes.join('|')})\\b`);
    const sources = ['src', 'admin', 'migrations'].flatMap((dossier) =>
      readdirSync(join(RACINE, dossier), { recursive: true, encoding: 'utf8' }).map((nom) =>
        join(dossier, nom),
      ),
    );
    const lues = sources.filter(
      (nom) =>
        /\.(tsx?|sql)$/.test(nom) &&
        !/\.test\.tsx?$|^src\/cli\/demonstration\//.test(nom) &&
        !(nom.startsWith('migrations/') && nom < 'migrations/0033'),
    );
    expect(lues.length).toBeGreaterThan(500);
    expect(lues.filter((nom) => nomme.test(readFileSync(join(RACINE, nom), 'utf8')))).toEqual([]);
  });
});
