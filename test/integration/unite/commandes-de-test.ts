import { z } from 'zod';
import { chargerPourModifier } from '#src/kernel/chargement.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { DejaPris } from '#src/kernel/refus.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { entier, reference, texte, versionLue } from '#src/kernel/saisie/saisie.ts';
import { LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';

/** A registry without any file. */
export const sansRegles = { fige: () => sansRegles } as unknown as Registre;

/** Writes an organisme. */
export const noter = definirCommande({
  nom: 'organisme.noter',
  droit: ['Organisme', 'creer'],
  saisie: z.object({ siren: texte('Siren', 20), nom: texte('Nom') }),
  async executer(unite, { siren, nom }) {
    const organisme = unite.em.create(Organisme, { siren, raisonSociale: nom, forme: 'commune' });
    unite.em.persist(organisme);
    await unite.em.flush();
    return organisme.id;
  },
});

/** Changes an organisme read in some version. */
export const renommer = definirCommande({
  nom: 'organisme.renommer',
  droit: ['Organisme', 'modifier'],
  saisie: z.object({ id: reference('Organisme'), version: versionLue(), nom: texte('Nom') }),
  async executer(unite, { id, version, nom }) {
    const organisme = await chargerPourModifier(unite, Organisme, id, version, 'Organisme');
    organisme.raisonSociale = nom;
  },
});

/** Writes, then refuses. */
export const echouer = definirCommande({
  nom: 'organisme.echouer',
  droit: ['Organisme', 'creer'],
  saisie: z.object({ siren: texte('Siren') }),
  async executer(unite, { siren }) {
    unite.em.persist(unite.em.create(Organisme, { siren, raisonSociale: 'Perdu', forme: 'commune' }));
    await unite.em.flush();
    throw new DejaPris('refus après écriture');
  },
});

/** Writes a partner. */
export const inscrire = definirCommande({
  nom: 'partenaire.inscrire',
  droit: ['Partenaire', 'creer'],
  saisie: z.object({ siren: texte('Siren', 20) }),
  async executer(unite, { siren }) {
    const organisme = unite.em.create(Organisme, { siren, raisonSociale: siren, forme: 'commune' });
    const inscrit = unite.em.create(Partenaire, { caf: '451', organisme, nom: siren, prefixe: siren });
    unite.em.persist(inscrit);
    await unite.em.flush();
    return inscrit.id;
  },
});

/** Writes a link of a Caf. */
export const lierCaf = definirCommande({
  nom: 'lien.creer',
  droit: ['LienUtile', 'creer'],
  saisie: z.object({ caf: texte('Caf'), rang: entier('Rang') }),
  async executer(unite, { caf, rang }) {
    const lien = unite.em.create(LienUtile, {
      caf,
      contexte: 'accueil',
      libelle: `Lien ${rang}`,
      url: 'https://exemple.fr/',
      ordre: rang,
    });
    unite.em.persist(lien);
    await unite.em.flush();
    return lien.id;
  },
});
